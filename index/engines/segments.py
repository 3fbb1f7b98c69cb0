"""Which articles lie together in the engines' files, so that a build writes few of them anew.

A segment is a range of article rows with everything the engines need of it. Its files are
never changed: an article that was added lies in a new segment, one that was removed has its
segment written anew without it, so that none of its bytes stay. As in a log-structured merge
tree (O'Neil et al., 1996) a segment that is no larger than the one after it is merged with
it, up to a size from which on it stays as it is. Adding n passages therefore costs the same
at any size of the index, and removing an article costs at most one segment.

Words lie in larger segments of their own: a search reads a little of every one of them, and that it
is so little costs as much as reading it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

MOST_PASSAGES = 1 << 14  # of a segment: some seconds of work to write one anew
MOST_OF_WORDS = 1 << 16  # passages of a segment of words, whose numbers take two bytes each


@dataclass(frozen=True, slots=True)
class Span:
    """Article rows from ``first`` to ``last``, which hold so many articles and passages."""

    first: int
    last: int
    articles: int
    passages: int

    @property
    def name(self) -> str:
        """What its files are named after."""
        return f"{self.first}-{self.last}"

    def meets(self, other: Self) -> bool:
        """Whether there are rows in both."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Planned:
    """A segment to be: written anew, or taken over with its files."""

    span: Span
    anew: bool


def plan(
    before: Sequence[Span],
    sizes: Iterable[tuple[int, int] | Span],
    most: int = MOST_PASSAGES,
) -> list[Planned]:
    """The segments for these articles, in order, as many as possible taken over.

    Args:
        before: Segments of an earlier state of the same store, in order. Rows are never used
            twice, so one holds the same articles as long as it holds as many.
        sizes: Row and number of passages of every current article, in order of row; or for all
            articles of an earlier segment that has lost none, that segment.
        most: Passages of a segment that is not merged; an article is never divided.
    """
    planned: list[Planned] = []
    for span, old in _grouped(before, sizes, most):
        planned.append(Planned(span, anew=span != old))
        while len(planned) > 1 and _merge(planned[-2].span, planned[-1].span, most):
            joined = _joined(planned.pop(-2).span, planned.pop().span)
            planned.append(Planned(joined, anew=True))
    assert all(one.span.last < other.span.first for one, other in pairwise(planned))
    return planned


def _grouped(
    before: Sequence[Span], sizes: Iterable[tuple[int, int] | Span], most: int
) -> Iterator[tuple[Span, Span | None]]:
    """What is left of each earlier segment, with it, and new ones for the rows after the last."""
    waiting = iter(before)
    old = next(waiting, None)
    span: Span | None = None
    for size in sizes:
        one = size if isinstance(size, Span) else Span(size[0], size[0], 1, size[1])
        while old is not None and one.first > old.last:
            if span is not None:
                yield _named_like(span, old), old
            span, old = None, next(waiting, None)
        if old is None and span is not None and span.passages + one.passages > most:
            yield span, None
            span = None
        span = one if span is None else _joined(span, one)
    if span is not None:
        yield (span, None) if old is None else (_named_like(span, old), old)


def _named_like(span: Span, old: Span) -> Span:
    """The old segment where it holds as much as it did."""
    same = (span.articles, span.passages) == (old.articles, old.passages)
    return old if same else span


def _merge(one: Span, other: Span, most: int) -> bool:
    return one.passages <= other.passages and one.passages + other.passages <= most


def _joined(one: Span, other: Span) -> Span:
    return Span(one.first, other.last, one.articles + other.articles, one.passages + other.passages)
