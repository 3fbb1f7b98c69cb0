"""How far an article's day speaks for what it tells."""

import math
from collections.abc import Sequence
from datetime import date

from index.times import period
from qa.asking.kinds import asks_of_now
from qa.matching.counts import counted
from qa.matching.deeds import asks_for_winner

# Scales, in days, of how fast that falls; the last for counts that grow from day to day.
_A_YEAR, _TWO_MONTHS, _FIVE_DAYS = 365.0, 60.0, 5.0


def timely(question: str, published: Sequence[date | None]) -> list[float]:
    """How near each article's day is to the time asked about; 0 for the undated, else up to 1,
    or 2 where the question asks of what holds now, or who won last, which the last weeks tell
    best."""
    away = days_away(question, published)
    scales = [_A_YEAR]
    if asks_of_now(question) or asks_for_winner(question):
        scales.append(_TWO_MONTHS)
    if counted(question):
        scales.append(_FIVE_DAYS)
    return [sum(math.exp(-days / scale) for scale in scales) for days in away]


def days_away(question: str, days: Sequence[date | None]) -> list[float]:
    """Of each day, how far it is from the time asked about, in days; infinitely where unknown.

    Where the question names no past time, that is the newest of the days.
    """
    newest = max((day for day in days if day), default=None)
    if newest is None:
        return [math.inf] * len(days)
    first, last = past_asked(question, newest) or (newest, newest)
    return [max((first - day).days, (day - last).days, 0) if day else math.inf for day in days]


def words_of_time(question: str, published: Sequence[date | None]) -> str:
    """How the question names the time that it asks about; "" where it names none.

    An article tells that by its day, and seldom in these words.
    """
    newest = max((day for day in published if day), default=None)
    asked = period(question, newest) if newest else None
    return asked.words if asked else ""


def past_asked(question: str, newest: date) -> tuple[date, date] | None:
    """First and last day of the past time that a question names, as of the newest article."""
    asked = period(question, newest)
    return (asked.first, asked.last) if asked and asked.past else None
