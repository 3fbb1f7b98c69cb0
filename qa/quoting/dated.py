"""The day of which a sentence tells: by its own words, or by the heading that it stands under.

A day on which something was only said ("police said on Tuesday") gives way to one on which it
happened. Under "July 2017: the first meeting" or "2019", a line of its own, all is of that time up
to the next such line, and a month that is named without a year is of that year.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from qa.asking.kinds import Kind, kind_of
from qa.checking.dates import Day, days, resolved
from qa.quote import Quote, Reading
from qa.short_answers.possible import AHEAD

_SAID = re.compile(
    r"\b(?:said|says|told\s+\w+|announced|reported|tweeted|wrote|statement|briefing|interview)\b"
    r"[\w\s]{0,20}$",
    re.I,
)
_BACKGROUND = re.compile(
    r"\b(?:since|until|till|before|by|for|than|forecast|predicted|from|of|an?|the|its|their|this|that)\s+$",
    re.I,
)
_WITH_DATE = re.compile(r",? (?:the )?(?:\d{1,2}|[A-Z][a-z]{2,8}\.?) \w")
_PLANNED = re.compile(
    r"\b(?:will|would|is to|are to|due|plans?|planned|scheduled|expected|set to|could|may|might)\b",
    re.I,
)
_GONE_BY = re.compile(r"\b(?:\w+ed|began|was|were|had|took|came|went|held|found)\b[^.;]{0,20}$")
_WRITTEN_ON = timedelta(days=14)  # no longer is an article written on
_HALF_A_YEAR = timedelta(days=183)
_LONG_AGO = 5  # days; "Friday" is not said of one so long before
_YEARS = 1  # further back it is background
_BEGINS = re.compile(r"\W*(?:(?:on|in|early|mid|late|summer|spring|fall|autumn|winter)[ -])*", re.I)
_HEAD = 40  # characters of a line in which the date of a heading stands
_FEW = 8  # words of a line that is a heading by its date alone
_MARK = re.compile(r"\s*[:–—-](?=\s|$)")


def day_told(quote: Quote, later: frozenset[str] = frozenset()) -> str | None:
    """The day of which a sentence tells in ISO 8601, its month or its year where no more is told,
    or None; by its own words or by those of a heading, and however long ago.

    Args:
        quote: The sentence.
        later: Articles that were ``written_on``.
    """
    text, published = quote.text, quote.hit.source.day
    above = _heading(quote)
    weekdays = quote.hit.passage.article_id not in later
    year = int(above[:4]) if above else None
    own = day_of(text, published, weekdays=weekdays, recent=False, year=year)
    first = _leading(text)
    if own is None and first and first.year and first.month is None:
        own = str(first.year)
    return own or above


def dated(chosen: Sequence[Quote], reading: Reading) -> list[Quote]:
    """Each with the day of the weekday by which it tells when it was, where the question asks that:
    of which week "on Saturday" is, an article's own date says."""
    if kind_of(reading.question) is not Kind.WHEN:
        return list(chosen)
    later = written_on(reading.quotes)
    ahead = AHEAD.search(reading.question) is not None
    return [
        quote
        if quote.hit.passage.article_id in later
        else replace(quote, dated=weekday_of(quote.text, quote.hit.source.day, ahead=ahead))
        for quote in chosen
    ]


def weekday_of(
    text: str, published: date | None, *, ahead: bool = False
) -> tuple[int, date] | None:
    """Where in a text the weekday ends that alone tells its day, and that day; arguments as of
    ``day_of``."""
    day = day_of(text, published, ahead=ahead)
    telling = [
        named
        for named in days(text, published)
        if day in (resolved(named, published), resolved(named, published, ahead=ahead))
    ]
    if day is None or not telling or any(named.weekday is None for named in telling):
        return None
    return telling[0].span[1], date.fromisoformat(day)


