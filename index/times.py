"""When a question asks about: "in March 2023", "last week", "since 2019", "the latest on".

A period is read from the words, as of the day of the question, and articles of that
time gain on newer ones (index/searching/recency.py). It leaves nothing out, for news reports late
and looks ahead, unless the words speak of the articles themselves: "articles from March 2023".

What is no day of the calendar ("since the election", "the 2024 race", "in 50,000 years") is
left alone, and so is what lies ahead. dateparser finds dates in text too, but takes any
number of years for one, gives points instead of periods, and costs 10 ms a question; here a
small grammar (index/expressions.py) finds the words, and python-dateutil reads the dates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from index.expressions import MONTH_NUMBER, grammar
from index.types import Filters

_PAST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day asked about, inclusive; ``words`` is how the question says it.

    ``past``: it had been over for two weeks or more; what is nearer is new enough.
    ``published``: the words speak of articles of this time, and no others are wanted.
    ``newest``: no time is named, but the words want the newest that there is.
    """

    first: date
    last: date
    words: str
    past: bool = True
    published: bool = False
    newest: bool = False

    def __str__(self) -> str:
        if self.newest:
            return f"as near to {self.last} as may be"
        if self.first == date.min:
            return f"until {self.last}"
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"


def narrowed(filters: Filters, asked: Period | None) -> Filters:
    """The filters, and the period too where the words speak of articles of that time."""
    if asked is None or not asked.published:
        return filters
    since = max(filters.since or date.min, asked.first)
    return replace(filters, since=since, until=min(filters.until or date.max, asked.last))


# Not "reports" or "published" alone: a ministry reports, and a memoir is published too.
_OF_ARTICLES = re.compile(
    r"\b(?:articles?|coverage|news stories) (?:(?:that (?:was|were) )?(?:published|written) )?$",
    re.IGNORECASE,
)


# Not "Now" within a name, nor the current of an ocean.
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|currently|nowadays|these days|at the moment"
    r"|right now|(?-i:now)(?! that\b)|so far(?! as\b| away\b| from\b)|to date"
    r"|current(?= (?:state|status|situation|level|rate|price|number|count|total|toll)\b)"
    r"|what(?:[’']?s| is) new|any news|any updates?|updates?(?= (?:on|about)\b))\b",
    re.IGNORECASE,
)


_WITHOUT_YEAR = re.compile(
    rf"(?!.*(?:\d{{4}}|year)).*\b(?:{'|'.join(MONTH_NUMBER)})\b", re.IGNORECASE
)
_HALF_A_YEAR = timedelta(days=183)


def asked_about(question: str, as_of: date | None, newest: date | None) -> Period | None:
    """The time that a question asks about on this day, else on that of the newest article.

    Of articles that end half a year before the day or earlier, a month or a day without a year
    is the one nearest to their end: asked in 2026 of those of 2023, "in June" is in 2023. What
    counts from now, as "last week" does, counts from the day all the same.
    """
    then = period(question, newest) if newest else None
    if as_of is None:
        return then
    now = period(question, as_of)
    ended = newest is not None and as_of - newest >= _HALF_A_YEAR
    without_year = any(asked and _WITHOUT_YEAR.match(asked.words) for asked in (then, now))
    return then if ended and without_year else now


@lru_cache(maxsize=256)  # a search asks, and so does the answer that it is for
def period(question: str, as_of: date) -> Period | None:
    """The time that a question asks about, or None where it names none that has begun.

    Of several the one nearest to the day of the question counts: one that tells of then and
    of now is asked about now. Words such as "latest" count where no time is named.

    Args:
        question: A standalone question.
        as_of: The day on which it is asked, from which "last week" counts.
    """
    found = [each for each in _periods(question, as_of) if each.first <= as_of]
    if not found and (words := _NEWEST.search(question)):
        return Period(as_of, as_of, words[0].strip(), past=False, newest=True)
    return max(found, key=lambda each: (each.published, each.last, each.first), default=None)


def _periods(question: str, as_of: date) -> Iterator[Period]:
    taken = [False] * len(question)
    for pattern, span_of in grammar(question):
        for match in pattern.finditer(question):
            start, end = match.span()
            if any(taken[start:end]):
                continue  # part of a longer expression
            try:
                span = span_of(match, as_of)
            except (ValueError, OverflowError):  # the 31st of June; before the year 1
                continue
            if span is None or span[0] > span[1]:
                continue
            taken[start:end] = [True] * (end - start)
            published = _OF_ARTICLES.search(question[:start]) is not None
            last = min(span[1], as_of)
            past = as_of.toordinal() - last.toordinal() >= _PAST_DAYS
            yield Period(span[0], last, match[0].strip(" .,"), past, published)
