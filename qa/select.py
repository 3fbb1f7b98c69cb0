"""Which sentences make the answer, and in what order.

A question with one answer ("who", "when", "how many") is answered by the few most telling
sentences that do not say the same. "Why did ...", "what is the latest on ..." have no one
answer; a good one holds several facts, within what a reader takes in.

There, every sentence has a relevance, the sum of signs that count alike, each measured by
its spread over the candidates (Dawes, American Psychologist 1979). Every term, and every
pair of neighbouring terms, is a concept: it weighs as much as the most relevant sentence
that tells it in each article, summed over the articles, so that what several of them tell
weighs more (after Gillick and Favre, 2009). One by one, the sentence is taken that adds the
most weight not yet told for its length: budgeted maximum coverage (Lin and Bilmes, 2010).
"""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import Span
from index.terms import STOPWORDS, terms
from qa.extract import Quote
from qa.forms import Form, form_of
from qa.meant import meant, points_back

MOST_WORDS = 120  # of an answer
FEW = 3  # sentences of an answer to a question with one answer
MOST = 8  # of any other
_NOVELTY = 0.35  # how much a sentence loses by repeating what is already quoted
_WORTH = 0.8  # a further sentence is quoted only if it weighs this share of the first
_CONSIDERED = 40

_WORDS = range(6, 61)  # of a sentence: shorter ones tell little, longer ones take all the room

_STEEPNESS = 0.6  # how fast relevance falls with the signs
_LENGTH = 0.7  # the power of its words that a sentence's gain is divided by
_RELEVANCE = 0.1  # of the sentence itself, beside that of what it adds
_SHORT = 12  # words; so short a sentence has to be relevant
_LEAST = 0.4  # relevance of such a sentence
_SAME = 0.6  # the share of its concepts with which a sentence says what another one said
_FIGURE = 2.0  # what a number weighs beside a word
_AGE = 2.0  # what the day of publication counts for where the latest is asked for, else:
_AGE_ELSE = 1.0

_ASKS = re.compile(r"[?？][\"'”’»)\]]*$")
_ENDS = re.compile(r"[.!…。！][\"'”’»)\]]*$")
_STOPPED = frozenset(term for word in STOPWORDS for term in terms(word))

Floats = NDArray[np.float64]
_Concept = str | tuple[str, str]


def choose(question: str, ranked: Sequence[Quote]) -> list[Quote]:
    """The sentences to quote, in the order in which they are to be read.

    Args:
        question: A standalone question.
        ranked: Every sentence of the best passages, the most telling first.
    """
    form = form_of(question)
    chosen = _few(ranked) if form is Form.POINT else _cover(ranked, form)
    return [_named(quote, before) for before, quote in pairwise([None, *chosen]) if quote]


def _few(ranked: Sequence[Quote]) -> list[Quote]:
    """The most telling sentences that do not say the same thing twice.

    After maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998), with shared
    words as the likeness.
    """
    chosen: list[Quote] = []
    waiting = list(ranked[:_CONSIDERED])
    words = {id(quote): frozenset(terms(quote.text)) for quote in waiting}
    length = 0

    def worth(quote: Quote) -> float:
        repeated = (_overlap(words[id(quote)], words[id(other)]) for other in chosen)
        return quote.score * (1 - _NOVELTY * max(repeated, default=0.0))

    while waiting and len(chosen) < FEW:
        best = max(waiting, key=worth)
        waiting.remove(best)
        size = len(best.text.split())
        if chosen and (length + size > MOST_WORDS or worth(best) < _WORTH * chosen[0].score):
            continue
        chosen.append(best)
        length += size
    return chosen


def _cover(ranked: Sequence[Quote], form: Form) -> list[Quote]:
    """The sentences that together tell most."""
    candidates = [quote for quote in ranked if _tells(quote.text)]
    if not candidates:
        return list(ranked[:1])
    relevance = _relevance(candidates, form)
    concepts = [_concepts(quote.text) for quote in candidates]
    chosen = _greedy(candidates, relevance, concepts, _weights(candidates, relevance, concepts))
    return _ordered([candidates[place] for place in chosen], form)


def _tells(text: str) -> bool:
    """Whether a text is a whole statement of a length that can be read."""
    return (
        len(text.split()) in _WORDS
        and _ENDS.search(text) is not None
        and _ASKS.search(text) is None
    )


def _stands_alone(quote: Quote) -> bool:
    """Whether a reader can tell whom its first words mean."""
    return not points_back(quote.text) or _meant(quote) is not None


def _meant(quote: Quote) -> Span | None:
    """Where in the article the name stands that the sentence begins without."""
    passage = quote.hit.passage
    found = meant(passage.text, quote.start - passage.start, quote.hit.title)
    return (passage.start + found[0], passage.start + found[1]) if found else None


