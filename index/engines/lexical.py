"""Words matched by BM25 (Robertson and Zaragoza, 2009), over the files of postings.py.

A document's score for a question is the sum, over the question's words and over body and title,

    weight * ln(1 + (N - n + 0.5) / (n + 0.5)) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * l / m))

with k1 = 1.2, b = 0.75 and a weight of 1 for the body, ``TITLE_WEIGHT`` for the title. N is the
number of documents of the whole index, n of those whose field holds the word, tf how often this
one's does, l how many words it has there and m the mean of all. It is the same however the
documents are parted into segments, whatever the filters, and for a question alone or among others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from typing import Literal

import numpy as np

from corpus.errors import StoreError
from index.arrays import Floats, Ints, Mask, borders
from index.engines.postings import BODY, TITLE, Postings, Unsigned, key
from index.engines.rarity import idf, smoothed_idf
from index.engines.top_k import NOTHING, Found, Scores, top_k, unpacked
from index.terms import query_terms

TITLE_WEIGHT = 0.5
_K1, _B = 1.2, 0.75
_FIELDS = (BODY, TITLE)
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
_TOGETHER = 1 << 16  # documents whose scores are summed at a time: so many fit a core's cache
_WORDS = 1 << 12  # whose keys and document frequencies are kept
_LOOKUPS = 8  # that are kept, the latest
_POSTINGS = 1 << 20  # most of a lookup that are kept with it, 3 to 5 bytes each

_key = lru_cache(maxsize=_WORDS)(key)
_NO_POSTINGS: Unsigned = np.empty(0, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """The distinct words of some questions, and where their postings lie in each segment.

    Words are numbered from 0. A column is a word in one field: word ``n`` of ``w`` is column ``n``
    in bodies and column ``w + n`` in titles.

    Attributes:
        words: The numbers of each question's words, in their order.
        starts, stops: Of each column's postings in each segment, shape (segments, columns).
        idf: Inverse document frequency of each column, shape (columns,).
        smoothed_idf: Of each word, by bodies, with the background (rarity.py).
        postings: How many there are in all.
        read: The postings themselves by the number of the first segment they are of, once they
            were read, unless there are too many to be kept.
    """

    words: list[list[int]]
    starts: Ints
    stops: Ints
    idf: Floats
    smoothed_idf: list[float]
    postings: int
    read: "dict[int, _PostingLists]"


@dataclass(frozen=True)
class _PostingLists:
    """The postings of a lookup's columns in some segments, column after column.

    Attributes:
        documents: The document of each posting, counted from the first of these segments, in the
            smallest unsigned type, shape (postings,).
        counts: How often it holds the word, shape (postings,).
        sizes: How many postings each column has, shape (columns,).
    """

    documents: Unsigned
    counts: Unsigned
    sizes: Ints

    @cached_property
    def borders(self) -> list[int]:
        """Where each column's postings begin, and the end of the last."""
        return list(borders(self.sizes).tolist())

    def spans(self, words: Sequence[int]) -> Iterator[slice]:
        """Where the postings of these words lie, bodies before titles; adjoining ones as one."""
        titles = len(self.sizes) // len(_FIELDS)
        start = stop = 0
        for column in [*words, *(titles + word for word in words)]:
            if self.borders[column] != stop:
                if start < stop:
                    yield slice(start, stop)
                start = self.borders[column]
            stop = self.borders[column + 1]
        if start < stop:
            yield slice(start, stop)


