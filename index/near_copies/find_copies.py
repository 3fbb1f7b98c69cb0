"""Finds near-copies among the passages of a store; copies.py says what they are for.

Outlets cut and extend what they take over, so that passages of the same words begin and end
at different places. A passage is therefore held against the whole other article: it is a
near-copy where four in five of its shingles stand there (containment: Broder 1997), and all
of its numbers around the same place. New names are taken for a byline or a credit, unless
they stand where the other article has names that this one lacks. alike.py tells which
articles are worth comparing.

What one build compared the next one need not compare again: rows are never used twice, so
that it stays true. The outcome depends on the articles alone, not on the builds before.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Self

import numpy as np

from index.arrays import Ints, opened
from index.near_copies.alike import Pairs, Table, pair, recount, unpaired
from index.near_copies.sketches import Shingles, names, numbers, shingles
from index.near_copies.wanted import Numbers, among
from index.store import Store
from index.terms import terms

VERSION = 4  # of the tables of alike.py, and of what counts as a copy
CONTAINED = 0.8  # share of a passage's shingles that stand in the other article


@dataclass(frozen=True, slots=True)
class Compared:
    """The pairs of articles that were compared, and what was found.

    ``held`` has the shape (found, 4): row of a passage and of its article, and of the passage
    in another article which holds most of it, and of that article.
    """

    pairs: Pairs
    held: Ints

    @classmethod
    def nothing(cls) -> Self:
        """Nothing was compared yet."""
        return cls(Pairs.none(), np.empty((0, 4), np.int64))

    def save(self, path: Path) -> None:
        """Write it to a file."""
        np.savez(path, version=VERSION, **self.pairs._asdict(), held=self.held)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read it back.

        Raises:
            OSError, ValueError, KeyError, BadZipFile: The file is not one of these.
        """
        with opened(path) as table:
            if int(table["version"]) != VERSION:
                raise ValueError(f"{path}: of another version")
            return cls(Pairs(table["numbers"], table["bands"]), table["held"])


def find_copies(
    store: Store,
    made: Sequence[Table],
    earlier: Compared | None = None,
    kept: Sequence[Table] = (),
    dropped: Sequence[Table] = (),
) -> Compared:
    """The near-copies among the store's passages.

    Args:
        store: Read within a snapshot or transaction.
        made: Tables of all its articles, or of those that ``kept`` has not.
        earlier: What an earlier build on the same store compared.
        kept: The tables of that build that still hold.
        dropped: Its other tables.
    """
    earlier = earlier or Compared.nothing()
    pairs = recount(earlier.pairs, kept, dropped, made)
    still = earlier.held[among(_pairs(earlier.held), pairs.numbers)]
    fresh = pairs.numbers[~among(pairs.numbers, earlier.pairs.numbers)]
    held = np.concatenate([still, _compared(store, fresh)])
    return Compared(pairs, held[np.lexsort(held.T[::-1])])


def _pairs(held: Ints) -> Numbers:
    return pair(held[:, 1], held[:, 3])


def _compared(store: Store, pairs: Numbers) -> Ints:
    """What is found when these pairs of articles are compared."""
    read = lru_cache(maxsize=256)(lambda article: _read(store, article))
    held = array("q")  # 32 bytes a row; lists and tuples of them would be ten times that
    for number in pairs.tolist():
        one, other = (read(row) for row in unpaired(number))
        for found in chain(_contained(one, other), _contained(other, one)):
            held.extend(found)
    return np.array(held, dtype=np.int64).reshape(-1, 4)


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it is compared; ``owners`` says which passage each shingle is of."""

    row: int
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


def _read(store: Store, article: int) -> _Read:
    rows = store.columns((article, article)).rows.tolist()
    passages = [found.passage for _, found in sorted(store.passages(rows).items())]
    words = [terms(passage.text) for passage in passages]
    each = [shingles(part) for part in words]
    sizes = np.array([len(part) for part in each])
    return _Read(
        row=article,
        rows=rows,
        whole=shingles([word for part in words for word in part]),
        parts=np.concatenate(each),
        owners=np.repeat(np.arange(len(each)), sizes),
        sizes=sizes,
        terms=[frozenset(part) for part in words],
        numbers=[numbers(part) for part in words],
        names=[names(passage.text) for passage in passages],
    )


def _contained(article: _Read, other: _Read) -> Iterator[tuple[int, int, int, int]]:
    """Passages of the article that stand in the other: a row of ``Compared.held`` for each."""
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
            yield article.rows[place], article.row, other.rows[best], other.row
