"""What changed between two days: what was told up to the first, and what was new by the second.

"What changed about Cyclone Freddy between 14 March 2023 and 18 March 2023?" is answered twice,
from the articles published until the first day, and of those published after it until the
second. The answer has two dated parts, and shows the figures that moved.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.expressions import MONTHS
from index.search import Index
from index.types import Filters
from qa.beside.aside import Aside
from qa.beside.subject import Subject
from qa.checking.dates import Day, days, resolved
from qa.citations import with_marks
from qa.confidence import Confidence, confidence
from qa.extract import read
from qa.quote import Quote
from qa.quoting.quoted import quoted
from qa.quoting.select import choose
from qa.reading.telling import with_telling
from qa.types import Answer, Relation

_ASKS = re.compile(
    r"^(?:so\s+)?what(?:['’]s|\s+is|\s+has|\s+have)?\s+(?:changed|different|new|the difference)\b",
    re.I,
)
_BETWEEN = re.compile(r"\b(?:between|from)\s+$", re.I)
_AND = re.compile(r"^\s+(?:and|to|until|till)\s+$", re.I)
_SINCE = re.compile(r"\bsince\s+$", re.I)
_LEAD = re.compile(r"^\W*(?:about|on|in|with|for|regarding|concerning|of)?\s+", re.I)
_MONTH = re.compile(rf"\b(?:{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)})\b")
_MOST_EACH = 3  # sentences of each part


@dataclass(frozen=True, slots=True)
class Change:
    """What is compared, "" for everything, and the two days, the earlier first."""

    subject: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Part:
    ranked: list[Quote]
    sure: Confidence
    chosen: list[Quote]


def asked_change(question: str, today: date | None) -> Change | None:
    """The comparison that a question asks for, or None where it asks for none.

    Args:
        question: A standalone question.
        today: The day from which "yesterday" counts, and to which "since" reaches.
    """
    asks = _ASKS.match(question)
    if asks is None or today is None:
        return None
    # As people type: the length stays, and with it every place.
    found = days(_MONTH.sub(lambda month: month[0].title(), question), today)
    for place, day in enumerate(found):
        before = question[: day.span[0]]
        first = _date(day, today)
        since = _SINCE.search(before)
        following = found[place + 1] if place + 1 < len(found) else None
        if since and first:
            return _change(question, asks, (since.start(), day.span[1]), first, today)
        between = _BETWEEN.search(before)
        if not (between and following and first):
            continue
        last = _date(following, today)
        if last and _AND.match(question[day.span[1] : following.span[0]]):
            if day.year is None and following.year is not None:
                first = _date(replace(day, year=following.year), today) or first
            return _change(question, asks, (between.start(), following.span[1]), first, last)
    return None


def compared(index: Index, change: Change, filters: Filters) -> Answer:
    """The answer to a comparison: what was told as of both days; its question is left open.

    Raises:
        NewsdeskError: The index or the encoder cannot be used.
    """
    until = min(change.last, filters.as_of or date.max, filters.until or date.max)
    hits = tuple(index.search_articles(change.subject, filters=replace(filters, as_of=until)))
    if until <= change.first:
        reason = (
            f"Articles are read up to {until} here, which tell nothing of what changed after "
            f"{change.first}. The nearest passages are listed."
        )
        return Answer("", "", False, 0.0, reason, hits=hits, reason=reason)
    question = _open(change.subject)
    old = _read(index, change.subject, replace(filters, as_of=change.first))
    since = max(filters.since or date.min, change.first + timedelta(days=1))
    new = _read(index, change.subject, replace(filters, since=since, as_of=until))
    before, citations = quoted(old.chosen)
    after, citations = quoted(new.chosen, citations)
    if not (before or after):
        reason = (
            f"The articles tell nothing of {change.subject} as of {change.first}, and nothing "
            f"new by {until}. The nearest passages are listed."
        )
        return Answer("", "", False, 0.0, reason, hits=hits, reason=reason)
    parts = [
        f"As of {change.first}: {with_marks(before) or 'the articles do not tell.'}",
        f"New by {until}: {with_marks(after) or 'the articles tell nothing new.'}",
    ]
    answer = Answer(
        question="",
        standalone_question="",
        answered=True,
        confidence=min(part.sure.value for part in (old, new) if part.chosen),
        text="\n\n".join(parts),
        sentences=before + after,
        citations=citations,
        hits=hits,
    )
    ranked = sorted((*old.ranked, *new.ranked), key=lambda quote: -quote.score)
    whole = Aside(question, ranked, (*old.chosen, *new.chosen)).added_to(answer)
    # What stands against something else of the same time is no change.
    moved = tuple(each for each in whole.disagreements if each.relation is Relation.SUPERSEDED)
    return replace(whole, disagreements=moved)


def _read(index: Index, subject: str, filters: Filters) -> _Part:
    hits = index.search_articles(subject, filters=filters)
    about = Subject(subject)
    reading = with_telling(read(subject, hits, index.encoder, index.rarity), index.encoder)
    ranked = [quote for quote in reading.quotes if quote.hit.source.day and about.is_in(quote)]
    latest = replace(reading, question=_open(subject), quotes=ranked)
    chosen = choose(latest, [])[:_MOST_EACH]
    sure = confidence(latest, chosen, index.passages(filters))
    chosen = chosen if sure.enough else []
    return _Part(ranked, sure, chosen)


def _open(subject: str) -> str:
    """The question of which a good answer tells what is new."""
    return f"What is the latest on {subject}?"


def _change(
    question: str, asks: re.Match[str], when: tuple[int, int], first: date, last: date
) -> Change | None:
    about = question[asks.end() : when[0]] + " " + question[when[1] :]
    subject = _LEAD.sub("", f" {about}").strip(" ?.!,")
    if not subject or first == last:
        return None
    return Change(subject, *sorted((first, last)))


def _date(day: Day, today: date) -> date | None:
    """The day as told; the last one of a month."""
    told = resolved(day, today)
    if told is None:
        return None
    if day.day is None:
        year, month = map(int, told.split("-"))
        return date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(told)