class LexicalIndex:
    """BM25 over the documents of several segments, which are numbered on from one to the next."""

    def __init__(self, segments: Sequence[Postings]) -> None:
        self._firsts = borders([len(segment) for segment in segments])
        norms = np.empty((len(_FIELDS), len(self)), dtype=np.float32)
        for field, row in zip(_FIELDS, norms, strict=True):
            total = sum(int(segment.lengths[field].sum(dtype=np.int64)) for segment in segments)
            mean = max(total, 1) / max(len(self), 1)
            for segment, (first, last) in zip(segments, pairwise(self._firsts), strict=True):
                row[first:last] = _K1 * (1 - _B + _B * segment.lengths[field] / mean)
        self._norms = norms
        self._documents = [segment.documents for segment in segments]
        self._counts = [segment.counts for segment in segments]
        self._groups = _grouped(self._firsts.tolist())
        # A search looks the same questions up twice: to rank articles and for their coverage.
        # Not methods: a cache that refers to this index would keep it from being freed at once.
        self._look_up = lru_cache(maxsize=_LOOKUPS)(partial(_look_up, segments))
        self._frequency = lru_cache(maxsize=_WORDS)(partial(_frequency, segments))

    def __len__(self) -> int:
        """How many documents there are."""
        return int(self._firsts[-1])

    def document_frequency(self, word: str) -> int:
        """How many documents hold the word in their body."""
        return self._frequency(word)

    def rarity(self, word: str) -> float:
        """The word's inverse document frequency, by bodies, smoothed (rarity.py)."""
        return smoothed_idf(word, self._frequency(word), len(self))

    def search(self, question: str, k: int, allowed: Mask | None = None) -> Found:
        """The ``k`` best documents that hold any of the question's words, as ``search_many``."""
        return self.search_many([question], [k], [allowed])[0]

    def search_many(
        self, questions: Sequence[str], k: Sequence[int], allowed: Sequence[Mask | None]
    ) -> list[Found]:
        """For each question the best documents that hold any of its words; equals by number.

        Args:
            questions: Any texts; their meaningful terms are looked for.
            k: How many documents for each at most.
            allowed: Which may be found for each, shape (documents,); None for all.
        """
        lookup = self._look_up(tuple(questions))
        best = [NOTHING] * len(questions)
        for first, last in self._groups:
            start, stop = self._firsts[first], self._firsts[last]
            lists = self._postings(lookup, first, last)
            impacts = self._impacts(lookup, lists, start, stop)
            for place, words in enumerate(lookup.words):
                mask = allowed[place]
                scores = np.zeros(stop - start, dtype=np.float32)
                for span in lists.spans(words):
                    np.add.at(scores, lists.documents[span], impacts[span])
                if mask is not None:
                    scores *= mask[start:stop]
                best[place] = top_k(scores, k[place], start, best[place])
        return list(map(unpacked, best))

    def coverage(self, questions: Sequence[str], of: Ints, documents: Ints) -> Floats:
        """How much of a question's words a document holds, each by its smoothed idf, 0 to 1.

        In body or title, however often, and however long the document is.

        Args:
            questions: As for ``search_many``.
            of: For each pair of question and document the place of its question, ascending.
            documents: For each pair its document; no pair stands twice.

        Returns:
            The share of each pair, shape (pairs,).
        """
        lookup = self._look_up(tuple(questions))
        sums = np.zeros(len(of))
        for first, last in self._groups:
            start, stop = self._firsts[first], self._firsts[last]
            lists = self._postings(lookup, first, last)
            here = np.flatnonzero((documents >= start) & (documents < stop))
            wanted, found = documents[here] - start, np.zeros(len(here))
            edges = np.searchsorted(of[here], np.arange(len(questions) + 1)).tolist()
            for words, edge in zip(lookup.words, pairwise(edges), strict=True):
                at, share = wanted[slice(*edge)], found[slice(*edge)]
                for word in words:
                    holds = np.zeros(stop - start, dtype=bool)
                    for span in lists.spans([word]):
                        holds[lists.documents[span]] = True
                    # Word by word, so that a sum is the same for a document alone and among others.
                    share += holds[at] * lookup.smoothed_idf[word]
            sums[here] = found
        wholes = np.array(
            [sum(lookup.smoothed_idf[word] for word in words) for words in lookup.words]
        )
        shares: Floats = sums / np.maximum(wholes, 1e-9)[of]
        return shares

    def _postings(self, lookup: _Lookup, first: int, last: int) -> _PostingLists:
        """The lookup's postings in the segments from ``first`` to before ``last``."""
        lists = lookup.read.get(first)
        if lists is None:
            lists = self._read(lookup, first, last)
            if lookup.postings <= _POSTINGS:
                lookup.read[first] = lists
        return lists

    def _read(self, lookup: _Lookup, first: int, last: int) -> _PostingLists:
        sizes = lookup.stops[first:last] - lookup.starts[first:last]
        columns, segments = np.nonzero(sizes.T)
        segments += first
        starts, stops = lookup.starts[segments, columns], lookup.stops[segments, columns]
        numbers, spans = segments.tolist(), list(map(slice, starts.tolist(), stops.tolist()))
        documents, counts = (
            np.concatenate(
                [_NO_POSTINGS, *(lists[n][span] for n, span in zip(numbers, spans, strict=True))]
            )
            for lists in (self._documents, self._counts)
        )
        if last - first > 1:
            begins = self._firsts[segments] - self._firsts[first]
            small = np.min_scalar_type(self._firsts[last] - self._firsts[first])
            documents = documents.astype(small, copy=False)
            documents += np.repeat(begins.astype(small), stops - starts)
        if documents.max(initial=0) >= max(1, self._firsts[last] - self._firsts[first]):
            raise StoreError(
                "words of the index: damaged; delete its folder derived, and it is made again"
            )
        return _PostingLists(documents, counts, sizes=sizes.sum(axis=0))

    def _impacts(self, lookup: _Lookup, lists: _PostingLists, start: int, stop: int) -> Scores:
        """What each posting adds to its document's score, shape (postings,): the formula above."""
        impacts = lists.counts.astype(np.float32)
        words = len(lists.sizes) // len(_FIELDS)
        for field, weight in zip(_FIELDS, (1.0, TITLE_WEIGHT), strict=True):
            columns = slice(field * words, (field + 1) * words)
            part = slice(lists.borders[columns.start], lists.borders[columns.stop])
            norms = self._norms[field, start:stop].take(lists.documents[part])
            impacts[part] /= impacts[part] + norms
            weights = weight * (_K1 + 1) * lookup.idf[columns]
            impacts[part] *= np.repeat(weights.astype(np.float32), lists.sizes[columns])
        return impacts


