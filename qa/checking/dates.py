"""The dates of a text, resolved against the day on which it was published.

"Yesterday" in an article of 19 March 2025 is 18 March 2025, and "Tuesday" the last one up to
that day; a part that neither the text nor the day tells stays open, for a check must not know
more than was told. Questions are read by index/expressions.py instead, which makes of the same
words the period that is asked about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.sentences import Span
from index.expressions import MONTH_NUMBER, WEEKDAYS
from qa.words.calendar import MONTH, WEEKDAY


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told; ``weekday`` is 0 for Monday."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    span: Span

    def agrees(self, other: "Day") -> bool:
        """Whether both may be the same date, and share at least one part that says so."""
        pairs = [
            (self.year, other.year),
            (self.month, other.month),
            (self.day, other.day),
        ]
        same = [one == two for one, two in pairs if one is not None and two is not None]
        if self.weekday is not None and other.weekday is not None and not same:
            return self.weekday == other.weekday
        return bool(same) and all(same)

    def a_week_on(self) -> "Day | None":
        """Where a weekday was told: the next one, as "on Friday" may be meant."""
        if None in (self.year, self.month, self.day, self.weekday):
            return None
        next_one = date(self.year or 0, self.month or 0, self.day or 0) + timedelta(7)
        return Day(next_one.year, next_one.month, next_one.day, self.weekday, self.span)

    def rivals(self, other: "Day") -> bool:
        """Whether both are told in the same way, and are not the same."""
        mine = [self.year, self.month, self.day, self.weekday]
        theirs = [other.year, other.month, other.day, other.weekday]
        alike = [(one is None) == (two is None) for one, two in zip(mine, theirs, strict=True)]
        return all(alike) and not self.agrees(other)


_MONTH = rf"{MONTH}\b\.?"
_M, _D, _Y = rf"(?P<month>{_MONTH})", r"(?P<day>\d{1,2})", r"(?P<year>(?:19|20)\d\d)"
_TH = r"(?:st|nd|rd|th)?"
# The first pattern that fits has its words: what it took is not read again.
_DATES = (
    re.compile(rf"\b{_M}\s+{_D}{_TH}\b(?:,?\s+{_Y})?"),
    re.compile(rf"\b{_D}{_TH}(?:\s+of)?\s+{_M}(?:,?\s+{_Y})?"),
    re.compile(rf"\b{_D}(?=\s*(?:and|to|or|[-–])\s*\d{{1,2}}{_TH}\s+{_M})"),
    re.compile(rf"\b{_Y}-(?P<month_number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_M}\s+(?:of\s+)?{_Y}\b"),
    # "May" and "March" are also words, but with a capital hardly ever after these.
    re.compile(
        r"\b(?:in|of|by|since|until|till|from|to|last|next|early|late|this|mid|during|through)"
        rf"[\s-](?!(?-i:ma(?:y|r|rch)\b)(?!\s+(?:of\s+)?\d{{4}})){_M}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<month>(?!May\b|Mar(?:ch)?\b|Jan\b){_MONTH})"),
    re.compile(
        r"(?<![\d.,$€£])\b(?P<year>(?:18|19|20)\d\d)\b(?![\d,.]*\d|%| (?:people|feet|km)\b)"
    ),
    re.compile(rf"\b(?P<weekday>{WEEKDAY})s?\b"),
    re.compile(
        r"\b(?P<relative>yesterday|today|tomorrow|tonight|this (?:morning|evening|afternoon)|"
        r"(?:last|this|next) (?:month|year))\b",
        re.IGNORECASE,
    ),
)


def days(text: str, published: date | None = None) -> list[Day]:
    """The dates of a text, in order; relative ones are resolved where ``published`` is known."""
    found: list[Day] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            starts = [match.start(name) for name, part in match.groupdict().items() if part]
            span = min(starts), match.end()
            if any(span[0] < day.span[1] and day.span[0] < span[1] for day in found):
                continue
            try:
                found += _day(match, span, published)
            except OverflowError:  # tomorrow, on the calendar's last day
                continue
    return sorted(found, key=lambda day: day.span)


def _day(match: re.Match[str], span: Span, published: date | None) -> Iterator[Day]:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    if parts.get("weekday"):
        weekday = WEEKDAYS.index(parts["weekday"].lower())
        near = published and published - timedelta((published.weekday() - weekday) % 7)
        if near:
            yield Day(near.year, near.month, near.day, weekday, span)
        else:
            yield Day(None, None, None, weekday, span)
    elif parts.get("relative"):
        yield from _relative(parts["relative"].lower(), published, span)
    else:
        month = int(parts["month_number"]) if parts.get("month_number") else None
        if named := parts.get("month"):
            month = MONTH_NUMBER[named[:3].lower()]
        day = int(parts["day"]) if parts.get("day") else None
        yield Day(year, month, day, None, span)


def _relative(words: str, published: date | None, span: Span) -> Iterator[Day]:
    if published is None:
        return
    if words.endswith("month"):
        shift = {"last": -1, "this": 0, "next": 1}[words.split()[0]]
        months = published.year * 12 + published.month - 1 + shift
        yield Day(months // 12, months % 12 + 1, None, None, span)
    elif words.endswith("year"):
        shift = {"last": -1, "this": 0, "next": 1}[words.split()[0]]
        yield Day(published.year + shift, None, None, None, span)
    else:
        that = published + timedelta({"yesterday": -1, "tomorrow": 1}.get(words, 0))
        yield Day(that.year, that.month, that.day, that.weekday(), span)


def resolved(day: Day, published: date | None, *, ahead: bool = False) -> str | None:
    """A date of a text in ISO 8601: ``2024-03-26``, or ``2024-03`` where no day is told.

    A year that is not told is the one that lies nearest before ``published``, or after it
    where the text looks ``ahead``. None where no month is told, or there is no such date.
    """
    year, month = day.year, day.month
    if month is None or (year is None and published is None):
        return None
    if year is None and published is not None:
        passed = (month, day.day or 1) <= (published.month, published.day)
        year = published.year + (0 if passed != ahead else 1 if ahead else -1)
    try:
        whole = date(year or 0, month, 1 if day.day is None else day.day)
    except ValueError:
        return None
    if ahead and day.weekday is not None and published is not None and whole <= published:
        whole += timedelta(7)  # "will meet on Monday"
    return whole.isoformat()[:7] if day.day is None else whole.isoformat()
