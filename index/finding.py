"""The best passages for a question: gathered, weighed, near-copies told as one, put in order.

Of many questions numpy weighs the candidates together, so that Python does little for each.
They are parted among a thread a core: the engines and numpy work outside of Python's lock.
Few share the cores otherwise: of a large index words are looked for while the encoder runs.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from index.derived import Derived
from index.folding import folded, repeating
from index.gathering import Asked, Words, by_words, gather
from index.ranking import More, Ranked, candidates, ordered
from index.threads import beside, cores, one_thread
from index.types import Vectors

_TOGETHER = 128  # questions that a thread looks for at once
_COSINES = 1 << 24  # of questions and vectors, 64 MB, are computed before others are
_ALONE = 16  # questions that are not worth a second thread
_LARGE = 100_000  # passages, below which words take no longer than a thread to wake up


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
        encode: Texts to vectors, shape (texts, dimension).
        more: Whether more is wanted.
        articles: So many articles at least, even if some only repeat others.
    """

    derived: Derived
    encode: Callable[[Sequence[str]], Vectors]
    more: More
    articles: int

    def best(self, asked: Sequence[Asked]) -> Iterator[list[Best]]:
        """The best passages for each question, as many questions at a time as were done."""
        texts = [one.question for one in asked]
        if len(asked) <= _ALONE:
            words = None
            if len(self.derived.vectors) >= _LARGE:
                words = beside().submit(by_words, asked, self.derived).result
            vectors = self.encode(texts)
            yield self._together(asked, vectors, self.derived.vectors.table(vectors), words)
            return
        vectors = self.encode(texts)
        at_once = max(_TOGETHER, _COSINES // (1 + len(self.derived.vectors)))
        with one_thread(), ThreadPoolExecutor(cores()) as pool:
            for first in range(0, len(asked), at_once):
                some, theirs = asked[first : first + at_once], vectors[first : first + at_once]
                cosines = self.derived.vectors.table(theirs, pool.map)
                size = min(_TOGETHER, -(-len(some) // cores()))
                parts = [slice(start, start + size) for start in range(0, len(some), size)]
                yield from pool.map(
                    self._together,
                    [some[part] for part in parts],
                    [theirs[part] for part in parts],
                    [None if cosines is None else cosines[part] for part in parts],
                )

    def _together(
        self,
        asked: Sequence[Asked],
        vectors: Vectors,
        cosines: Vectors | None,
        words: Callable[[], Words] | None = None,
    ) -> list[Best]:
        ranked = self._ranked(asked, vectors, cosines, words)
        rows = np.array([each.row for some in ranked for each in some], dtype=np.int64)
        allowed = [
            one.within.allowed for one, some in zip(asked, ranked, strict=True) for _ in some
        ]
        carriers = iter(self.derived.copies.all_carriers(self.derived.positions(rows), allowed))
        return [Best(some, [next(carriers) for _ in some]) for some in ranked]

    def _ranked(
        self,
        asked: Sequence[Asked],
        vectors: Vectors,
        cosines: Vectors | None,
        words: Callable[[], Words] | None = None,
    ) -> list[list[Ranked]]:
        """The best of what the engines find, looking deeper for as long as more is wanted."""
        derived = self.derived
        found = gather(asked, vectors, cosines, derived, words)
        every = candidates(asked, found, derived)
        told = folded(every, derived, [one.within.allowed for one in asked])
        best = ordered(told, derived, self.more, len(asked))
        for place, (one, (first, last)) in enumerate(
            zip(asked, every.borders(len(asked)), strict=True)
        ):
            distinct = len({ranked.article for ranked in best[place]})
            deeper = one.deeper() if self.more(len(best[place]), distinct) else None
            if deeper is not None:
                (best[place],) = self._ranked([deeper], vectors[place : place + 1], None)
            elif distinct < self.articles:
                (rest,) = ordered(every.part(first, last), derived, lambda *_: True, 1)
                best[place] += repeating(rest, best[place], self.articles - distinct)
        return best
