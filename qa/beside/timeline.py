"""What happened when: sentences of the passages found, by the day of which they tell.

A sentence is put on the day that it names, resolved against its own article's date; a day on
which something was only said ("police said on Tuesday") gives way to one on which it
happened. What lies ahead of the article, or years back, is no event of the story.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.terms import terms
from qa.beside.subject import Subject
from qa.quote import Quote
from qa.quoting.dated import day_of, written_on

_WHEN = re.compile(r"\bwhen\b|\b(?:what|which) (?:day|date)\b", re.I)
_COURSE = re.compile(
    r"\bwhat(?:'s| is| has| have)? (?:been )?happen(?:ed|ing)\b|\btimeline\b|\bunfold|"
    r"\blatest(?= (?:on|about|in|with|from|news)\b|\s*\?*$)|\bso far\b|\bupdates?\b|"
    r"\bchronolog|\bsequence of events\b|\bwhat's new\b|"
    r"\bhow (?:has|have|did|does) .*\b(?:changed?|develop(?:ed)?|evolved?|progress(?:ed)?)\b",
    re.I,
)
_AHEAD = re.compile(r"\bwhen (?:will|is|are|does|do)\b", re.I)
_DATELINE = re.compile(r"^[A-Z][A-Z'’.,\s]+(?:,\s*[A-Z][\w.]+\s*)?(?:\([^)]*\)\s*)?[-–—]+\s+")
_WORTH = 6.0  # log odds below the best sentence
_A_DAY = 2  # events
_ONE_STORY = timedelta(days=30)  # between articles on what has no name of its own
_ALIKE = 0.6  # share of words by which two sentences of one day are the same
_MOST = 6
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Dated:
    """``start:end`` of the quote's article tells of ``day``, in ISO 8601."""

    day: str
    quote: Quote
    start: int
    end: int


def timeline(question: str, ranked: Sequence[Quote], quoted: Sequence[Quote] = ()) -> list[Dated]:
    """The events that answer a question of time, oldest first; none for other questions.

    Args:
        question: A standalone question.
        ranked: The sentences of the best passages, the most telling first; from them a
            course of events is told.
        quoted: The sentences of the answer; where it is asked when, their days are given.
    """
    asks_when = _WHEN.search(question) is not None
    if not asks_when and not _COURSE.search(question):
        return []
    subject = Subject(question)
    later = written_on(ranked)
    if asks_when:
        ahead = _AHEAD.search(question) is not None
        told = [quote for quote in quoted if subject.is_told_in(quote)]
        events = [_event(quote, ahead=ahead, later=later) for quote in told]
        return _ordered([event for event in events if event])
    if not ranked:
        return []
    least = ranked[0].score - _WORTH
    found: list[Dated] = []
    for quote in ranked:
        if quote.score < least:
            break
        event = _event(quote, ahead=False, later=later)
        if event and subject.is_in(quote) and not any(_same(event, other) for other in found):
            found.append(event)
    if not subject.has_name:
        found = _one_story(found, least)
    chosen: list[Dated] = []
    for event in found:
        if sum(event.day == other.day for other in chosen) < _A_DAY and len(chosen) < _MOST:
            chosen.append(event)
    return _ordered(chosen) if len(chosen) > 1 else []


def _one_story(events: Sequence[Dated], least: float) -> list[Dated]:
    """The events told by articles of one time, that which weighs most above the least.

    "What happened in Nashville" has another answer every year.
    """

    def above(event: Dated) -> float:
        return event.quote.score - least

    stories: list[list[Dated]] = []
    for event in sorted(events, key=_published):
        if stories and _published(event) - _published(stories[-1][-1]) <= _ONE_STORY:
            stories[-1].append(event)
        else:
            stories.append([event])
    most = max(stories, key=lambda story: sum(map(above, story)), default=[])
    return [event for event in events if event in most]


def _published(event: Dated) -> date:
    return event.quote.hit.source.day or date.min


def _ordered(events: Sequence[Dated]) -> list[Dated]:
    return sorted(events, key=lambda event: event.day)


def _event(quote: Quote, *, ahead: bool, later: frozenset[str]) -> Dated | None:
    text = quote.text
    if quote.size < _FEWEST_WORDS:
        return None
    weekdays = quote.hit.passage.article_id not in later
    day = day_of(text, quote.hit.source.day, ahead=ahead, weekdays=weekdays)
    if day is None:
        return None
    dateline = _DATELINE.match(text)
    return Dated(day, quote, quote.start + (dateline.end() if dateline else 0), quote.end)


def _same(one: Dated, other: Dated) -> bool:
    if one.day[:7] != other.day[:7] or (one.day != other.day and len(one.day) == len(other.day)):
        return False
    first, second = set(terms(one.quote.text)), set(terms(other.quote.text))
    return len(first & second) > _ALIKE * min(len(first), len(second))
