"""Near-copies: which passages say nearly the same, and which articles go back to which.

    held      a passage, and a passage of another article in which all that it says stands
    heads     for each passage the one that stands for it: of the earliest article
    origins   an article goes back to the one that stands for half of its passages or more

A reader is shown the first to publish, for the others had it from there and say no more: a
passage with another number or another name is an update, and no copy. Where the
filters leave out the first, the next takes its place. index/find_copies.py finds them.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

ORIGIN_SHARE = 0.5  # of an article's passages


@dataclass(frozen=True)
class Copies:
    """Near-copies among the passages of one generation of the store.

    Attributes:
        articles: Row of the article of every passage, by position.
        order: Place in time of every passage's article, by position; smaller is earlier.
        held: Shape (found, 2): position of a passage, and that of the passage in another
            article which holds most of it; the rest stands beside that one.
    """

    articles: Ints
    order: Ints
    held: Ints

    @cached_property
    def heads(self) -> Ints:
        """The position of the passage that stands for each; its own where it is no copy."""
        heads = np.arange(len(self.articles))
        passage, holder = self.held.T
        earlier = self.order[holder] < self.order[passage]
        # The earliest holder is written last, and stays.
        passage, holder = passage[earlier], holder[earlier]
        by_time = np.argsort(-self.order[holder], kind="stable")
        heads[passage[by_time]] = holder[by_time]
        while not np.array_equal(further := heads[heads], heads):
            heads = further
        return heads

    def standing(self, positions: Ints, allowed: Mask | None) -> Ints:
        """For each position that of the passage to show: the earliest that filters leave.

        Args:
            positions: Positions that the filters let through.
            allowed: Which positions they let through; None for all.
        """
        heads = self.heads[positions]
        if allowed is None:
            return heads
        shown = heads.copy()
        for place in np.flatnonzero(~allowed[heads]).tolist():
            members = self._members[int(heads[place])]
            shown[place] = next(member for member in members if allowed[member])
        return shown

    def fold(self, positions: Ints, scores: Floats, allowed: Mask | None) -> tuple[Ints, Ints]:
        """One passage for all that say nearly the same: the best of each group, and its head.

        Gives places in ``positions``, and for each the position to show, both in the order
        of the latter; ``allowed`` is as in ``standing``.
        """
        shown = self.standing(positions, allowed)
        by_score = np.lexsort((positions, -scores))
        heads, first = np.unique(shown[by_score], return_index=True)
        return by_score[first], heads

    def carriers(self, position: int, allowed: Mask | None) -> list[int]:
        """Rows of the other articles that carry nearly the words of a passage, in order of time.

        ``allowed`` is as in ``standing``.
        """
        found = self._carriers.get(int(self.heads[position]), ())
        own = int(self.articles[position])
        return [
            row for row, first in found if row != own and (allowed is None or bool(allowed[first]))
        ]

    def origin(self, article: int) -> int:
        """Row of the article that this one goes back to; its own where it is no copy."""
        while (earlier := self._parents.get(article)) is not None:
            article = earlier
        return article

    @cached_property
    def _members(self) -> dict[int, list[int]]:
        """The passages of each head, in order of time."""
        copies = np.flatnonzero(self.heads != np.arange(len(self.heads)))
        members: dict[int, list[int]] = defaultdict(list)
        for position in copies[np.argsort(self.order[copies], kind="stable")].tolist():
            members[int(self.heads[position])].append(position)
        return members

    @cached_property
    def _carriers(self) -> dict[int, list[tuple[int, int]]]:
        """For each head, its own article and those that carry it: row, and a position in it."""
        carrying: dict[int, set[int]] = defaultdict(set)
        for head, members in self._members.items():
            carrying[head].update(members)
        for passage, holder in self.held.tolist():
            carrying[int(self.heads[passage])].add(holder)
        return {head: self._in_time([head, *positions]) for head, positions in carrying.items()}

    def _in_time(self, positions: list[int]) -> list[tuple[int, int]]:
        """Each article of these positions once, the earliest first."""
        first = {int(self.articles[each]): each for each in positions}
        return sorted(first.items(), key=lambda item: int(self.order[item[1]]))

    @cached_property
    def _parents(self) -> dict[int, int]:
        """For each article that is a copy, the earlier one that it mostly goes back to."""
        rows, sizes = np.unique(self.articles, return_counts=True)
        size = dict(zip(rows.tolist(), sizes.tolist(), strict=True))
        time = dict(zip(self.articles.tolist(), self.order.tolist(), strict=True))
        shared: dict[int, Counter[int]] = defaultdict(Counter)
        for head, members in self._members.items():
            for member in members:
                shared[int(self.articles[member])][int(self.articles[head])] += 1
        parents = {}
        for article, counts in shared.items():
            parent = max(counts, key=lambda row: (counts[row], -time[row]))
            if counts[parent] >= ORIGIN_SHARE * size[article]:
                parents[article] = parent
        return parents

    def save(self, path: Path) -> None:
        """Write them to a file."""
        np.savez(path, articles=self.articles, order=self.order, held=self.held)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read them back.

        Raises:
            OSError, ValueError, KeyError, BadZipFile: The file is not one of these.
        """
        with np.load(path, allow_pickle=False) as table:
            return cls(table["articles"], table["order"], table["held"])
