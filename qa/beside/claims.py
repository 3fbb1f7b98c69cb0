"""What sentences claim in figures: how many of what, how long, what it costs, and where.

A figure is taken only where its sentence says plainly what it is of ("at least 190 people
have been killed", "put their number at 3,000"): it is no part of another count, no plan, no
comparison, no earlier state and no figure of another year.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from index.expressions import MONTH_NUMBER
from qa.asking.quantities import Quantity, is_of_some
from qa.beside.whereabouts import BEHIND, key, mentioned_places, names_two, places
from qa.checking.numbers import Number, numbers
from qa.quote import Quote
from qa.words.calendar import YEAR

_LEAST = (
    r"at least|more than|over|upwards? of|no fewer than|(?:at )?a minimum of|exceeding|well over"
)
_MOST = r"up to|as many as|fewer than|less than|at most|no more than|as much as|under"
_ABOUT = (
    r"about|around|some|nearly|almost|roughly|approximately|an? estimated|close to|estimated at|"
    r"just over|just under"
)
_MONEY = r"(?:us)?[$€£¥₹]"
_HEDGE = re.compile(
    rf"\b(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))\s+{_MONEY}?$", re.I
)
_CURRENCY = re.compile(rf"{_MONEY}$", re.I)
_UNTIL = re.compile(rf"\s*(?:to|and|or|-|–)\s*{_MONEY}?$", re.I)
_FROM = re.compile(rf"\bfrom\s+(?:(?:{_ABOUT})\s+)?{_MONEY}?$", re.I)
_PART_BEFORE = re.compile(
    r"\b(?:another|further|additional|other|of (?:them|whom|which|those|these|the)|among|"
    r"including|each|every|per|more than the)\b[\w\s]{0,20}$",
    re.I,
)
_PART_AFTER = re.compile(
    r"^\s*(?:more|others?|further|additional|of (?:them|whom|those|these|the|its)|times|"
    r"more than|fewer than|a (?:day|week|month|year|head)|per|each|alone|from)\b",
    re.I,
)
_NOT_NOW = re.compile(
    r"\b(?:could|may|might|would|will|expected|expects?|plans?|planned|feared?|fears|promised|if|"
    r"risk|sav(?:e[ds]?|ing)|threaten\w*|projected|forecast|warn\w*|hop\w+|early|earlier|initial\w*|previous\w*|"
    r"originally|last year|a year ago|record|since|highest|lowest|average|until now|prior to|"
    r"before)\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:not|no|never|none|denied|false|wrong|wrongly|without)\b|n['’]t\b", re.I)
# "Dead or missing" counts two things as one.
_MIXED = re.compile(
    r"\b(?:dead|killed|died|missing)\s+(?:or|and)\s+(?:\w+\s+)?(?:missing|injured|wounded|hurt|dead)\b",
    re.I,
)
_YEAR = re.compile(rf"(?<!since )\b{YEAR}\b")
_BORDER = re.compile(
    r"(?<=.{40}):|[;—()]|,?\s+(?:but|while|whereas|although)\s+|,\s+(?:and|which)\s+"
    r"|,\s+compared (?:with|to)\s+|,\s+(?:its|their|the|a) (?:high|low|fast|slow|larg|bigg)\w+\s+"
)
# What follows is said of another: "climbed to 67 as fears grew", "reached 93, officials said".
_GOES_ON = re.compile(r",\s|\s(?:as|amid|when|that)\s|\s[–-]\s")
_JOINED = re.compile(r"^\s*(?:,|/|and|or)\s*(?:and\s+)?(?:in\s+)?(?:the\s+)?$")
# "The number of ... has jumped to 438": then the whole sentence says of what.
_TELLS = re.compile(r"\b(?:number|toll|figure|total|count|spoke of|speaks of|put it at)\b", re.I)
_RISEN = re.compile(rf"\bfrom\s+\S+(?:\s+\S+)?\s+to\s+(?:(?:{_ABOUT})\s+)?{_MONEY}?$", re.I)
_DAY = re.compile(rf"\b(?:{'|'.join(MONTH_NUMBER)})\.? \d{{1,2}}\b", re.I)
_BRIEF = 3  # words between a figure and another thing that it is of
_NEAR = 7  # words between a figure and the word for what it is of
_TOGETHER = re.compile(r"\b(?:total|combined|both|together|altogether)\b", re.I)
_AGE = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a sentence gives for something.

    ``low`` and ``high`` bound what it may mean (None: no bound); ``start:end`` are code
    points into its article's text, hedge and unit included. ``where`` are the places that
    its clause names, ``located`` those it says to be where it is, and ``joint`` tells that
    it is of several places together.
    """

    quote: Quote
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    start: int
    end: int
    where: frozenset[str]
    located: frozenset[str]
    joint: bool

    @property
    def text(self) -> str:
        """The figure as it is written."""
        offset = self.quote.start
        return " ".join(self.quote.text[self.start - offset : self.end - offset].split())

    @property
    def day(self) -> date:
        """The day on which its article was published."""
        day = self.quote.hit.source.day
        assert day is not None, "figures of undated articles are not taken"
        return day

    def excludes(self, other: "Figure") -> bool:
        """Whether both cannot be true of the same thing at the same time."""
        above = self.low is not None and other.high is not None and self.low > other.high
        below = self.high is not None and other.low is not None and self.high < other.low
        return above or below


