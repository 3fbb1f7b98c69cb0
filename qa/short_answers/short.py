"""The short answer: which words of the best sentences answer the question.

Every span of qa/short_answers/spans.py in the best sentences is a candidate; the same words in
several sentences are one. What speaks for each is weighed, and a softmax over the candidates of a
question makes chances of the weights, as in redundancy-based answering (Brill, Dumais and
Banko, EMNLP 2002), with the closeness of meaning added that an encoder knows. The weights
lie in short.json; `make short` trains them (benchmarks/train_short.py).

Where qa/reading/reader.py knows the encoder, what it reads counts beside them, and half of what
they sum to. The sentences that are quoted hang on these chances, and so does the answer above them.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats
from index.terms import query_terms
from index.trained import weights_of
from index.types import Encoder, Vectors
from qa.asking.asked_for import asked_for, last_sentence
from qa.asking.kinds import Kind, kind_of
from qa.quote import Quote, Reading
from qa.reading.reader import SENTENCES, ReaderOutput
from qa.short_answers.closeness import Closeness
from qa.short_answers.likely import Short
from qa.short_answers.possible import possible
from qa.short_answers.spans import Sort, spans
from qa.words.wording import COMMON, words

WEIGHTS = Path(__file__).with_name("short.json")
_CONSIDERED = 60  # candidates whose meaning is looked at
_ARTICLES = frozenset(("a", "an", "the"))
_SAY = 0.35  # what a log of the reader's probability counts,
_BESIDE = 0.5  # and what all the signs count beside it

# The best of every place where a candidate stands, unless told otherwise.
PLACE_SIGNS = (
    "meeting", "likeness", "rest",  # of its sentence, as in qa/extract.py
    "close",  # how near it stands to the question's words
    "asked",  # cosine of its tokens and those that ask ("which university")
    "whole",  # cosine of its tokens and the whole question
    "echo",  # the best cosine of its tokens and one token of the question
    "passage",  # score of its passage
    "order",  # log of the rank of its sentence, negative
)  # fmt: skip
CANDIDATE_SIGNS = (
    "agreement",  # sum over articles of its passage's score times how close it stands
    "articles",  # log of the number of articles that say it
    "places",  # log of the number of sentences that say it
    "repeated",  # share of its words that the question has
    "words",  # how many
    "thing",  # how near one of the asked-for words stands to it, at the best place
    "name", "part", "around", "number", "money", "time", "title", "word", "phrase",  # its sort
    "fits", "misfits",  # whether its sort is the one asked for; neither where any is
    "named",  # a name, where "which" or "what" asks
)  # fmt: skip
MEANING_SIGNS = (
    "like asked",  # cosine of its text and the words that ask
    "like question",  # and the question
    "like sentence",  # and the question's last sentence
)
_CLOSE, _PASSAGE = map(PLACE_SIGNS.index, ("close", "passage"))
SIGNS = PLACE_SIGNS + CANDIDATE_SIGNS + MEANING_SIGNS

_SORTS_ASKED = {
    Kind.HOW_MANY: {Sort.NUMBER},
    Kind.HOW_MUCH: {Sort.MONEY, Sort.NUMBER},
    Kind.WHEN: {Sort.TIME},
    Kind.WHO: {Sort.NAME, Sort.PART},
    Kind.WHERE: {Sort.NAME, Sort.PART},
}

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Place:
    quote: int
    first: int  # token that it touches
    after: int  # one after the last
    text: str
    sort: Sort
    near: float  # to the thing that is asked for
    signs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates with a row of ``SIGNS`` each, shape (candidates, signs).

    ``read``, shape (candidates,), is the log of the probability that the reader gives to all
    places of a candidate together; None where no reader knows the encoder.
    """

    texts: list[str]
    quotes: list[frozenset[int]]
    signs: Floats
    read: Floats | None


def shorts(
    reading: Reading,
    encoder: Encoder,
    rarity: Callable[[str], float],
    output: ReaderOutput | None = None,
) -> list[Short]:
    """What could be the short answer, the likeliest first; with what cannot, chances sum to 1.

    ``output`` is what the reader makes of the sentences, None where none knows the encoder.
    """
    weights = trained_weights()
    found = candidates(reading, encoder, rarity, weights, output)
    if not found.texts:
        return []
    sums = found.signs @ weights
    if found.read is not None:
        sums = _BESIDE * sums + _SAY * found.read
    ranked = zip(found.texts, _chances(sums), found.quotes, strict=True)
    likely = sorted((Short(*each) for each in ranked), key=lambda short: -short.chance)
    return possible(reading.question, reading.quotes, likely)


def _chances(sums: Floats) -> list[float]:
    odds = np.exp(sums - sums.max())
    chances: list[float] = (odds / odds.sum()).tolist()
    return chances


