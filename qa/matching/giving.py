"""Whether a sentence tells, by its form, what a question asks for: a time, a figure, who came."""

import re
from collections.abc import Iterable

from index.terms import as_words
from qa.asking.kinds import FIGURE, Kind, asks_at_once, kind_of
from qa.matching.ages import ASKS_AGE, tells_age
from qa.matching.counts import COUNTS, MEASURED, NUMBER, counted, tells_count, without_others
from qa.matching.deeds import asks_for_doer, asks_for_winner, tells_doer, tells_winner
from qa.words.calendar import YEAR
from qa.words.lexicon import ROLES

# Of some figures a text tells only where it says so.
_TOLD_BY = (
    ("population", r"population|inhabitants|residents|people liv|home to"),
    ("temperature", r"temperature|degrees|°"),
    ("inflation", r"inflation|prices"),
)
_MONEY = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?(?:million|billion|trillion|cents?|dollars?|euros?|pounds?|yen|%|percent)",
    re.IGNORECASE,
)
TIME = re.compile(
    rf"\b{YEAR}\b|\b(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday"
    r"|today|tomorrow|tonight)\b|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?=\.? \d)|"
    r"\b(?:last|next|(?:earlier |later )?this) (?:week|month|year|night|spring|summer|fall|autumn"
    r"|winter)\b"
)
_SINCE = re.compile(r"\bsince (?:[A-Z]\w+(?: \d+,)? ?)?(?:\d{4}\b)?")
_NAME = re.compile(r"(?<![.!?\"“] )(?<!^)\b[A-Z][\w’'-]+")
_REASON = re.compile(
    r"\b(?:because|due to|after|since|caused|owing to|in response|blamed|as a result|so that|"
    r"in order to|amid|over concerns?|citing|following)\b",
    re.IGNORECASE,
)
# Outright: what came "after" it or "amid" it may be no reason.
_OUTRIGHT = re.compile(
    r"\b(?:because|due to|owing to|over concerns?|citing|blamed|so that|in order to)\b",
    re.IGNORECASE,
)
_OFFICE = {word: word for word in ROLES | {"speaker", "head"}} | {"ceo": "ceo|chief executive"}
# "Who is the new mayor of Norwick", not "who is next in line after King Charles".
_NEW = re.compile(
    r"\bwho(?:['’]?s| is| are| was| will be| becomes| became"
    r"| (?:was |is )?(?:elected|named|appointed|chosen|picked)(?: as)?) "
    r"(?:[\w’'-]+ ){0,4}?(?:new|next) "
    rf"(?:(?!(?:in|of|after|for)\b)[\w’'-]+ ){{0,3}}?(?P<office>{'|'.join(sorted(_OFFICE))})\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\bwho(?:['’]?(?:s|ll)| will| has| is| was| would| could)?(?: going to| set to)?"
    r" (?:succe\w+|replac\w+|took over|takes? over|taking over|taken over)\b",
    re.IGNORECASE,
)
# With small letters: New Zealand is not new. Nobody comes with next steps.
_COMES = re.compile(
    r"\b(?:new|next(?! (?:steps?|days?|weeks?|months?|years?|to)\b)|incoming|name[sd]"
    r"|appoint\w*|elect(?:ed|s)|chosen|chose|picked|replac\w+|succe\w+"
    r"|(?:tak(?:es?|ing)|took) over|sworn|becom\w+|became|will (?:be|lead|serve)"
    r"|wins?|won|inaugurated|place (?:is|was|will be) taken)\b"
)
# Nobody has come yet: "is on the lookout for a new mayor", "was blocked from becoming mayor".
_SEEKS = re.compile(
    r"\b(?:lookout|search\w*|looking for|find an?|vying|scrambl\w+|unable|block(?:s|ed)?"
    r"|fail(?:s|ed)?|yet to|could|might|refus\w+)\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:one|once|no|none|nobody)\b", re.IGNORECASE)
