"""What kind of answer a question asks for, and whether a text holds one of that kind."""

import re
from collections.abc import Iterable
from enum import StrEnum

from index.terms import as_words, fold
from qa.followups.lexicon import ROLES
from qa.matching.ages import ASKS_AGE, tells_age
from qa.matching.counts import COUNTS, MEASURED, NUMBER, counted, tells_count, without_others
from qa.matching.deeds import asks_for_doer, asks_for_winner, tells_doer, tells_winner


class Kind(StrEnum):
    """The kinds of answer that are told apart."""

    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    HOW_MANY = "how many"
    HOW_MUCH = "how much"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes or no"
    WHAT = "what"
    OTHER = "other"


# "What is the unemployment rate": no definition, but its figure.
FIGURE = (
    r"^what(?:'?s| is| are| was| were) (?!an? |in )(?:the )?(?:[\w.'-]+ ){0,3}"
    r"(?:rates?|toll|percentage|share|population|number|temperature|inflation(?= now| in))\b"
)
# Of some figures a text tells only where it says so.
_TOLD_BY = (
    ("population", r"population|inhabitants|residents|people liv|home to"),
    ("temperature", r"temperature|degrees|°"),
    ("inflation", r"inflation|prices"),
)
_SUM = (
    r"\bhow (?:big|large|high|small) (?:is|was|are|were) (?:[\w'’-]+ ){0,4}?(?:bonus(?:es)?|fines?"
    r"|settlements?|prizes?|jackpots?|loans?|debts?|salar(?:y|ies)|fees?|wages?|bail|budgets?)\b"
)
_RULES = (
    (Kind.HOW_MUCH, _SUM),
    (Kind.HOW_MANY, r"\bhow (?:many|old|long|tall|far|high|deep|fast|often|big|large)\b"),
    (Kind.HOW_MANY, r"\b(?:what|which) (?:percent|percentage|share|number|age|proportion)\b"),
    (Kind.HOW_MUCH, r"\bhow much\b|\bwhat (?:is|was|are|were) the (?:price|cost|value|prize)\b"),
    (Kind.HOW_MANY, FIGURE),
    (
        Kind.WHEN,
        r"\bwhen\b|\b(?:what|which) (?:year|day|date|month|time|week|decade)\b"
        r"|\bwhat(?:'?s| is| was) the date\b|^(?:the )?date (?:of|for)\b|\bdate\W*$",
    ),
    (Kind.WHERE, r"\bwhere\b|\b(?:what|which) (?:country|city|state|place|nation|region|town)\b"),
    (Kind.WHO, r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|actor|singer|politician)\b"),
    (Kind.WHY, r"\bwhy\b|\bhow come\b|\bwhat (?:caused|led to)\b|\bfor what reason\b"),
    (Kind.WHICH, r"\bwhich\b"),
    (Kind.WHAT, r"\bwhat\b|\bwhat's\b"),
    (Kind.HOW, r"\bhow\b"),
    (
        Kind.YES_NO,
        r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b"
        r"|^true or false\b",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)

_MONEY = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?(?:million|billion|trillion|cents?|dollars?|euros?|pounds?|yen|%|percent)",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|"
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
_ASKS_AT_ONCE = re.compile(
    rf"\W*(?:when|how (?:many|much|old|young))\b|{FIGURE}|.*\bdate\W*$", re.IGNORECASE
)
_JOINED = re.compile(r"\band (?:why|how|what|who|where|which)\b", re.IGNORECASE)
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
# With small letters: New Zealand is not new.
_COMES = re.compile(
    r"\b(?:new|next|incoming|name[sd]|appoint\w*|elect(?:ed|s)|chosen|chose|picked|replac\w+"
    r"|succe\w+|(?:tak(?:es?|ing)|took) over|sworn|becom\w+|became|will (?:be|lead|serve)"
    r"|wins?|won|inaugurated|place (?:is|was|will be) taken)\b"
)
# Nobody has come yet: "is on the lookout for a new mayor", "was blocked from becoming mayor".
_SEEKS = re.compile(
    r"\b(?:lookout|search\w*|looking for|find an?|vying|scrambl\w+|unable|block(?:s|ed)?"
    r"|fail(?:s|ed)?|yet to|could|might|refus\w+)\b",
    re.IGNORECASE,
)
# "Is it", "who is", "which states have", "what will", or a word for now.
_OF_NOW = re.compile(
    r"^(?:is|are|has|have|does|do|can|will)\b"
    r"|\b(?:who|what|which|where|when|how(?: \w+)?)(?: [\w-]+)?"
    r"(?:['’]s| is| are| will| does| do| has| have| can)\b|\b(?:what|who|where)s\b"
    r"|\b(?:now|current(?:ly)?|today|latest|new)\b",
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


def kind_of(question: str) -> Kind:
    """The kind of answer asked for, by the question's words; the first rule that fits.

    The last sentence decides: what stands before it is usually background.
    """
    folded = fold(question.strip())
    asked = re.split(r"(?<=[.!?])\s+(?=\S)", folded)[-1]
    for text in dict.fromkeys((asked, folded)):
        for kind, pattern in _COMPILED:
            if pattern.search(text):
                return kind
    return Kind.OTHER


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


def asks_of_now(question: str) -> bool:
    """Whether a question asks of what holds now, not of what was.

    So does one for yes or no, for things change; one for a day does not, as days stay.
    """
    kind = kind_of(question)
    return kind is Kind.YES_NO or (kind is not Kind.WHEN and bool(_OF_NOW.search(question)))


def asks_at_once(question: str) -> bool:
    """Whether a question begins with asking for a time or a figure, and for nothing besides."""
    return bool(_ASKS_AT_ONCE.match(question)) and not _JOINED.search(question)


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


def names(question: str) -> list[str]:
    """Names and numbers in a question: capitalised words but the first, and figures."""
    words = [word.strip(".,;:!?()[]\"“”'‘’") for word in question.split()]
    found = [word for word in words[1:] if word[:1].isupper() or word[:1].isdigit()]
    return list(dict.fromkeys(word for word in found if word[:2] not in ("I", "I'", "I’")))
