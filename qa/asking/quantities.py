"""What a question may ask the figure of, and the words by which sentences give it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from index.terms import terms
from qa.checking.numbers import Number
from qa.words.lexicon import FUNCTION_WORDS

_NOTHING = re.compile("(?!)")
_HOW_MANY = re.compile(r"\bhow many\b", re.I)
_NEXT_NOUN = re.compile(r"\s+(?:[A-Z]\w+\s+)*([a-z]+)\b")
_PEOPLE = frozenset(
    "people persons dead deaths killed died wounded injured injuries hurt fatalities confirmed "
    "reported lives victims missing displaced homeless arrested detained mourners protesters "
    "demonstrators attended gathered evacuated fled casualties arrests".split()
)


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
        r"lost (?:their )?lives|perished|lives(?! (?:in|with|at|on|near|alone|there|of)\b)",
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


def quantity_asked(question: str) -> Quantity | None:
    """What a question asks the figure of, if it is one of those known."""
    return next((each for each in QUANTITIES if each.asked.search(question)), None)


def is_of_some(text: str, stop: int) -> bool:
    """Whether it counts some people only: "two children", "57 Palestinian refugees"."""
    follows = _NEXT_NOUN.match(text, stop)
    return follows is not None and follows[1].casefold() not in FUNCTION_WORDS | _PEOPLE


def asked_of_some(question: str) -> frozenset[str]:
    """The term for those of whom a question asks how many they were, where it is not people at
    large: "how many children were killed"."""
    asked = _HOW_MANY.search(question)
    follows = _NEXT_NOUN.match(question, asked.end()) if asked else None
    if asked is None or follows is None or not is_of_some(question, asked.end()):
        return frozenset()
    return frozenset(terms(follows[1]))
