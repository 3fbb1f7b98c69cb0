"""Words matched by BM25 (Robertson and Zaragoza, 2009), over the files of index/postings.py.

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
from index.postings import BODY, TITLE, Postings, Whole, key
from index.rarity import inverse, smoothed
from index.terms import query_terms
from index.top_k import NOTHING, Found, Scores, top_k, unpacked

TITLE_WEIGHT = 0.5
_K1, _B = 1.2, 0.75
_FIELDS = (BODY, TITLE)
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
_TOGETHER = 1 << 16  # documents whose scores are summed at a time: so many are in cache
_WORDS = 1 << 12  # of which key and rarity are kept
_ASKED = 8  # searches at a time, of which the words are kept
_POSTINGS = 1 << 20  # that are kept with them, 3 to 5 bytes each

_key = lru_cache(maxsize=_WORDS)(key)
_NO_POSTINGS: Whole = np.empty(0, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Words of some questions, and where their postings lie.

    A word has a column for bodies and one for titles; those of all bodies stand before the others.

    Attributes:
        words: The words of each question, by number, in their order.
        starts, stops: Of the postings in each segment, shape (segments, columns).
        rarity: Inverse document frequencies, shape (columns,).
        smoothed: The same of words, for their weight beside each other.
        postings: How many there are.
        lists: The postings themselves by the first segment, where these are few.
    """

    words: list[list[int]]
    starts: Ints
    stops: Ints
    rarity: Floats
    smoothed: list[float]
    postings: int
    lists: "dict[int, _Lists]"


@dataclass(frozen=True)
class _Lists:
    """The postings of every column in some segments, one column's after those of another.

    Attributes:
        documents: By number from the first document of these segments, in the smallest type.
        counts: How often the document holds the word.
        sizes: How many postings each column has.
    """

    documents: Whole
    counts: Whole
    sizes: Ints

    @cached_property
    def edges(self) -> list[int]:
        """Where each column begins, and the end of the last."""
        return list(borders(self.sizes).tolist())

    def spans(self, words: Sequence[int]) -> Iterator[slice]:
        """Where the postings of these words lie, bodies before titles, of neighbours at once."""
        titles = len(self.sizes) // len(_FIELDS)
        start = stop = 0
        for column in [*words, *(titles + word for word in words)]:
            if self.edges[column] != stop:
                if start < stop:
                    yield slice(start, stop)
                start = self.edges[column]
            stop = self.edges[column + 1]
        if start < stop:
            yield slice(start, stop)


