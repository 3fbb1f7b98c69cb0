"""The numbers of a text with their units, in one form.

"$1.7bn", "1.7 billion dollars" and "US$1.7 billion" are one number; so are "a quarter of a
percentage point" and "0.25 points".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.sentences import Span
from qa.checking.clocks import CLOCK, HALF_A_DAY, O_CLOCK, clocks
from qa.checking.dates import days
from qa.checking.units import SCALES, SIGNS, TIMES, UNITS, measured

MANY = "many"  # the unit of "dozens" and "several hundred", whose value is the least


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
        if MANY in units:  # "dozens" are 30 too, but who reads of dozens does not know of 30
            exact = self.unit == MANY and self.value < other.value < 100 * self.value
            return self == replace(other, span=self.span) or (exact and other.unit != MANY)
        if units == {CLOCK, O_CLOCK}:  # "three o'clock" may be in the afternoon
            return (self.value - other.value) % HALF_A_DAY == 0
        if units == {"", "percent"}:  # "half" is 50%
            part, share = sorted((self, other), key=lambda each: each.unit)
            if part.value < 1:
                return part.value * 100 == share.value
        if measured(self.value, self.unit) == measured(other.value, other.unit):
            return True
        return self.value == other.value and (
            (self.value > _SMALL and not (self.unit and other.unit)) or units in _ALIKE
        )

    @property
    def is_count(self) -> bool:
        """What a reader counts, where a source only names it: two or three, and how often."""
        return (not self.unit and self.value in (2, 3)) or self.unit == "times"

    def rivals(self, other: "Number") -> bool:
        """Whether one may stand in the other's place: the same unit, and of like size."""
        larger, smaller = max(self.value, other.value), min(self.value, other.value)
        return self.unit == other.unit and self.value != other.value and larger < 10 * smaller


_SMALL = 3
_ALIKE = (
    {"percent", "point"},
    {"th", "year"},
    {"degree", "celsius"},
    {"degree", "fahrenheit"},
)

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * place for place, word in enumerate(_TENS, 2)
}
_WORDS |= {"a": 1, "an": 1, "both": 2, "pair": 2, "couple": 2}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        2,
    )
} | {f"{word[:-1]}ieth": 10 * place for place, word in enumerate(_TENS, 2)}
_FRACTIONS = {
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "third": Decimal(1) / 3,
    "fifth": Decimal("0.2"),
    "tenth": Decimal("0.1"),
}
# How many times something is had or done, by the beginnings of words.
_TIMES_SAID = {"once": 1, "twice": 2, "doubl": 2, "twofold": 2, "trebl": 3, "tripl": 3,
               "threefold": 3, "quadrupl": 4, "fourfold": 4}  # fmt: skip
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_UNIT = "|".join(
    sorted(
        (re.escape(unit) for unit in UNITS if unit[:1] not in SIGNS and unit[:2] != "us"),
        key=len,
        reverse=True,
    )
)
_HEAT = {"C": "celsius", "F": "fahrenheit"}
# "12m high" and "a 100m race" are of metres, "£12m" and "12m people" are not.
_METRES = (
    r"(?P<metres>(?<=\d)(?:\s|(?=\S+[\s-](?:high|long|wide|tall|deep|away|apart|below|above|sprint|"
    r"race|relay|hurdles|freestyle|butterfly|backstroke|breaststroke)\b))m\b)"
)
_FIGURE = re.compile(
    rf"(?P<money>(?:us)?[{SIGNS}])?\s?"
    r"(?<![\w.])(?P<number>\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?"
    r"|\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})+(?!\w|[.,]\d)|\d+(?:\.\d+)?)"
    r"(?P<ordinal>st|nd|rd|th)?(?:(?(money)(?!))"
    rf"{_METRES}|(?:[\s-]?(?P<scale>{_SCALE})\b)?"
    rf"(?:[\s-]?(?P<unit>{_UNIT})(?!\w)|(?-i:(?P<heat>[CF]))\b)?)",
    re.IGNORECASE,
)
# Names, as "a three-pointer" is one, and "one day", which is some day.
_NO_NUMBER = re.compile(
    r"\b(?:first|second) world war\b|\bworld war (?:one|two|ii?)\b"
    r"|\b(?:three|3)-point(?:er)?s?\b|\bone day\b",
    re.I,
)


def _any(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})\b"


