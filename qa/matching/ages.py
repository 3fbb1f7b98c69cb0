"""Whose age a sentence tells, and of when: "how old is the mayor" does not ask for her
predecessor's, nor for her age of years ago."""

import re
from collections.abc import Iterable
from datetime import date

from index.terms import terms
from qa.words.lexicon import ROLES, TITLES

ASKS_AGE = re.compile(r"\bhow (?:old|young)\b|\b(?:what|which) age\b", re.IGNORECASE)
# "The mayor", and no name with it: whoever holds the office now.
_OF_AN_OFFICE = re.compile(
    rf"\bhow old (?:is|are) (?:the )?(?:[a-z-]+ )?(?:{'|'.join(sorted(ROLES))})\b"
    r"(?: (?:of|in) .*)?\W*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:former|ex|predecessor|emeritus|retired|died|dies|death|funeral)\b", re.IGNORECASE
)
_AROUND, _BEHIND = 60, 30  # characters
_YEAR = 365.25  # days
_NAME = r"(?:[A-Z][\w.’'-]+ ?){1,4}"
# Whose age it is, told before it ("Bob Birch, the 54-year-old", "Birch died at the age of 54") and
# behind ("the 54-year-old Birch", "her 9-year-old son").
_TOLD_BEFORE = re.compile(rf"(?P<name>{_NAME})(?:, (?:the |an? )?|(?:was|is|turned) )$")
_DIED_BEFORE = re.compile(rf"(?P<name>{_NAME})(?:, who )?(?:died|dies|was killed)\b[^.;]*$")
_TOLD_BEHIND = re.compile(
    rf"[\w-]*?[- ]years?[- ]old (?P<name>(?:[a-z-]+ )?{_NAME}|(?:step|grand)?(?:son|daughter|child"
    r"|father|mother|parent|brother|sister|husband|wife|partner|girlfriend|boyfriend|nephew|niece"
    r"|uncle|aunt|cousin|friend|heir|predecessor|successor|rival|opponent)\b)"
)
# "On Monday, the 54-year-old ...", "in Norwick, the 54-year-old ...": a time or a place.
_SETTING = re.compile(r"(?:^|\W)(?:in|on|at|from|near|by|to) $", re.IGNORECASE)
_OF_NOW = re.compile(r"\bhow (?:old|young) (?:is|are)\b", re.IGNORECASE)
_THEN = re.compile(r"\b(?:when|time|since|while) (?:[\w’'-]+ ){1,3}(?:was|were) (?:just |only )?$")
_NOBODY = frozenset(terms(" ".join(TITLES))) | {"the", "he", "she", "they", "who"}
# "Aged 54", "Archer, 54,", "54-year-old".
_AN_AGE = re.compile(
    r"\b(?:aged?(?: of)?|at|turn(?:s|ed|ing)?|was|is|only) \d{1,3}(?![\w/,.]?\d|\w|%)|, \d{1,3},"
    r"|\b[\w-]+[- ](?:years?|months?|weeks?|days?)[- ]old\b"
    r"|\b(?P<things>century|centuries)[- ]old\b|\byears of age\b|\bborn (?:in|on)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d|$")


def tells_age(question: str, sentence: str) -> bool:
    """Whether the sentence tells an age that may be that of whom the question means."""
    for found in _AN_AGE.finditer(sentence):
        if found["things"] and not _says(question, sentence[found.end() :][:_BEHIND]):
            continue
        digit = _DIGIT.search(sentence, found.start(), found.end())
        start = digit.start() if digit and digit[0] else found.start()
        if not is_of_another(question, sentence, start):
            return True
    return False


def _says(question: str, words: str) -> bool:
    return not frozenset(terms(question)).isdisjoint(terms(words))


def is_of_another(question: str, sentence: str, start: int) -> bool:
    """Whether the age at ``start`` is told of another than the one whom the question means."""
    if _OF_AN_OFFICE.search(question):
        return _BEFORE.search(sentence[max(0, start - _AROUND) : start + _AROUND]) is not None
    before = sentence[:start]
    if _OF_NOW.search(question) and _THEN.search(before):
        return True
    named = _TOLD_BEFORE.search(before)
    if named and _is_setting(sentence, named):
        named = None
    found = (named, _DIED_BEFORE.search(before), _TOLD_BEHIND.match(sentence, start))
    told = [each["name"] for each in found if each]
    # An office tells nobody apart: "Pope Benedict, the 95-year-old" is not Pope Francis.
    names = [set(terms(name)) - _NOBODY for name in told]
    asked = frozenset(terms(question))
    return any(names) and all(map(asked.isdisjoint, names))


def _is_setting(sentence: str, named: re.Match[str]) -> bool:
    """Whether it names a time or a place: the words before a name, or its first, tell that."""
    said = sentence[: named.start()], named["name"].partition(" ")[0]
    return any(_SETTING.search(f"{each.rstrip()} ") for each in said)


def is_outgrown(text: str, day: date | None, told: Iterable[tuple[str, date | None]]) -> bool:
    """Whether a newer article tells the age that has come of it.

    Args:
        text: What tells the age.
        day: That of the newest article that says it, if known.
        told: All of them, with their days.
    """
    age = _years(text)
    return any(
        age is not None
        and day is not None
        and (now := _years(other)) is not None
        and later is not None
        and later > day
        and 0 < now - age <= (later - day).days / _YEAR + 1
        for other, later in told
    )


def _years(text: str) -> int | None:
    found = re.search(r"\d+", text)
    return int(found[0]) if found else None
