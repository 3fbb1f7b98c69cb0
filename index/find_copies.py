"""Finds near-copies among the passages of a store; index/copies.py says what they are for.

Outlets cut and extend what they take over, so that passages of the same words begin and end
at different places. A passage is therefore held against the whole other article: it is a
near-copy where four in five of its shingles stand there (containment: Broder 1997), and all
of its numbers around the same place. New names are taken for a byline or a credit, unless
they stand where the other article has names that this one lacks. Sketches
(index/sketches.py) tell which articles are worth comparing.

What one build compared the next one need not compare again: rows are never used twice, so
that it stays true. The outcome depends on the articles alone, not on the builds before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.copies import Copies, Ints
from index.rows import Columns
from index.sketches import HASHES, Shingles, alike, names, numbers, shingles, sketch
from index.store import Store
from index.terms import terms

VERSION = 3  # of sketches and of what counts as a copy
CONTAINED = 0.8  # share of a passage's shingles that stand in the other article
_CHUNK = 1000  # passages read at a time


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found out, by row: of passages (``rows``, ``held``) and articles (``pairs``).

    ``sketches`` has the shape (rows, ``HASHES``), ``pairs`` and ``held`` the shape (found, 2).
    """

    rows: Ints
    sketches: NDArray[np.uint32]
    pairs: Ints
    held: Ints

    @classmethod
    def nothing(cls) -> Self:
        """Nothing was compared yet."""
        none = np.empty(0, np.int64)
        return cls(none, np.empty((0, HASHES), "u4"), none.reshape(0, 2), none.reshape(0, 2))

    def save(self, path: Path) -> None:
        """Write it to a file."""
        np.savez(
            path,
            version=VERSION,
            rows=self.rows,
            sketches=self.sketches,
            pairs=self.pairs,
            held=self.held,
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read it back; nothing where another version wrote it.

        Raises:
            OSError, ValueError, KeyError, BadZipFile: The file is not one of these.
        """
        with np.load(path, allow_pickle=False) as table:
            if int(table["version"]) != VERSION:
                return cls.nothing()
            return cls(table["rows"], table["sketches"], table["pairs"], table["held"])


def find_copies(
    store: Store, columns: Columns, earlier: Compared | None = None
) -> tuple[Copies, Compared]:
    """The near-copies among the store's passages, and what was compared to find them.

    Args:
        store: Read within a snapshot or transaction.
        columns: Of its passages.
        earlier: What an earlier build on the same store compared.
    """
    earlier = earlier or Compared.nothing()
    sketches = _sketches(store, columns.rows, earlier)
    order = _order(store, columns)
    pairs = np.sort(columns.articles[alike(sketches, order)], axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    owners = dict(zip(columns.rows.tolist(), columns.articles.tolist(), strict=True))
    known = set(map(tuple, earlier.pairs.tolist()))
    wanted = set(map(tuple, pairs.tolist()))
    held = [
        (passage, holder)
        for passage, holder in earlier.held.tolist()
        if tuple(sorted((owners.get(passage, -1), owners.get(holder, -1)))) in wanted
    ]
    read = lru_cache(maxsize=256)(lambda article: _read(store, columns, article))
    for one, other in sorted(wanted - known):
        held += _contained(read(one), read(other))
        held += _contained(read(other), read(one))
    by_row = np.array(sorted(held), dtype=np.int64).reshape(-1, 2)
    copies = Copies(columns.articles, order, np.searchsorted(columns.rows, by_row))
    return copies, Compared(columns.rows, sketches, pairs, by_row)


def _sketches(store: Store, rows: Ints, earlier: Compared) -> NDArray[np.uint32]:
    """The sketch of every passage; those that were made before are not made again."""
    sketches = np.empty((len(rows), HASHES), dtype=np.uint32)
    known = np.isin(rows, earlier.rows)
    sketches[known] = earlier.sketches[np.searchsorted(earlier.rows, rows[known])]
    fresh = np.flatnonzero(~known)
    for first in range(0, len(fresh), _CHUNK):
        chunk = fresh[first : first + _CHUNK]
        found = store.passages(rows[chunk].tolist())
        for position in chunk.tolist():
            text = found[int(rows[position])].passage.text
            sketches[position] = sketch(shingles(terms(text)))
    return sketches


def _order(store: Store, columns: Columns) -> Ints:
    """The place in time of each passage's article, free of rows, so that builds agree.

    Undated articles come last. Of one day the longest comes first: copies are cut rather
    than extended.
    """
    rows, first, sizes = np.unique(columns.articles, return_index=True, return_counts=True)
    ids = store.article_ids(rows.tolist())
    names = np.array([ids[row] for row in rows.tolist()], dtype=np.str_)
    days = columns.days[first]
    by_time = np.lexsort((names, -sizes, days, days == 0))
    places = np.empty(len(rows), dtype=np.int64)
    places[by_time] = np.arange(len(rows))
    return places[np.searchsorted(rows, columns.articles)]


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it is compared; ``owners`` says which passage each shingle is of."""

    rows: list[int]
    whole: Shingles
    parts: Shingles
    owners: Ints
    sizes: Ints
    terms: list[frozenset[str]]
    numbers: list[frozenset[str]]
    names: list[frozenset[str]]

    def around(self, place: int) -> frozenset[str]:
        """The terms of a passage and of those beside it."""
        return frozenset[str]().union(*self.terms[max(0, place - 1) : place + 2])


def _read(store: Store, columns: Columns, article: int) -> _Read:
    first, last = np.searchsorted(columns.articles, [article, article + 1]).tolist()
    rows = columns.rows[first:last].tolist()
    passages = [found.passage for _, found in sorted(store.passages(rows).items())]
    words = [terms(passage.text) for passage in passages]
    each = [shingles(part) for part in words]
    sizes = np.array([len(part) for part in each])
    return _Read(
        rows=rows,
        whole=shingles([word for part in words for word in part]),
        parts=np.concatenate(each),
        owners=np.repeat(np.arange(len(each)), sizes),
        sizes=sizes,
        terms=[frozenset(part) for part in words],
        numbers=[numbers(part) for part in words],
        names=[names(passage.text) for passage in passages],
    )


def _contained(article: _Read, other: _Read) -> Iterator[tuple[int, int]]:
    """Passages of the article that stand in the other, each with its row and the other's."""
    inside = np.isin(article.parts, other.whole)
    shared = np.bincount(article.owners[inside], minlength=len(article.rows))
    for place in np.flatnonzero((shared >= CONTAINED * article.sizes) & (shared > 0)).tolist():
        of_this = article.parts[article.owners == place]
        found = np.bincount(other.owners[np.isin(other.parts, of_this)], minlength=len(other.rows))
        best = int(found.argmax())
        said, heard = article.around(place), other.around(best)
        added = not article.names[place] <= heard
        replaced = not other.names[best] <= said
        if article.numbers[place] <= heard and not (added and replaced):
            yield article.rows[place], other.rows[best]