def candidates(
    reading: Reading,
    encoder: Encoder,
    rarity: Callable[[str], float],
    weights: Floats,
    output: ReaderOutput | None = None,
) -> Candidates:
    """The candidates and their signs; of the many, those that ``weights`` let hope."""
    asked = set(words(reading.question))
    by_words: dict[tuple[str, ...], list[_Place]] = defaultdict(list)
    for place in _places(reading, rarity):
        key = tuple(word for word in words(place.text) if word not in _ARTICLES)
        if key and not asked.issuperset(key):
            by_words[key].append(place)
    if not by_words:
        return Candidates([], [], np.empty((0, len(SIGNS))), None)
    kind = kind_of(reading.question)
    quotes = reading.quotes
    rows = [_signs(key, places, quotes, asked, kind) for key, places in by_words.items()]
    signs = np.array(rows)
    known = len(PLACE_SIGNS) + len(CANDIDATE_SIGNS)
    kept = np.argsort(-(signs @ weights[:known]), kind="stable")[:_CONSIDERED]
    every = list(by_words.values())
    groups = [every[row] for row in kept]
    texts = [_written(places) for places in groups]
    meaning = _meaning(reading.question, texts, encoder)
    said = [frozenset(place.quote for place in places) for places in groups]
    read = None
    if output:
        touched = [[(p.quote, p.first, p.after) for p in places] for places in groups]
        read = np.array([output.log_chance(each) for each in touched])
    return Candidates(texts, said, np.hstack([signs[kept], meaning]), read)


def trained_weights() -> Floats:
    """The weights of ``SIGNS``."""
    return weights_of(WEIGHTS, SIGNS)


def _places(reading: Reading, rarity: Callable[[str], float]) -> list[_Place]:
    question, asked = reading.question, reading.asked
    start, end = asked_for(question)
    asking = asked.within(start, end)
    thing = frozenset(words(question[start:end])) - COMMON
    wanted = {term: rarity(term) for term in query_terms(question)}
    closeness = Closeness(wanted, thing)
    aims = np.stack([_unit(asked.vectors[asking].sum(axis=0)), _unit(asked.vectors.sum(axis=0))])
    places = []
    for order, quote in enumerate(reading.quotes[:SENTENCES]):
        found = spans(quote.text)
        offset = quote.start - quote.hit.passage.start
        edges = np.array([(span.start, span.end) for span in found]).reshape(-1, 2) + offset
        first, after = _touched(quote, edges)
        vectors = _span_vectors(quote, first, after)
        towards, echo = vectors @ aims.T, (vectors @ asked.vectors.T).max(axis=1, initial=0.0)
        close, near = closeness.of(quote.hit, edges)
        for at, span in enumerate(found):
            signs = (
                quote.meeting,
                quote.likeness,
                quote.rest,
                float(close[at]),
                float(towards[at, 0]),
                float(towards[at, 1]),
                float(echo[at]),
                quote.hit.score,
                -math.log1p(order),
            )
            text = quote.text[span.start : span.end]
            touched = int(first[at]), int(after[at])
            places.append(_Place(order, *touched, text, span.sort, float(near[at]), signs))
    return places


def _touched(quote: Quote, edges: Places) -> tuple[Places, Places]:
    """The first token that each span touches, and the one after the last."""
    begins, ends = quote.tokens.spans.T
    first = np.searchsorted(ends, edges[:, 0], side="right")
    return first, np.searchsorted(begins, edges[:, 1], side="left")


def _span_vectors(quote: Quote, first: Places, after: Places) -> Vectors:
    """The mean of the tokens that each span touches, of unit length."""
    vectors = quote.tokens.vectors
    sums = np.vstack([np.zeros_like(vectors[:1]), vectors.cumsum(axis=0)])
    means: Vectors = sums[np.maximum(after, first)] - sums[first]
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    return means


def _signs(
    key: tuple[str, ...],
    places: Sequence[_Place],
    quotes: Sequence[Quote],
    asked: set[str],
    kind: Kind,
) -> list[float]:
    table = np.array([place.signs for place in places])
    by_article: dict[str, float] = {}
    for place, (close, score) in zip(places, table[:, [_CLOSE, _PASSAGE]].tolist(), strict=True):
        article = quotes[place.quote].hit.passage.article_id
        by_article[article] = max(by_article.get(article, 0.0), close * score)
    sorts = {place.sort for place in places}
    wanted = _SORTS_ASKED.get(kind)
    is_name = bool(sorts & {Sort.NAME, Sort.PART})
    best = table.max(axis=0).tolist()
    return [
        *best,
        sum(by_article.values()),
        math.log(len(by_article)),
        math.log(len({place.quote for place in places})),
        sum(word in asked for word in key) / len(key),
        float(len(key)),
        max(place.near for place in places),
        *(float(sort in sorts) for sort in Sort),
        float(bool(wanted and sorts & wanted)),
        float(bool(wanted and not sorts & wanted)),
        float(is_name and kind in (Kind.WHICH, Kind.WHAT)),
    ]


def _meaning(question: str, texts: list[str], encoder: Encoder) -> Floats:
    start, end = asked_for(question)
    last = last_sentence(question)
    aims = [question[start:end], question, question[slice(*last)]]
    vectors = encoder.encode([*aims, *texts])
    return np.asarray(vectors[3:] @ vectors[:3].T, dtype=np.float64)


def _written(places: Sequence[_Place]) -> str:
    """As most places write it; of those that are as many, the first."""
    counts: dict[str, int] = {}
    for place in places:
        counts[place.text] = counts.get(place.text, 0) + 1
    return max(counts, key=counts.__getitem__)


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
