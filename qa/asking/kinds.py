"""What kind of answer a question asks for: who, when, how many."""

import re
from enum import StrEnum

from index.terms import fold
from qa.asking.asked_for import BETWEEN


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

_ASKS_AT_ONCE = re.compile(
    rf"\W*(?:when|how (?:many|much|old|young))\b|{FIGURE}|.*\bdate\W*$", re.IGNORECASE
)
_JOINED = re.compile(r"\band (?:why|how|what|who|where|which)\b", re.IGNORECASE)
# "Is it", "who is", "which states have", "what will", or a word for now.
_OF_NOW = re.compile(
    r"^(?:is|are|has|have|does|do|can|will)\b"
    r"|\b(?:who|what|which|where|when|how(?: \w+)?)(?: [\w-]+)?"
    r"(?:['’]s| is| are| will| does| do| has| have| can)\b|\b(?:what|who|where)s\b"
    r"|\b(?:now|current(?:ly)?|today|latest|new)\b",
    re.IGNORECASE,
)


def kind_of(question: str) -> Kind:
    """The kind of answer asked for, by the question's words; the first rule that fits.

    The last sentence decides: what stands before it is usually background.
    """
    folded = fold(question.strip())
    asked = BETWEEN.split(folded)[-1]
    for text in dict.fromkeys((asked, folded)):
        for kind, pattern in _COMPILED:
            if pattern.search(text):
                return kind
    return Kind.OTHER


def asks_of_now(question: str) -> bool:
    """Whether a question asks of what holds now, not of what was.

    So does one for yes or no, for things change; one for a day does not, as days stay.
    """
    kind = kind_of(question)
    return kind is Kind.YES_NO or (kind is not Kind.WHEN and bool(_OF_NOW.search(question)))


def asks_at_once(question: str) -> bool:
    """Whether a question begins with asking for a time or a figure, and for nothing besides."""
    return bool(_ASKS_AT_ONCE.match(question)) and not _JOINED.search(question)


def names(question: str) -> list[str]:
    """Names and numbers in a question: capitalised words but the first, and figures."""
    words = [word.strip(".,;:!?()[]\"“”'‘’") for word in question.split()]
    found = [word for word in words[1:] if word[:1].isupper() or word[:1].isdigit()]
    return list(dict.fromkeys(word for word in found if word[:2] not in ("I", "I'", "I’")))
