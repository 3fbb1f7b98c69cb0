"""The best passages for a question: gathered, weighed, near-copies told as one, put in order.

Many questions are parted among a thread a core. The engines and numpy work outside of Python's
lock, so that one thread searches while another one ranks.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from index.derived import Derived
from index.folding import folded, repeating
from index.gathering import Asked, Gathered, gather
from index.ranking import More, Ranked, candidates, ordered
from index.threads import cores, one_thread
from index.types import Vectors

_TOGETHER = 64  # questions that a thread looks for at once
_ALONE = 16  # questions that are not worth a second thread


@dataclass(frozen=True, slots=True)
class Best:
    """The best passages for a question, best first.

    ``carriers`` are, for each, the rows of the other articles that carry nearly its words.
    """

    passages: list[Ranked]
    carriers: list[list[int]]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds as much as is wanted of one state of the index.

    Attributes:
        derived: The engines.
        more: Whether more is wanted.
        articles: So many articles at least, even if some only repeat others.
    """

    derived: Derived
    more: More
    articles: int

    def best(self, asked: Sequence[Asked], vectors: Vectors) -> Iterator[list[Best]]:
        """The best passages for each question, as many questions at a time as were done.

        Args:
            asked: The questions.
            vectors: Theirs, shape (questions, dimension).
        """
        if len(asked) <= _ALONE:
            yield self._together(asked, vectors)
            return
        size = min(_TOGETHER, -(-len(asked) // cores()))
        firsts = range(0, len(asked), size)
        parts = [asked[first : first + size] for first in firsts]
        of_parts = [vectors[first : first + size] for first in firsts]
        with one_thread(), ThreadPoolExecutor(cores()) as pool:
            yield from pool.map(self._together, parts, of_parts)

    def _together(self, asked: Sequence[Asked], vectors: Vectors) -> list[Best]:
        gathered = gather(asked, vectors, self.derived)
        return [self._one(one, found) for one, found in zip(asked, gathered, strict=True)]

    def _one(self, asked: Asked, found: Gathered) -> Best:
        """The best of what the engines found, looking deeper for as long as more is wanted."""
        derived, allowed = self.derived, asked.within.allowed
        while True:
            every = candidates(asked, found, derived)
            best = ordered(folded(every, derived, allowed), derived, self.more)
            distinct = len({ranked.article for ranked in best})
            deeper = asked.deeper() if self.more(len(best), distinct) else None
            if deeper is None:
                break
            asked = deeper
            (found,) = gather([asked], found.vector[None], derived)
        if distinct < self.articles:
            rest = ordered(every, derived, lambda *_: True)
            best += repeating(rest, best, self.articles - distinct)
        rows = np.array([ranked.row for ranked in best], dtype=np.int64)
        carriers = derived.copies.all_carriers(derived.positions(rows), allowed)
        return Best(best, carriers)
