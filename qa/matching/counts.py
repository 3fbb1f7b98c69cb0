"""Numbers that count, and whether a sentence counts the people that a question asks for.

"How many have died" is answered by the number of the dead, not of those who fled, nor by the
year of another storm. Which people are meant tells qa/asking/quantities.py.
"""

import re
from functools import lru_cache

from corpus.sentences import Span
from index.expressions import MONTH_NUMBER
from index.terms import terms
from qa.asking.asked_for import asked_for
from qa.asking.quantities import Course, Quantity, asked_of_some, is_of_some, quantity_asked
from qa.words.calendar import YEAR

_DIGITS = "one|two|three|four|five|six|seven|eight|nine"
NUMBER = re.compile(
    # Begun nowhere within, and given up whole: or a run of digits is read again from each.
    r"(?<!\d)(?<!\d[.,])\d++(?:[.,]\d++)*+"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|dozens?|hundreds?|thousands?|millions?|billions?|half|third|quarter"
    rf"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-‐–](?:{_DIGITS}))?)\b",
    re.IGNORECASE,
)
# Of one line no thing is another: twelve sheep are no goats.
_APART = tuple(
    frozenset(line.split())
    for line in (
        "goats sheep lambs cows cattle pigs horses ponies donkeys dogs cats hens chickens ducks "
        "geese turkeys rabbits deer foxes wolves bears seals whales dolphins swans elephants lions "
        "tigers",
        "cars buses coaches lorries trucks vans motorcycles bicycles bikes trains trams planes "
        "helicopters drones ships boats ferries tanks missiles rockets satellites",
        "houses flats schools churches mosques shops hospitals hotels bridges factories farms",
        "paintings statues sculptures drawings photographs clocks vases coins books novels films "
        "songs albums plays poems",
        "men women children boys girls babies",
        "teachers pupils doctors nurses patients soldiers civilians firefighters passengers",
        "tables chairs beds boards lamps",
        "goals wickets tries touchdowns assists",
        "wins losses defeats draws",
        "seats votes",
    )
)
_UNITS = (
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|miles?|foot"
    r"|feet|inch(?:es)?|kilomet(?:er|re)s?|met(?:er|re)s?|acres?|degrees?|percent|dollars?|euros?"
    r"|pounds?|cents?|a\.m|p\.m)"
)
# How long, how far, how old, when and for how much: no count of people or things.
MEASURED = re.compile(
    rf"(?P<money>[$€£¥₹] ?)?(?:{NUMBER.pattern})(?:[ -](?:hundred|thousand|million|billion))*"
    rf"(?(money)|[ -]{_UNITS}\b)|\b(?:{'|'.join(MONTH_NUMBER)})\.? \d{{1,2}}\b"
    rf"|\b(?:in|since|until|from|by|during) {YEAR}\b(?! [a-z]+s\b)",
    re.IGNORECASE,
)
COUNTS = re.compile(rf"\bhow many (?!(?:[\w-]+ ){{0,2}}{_UNITS}\b)", re.IGNORECASE)
_ASKS = re.compile(r"\bhow many\b|\btoll\b|\bnumber of\b", re.IGNORECASE)
# "Claimed at least 93 lives", "put their number at 93".
_OTHERWISE = r"\b(?:lives|victims|number|toll|count|figure)\b"
_HOW_MANY = re.compile(r"how many\s+", re.IGNORECASE)
_PLAIN = re.compile(rf"(?<![\w$€£¥.,-])(?:{NUMBER.pattern})(?![\w%]|,\d)", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"[a-z]+")
# Nothing of either is given back: or a rule of dashes could be cut into words in endless ways.
_GAP, _WORD = r"\W++", r"\w[\w’'-]*+"
_BEHIND_IT = re.compile(rf"(?:{_GAP}{_WORD}){{1,4}}")
_BEFORE_IT = re.compile(rf"(?<![\w’'-])(?:{_WORD}{_GAP}){{1,3}}$")
_NEAR = 100  # characters in which these stand
_BEFORE, _BEHIND = 5, 10  # words between a number and what it counts