def _look_up(segments: Sequence[Postings], questions: tuple[str, ...]) -> _Lookup:
    numbers: dict[str, int] = {}
    words = [
        [numbers.setdefault(word, len(numbers)) for word in query_terms(question)]
        for question in questions
    ]
    bodies = np.array([_key(word, BODY) for word in numbers], dtype=np.uint64)
    # The key of a word's titles follows that of its bodies, so that these end where those begin.
    edges = np.concatenate([bodies + np.uint64(field) for field in (*_FIELDS, len(_FIELDS))])
    found = np.empty((len(segments), len(edges)), dtype=np.int64)
    for segment, row in zip(segments, found, strict=True):
        row[:] = segment.offsets[segment.keys.searchsorted(edges)]
    starts, stops = found[:, : len(edges) - len(bodies)], found[:, len(bodies) :]
    frequencies, size = (stops - starts).sum(axis=0), sum(map(len, segments))
    in_bodies = frequencies[: len(numbers)].tolist()
    return _Lookup(
        words=words,
        starts=starts,
        stops=stops,
        idf=idf(frequencies, size),
        smoothed_idf=[smoothed_idf(*one, size) for one in zip(numbers, in_bodies, strict=True)],
        postings=int(frequencies.sum()),
        read={},
    )


def _grouped(firsts: Sequence[int]) -> list[tuple[int, int]]:
    """Segments whose documents are scored together, each group from one to before another.

    ``firsts`` are the numbers of the first document of each segment, and how many there are.
    """
    groups = []
    start = 0
    for last in range(1, len(firsts)):
        if last + 1 == len(firsts) or firsts[last + 1] - firsts[start] > _TOGETHER:
            groups.append((start, last))
            start = last
    return groups


def _frequency(segments: Sequence[Postings], word: str) -> int:
    """How many documents hold the word in their body."""
    number = np.uint64(key(word, BODY))
    total = 0
    for segment in segments:
        start, stop = (segment.keys.searchsorted(number, side) for side in _SIDES)
        total += int(segment.offsets[stop]) - int(segment.offsets[start])
    return total