def figures(quote: Quote, quantity: Quantity) -> Iterator[Figure]:
    """The figures that a sentence plainly gives for a quantity; none in an undated article."""
    text, published = quote.text, quote.hit.source.day
    if published is None:
        return
    if not _TELLS.search(text) and not quantity.words.search(text):
        return
    if _MIXED.search(text) or any(int(year) != published.year for year in _YEAR.findall(text)):
        return
    found = [each for each in numbers(text) if quantity.measures(each) and _is_meant(text, each)]
    skipped: set[int] = set()
    for place, number in enumerate(found):
        if place in skipped or _is_start(text, number, found[place + 1 :]):
            continue
        begin, end = _clause(text, number)
        last = number
        following = found[place + 1] if place + 1 < len(found) else number
        between = text[number.span[1] : following.span[0]]
        if following.value > number.value and _UNTIL.match(between):
            last = following
            skipped.add(place + 1)
        clause = text[begin:end]
        goes_on = _GOES_ON.search(text, last.span[1], end)
        said = text[begin : goes_on.start()] if goes_on else clause
        if _DENIED.search(said) or _is_part(text, begin, last):
            continue
        if not quantity.planned and _NOT_NOW.search(said):
            continue
        if _stands_by(text, begin, end, number, quantity):
            yield _figure(quote, number, last, clause if places(clause) else text)


def gives_a_count(text: str) -> bool:
    """Whether a sentence says who counted: "put the number at", "spoke of"."""
    return _TELLS.search(text) is not None


def _figure(quote: Quote, first: Number, last: Number, clause: str) -> Figure:
    text, (start, end) = quote.text, (first.span[0], last.span[1])
    hedge = _HEDGE.search(text[:start])
    money = _CURRENCY.search(text[:start])
    low: Decimal | None = first.value
    high: Decimal | None = last.value
    if hedge and hedge["least"]:
        high = None
    elif hedge and hedge["most"]:
        low = None
    elif hedge or _is_round(first.value):
        low, high = first.value * Decimal("0.9"), last.value * Decimal("1.1")
    begin = hedge.start() if hedge else money.start() if money else start
    told = mentioned_places(clause)
    located = {
        key(each.name)
        for each in told
        if BEHIND.search(clause[: each.start]) or clause.startswith(":", each.end)
    }
    joint = any(_JOINED.match(clause[a.end : b.start]) for a, b in pairwise(told))
    joint = joint or any(map(names_two, told)) or _TOGETHER.search(clause) is not None
    offset = quote.start
    return Figure(
        quote, last.value, low, high, offset + begin, offset + end,
        places(clause), frozenset(located), joint,
    )  # fmt: skip


def _is_meant(text: str, number: Number) -> bool:
    """Whether a number is one of things: no age and no part of a name."""
    start, end = number.span
    before, after = text[:start], text[end:]
    named = re.search(r"[^\W\d_][-‐–]$", before) or re.match(r"[-‐–]?[^\W\d_]", after)
    age = re.search(r",\s$", before) and re.match(r"\s*[,.)]", after) and number.value < _AGE
    aged = re.search(r"\b(?:age[sd]?|(?:killed|died|dead) at)\s$", before) or re.match(
        r"[- ]year[- ]old", after
    )
    vague = not any(char.isdigit() for char in text[start:end]) and (
        number.value <= 2 or text[end - 5 : end].lower() == "dozen"
    )
    return not (named or age or aged or vague)


def _clause(text: str, number: Number) -> tuple[int, int]:
    start, end = number.span
    borders = [match.span() for match in _BORDER.finditer(text)]
    begin = max((b for _, b in borders if b <= start), default=0)
    return begin, min((a for a, _ in borders if a >= end), default=len(text))


def _is_part(text: str, begin: int, number: Number) -> bool:
    before = text[begin : number.span[0]]
    return bool(_PART_BEFORE.search(before) or _PART_AFTER.match(text[number.span[1] :]))


def _is_start(text: str, number: Number, later: Sequence[Number]) -> bool:
    """Whether it is what a figure rose or fell from: "from 326 to 438"."""
    if _FROM.search(text[: number.span[0]]) is None:
        return False
    return any(_UNTIL.match(text[number.span[1] : other.span[0]]) for other in later)


def _stands_by(text: str, begin: int, end: int, number: Number, quantity: Quantity) -> bool:
    start, stop = number.span
    if quantity.people and is_of_some(text, stop):
        return False
    tells = max((match.end() for match in _TELLS.finditer(text, begin, start)), default=None)
    if tells is not None and not _is_of_others(text, stop, end, quantity):
        named = quantity.words.search(text) or not quantity.others.search(text)
        between = _DAY.sub("", _RISEN.sub("", text[tells:start]))
        return bool(named) and not re.search(r"\d", between)
    after = quantity.words.search(text, stop, end)
    if after and _few(text[stop : after.start()]):
        return True
    if quantity.others.match(text, stop + 1):
        return False  # "three dead, five wounded"
    before = list(quantity.words.finditer(text, begin, start))
    if not before:
        return False
    between = text[before[-1].end() : start]
    return _few(between) and not (quantity.people and "," in between)


def _is_of_others(text: str, stop: int, end: int, quantity: Quantity) -> bool:
    """Whether what follows counts others: "about 1,000 people reported missing"."""
    other = quantity.others.search(text, stop, end)
    if other is None or quantity.words.match(text, other.start()):
        return False
    return len(text[stop : other.start()].split()) <= _BRIEF


def _few(between: str) -> bool:
    between = _RISEN.sub("", between)
    return len(between.split()) <= _NEAR and not re.search(r"\d|[.!?]\s", between)


def _is_round(value: Decimal) -> bool:
    """Whether hardly more than one of its digits is meant: 3,000, but not 190."""
    return value >= 1000 and len(value.normalize().as_tuple().digits) <= 2
