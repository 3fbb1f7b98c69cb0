"""The words of a question that point back at something it does not name.

A pronoun counts only where nothing in the question itself explains it: quiz questions are
full of "its" and "they" that do ("Starbucks expanded its menu ...", "Which company said
that it ...", "Before he won, how often had Stenhouse ...").
"""

import re
from collections.abc import Iterator

from qa.words.lexicon import (
    AUXILIARIES,
    COMPANIES,
    FUNCTION_WORDS,
    GROUP_WORDS,
    PREPOSITIONS,
    ROLES,
    THING_WORDS,
)
from qa.words.mentions import mentioned, phrases

_PRONOUN = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs)\b(?!['’])", re.I
)
_POSSESSIVES = frozenset(("his", "its", "their"))
_BE = r"(?:is|are|was|were)"
_AUXILIARY = rf"(?:{'|'.join(sorted(AUXILIARIES))})"
# "It" that stands for nothing: "Is it true that ...", "How long does it take to ...".
_EMPTY = re.compile(
    rf"""\b{_BE}\ it\ (?:true|possible|likely|known|legal|illegal|certain|right)\ (?:that|to|for)\b
    | \bit\ (?:takes?|costs?)\ (?:to|for)\b
    | \bit\ {_BE}\ (?:true|known|clear)\ that\b
    | \bwhat\ time\ is\ it\b
    | ^(?:true\ or\ false:\ )?it\b.*\bthat\b""",
    re.I | re.VERBOSE,
)
_SUBORDINATE = re.compile(
    r"\b(?:that|whether|if|when|because|after|before|where|how|what|why|while|since|who|which|"
    r"said|says|say)\s+$",
    re.I,
)
_AFTER_AUXILIARY = re.compile(rf"\b{_AUXILIARY}\s+$", re.I)
_OPENING = re.compile(
    r"^(?:before|after|when|while|following|in|during|since|despite|with)\b", re.I
)
_WHICH_NOUN = re.compile(
    rf"^(?:and\s+|in\s+|at\s+)?(?:which|what|whose)\s+(?!{_AUXILIARY}\b)\w", re.I
)
# "What is scrapple made from, and how is it prepared?"
_AGAIN = re.compile(r"\w{4}\W.*\band (?:how|why|what|when|where|who|which)\b", re.I)
_THERE = re.compile(rf"(?<!^)\bthere\b(?!\s+{_AUXILIARY}\b)", re.I)
_EXISTS = re.compile(rf"\b{_BE}\s+there\b", re.I)
_WAS_THERE = re.compile(rf"\b{_BE}\s+(?!there)[\w .'-]+?\s+there\s*[?.!]*$", re.I)
_DEMONSTRATIVE = re.compile(
    r"""\b(?:this|that|these|those)\s*[?.!,]*$
    | (?:^(?:and|but|so)?\s*|\b(?:is|was|were|are|does|did|do|about|after|before)\s+)
      (?:this|that|these|those)\s+
      (?:is|was|are|were|mean|happen|affect|true|wrong|right|so|new|the|a|an)\b
    | \bthen\s*[?.!]*$
    | \bthe\ (?:same|latter|former|other)(?:\ one)?\s*[?.!]*$""",
    re.I | re.VERBOSE,
)
_PLAIN_TIME = re.compile(
    r"\b(?:this|that|these|those) (?:time|day|night|morning|week|month|year|season|summer|"
    r"winter|spring|fall|autumn|century|decade)s?\b",
    re.I,
)
_CHOICE = re.compile(
    r"""\bthe\ (?P<which>first|second|third|last|latter|former|other)
    (?:\s+(?:one|of\ them|of\ those|of\ these))?\b
    (?=\s*(?:[?.!,]|$|(?:is|was|has|had|did|does|will|in|on|at|from|come|came|say|said|says|speak|
    spoke|speaks|think|spent|won|die|died|do|get|got|want|make|made|happen|live|work|[a-z]+ed)\b))
    """,
    re.I | re.VERBOSE,
)
_ORDER = {"first": 0, "former": 0, "second": 1, "other": 1, "third": 2, "last": -1, "latter": -1}
_THIS_NOUN = re.compile(r"\b(?:this|that)\s+([a-z]+)\b")
_BEYOND = re.compile(r"\s+(?:of|that|who|which|whose|to)\b", re.I)
# Sentences before the one that asks tell what it speaks of.
_SEVERAL = re.compile(r"\w+(?:\W+\w+){3,}[.!]\s+\S")
_REQUESTS = frozenset("describe explain list name compare summarise summarize give show".split())
_EXPLAINING = 3  # words of meaning before a pronoun, among which is what it means
_WORDY = 14  # words of a question that says what it speaks of


def introduces_itself(question: str) -> bool:
    """Whether sentences before the one that asks say what it is about."""
    return _SEVERAL.search(question) is not None


def demonstrates(question: str) -> bool:
    """Whether it asks of "this", "that" or "the same", which no name replaces."""
    return _DEMONSTRATIVE.search(_PLAIN_TIME.sub("", question)) is not None


def pronouns(question: str) -> Iterator[re.Match[str]]:
    """Pronouns that nothing in the question itself explains."""
    empty = [match.span() for match in _EMPTY.finditer(question)]
    for match in _PRONOUN.finditer(question):
        inside = any(start <= match.start() < end for start, end in empty)
        if not inside and not match[0].isupper() and not _explained(question, match):
            yield match


def is_possessive(question: str, pronoun: re.Match[str]) -> bool:
    """Whether it says whose: "his", and "her" before a noun."""
    word = pronoun[0].casefold()
    following = re.match(r"\s+([\w'-]+)", question[pronoun.end() :])
    noun = following is not None and following[1].casefold() not in FUNCTION_WORDS
    return word in _POSSESSIVES or (word == "her" and noun)


def is_object(question: str, pronoun: re.Match[str]) -> bool:
    """Whether it is the object of its clause, and so cannot mean the clause's subject."""
    following = re.match(r"\s*(\w+)", question[pronoun.end() :])
    return following is None or following[1].casefold() in PREPOSITIONS | {"and", "or"}


def there(question: str) -> re.Match[str] | None:
    """A "there" that means a place which the question does not name."""
    match = _THERE.search(question)
    if match is None or _WAS_THERE.search(question):
        return match
    exists = _EXISTS.search(question)
    return None if exists or _content(question[: match.start()]) >= _EXPLAINING else match


def nouns(question: str) -> Iterator[tuple[int, int, str]]:
    """Bare definite nouns and where they stand: "the company", not "the company that ..."."""
    if len(question.split()) > _WORDY:
        return
    kinds = THING_WORDS | GROUP_WORDS | ROLES
    named = mentioned(question)
    for mention in phrases(question):
        article, *words = question[mention.start : mention.end].split()
        bare = article.casefold() == "the" and len(words) == 1
        if bare and (not named or words[0] in kinds) and not _BEYOND.match(question, mention.end):
            yield mention.start, mention.end, words[0]
    for match in _THIS_NOUN.finditer(question):
        if match[1] in kinds and not _BEYOND.match(question, match.end()):
            yield match.start(), match.end(), match[1]


def is_vague(noun: str) -> bool:
    """Whether "the NOUN" says nothing where it is not known which."""
    return noun in COMPANIES or noun == "group"


def choice(question: str) -> tuple[int, int, int] | None:
    """Where "the second one" stands, and its place in the list: from 0, or -1 for the last."""
    match = _CHOICE.search(question)
    return (match.start(), match.end(), _ORDER[match["which"].casefold()]) if match else None


def _explained(question: str, pronoun: re.Match[str]) -> bool:
    before, after = question[: pronoun.start()], question[pronoun.end() :]
    inverted = _AFTER_AUXILIARY.search(before) is not None  # the subject of what is asked
    if _AGAIN.search(before) or _states(question):
        return True
    if _OPENING.match(before) and "," in after and mentioned(after):
        return True
    if _content(before) >= _EXPLAINING and not inverted:
        return True
    # "The name of its rover" is no name for what "it" is.
    owned = re.search(r"\b(?:the|a|an)\s+\w+\s+of\s+$", before, re.I)
    told = before[: owned.start()] if owned else before
    tells = bool(mentioned(told) or phrases(told))
    subordinate = _SUBORDINATE.search(before) is not None
    if is_object(question, pronoun):
        return tells and subordinate
    if _WHICH_NOUN.match(before) and not inverted:
        return True
    return tells and (is_possessive(question, pronoun) or subordinate or not inverted)


def _states(question: str) -> bool:
    """Whether a question has the form of a statement, which names its subject first."""
    first = question.split()[0].casefold().strip(",")
    return first not in FUNCTION_WORDS and first not in _REQUESTS


def _content(text: str) -> int:
    """How many words carry meaning."""
    return sum(word.casefold() not in FUNCTION_WORDS for word in re.findall(r"[\w'-]+", text))
