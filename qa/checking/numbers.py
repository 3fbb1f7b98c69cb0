"""The numbers of a text with their units, in one form.

"$1.7bn", "1.7 billion dollars" and "US$1.7 billion" are one number; so are "a quarter of a
percentage point" and "0.25 points".
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.sentences import Span
from qa.checking.clocks import CLOCK, HALF_A_DAY, O_CLOCK, clocks
from qa.checking.dates import Day, days


@dataclass(frozen=True, slots=True)
class Number:
    """A value and its unit, empty where it counts things; ``span`` is where it stands."""

    value: Decimal
    unit: str
    span: Span

    def agrees(self, other: "Number") -> bool:
        """Whether both may mean the same: a unit that one of them leaves out is no matter.

        But for small numbers, which are everywhere: "two" is not "two weeks".
        """
        units = {self.unit, other.unit}
        if units == {CLOCK, O_CLOCK}:  # "three o'clock" may be in the afternoon
            return (self.value - other.value) % HALF_A_DAY == 0
        if units == {"", "percent"}:  # "half" is 50%
            part, share = sorted((self, other), key=lambda each: each.unit)
            if part.value < 1:
                return part.value * 100 == share.value
        return self.value == other.value and (
            self.unit == other.unit
            or (self.value > _SMALL and not (self.unit and other.unit))
            or units in ({"percent", "point"}, {"th", "year"})
        )

    @property
    def is_count(self) -> bool:
        """Two or three of something: a reader counts them, where a source only names them."""
        return not self.unit and self.value in (2, 3)

    def rivals(self, other: "Number") -> bool:
        """Whether one may stand in the other's place: the same unit, and of like size."""
        larger, smaller = max(self.value, other.value), min(self.value, other.value)
        return self.unit == other.unit and self.value != other.value and larger < 10 * smaller