_COST = re.compile(
    r"\b(?:cost|pa(?:y|id)|price|worth|spen[dt]|earn|charge|fine|owe|sold|sell|bought|buy|money)",
    re.IGNORECASE,
)
_TEXTS = {
    Kind.HOW_MANY: NUMBER,
    Kind.HOW_MUCH: _MONEY,
    Kind.WHEN: TIME,
    Kind.WHERE: _NAME,
    Kind.WHO: _NAME,
    Kind.WHY: _REASON,
}


def fits(kind: Kind, text: str, question: str) -> float:
    """1 where the text holds an answer of this kind that the question does not, else 0.

    1/2 for kinds that no form of words betrays.
    """
    pattern = _TEXTS.get(kind)
    if pattern is None:
        return 0.5
    asked = {match[0].casefold() for match in pattern.finditer(question)}
    words = question.casefold()
    if kind is Kind.HOW_MANY and COUNTS.search(question):
        text = MEASURED.sub("", without_others(question, text))
    if kind is Kind.WHEN and "since" not in words:
        text = _SINCE.sub("", text)  # "since June 1953" is no day of its own
    return float(
        any(
            found not in asked and not _holds(words, found)
            for found in (match[0].casefold() for match in pattern.finditer(text))
        )
    )


def gives_reason(text: str) -> bool:
    """Whether a sentence says outright that something is the reason of something."""
    return _OUTRIGHT.search(text) is not None


def shows_form(question: str) -> bool:
    """Whether the form of a sentence shows that it answers: with a time or a figure that is
    asked for at once, with one who comes into an office or follows another, with who is
    suspected of a deed, or with who has won."""
    return (
        _follower(question) is not None
        or asks_for_doer(question)
        or asks_for_winner(question)
        or asks_at_once(question)
    )


def gives(text: str, question: str) -> bool:
    """Whether a sentence tells, by its form, what a question asks for that shows one."""
    follower = _follower(question)
    if follower is not None:
        told = re.search(follower, text, re.IGNORECASE) and _COMES.search(text)
        return bool(told) and not _SEEKS.search(text)
    if asks_for_doer(question):
        return tells_doer(text)
    if asks_for_winner(question):
        return tells_winner(text)
    if ASKS_AGE.search(question):
        return tells_age(question, text)
    if people := counted(question):
        return tells_count(people, text)
    kind = kind_of(question)
    if kind is Kind.HOW_MUCH and not _COST.search(question):
        kind = Kind.HOW_MANY  # how much time, how much rain
    if re.match(FIGURE, question, re.IGNORECASE):
        asked = (told for figure, told in _TOLD_BY if figure in question.casefold())
        if not all(re.search(told, text, re.IGNORECASE) for told in asked):
            return False
    return kind not in _TEXTS or fits(kind, text, question) == 1.0


def is_given(question: str, texts: Iterable[str]) -> bool:
    """Whether any text tells what is asked for, where the form of a sentence shows it; one and
    none are counts too."""
    one = kind_of(question) is Kind.HOW_MANY and not ASKS_AGE.search(question)
    return not shows_form(question) or any(
        gives(text, question) or (one and _ONE.search(text)) for text in texts
    )


def asks_for_change(question: str) -> bool:
    """Whether it asks who has won or who comes, of whom sentences tell in other words."""
    return asks_for_winner(question) or _follower(question) is not None


def _follower(question: str) -> str | None:
    """What a sentence has to say, beside that somebody comes, where a question asks for the new
    holder of an office, or who follows another; None for other questions."""
    if kind_of(question) is Kind.WHO and (new := _NEW.search(question)):
        return rf"\b(?:{_OFFICE[new['office'].casefold()]})\b"
    return "" if _FOLLOWS.search(question) else None


def _holds(question: str, found: str) -> bool:
    """Whether the question has these very words or this number, not as a part of another."""
    return as_words(found).search(question) is not None
