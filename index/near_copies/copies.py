"""Near-copies: which passages say nearly the same, and which one stands for which.

    held      a passage, and a passage of another article in which all that it says stands
    heads     for each passage the one that stands for it: of the earliest article

A reader is shown the first to publish, for the others had it from there and say no more: a
passage with another number or another name is an update, and no copy. Where the
filters leave out the first, the next takes its place. find_copies.py finds them.

Most passages have no copies, and nothing is kept of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from index.arrays import Ints, Mask, opened


@dataclass(frozen=True)
class Copies:
    """Near-copies among the passages of one generation of the store.

    Attributes:
        held: Shape (found, 2): position of a passage, and that of the passage in another
            article which holds most of it; the rest stands beside that one.
        owners: Shape (found, 2): the articles of these passages, as places in ``articles``.
        articles: Rows of the articles that have copies or are copies, the earliest first.
    """

    held: Ints
    owners: Ints
    articles: Ints

    def heads(self, positions: Ints) -> Ints:
        """The position of the passage that stands for each; its own where it is no copy."""
        return _replaced(positions, *self._heads)

    @cached_property
    def _heads(self) -> tuple[Ints, Ints]:
        """The passages that are copies, in order, and the one that stands for each."""
        later = self.owners[:, 1] < self.owners[:, 0]
        (passages, holders), times = self.held[later].T, self.owners[later, 1]
        by_time = np.lexsort((times, passages))
        copies, earliest = np.unique(passages[by_time], return_index=True)
        heads = holders[by_time][earliest]
        while not np.array_equal(further := _replaced(heads, copies, heads), heads):
            heads = further
        return copies, heads

    def standing(self, positions: Ints, allowed: Mask) -> Ints:
        """For each position that of the passage to show: the earliest that filters leave.

        Args:
            positions: Positions that the filters let through.
            allowed: Which positions they let through.
        """
        shown = self.heads(positions)
        for place in np.flatnonzero(~allowed[shown]).tolist():
            held, owners = self._group(int(shown[place]))
            # Not what holds them: that may say more.
            passages, times = held[:, 0], owners[:, 0]
            left = allowed[passages]
            passages, times = passages[left], times[left]
            shown[place] = passages[np.lexsort((passages, times))[0]]
        return shown

    def carriers(self, position: int, allowed: Mask | None) -> list[int]:
        """Rows of the other articles that carry nearly the words of a passage, in order of time.

        ``allowed`` is as in ``standing``, or None where all are let through.
        """
        (head,) = self.heads(np.array([position]))
        held, owners = (found.ravel() for found in self._group(int(head)))
        own = owners[held == position]
        left = np.ones(len(held), dtype=bool) if allowed is None else allowed[held]
        others = np.unique(owners[left & ~np.isin(owners, own)])
        return list(self.articles[others].tolist())

    def all_carriers(self, positions: Ints, allowed: Sequence[Mask | None]) -> list[list[int]]:
        """The carriers of each of some passages; that most have none is seen of all at once."""
        heads, (_, grouped) = self.heads(positions), self._by_head
        first, last = (np.searchsorted(grouped, heads, side) for side in ("left", "right"))
        return [
            self.carriers(position, mask) if some else []
            for position, some, mask in zip(
                positions.tolist(), (first < last).tolist(), allowed, strict=True
            )
        ]

    def _group(self, head: int) -> tuple[Ints, Ints]:
        """The rows of ``held`` and ``owners`` whose passages have this head."""
        order, heads = self._by_head
        first, last = np.searchsorted(heads, [head, head + 1])
        return self.held[order[first:last]], self.owners[order[first:last]]

    @cached_property
    def _by_head(self) -> tuple[Ints, Ints]:
        """The order of ``held`` by the heads of its passages, and these heads."""
        heads = self.heads(self.held[:, 0])
        order = np.argsort(heads, kind="stable")
        return order, heads[order]

    def save(self, path: Path) -> None:
        """Write them to a file."""
        np.savez(path, held=self.held, owners=self.owners, articles=self.articles)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read them back.

        Raises:
            OSError, ValueError, KeyError, BadZipFile: The file is not one of these.
        """
        with opened(path) as table:
            return cls(table["held"], table["owners"], table["articles"])


def _replaced(positions: Ints, known: Ints, others: Ints) -> Ints:
    """The positions, those that are ``known`` (in order) replaced by what stands beside them."""
    if not len(known):
        return positions.copy()
    places = np.minimum(np.searchsorted(known, positions), len(known) - 1)
    return np.where(known[places] == positions, others[places], positions)