class LexicalIndex:
    """BM25 over the documents of several segments, which are numbered on from one to the next."""

    def __init__(self, segments: Sequence[Postings]) -> None:
        self._segments = segments
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
        # A search asks articles for the words of the same questions twice. Not a method of this
        # one, which would then be freed only when garbage is looked for.
        self._asked = lru_cache(maxsize=_ASKED)(partial(_look_up, segments))
        self._frequency = lru_cache(maxsize=_WORDS)(partial(_frequency, segments))

    def __len__(self) -> int:
        """How many documents there are."""
        return int(self._firsts[-1])

    def document_frequency(self, word: str) -> int:
        """How many documents hold the word in their body."""
        return self._frequency(word)

    def rarity(self, word: str) -> float:
        """The word's inverse document frequency, by bodies, smoothed (index/rarity.py)."""
        return smoothed(word, self._frequency(word), len(self))

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
        asked = self._asked(tuple(questions))
        best = [NOTHING] * len(questions)
        for first, last in self._groups:
            start, stop = self._firsts[first], self._firsts[last]
            lists = self._lists(asked, first, last)
            worth = self._worth(asked, lists, start, stop)
            for place, words in enumerate(asked.words):
                mask = allowed[place]
                scores = np.zeros(stop - start, dtype=np.float32)
                for span in lists.spans(words):
                    np.add.at(scores, lists.documents[span], worth[span])
                if mask is not None:
                    scores *= mask[start:stop]
                best[place] = top_k(scores, k[place], start, best[place])
        return list(map(unpacked, best))

    def coverage(self, questions: Sequence[str], of: Ints, documents: Ints) -> Floats:
        """Which share of a question's words, each by its rarity, some documents hold, 0 to 1.

        In body or title, however often, and however long the document is.

        Args:
            questions: As for ``search_many``.
            of: The places of the questions that are asked of documents, ascending.
            documents: For each of these a document; no question has one twice.
        """
        asked = self._asked(tuple(questions))
        sums = np.zeros(len(of))
        for first, last in self._groups:
            start, stop = self._firsts[first], self._firsts[last]
            lists = self._lists(asked, first, last)
            here = np.flatnonzero((documents >= start) & (documents < stop))
            wanted, found = documents[here] - start, np.zeros(len(here))
            edges = np.searchsorted(of[here], np.arange(len(questions) + 1)).tolist()
            for words, edge in zip(asked.words, pairwise(edges), strict=True):
                at, share = wanted[slice(*edge)], found[slice(*edge)]
                for word in words:
                    holds = np.zeros(stop - start, dtype=bool)
                    for span in lists.spans([word]):
                        holds[lists.documents[span]] = True
                    # Word by word, so that a sum is the same for a document alone and among others.
                    share += holds[at] * asked.smoothed[word]
            sums[here] = found
        wholes = np.array([sum(asked.smoothed[word] for word in words) for words in asked.words])
        shares: Floats = sums / np.maximum(wholes, 1e-9)[of]
        return shares

    def _lists(self, asked: _Asked, first: int, last: int) -> _Lists:
        """All postings in some of the segments."""
        lists = asked.lists.get(first)
        if lists is None:
            lists = self._read(asked, first, last)
            if asked.postings <= _POSTINGS:
                asked.lists[first] = lists
        return lists

    def _read(self, asked: _Asked, first: int, last: int) -> _Lists:
        found = asked.stops[first:last] - asked.starts[first:last]
        columns, segments = np.nonzero(found.T)
        segments += first
        starts, stops = asked.starts[segments, columns], asked.stops[segments, columns]
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
        return _Lists(
            documents=documents,
            counts=counts,
            sizes=found.sum(axis=0),
        )

    def _worth(self, asked: _Asked, lists: _Lists, start: int, stop: int) -> Scores:
        """What each posting adds to its document's score."""
        worth = lists.counts.astype(np.float32)
        edges, half = lists.edges, len(lists.sizes) // len(_FIELDS)
        for field, weight in zip(_FIELDS, (1.0, TITLE_WEIGHT), strict=True):
            columns = slice(field * half, (field + 1) * half)
            part = slice(edges[columns.start], edges[columns.stop])
            norms = self._norms[field, start:stop].take(lists.documents[part])
            worth[part] /= worth[part] + norms
            weights = weight * (_K1 + 1) * asked.rarity[columns]
            worth[part] *= np.repeat(weights.astype(np.float32), lists.sizes[columns])
        return worth


def _look_up(segments: Sequence[Postings], questions: tuple[str, ...]) -> _Asked:
    numbers: dict[str, int] = {}
    words = [
        [numbers.setdefault(word, len(numbers)) for word in query_terms(question)]
        for question in questions
    ]
    bodies = np.array([_key(word, BODY) for word in numbers], dtype=np.uint64)
    # In a segment a word's titles follow its bodies, and before another word's they end.
    edges = np.concatenate([bodies + np.uint64(field) for field in (*_FIELDS, len(_FIELDS))])
    found = np.empty((len(segments), len(edges)), dtype=np.int64)
    for segment, row in zip(segments, found, strict=True):
        row[:] = segment.offsets[segment.keys.searchsorted(edges)]
    starts, stops = found[:, : len(edges) - len(bodies)], found[:, len(bodies) :]
    holding, size = (stops - starts).sum(axis=0), sum(map(len, segments))
    told = [smoothed(word, n, size) for word, n in zip(numbers, holding.tolist(), strict=False)]
    rarity = inverse(holding, size)
    return _Asked(words, starts, stops, rarity, told, int(holding.sum()), lists={})


def _grouped(firsts: Sequence[int]) -> list[tuple[int, int]]:
    """Segments whose documents are scored at a time, from one to before another."""
    groups = []
    start = 0
    for last in range(1, len(firsts)):
        if last + 1 == len(firsts) or firsts[last + 1] - firsts[start] > _TOGETHER:
            groups.append((start, last))
            start = last
    return groups


def _frequency(segments: Sequence[Postings], word: str) -> int:
    number = np.uint64(key(word, BODY))
    total = 0
    for segment in segments:
        start, stop = (segment.keys.searchsorted(number, side) for side in _SIDES)
        total += int(segment.offsets[stop]) - int(segment.offsets[start])
    return total