_SPELLED = _any(word for word in _WORDS if len(word) > len("an"))
_BIG = _any(word for word, scale in SCALES.items() if scale >= 1000 and len(word) > len("mn"))
_TO_99 = rf"(?:{_any(_TENS)}(?:[\s-]{_any(_ONES[1:10])})?|{_SPELLED})"
_AND_MORE = rf"[\s-](?:and[\s-])?{_TO_99}(?![\s-](?:hundred|dozen)\b)"
_TO_999 = rf"(?:{_TO_99}|an?(?=[\s-]hundred\b))(?:[\s-]hundred\b(?:{_AND_MORE})?)?"
_WORDED = re.compile(
    rf"\b(?P<number>(?:{_TO_999}|an?(?=[\s-](?:dozen\b|{_BIG}))|(?=dozen\b))"
    rf"(?:[\s-]?dozen\b|[\s-]{_BIG}(?:[\s-]{_TO_999}[\s-]{_BIG})*"
    rf"(?:[\s-](?:and[\s-])?{_TO_999}(?![\s-](?:dozen\b|{_BIG})))?)?)"
    rf"(?:[\s-](?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<tens>{_any(_TENS)})-(?P<one>{_any(('first', *_ORDINALS))}(?<!second))"
    rf"|(?P<word>{_any(_ORDINALS)}))",
    re.I,
)
_MANY = re.compile(
    r"\b(?:(?P<of>tens|dozens|hundreds|thousands) of )?"
    r"(?P<many>dozens|hundreds|thousands|millions|billions|trillions)\b"
    r"|\b(?:several|a few)\s(?P<few>dozen|hundred|thousand|million|billion)\b",
    re.I,
)
_SO_OFTEN = re.compile(
    r"\b(?:once(?= (?:an?|every|each|per) )|twice|(?:two|three|four)fold"
    r"|(?:doubl|tripl|trebl|quadrupl)(?:e[sd]?|ing))\b",
    re.I,
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
        (_MANY, _many),
        (_SO_OFTEN, _so_often),
        (_FIGURE, _figure),
        (_PART, _part),
        (_ORDINAL, _ordinal),
        (_WORDED, _worded),
    ):
        for match in pattern.finditer(text):
            span = match.span("number") if pattern in (_MIXED, _FIGURE, _WORDED) else match.span()
            number = read(match) if free(span) else None
            if number is not None:
                found.append(number)
                taken.append(number.span)
    return sorted(found, key=lambda number: number.span)


def _has_digits(text: str, span: Span) -> bool:
    return any(char.isdigit() for char in text[span[0] : span[1]])


def _figure(match: re.Match[str]) -> Number | None:
    value = Decimal(re.sub(r"[,\s]", "", match["number"]))
    if match["scale"]:
        value *= SCALES[match["scale"].lower()]
    money, unit = (match["money"] or "").lower(), (match["unit"] or "").lower()
    name = UNITS.get(money) or _HEAT.get(match["heat"]) or UNITS.get(unit, "")
    value, name = _timed(value, "meter" if match["metres"] else name)
    return Number(value, "th" if match["ordinal"] else name, (match.start("number"), match.end()))


def _timed(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Times in one unit each: "half an hour" is 30 minutes."""
    factor, name = TIMES.get(unit, (1, unit))
    return value * factor, name


def _worded(match: re.Match[str]) -> Number | None:
    total = current = 0
    for word in re.split(r"[\s-]+", match["number"].lower()):
        if word == "hundred":
            current *= SCALES[word]
        elif word in SCALES:
            total, current = total + (current or 1) * SCALES[word], 0
        elif word != "and":
            current += _WORDS[word]
    value = Decimal(total + current)
    if value == 1 and not match["unit"]:
        return None  # "one" is mostly a pronoun
    return Number(*_timed(value, UNITS.get((match["unit"] or "").lower(), "")), match.span())


def _ordinal(match: re.Match[str]) -> Number:
    if match["word"]:
        value = _ORDINALS[match["word"].lower()]
    else:
        value = _WORDS[match["tens"].lower()] + _ORDINALS.get(match["one"].lower(), 1)
    return Number(Decimal(value), "th", match.span())


def _many(match: re.Match[str]) -> Number:
    """The least that is meant: 20,000 of "tens of thousands" are a matter of ``agrees``."""
    said = (match["many"] or match["few"]).lower().removesuffix("s")
    times = (match["of"] or "").lower().removesuffix("s")
    factor = {"": 1, "ten": 10}.get(times) or SCALES[times]
    return Number(Decimal(factor * SCALES[said]), MANY, match.span())


def _so_often(match: re.Match[str]) -> Number:
    value = next(times for said, times in _TIMES_SAID.items() if match[0].lower().startswith(said))
    return Number(Decimal(value), "times", match.span())


def _and_half(match: re.Match[str]) -> Number:
    said = match["number"].lower()
    whole = Decimal(said) if said.isdigit() else Decimal(_WORDS.get(said, 1))
    return Number(*_timed(whole + _FRACTIONS["half"], UNITS[match["unit"].lower()]), match.span())


def _mixed(match: re.Match[str]) -> Number:
    whole = (
        Decimal(match["number"])
        if match["number"].isdigit()
        else Decimal(_WORDS[match["number"].lower()])
    )
    part = {"½": "half", "¼": "quarter"}.get(match["sign"]) or (match["fraction"] or "").lower()
    value = whole + (_FRACTIONS[part] if part else Decimal("0.75"))
    return Number(*_timed(value, UNITS.get((match["unit"] or "").lower(), "")), match.span())


def _part(match: re.Match[str]) -> Number | None:
    part = (match["many"] or match["fraction"]).lower().rstrip("s")
    if part in ("third", "fifth", "tenth") and not (match["number"] or match["one"]):
        return None  # an ordinal
    many = {"two": 2, "three": 3}.get((match["number"] or "").lower(), 1)
    unit = UNITS.get((match["unit"] or "").lower(), "")
    value, name = _timed(many * _FRACTIONS[part], unit)
    scale = (match["scale"] or "").lower()
    value *= SCALES.get(scale, 1)
    return Number(round(value, 4), name, match.span())
