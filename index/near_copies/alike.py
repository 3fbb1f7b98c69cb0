"""Which articles may say nearly the same: what is kept of each, and the pairs to compare.

Articles that agree in a band (sketches.py) of one of their passages are a group, and
each of it is paired with the earliest: as many pairs as members, however often a text is
repeated. Two files a segment (index/engines/segments.py) tell all that this needs:

    1-950.bands.npy      its bands in order, each with the place of its article among these
    1-950.articles.npz   row, day, number of passages and id of each article

How many bands speak for a pair is counted, so that a build need only look at the groups of
the articles that came or went; the outcome is that of counting all of them. Bands are read a
range at a time, so that memory does not grow with the index.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.arrays import Ints, Mask, opened, ranges
from index.engines.segments import Span
from index.near_copies.sketches import BAND_BITS, bands, distinct, shingles, sketch
from index.near_copies.wanted import Numbers, Wanted, among
from index.store import Store
from index.terms import terms

_BANDS, _ARTICLES = ".bands.npy", ".articles.npz"
_PLACE_BITS = np.uint64(64 - BAND_BITS)  # of an article in a segment, which has fewer than that
_LAST_PLACE = np.uint64((1 << (64 - BAND_BITS)) - 1)
_ROW_BITS = np.uint64(32)  # of an article in the number of a pair: more than there will ever be
_AT_ONCE = 1 << 19  # bands that are grouped at a time
_CHUNK = 1000  # passages read at a time
_SPARSE = 16  # times as many bands as are wanted: those of a table are searched, not gone through


class Articles(NamedTuple):
    """Articles in order of row; ``days`` as in ``Columns``, ``sizes`` in passages."""

    rows: Ints
    days: NDArray[np.int32]
    sizes: Ints
    ids: NDArray[np.str_]

    def at(self, chosen: NDArray[Any]) -> "Articles":
        """The articles at these places, or those for which a mask is true."""
        return Articles(*(column[chosen] for column in self))


class Members(NamedTuple):
    """Bands, and for each the row of an article that has it; no pair stands twice."""

    bands: Numbers
    articles: Ints

    @classmethod
    def joined(cls, parts: Iterable[Self]) -> Self:
        """Several parts as one, one after the other."""
        empty = cls(np.empty(0, np.uint64), np.empty(0, np.int64))
        return cls(*map(np.concatenate, zip(empty, *parts, strict=True)))

    def only(self, kept: Mask) -> Self:
        """The entries that are ``kept``, a mask of shape (bands,)."""
        return type(self)(self.bands[kept], self.articles[kept])


@dataclass(frozen=True, slots=True)
class Table:
    """The two files of a segment, in a folder."""

    folder: Path
    span: Span

    def link(self, file: Callable[[str], bool]) -> bool:
        """Take the files over one by one; whether that was possible."""
        return all(file(path.name) for path in self._paths)

    def make(self, store: Store, known: Sequence["Table"]) -> None:
        """Write the files from the store, with as little as possible sketched.

        Args:
            store: Holds the segment's articles.
            known: Other tables, which may hold some of these too.
        """
        columns = store.columns((self.span.first, self.span.last))
        rows, first, sizes = np.unique(columns.articles, return_index=True, return_counts=True)
        ids = store.article_ids(rows.tolist())
        names = np.array([ids[row] for row in rows.tolist()], dtype=np.str_)
        have = Members.joined(table.members() for table in known)
        have = have.only(np.isin(have.articles, rows))
        fresh = ~np.isin(columns.articles, have.articles)
        sketched = _sketched(store, columns.rows[fresh], columns.articles[fresh])
        self.write(
            Articles(rows, columns.days[first], sizes, names), Members.joined([have, *sketched])
        )

    def write(self, articles: Articles, members: Members) -> None:
        """Write the files; a band may stand twice for an article."""
        places = np.searchsorted(articles.rows, members.articles).astype(np.uint64)
        for path in self._paths:
            path.unlink(missing_ok=True)  # a link to a file that stays as it is
        np.save(self._paths[0], distinct(members.bands << _PLACE_BITS | places))
        np.savez(self._paths[1], **articles._asdict())

    def articles(self) -> Articles:
        """Its articles."""
        with opened(self._paths[1]) as table:
            return Articles(*(table[name] for name in Articles._fields))

    def rows(self) -> Ints:
        """The rows of its articles; less to read than all of them."""
        with opened(self._paths[1]) as table:
            rows: Ints = table["rows"]
            return rows

    def __len__(self) -> int:
        return len(self._mapped())

    def members(self, low: int = 0, high: int = 1 << BAND_BITS) -> Members:
        """Its bands from ``low`` up to, but not including ``high``."""
        return self._members(self._between(low, high))

    def members_of(self, bands: Wanted, low: int, high: int) -> Members:
        """As ``members``, but only of the bands that are wanted."""
        entries, wanted = self._between(low, high), bands.numbers
        if len(wanted) * _SPARSE > len(entries):
            return self._members(entries[bands.among(entries, int(_PLACE_BITS))])
        first = np.searchsorted(entries, wanted << _PLACE_BITS)
        there = first < len(entries)
        there[there] = entries[first[there]] >> _PLACE_BITS == wanted[there]
        wanted, first = wanted[there], first[there]
        sizes = np.searchsorted(entries, wanted << _PLACE_BITS | _LAST_PLACE, "right") - first
        return self._members(entries[ranges(first, sizes)])

    def _between(self, low: int, high: int) -> Numbers:
        entries = self._mapped()
        first = np.searchsorted(entries, np.uint64(low) << _PLACE_BITS)
        last = np.searchsorted(entries, np.uint64(high - 1) << _PLACE_BITS | _LAST_PLACE, "right")
        return entries[first:last]

    def _mapped(self) -> Numbers:
        entries: Numbers = np.load(self._paths[0], mmap_mode="r")
        return entries

    @property
    def _paths(self) -> tuple[Path, Path]:
        name = self.span.name
        return self.folder / f"{name}{_BANDS}", self.folder / f"{name}{_ARTICLES}"

    def _members(self, entries: Numbers) -> Members:
        if not len(entries):
            return Members.joined([])
        places = (entries & _LAST_PLACE).astype(np.int64)
        return Members(np.asarray(entries >> _PLACE_BITS), self.rows()[places])


class Pairs(NamedTuple):
    """Numbered pairs of articles (``pair``) in order, and how many bands speak for each."""

    numbers: Numbers
    bands: Ints

    @classmethod
    def none(cls) -> Self:
        """No pairs."""
        return cls(np.empty(0, np.uint64), np.empty(0, np.int64))

    def counting(self, more: Numbers, fewer: Numbers) -> Self:
        """With a band more, or one fewer, for each time that a pair is listed."""
        listed = np.concatenate([self.numbers, more, fewer])
        counts = np.concatenate([self.bands, np.repeat([1, -1], [len(more), len(fewer)])])
        numbers, places = np.unique(listed, return_inverse=True)
        totals = np.zeros(len(numbers), dtype=np.int64)
        np.add.at(totals, places, counts)
        return type(self)(numbers[totals > 0], totals[totals > 0])


def pair(one: Ints, other: Ints) -> Numbers:
    """The numbers of pairs of article rows, whichever of the two is named first."""
    first, last = np.minimum(one, other), np.maximum(one, other)
    return first.astype(np.uint64) << _ROW_BITS | last.astype(np.uint64)


def unpaired(number: int) -> tuple[int, int]:
    """The article rows of a pair."""
    return number >> int(_ROW_BITS), number & ((1 << int(_ROW_BITS)) - 1)


def recount(
    pairs: Pairs, kept: Sequence[Table], dropped: Sequence[Table], made: Sequence[Table]
) -> Pairs:
    """The pairs of ``kept`` and ``made``, from ``pairs``: those of ``kept`` and ``dropped``."""
    every = [*kept, *dropped, *made]
    for low, high in _ranges(sum(len(table) for table in (*dropped, *made))):
        before = Members.joined(table.members(low, high) for table in dropped)
        after = Members.joined(table.members(low, high) for table in made)
        changed = _changed(before, after)
        wanted = Wanted(changed)
        around = Members.joined(table.members_of(wanted, low, high) for table in kept)
        was, now = (
            _paired(Members.joined([around, side.only(among(side.bands, changed))]), every)
            for side in (before, after)
        )
        pairs = pairs.counting(more=now, fewer=was)
    return pairs


def in_time(tables: Iterable[Table], rows: Ints) -> Articles:
    """The articles of these rows, each once, the earliest first.

    The order is free of row numbers, so that builds agree. Undated articles come last. Of one
    day the longest comes first: copies are cut rather than extended.
    """
    wanted = np.unique(rows)
    none = np.empty(0, np.int64)
    found = [Articles(none, none.astype("i4"), none, none.astype("U"))]
    for table in tables:
        first, last = np.searchsorted(wanted, [table.span.first, table.span.last + 1])
        if first < last:
            articles = table.articles()
            found.append(articles.at(np.isin(articles.rows, wanted[first:last])))
    every = Articles(*map(np.concatenate, zip(*found, strict=True)))
    # An article may be in two tables, of before and after.
    every = every.at(np.unique(every.rows, return_index=True)[1])
    return every.at(np.lexsort((every.ids, -every.sizes, every.days, every.days == 0)))


def places_of(rows: Ints, articles: Ints) -> Ints:
    """Where each of these rows stands among the rows of articles, in whatever order they are."""
    order = np.argsort(articles)
    places: Ints = order[np.searchsorted(articles, rows, sorter=order)]
    return places


def _sketched(store: Store, rows: Ints, articles: Ints) -> Iterator[Members]:
    """The bands of passages, from their texts; ``articles`` are those that they are of."""
    for first in range(0, len(rows), _CHUNK):
        chunk = rows[first : first + _CHUNK].tolist()
        found = store.passages(chunk)
        texts = (found[row].passage.text for row in chunk)
        of_each = bands(np.stack([sketch(shingles(terms(text))) for text in texts]))
        owners = np.repeat(articles[first : first + _CHUNK], of_each.shape[1])
        yield Members(of_each.ravel(), owners)


def _ranges(total: int) -> Iterator[tuple[int, int]]:
    """Ranges of bands, of which each has some ``_AT_ONCE`` of so many: they are spread evenly."""
    parts = 1 + total // _AT_ONCE
    borders = [(n << BAND_BITS) // parts for n in range(parts + 1)]
    return pairwise(borders)


def _changed(before: Members, after: Members) -> Numbers:
    """The bands that some article has in one and not in the other, in order."""
    both = Members.joined([before, after])
    order = np.lexsort(both[::-1])
    sorted_bands, articles = both.bands[order], both.articles[order]
    same = (sorted_bands[1:] == sorted_bands[:-1]) & (articles[1:] == articles[:-1])
    alone = np.ones(len(order), dtype=bool)
    alone[1:] &= ~same
    alone[:-1] &= ~same
    return distinct(sorted_bands[alone])


def _paired(members: Members, tables: Sequence[Table]) -> Numbers:
    """The pairs of each band's earliest article with the others that have it."""
    order = np.argsort(members.bands, kind="stable")
    members = Members(members.bands[order], members.articles[order])
    follows = members.bands[1:] == members.bands[:-1]
    shared = np.zeros(len(order), dtype=bool)
    shared[1:] |= follows
    shared[:-1] |= follows
    members = members.only(shared)
    times = places_of(members.articles, in_time(tables, members.articles).rows)
    order = np.lexsort((times, members.bands))
    sorted_bands, articles = members.bands[order], members.articles[order]
    later = np.zeros(len(order), dtype=bool)
    later[1:] = sorted_bands[1:] == sorted_bands[:-1]
    # The place of the first of each run of a band, for every place in the run.
    earliest = np.maximum.accumulate(np.where(later, 0, np.arange(len(order))))
    return pair(articles[earliest[later]], articles[later])
