"""What a question may ask the figure of, and the words by which sentences give it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.checking.numbers import Number

_NOTHING = re.compile("(?!)")


class Course(StrEnum):
    """How a quantity behaves in time."""

    GROWS = "grows"
    CHANGES = "changes"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A kind of figure.

    ``asked`` tells a question about it, ``words`` a sentence that gives it, in one of
    ``units`` (empty: a plain count); ``others`` are the words of other kinds. ``people`` says
    that people are counted, whatever they are, ``planned`` that plans are figures too, and
    ``close`` that the sentence itself has to name what the question names.
    """

    name: str
    course: Course
    asked: re.Pattern[str]
    words: re.Pattern[str]
    units: frozenset[str] = frozenset(("",))
    others: re.Pattern[str] = _NOTHING
    people: bool = False
    planned: bool = False
    close: bool = False

    def measures(self, number: Number) -> bool:
        """Whether a number may be a figure of this kind."""
        return number.unit in self.units and (bool(self.units - {""}) or number.value >= 2)


_COUNTED = {
    "deaths": (
        Course.GROWS,
        r"kill(?:ed|ing|s)?|dead|died|deaths?|death toll|fatalit(?:y|ies)|"
        r"lost (?:their )?lives|perished",
        r"die|killed|kill|dead",
    ),
    "injuries": (Course.GROWS, r"injured|wounded|injuries|hurt", ""),
    "people displaced": (Course.GROWS, r"displaced|homeless|evacuated|fled", "flee"),
    "arrests": (Course.GROWS, r"arrested|arrests|detained", ""),
    "troops": (Course.GROWS, r"troops|soldiers|servicemen", ""),
    "cases": (Course.GROWS, r"infections|infected|cases", ""),
    "people missing": (Course.CHANGES, r"missing|unaccounted for", ""),
    "attendance": (Course.FIXED, r"attended|mourners|crowd|gathered|turned out", "attend|came"),
    "job cuts": (Course.CHANGES, r"laid off|lay off|layoffs|job cuts|cut [\d,]+ jobs", ""),
}
_LENGTHS = frozenset(("foot", "meter", "km", "mile"))
_CURRENCIES = frozenset(("dollar", "euro", "pound", "yen", "rupee"))
_OTHERS = re.compile(rf"\b(?:{'|'.join(words for _, words, _ in _COUNTED.values())})\b", re.I)


def _counted() -> list[Quantity]:
    return [
        Quantity(
            name,
            course,
            _asked(name, f"{words}|{more or words}"),
            re.compile(rf"\b(?:{words})\b", re.I),
            others=_OTHERS,
            people=name not in ("troops", "cases", "job cuts"),
            close=name == "job cuts",
        )
        for name, (course, words, more) in _COUNTED.items()
    ]


def _asked(name: str, words: str) -> re.Pattern[str]:
    asked = rf"\b(?:how many|number of|toll|count|estimate)\b.*\b(?:{words})\b"
    if name == "deaths":
        asked += r"|\b(?:death |casualty )?toll\b"
    if name == "troops":  # those lost are deaths, or nobody knows
        asked = rf"^(?!.*\b(?:lost|lose|desert\w*|surrender\w*)\b).*{asked}"
    return re.compile(asked, re.I)


QUANTITIES = (
    *_counted(),
    Quantity(
        "length",
        Course.FIXED,
        re.compile(r"\bhow (?:long|tall|high|wide|deep)\b|\blength of\b", re.I),
        re.compile(r"\b(?:long|length|tall|height|high|wide|width|deep)\b", re.I),
        _LENGTHS,
        close=True,
    ),
    Quantity(
        "cost",
        Course.CHANGES,
        re.compile(r"\bhow much\b.*\b(?:cost|pay|worth)\b|\b(?:cost|price) of\b", re.I),
        re.compile(r"\b(?:costs?|prices?|pay|worth|estimated?|bill)\b", re.I),
        _CURRENCIES,
        planned=True,
        close=True,
    ),
    *(
        Quantity(
            re.sub(r"\(.*\)\?", "", noun),
            Course.CHANGES,
            re.compile(rf"\b{noun}\b", re.I),
            re.compile(rf"\b{noun}\b", re.I),
            frozenset(("percent",)),
        )
        for noun in (
            r"deposit(?: facility)? rate", "unemployment rate", "jobless rate",
            "inflation(?: rate)?", "benchmark rate", "mortgage rate",
        )
    ),
)  # fmt: skip
DEATHS = QUANTITIES[0]


def asked_for(question: str) -> Quantity | None:
    """What a question asks the figure of, if it is one of those known."""
    return next((each for each in QUANTITIES if each.asked.search(question)), None)
