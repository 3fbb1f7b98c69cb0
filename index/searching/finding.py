"""The best passages for a question: gathered, weighed, near-copies told as one, put in order.

Of many questions numpy weighs the candidates together, so that Python does little for each, and
while some are searched for the encoder reads the next: it works outside of Python's lock, which two
threads that search would wait for. Meanwhile their words are looked for; of a few questions only in
a large index, where that takes longer than a thread needs to wake up.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from index.derived import Derived
from index.searching.folding import folded, repeating
from index.searching.gathering import Query, Words, by_words, gather
from index.searching.ranking import More, Ranked, candidates, ordered
from index.threads import background, one_thread
from index.types import Vectors

_TOGETHER = 128  # queries that are looked for at once
_ALONE = 16  # queries that are not worth a second thread
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

    def best(self, queries: Sequence[Query]) -> Iterator[list[Best]]:
        """The best passages for each query; of many those for some after those for others."""
        texts = [query.question for query in queries]
        if len(queries) <= _ALONE:
            words: Callable[[], Words] | None = None
            if len(self.derived.vectors) >= _LARGE:
                words = background().submit(by_words, queries, self.derived).result
            vectors = self.encode(texts)
            yield self._together(queries, vectors, self.derived.vectors.table(vectors), words)
            return
        parts = [slice(n, n + _TOGETHER) for n in range(0, len(queries), _TOGETHER)]
        with one_thread(), ThreadPoolExecutor(1) as ahead:
            encoded = ahead.map(self.encode, [texts[part] for part in parts])
            for part in parts:
                words = _known(by_words(queries[part], self.derived))
                vectors = next(encoded)
                cosines = self.derived.vectors.table(vectors)
                yield self._together(queries[part], vectors, cosines, words)

    def _together(
        self,
        queries: Sequence[Query],
        vectors: Vectors,
        cosines: Vectors | None,
        words: Callable[[], Words] | None,
    ) -> list[Best]:
        """The best passages for queries of one thread; arguments as ``gather`` has them."""
        best = self._ranked(queries, vectors, cosines, words)
        rows = np.array([ranked.row for of_one in best for ranked in of_one], dtype=np.int64)
        allowed = [
            query.within.passages
            for query, of_one in zip(queries, best, strict=True)
            for _ in of_one
        ]
        carriers = iter(self.derived.copies.all_carriers(self.derived.positions(rows), allowed))
        return [Best(of_one, [next(carriers) for _ in of_one]) for of_one in best]

    def _ranked(
        self,
        queries: Sequence[Query],
        vectors: Vectors,
        cosines: Vectors | None,
        words: Callable[[], Words] | None = None,
    ) -> list[list[Ranked]]:
        """The best of what the engines find, looking deeper for as long as more is wanted."""
        derived = self.derived
        found = gather(queries, vectors, cosines, derived, words)
        every = candidates(queries, found, derived)
        kept = folded(every, derived, [query.within.passages for query in queries])
        best = ordered(kept, derived, self.more, len(queries))
        for place, (query, (first, last)) in enumerate(
            zip(queries, every.borders(len(queries)), strict=True)
        ):
            distinct = len({ranked.article for ranked in best[place]})
            deeper = query.deeper() if self.more(len(best[place]), distinct) else None
            if deeper is not None:
                (best[place],) = self._ranked([deeper], vectors[place : place + 1], None)
            elif distinct < self.articles:
                (rest,) = ordered(every.part(first, last), derived, lambda *_: True, 1)
                best[place] += repeating(rest, best[place], self.articles - distinct)
        return best


def _known(words: Words) -> Callable[[], Words]:
    return lambda: words