_SMALL = 3

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * place for place, word in enumerate(_TENS, 2)
}
_WORDS |= {"both": 2, "pair": 2, "twice": 2, "couple": 2, "dozen": 12}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 2
    )
}
_FRACTIONS = {
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "third": Decimal(1) / 3,
    "fifth": Decimal("0.2"),
    "tenth": Decimal("0.1"),
}
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 1000,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
    "b": 10**9,
    "tn": 10**12,
}
_UNITS = {
    "%": "percent", "percent": "percent", "per cent": "percent",
    "percentage point": "point", "percentage points": "point", "point": "point",
    "points": "point",
    "$": "dollar", "us$": "dollar", "dollar": "dollar", "dollars": "dollar", "usd": "dollar",
    "€": "euro", "euro": "euro", "euros": "euro", "£": "pound", "pounds sterling": "pound",
    "¥": "yen", "yen": "yen", "₹": "rupee", "rupee": "rupee", "rupees": "rupee",
    "km": "km", "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
    "mile": "mile", "miles": "mile", "kg": "kg", "kilogram": "kg", "kilograms": "kg",
    "kilogramme": "kg", "kilogrammes": "kg", "ton": "ton", "tons": "ton", "tonne": "ton",
    "tonnes": "ton", "ft": "foot", "foot": "foot", "feet": "foot", "metre": "meter",
    "metres": "meter", "meter": "meter", "meters": "meter",
    "second": "second", "seconds": "second", "minute": "minute", "minutes": "minute",
    "hour": "hour", "hours": "hour", "day": "day", "days": "day", "week": "week",
    "weeks": "week", "month": "month", "months": "month", "year": "year", "years": "year",
    "decade": "decade", "decades": "decade", "century": "century", "centuries": "century",
    "degree": "degree", "degrees": "degree",
    "fahrenheit": "fahrenheit", "celsius": "celsius",
}  # fmt: skip
_TIMES = {
    "week": (7, "day"),
    "hour": (60, "minute"),
    "decade": (10, "year"),
    "century": (100, "year"),
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_UNIT = "|".join(
    sorted(
        (re.escape(unit) for unit in _UNITS if unit not in (*"$€£¥₹", "us$")), key=len, reverse=True
    )
)
_FIGURE = re.compile(
    r"(?P<money>(?:us)?[$€£¥₹])?\s?"
    r"(?<![\w.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<ordinal>st|nd|rd|th)?"
    rf"(?:[\s-]?(?P<scale>{_SCALE})\b)?(?:[\s-]?(?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
# Names, as "a three-pointer" is one, and "one day", which is some day.
_NO_NUMBER = re.compile(
    r"\b(?:first|second) world war\b|\bworld war (?:one|two|ii?)\b"
    r"|\b(?:three|3)-point(?:er)?s?\b|\bone day\b",
    re.I,
)
_SPELLED = "|".join(sorted(_WORDS, key=len, reverse=True))
_WORDED = re.compile(
    rf"\b(?P<number>(?:{_SPELLED})(?:[\s-](?:{_SPELLED}))?)\b"
    rf"(?:[\s-](?P<scale>hundred|thousand|million|billion|trillion)\b)?"
    rf"(?:[\s-](?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_MIXED = re.compile(
    rf"\b(?P<number>\d+|{_SPELLED})\s*(?:(?P<sign>[½¼¾])|\band\s+a\s+(?P<fraction>half|quarter)\b)"
    rf"(?:[\s-]?(?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_AND_HALF = re.compile(
    rf"\b(?P<number>an?|\d+|{_SPELLED})\s+(?P<unit>hours?|days?|years?|centur(?:y|ies)|miles?|decades?)"
    r"\s+and\s+a\s+half\b",
    re.I,
)
_PART = re.compile(
    r"\b(?:(?P<number>two|three)[\s-](?P<many>quarters|thirds)|(?:(?P<one>a|one)[\s-])?"
    r"(?P<fraction>half|quarter|third|fifth|tenth))\b(?:[\s-](?:of )?(?:an? )?"
    r"(?:(?P<unit>percentage points?|points?|hours?|days?|years?|centur(?:y|ies))"
    r"|(?P<scale>million|billion|trillion|thousand|hundred|dozen))\b)?",
    re.IGNORECASE,
)

_SPAN_OF_TIME = re.compile(
    r"\b(?:within|in|for|few|several|coming|many|last|next|past)\s+"
    r"(minutes|hours|days|weeks?|months|years|decades?)\b",
    re.IGNORECASE,
)


def numbers(text: str) -> list[Number]:
    """The numbers of a text that are no dates, in order."""
    taken = [day.span for day in days(text) if _has_digits(text, day.span)]
    found: list[Number] = []

    def free(span: Span) -> bool:
        return not any(span[0] < end and start < span[1] for start, end in taken)

    taken += [match.span() for match in _NO_NUMBER.finditer(text)]
    for minutes, unit, span in clocks(text):
        if free(span):
            found.append(Number(Decimal(minutes), unit, span))
            taken.append(span)
    for pattern, read in (
        (_AND_HALF, _and_half),
        (_MIXED, _mixed),
        (_FIGURE, _figure),
        (_PART, _part),
        (_WORDED, _worded),
    ):
        for match in pattern.finditer(text):
            span = match.span() if pattern in (_PART, _AND_HALF) else match.span("number")
            number = read(match) if free(span) else None
            if number is not None:
                found.append(number)
                taken.append(number.span)
    for match in re.finditer(r"\b[a-z]+\b", text, re.I):
        value = _ORDINALS.get(match[0].lower())
        if value is not None and free(match.span()):
            found.append(Number(Decimal(value), "th", match.span()))
    return sorted(found, key=lambda number: number.span)


def mispaired(claim: str, source: str) -> str:
    """A number that the source gives for another date than the claim; empty where none."""
    in_source = _dated(source)
    for number, day in _dated(claim):
        same_day = [
            each for each, other in in_source if day.agrees(other) and each.unit == number.unit
        ]
        if same_day and not any(number.agrees(each) for each in same_day):
            return f"its source has {claim[slice(*number.span)]} for another date"
    return ""


def another_span(claim: str, source: str) -> str:
    """A span of time without a number that the source does not have: "within months"."""
    for match in _SPAN_OF_TIME.finditer(claim):
        unit = match[1].lower().rstrip("s")
        if not re.search(rf"\b{unit}s?\b", source, re.I):
            return f"its source does not say “{match[0]}”"
    return ""


def _dated(text: str) -> list[tuple[Number, Day]]:
    """Numbers with the date right behind them: "2.5% in 2024"."""
    dates = days(text)
    return [
        (number, day)
        for number in numbers(text)
        for day in dates
        if re.fullmatch(r"\s*(?:in|on|for|by)\s+", text[number.span[1] : day.span[0]])
    ]


def _has_digits(text: str, span: Span) -> bool:
    return any(char.isdigit() for char in text[span[0] : span[1]])


def _figure(match: re.Match[str]) -> Number | None:
    value = Decimal(match["number"].replace(",", ""))
    if match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    money, unit = (match["money"] or "").lower(), (match["unit"] or "").lower()
    value, name = _timed(value, _UNITS.get(money) or _UNITS.get(unit, ""))
    return Number(value, "th" if match["ordinal"] else name, (match.start("number"), match.end()))


def _timed(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Times in one unit each: "half an hour" is 30 minutes."""
    factor, name = _TIMES.get(unit, (1, unit))
    return value * factor, name


def _worded(match: re.Match[str]) -> Number | None:
    words = re.split(r"[\s-]", match["number"].lower())
    dozens = len(words) == 2 and words[1] == "dozen"
    if len(words) == 2 and not dozens and not (words[0] in _TENS and words[1] in _ONES[1:10]):
        words = words[:1]
    values = [_WORDS[word] for word in words]
    value = Decimal(math.prod(values) if dozens else sum(values))
    if match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    if value == 1 and not match["unit"]:
        return None  # "one" is mostly a pronoun
    return Number(*_timed(value, _UNITS.get((match["unit"] or "").lower(), "")), match.span())


def _and_half(match: re.Match[str]) -> Number:
    said = match["number"].lower()
    whole = Decimal(said) if said.isdigit() else Decimal(_WORDS.get(said, 1))
    return Number(*_timed(whole + _FRACTIONS["half"], _UNITS[match["unit"].lower()]), match.span())


def _mixed(match: re.Match[str]) -> Number:
    whole = (
        Decimal(match["number"])
        if match["number"].isdigit()
        else Decimal(_WORDS[match["number"].lower()])
    )
    part = {"½": "half", "¼": "quarter"}.get(match["sign"]) or (match["fraction"] or "").lower()
    value = whole + (_FRACTIONS[part] if part else Decimal("0.75"))
    return Number(*_timed(value, _UNITS.get((match["unit"] or "").lower(), "")), match.span())


def _part(match: re.Match[str]) -> Number | None:
    part = (match["many"] or match["fraction"]).lower().rstrip("s")
    if part in ("third", "fifth", "tenth") and not (match["number"] or match["one"]):
        return None  # an ordinal
    many = {"two": 2, "three": 3}.get((match["number"] or "").lower(), 1)
    unit = _UNITS.get((match["unit"] or "").lower(), "")
    value, name = _timed(many * _FRACTIONS[part], unit)
    scale = (match["scale"] or "").lower()
    value *= _SCALES.get(scale, 1)
    return Number(round(value, 4), name, match.span())
