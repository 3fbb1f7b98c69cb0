"""What goes into a search and what comes out of it."""

from dataclasses import dataclass, field
from datetime import date

from corpus.article import Source
from corpus.passages import Passage


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a question may be answered from.

    Days are UTC and inclusive; undated articles pass every restriction by date.
    ``as_of`` leaves out what was published later, and recency counts from it.
    Outlets compare without case. Empty means no restriction.
    """

    since: date | None = None
    until: date | None = None
    outlets: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, best first from rank 1.

    ``score`` is comparable within one search only. ``copies`` are the ids of articles
    that carry nearly the same words and are not listed themselves. ``parts`` says what
    each ranking gave to the score.
    """

    passage: Passage
    title: str
    source: Source
    score: float
    rank: int
    copies: tuple[str, ...] = ()
    parts: dict[str, float] = field(default_factory=dict, compare=False)