def counted(question: str) -> Quantity | None:
    """Which people a question asks to count whose number changes from day to day: the dead, the
    injured, the missing."""
    quantity = quantity_asked(question) if _ASKS.search(question) else None
    changes = quantity is not None and quantity.course is not Course.FIXED
    return quantity if quantity and quantity.people and changes else None


def tells_count(people: Quantity, text: str, count: str = NUMBER.pattern) -> bool:
    """Whether a text counts these people, with ``count`` where a pattern of one is given."""
    return _count_of(people, count).search(MEASURED.sub("", text)) is not None


def counts_all(people: Quantity, question: str, text: str, count: str = NUMBER.pattern) -> bool:
    """Whether a text counts all of them, not some only ("57 refugees"), unless some are asked
    for."""
    if asked_of_some(question):
        return True
    said = MEASURED.sub("", text)
    found = _count_of(people, count).finditer(said)
    return any(not is_of_some(said, match.end(match.lastindex or 0)) for match in found)


def thing_counted(question: str) -> Span | None:
    """Where the thing stands that "how many" asks to count, if it is neither people whose number
    changes nor an age, a length or a time."""
    start, end = asked_for(question)
    how_many = _HOW_MANY.match(question, start)
    if not how_many or not COUNTS.search(question) or counted(question):
        return None
    return how_many.end(), end


def without_others(question: str, text: str) -> str:
    """The text without the numbers that count another thing than the question does."""
    found = _of_others(question.casefold()) if COUNTS.search(question) else None
    return found.sub(" ", text) if found else text


def beside_numbers(text: str) -> list[Span]:
    """What stands near each number that counts, before it and behind it."""
    found = []
    for number in _PLAIN.finditer(text):
        behind = _BEHIND_IT.match(text, number.end())
        before = _BEFORE_IT.search(text, max(0, number.start() - _NEAR), number.start())
        found += [(number.end(), behind.end())] if behind else []
        found += [before.span()] if before else []
    return found


@lru_cache(maxsize=256)
def _of_others(question: str) -> re.Pattern[str] | None:
    """Numbers with what they count, where it is one of the things apart from those asked for."""
    said = set(_PLAIN_WORD.findall(question))
    lines = [line for line in _APART if said & line]
    if not lines:
        return None
    things = "|".join(sorted(frozenset().union(*lines) - said))
    asked = "|".join(sorted(said.intersection(*lines)))
    return re.compile(
        rf"(?<![\w$€£¥.,-])(?:{NUMBER.pattern})(?: [a-z-]+){{0,2}}? (?:{things})\b"
        rf"(?! (?:and|or) (?:{asked})\b)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=256)
def _count_of(people: Quantity, count: str) -> re.Pattern[str]:
    words = f"{people.words.pattern}|{_OTHERWISE}"
    number = rf"(?<![\w$€£¥.,-])({count})(?![\w%]|[-,]\w)"

    def away(most: int) -> str:
        return rf"(?:{_GAP}(?!\d){_WORD}){{0,{most}}}?{_GAP}"

    return re.compile(
        rf"{number}{away(_BEFORE)}(?:{words})|(?:{words}){away(_BEHIND)}{number}", re.IGNORECASE
    )


def is_of_a_word(question: str, text: str, sentence: str) -> bool:
    """Whether it is but the beginning of a word, or of a measure where things are counted: "the
    four-day truce" and "over four days" count no hostages."""
    if COUNTS.search(question):
        if MEASURED.fullmatch(text):
            return True
        sentence = MEASURED.sub(lambda measure: "-".join(measure[0].split()), sentence)
    units = re.findall(rf"(?<![\w-]){re.escape(text)}-([a-z]+)", sentence)
    elsewhere = re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", sentence)
    return bool(units) and not elsewhere and set(terms(" ".join(units))).isdisjoint(terms(question))