def _named(quote: Quote, before: Quote | None) -> Quote:
    """The quote with whom it means, unless the one before it has just said so."""
    found = _meant(quote)
    if found and before and before.hit.passage.article_id == quote.hit.passage.article_id:
        found = None if before.start <= found[0] < before.end else found
    return replace(quote, meant=found) if found else quote


def _relevance(candidates: Sequence[Quote], form: Form) -> Floats:
    """How relevant each candidate is, in 0..1; the best has 1."""
    vectors = np.array([quote.vector for quote in candidates])
    age = _AGE if form is Form.LATEST else _AGE_ELSE
    signs = (
        # How well the question is met, word by word, as a whole, and in letters.
        _spread([quote.meeting for quote in candidates])
        + _spread([quote.likeness for quote in candidates])
        + _spread([quote.coverage for quote in candidates])
        # The passage's rank; the place in the article, as news tells the most first.
        - _spread(np.log1p([quote.hit.rank for quote in candidates]))
        - _spread(np.log1p(np.array([quote.start for quote in candidates]) / 200))
        # What all the others talk about too (after LexRank, Erkan and Radev 2004).
        + _spread((vectors @ vectors.T).mean(axis=1))
        - age * _spread(np.log1p(_days(candidates)))
    )
    steep = _STEEPNESS * _spread(signs)
    relevance: Floats = np.exp(steep - steep.max())
    return relevance


def _spread(values: Sequence[float] | Floats) -> Floats:
    """Values about their mean, in standard deviations."""
    column = np.asarray(values, dtype=np.float64)
    spread: Floats = (column - column.mean()) / max(float(column.std()), 1e-9)
    return spread


def _days(candidates: Sequence[Quote]) -> Floats:
    """Days from each candidate's article to the newest of them; undated ones count as oldest."""
    days = [
        date.fromisoformat(published[:10]).toordinal()
        if (published := quote.hit.source.published)
        else None
        for quote in candidates
    ]
    known = [day for day in days if day is not None]
    if not known:
        return np.zeros(len(days))
    return np.array([max(known) - (min(known) if day is None else day) for day in days], float)


def _concepts(text: str) -> frozenset[_Concept]:
    said = terms(text)
    words = [term for term in said if term not in _STOPPED]
    pairs = [pair for pair in pairwise(said) if not _STOPPED.issuperset(pair)]
    return frozenset([*words, *pairs])


def _weights(
    candidates: Sequence[Quote], relevance: Floats, concepts: Sequence[frozenset[_Concept]]
) -> dict[_Concept, float]:
    best: dict[_Concept, dict[str, float]] = defaultdict(dict)
    for quote, relevant, told in zip(candidates, relevance.tolist(), concepts, strict=True):
        article = quote.hit.passage.article_id
        for concept in told:
            by_article = best[concept]
            by_article[article] = max(by_article.get(article, 0.0), relevant)
    return {
        concept: sum(by_article.values()) * (_FIGURE if _is_figure(concept) else 1.0)
        for concept, by_article in best.items()
    }


def _is_figure(concept: _Concept) -> bool:
    return isinstance(concept, str) and any(character.isdigit() for character in concept)


def _greedy(
    candidates: Sequence[Quote],
    relevance: Floats,
    concepts: Sequence[frozenset[_Concept]],
    weights: dict[_Concept, float],
) -> list[int]:
    sizes = [len(quote.text.split()) for quote in candidates]
    most = max(sum(weights[concept] for concept in told) for told in concepts)
    alone = {place for place, quote in enumerate(candidates) if _stands_alone(quote)}
    waiting = alone or set(range(len(candidates)))
    chosen: list[int] = []
    told: set[_Concept] = set()

    def gain(place: int) -> float:
        added = sum(weights[concept] for concept in concepts[place] - told) / most
        return (added + _RELEVANCE * float(relevance[place])) / math.pow(sizes[place], _LENGTH)

    room = MOST_WORDS
    while len(chosen) < MOST:
        waiting = {
            place
            for place in waiting
            if sizes[place] <= room
            and (sizes[place] >= _SHORT or float(relevance[place]) >= _LEAST)
        }
        if not waiting:
            break
        best = max(sorted(waiting), key=gain)
        chosen.append(best)
        told |= concepts[best]
        waiting = {
            place for place in waiting if _overlap(concepts[place], concepts[best]) < _SAME
        } - {best}
        room -= sizes[best]
    return chosen


def _ordered(chosen: list[Quote], form: Form) -> list[Quote]:
    """As they read well: article by article, the first chosen first, each in its own order.

    A timeline begins with the oldest article, and the latest with the newest.
    """
    articles = list(dict.fromkeys(quote.hit.passage.article_id for quote in chosen))
    if form in (Form.TIMELINE, Form.LATEST):
        published = {q.hit.passage.article_id: q.hit.source.published or "" for q in chosen}
        articles.sort(key=published.__getitem__, reverse=form is Form.LATEST)
    return sorted(chosen, key=lambda q: (articles.index(q.hit.passage.article_id), q.start))


def _overlap(one: frozenset[_Concept], other: frozenset[_Concept]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