def is_entry(text: str) -> bool:
    """Whether it is an entry of a list of events: "July 2017: the first meeting is held"."""
    first = _leading(text)
    mark = _MARK.match(text, first.span[1]) if first else None
    return mark is not None and text[mark.end() :].strip() != ""


def day_of(
    text: str,
    published: date | None,
    *,
    ahead: bool = False,
    weekdays: bool = True,
    recent: bool = True,
    year: int | None = None,
) -> str | None:
    """The day of which a text tells by its own words, in ISO 8601, or its month.

    Args:
        text: A sentence.
        published: The day of its article.
        ahead: Whether it is asked for what lies ahead; else that is no day of what is told.
        weekdays: Whether they tell a day, as in an article that was not written on.
        recent: Whether what is years back is no day of what is told, but background.
        year: Of which a month without a year is.
    """
    happened: list[str] = []
    told: list[str] = []
    for named in days(text, published):
        before = text[: named.span[0]].removesuffix("on ").removesuffix("in ")
        if _WITH_DATE.match(text, named.span[1]):
            continue  # "Monday, January 24": the date tells more
        if (_BACKGROUND.search(before) and not ahead) or text[slice(*named.span)].isupper():
            continue
        if named.weekday is not None and not weekdays:
            continue
        said = _SAID.search(before) is not None
        planned = not said and _PLANNED.search(text[: named.span[0]]) is not None
        of_year = year is not None and named.year is None
        day = resolved(replace(named, year=year) if of_year else named, published, ahead=planned)
        if named.weekday is not None and published and not planned and day:
            ago = (published - date.fromisoformat(day)).days
            if before.casefold().endswith("last ") and ago == 0:
                day = (published - timedelta(7)).isoformat()
            elif ago >= _LONG_AGO and not before.casefold().endswith("last "):
                continue  # an article that was written on, or one that looks ahead
        if day and named.year is None and published and not planned and not of_year:
            first = date.fromisoformat(day if len(day) > len("2024-03") else f"{day}-28")
            if published - first > _HALF_A_YEAR and first.year < published.year:
                continue  # as likely the one to come
        if day is None:
            continue
        if not of_year and not _is_near(day, published, ahead=ahead, recent=recent):
            continue
        (told if said else happened).append(day)
    return next(iter(happened + told), None)


def written_on(ranked: Sequence[Quote]) -> frozenset[str]:
    """Articles that were written on after the day of their publication: they tell of a later
    one as gone by, so their weekdays are of no known week."""
    return frozenset(
        quote.hit.passage.article_id
        for quote in ranked
        if (published := quote.hit.source.day)
        for named in days(quote.text, published)
        if named.weekday is None
        and not _PLANNED.search(quote.text)
        and _GONE_BY.search(quote.text[: named.span[0]])
        and (day := resolved(named, published, ahead=True))
        and published.isoformat() < day <= (published + _WRITTEN_ON).isoformat()
    )


def _is_near(day: str, published: date | None, *, ahead: bool, recent: bool) -> bool:
    """Whether a day is of the story that an article tells, or lies ahead where that is asked."""
    if published is None:
        return len(day) > len("2024-03")
    if ahead or day > published.isoformat():
        return ahead and day > published.isoformat()
    return not recent or int(day[:4]) >= published.year - _YEARS


def _heading(quote: Quote) -> str | None:
    """The time of the last line before the sentence that is a heading with a date."""
    passage, published = quote.hit.passage, quote.hit.source.day
    year = told = None
    for line in passage.text[: max(0, quote.start - passage.start)].splitlines():
        named = _leading(line)
        if named is None or named.weekday is not None:
            continue
        if len(line.split()) > _FEW and not _MARK.match(line, named.span[1]):
            continue
        year = named.year or year
        whole = replace(named, year=year)
        told = (resolved(whole, published) if named.month else str(named.year)) or told
    return told


def _leading(text: str) -> Day | None:
    """The date that a text begins with."""
    named = next(iter(days(text[:_HEAD])), None)
    return named if named and _BEGINS.fullmatch(text, 0, named.span[0]) else None
