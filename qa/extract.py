"""Answers quoted from the passages, with no language model.

Every sentence of the best passages is weighed by what it shares with the question, in
words (weighted by how rare they are) and in meaning, and by the passage it stands in; the
best few that do not repeat each other are quoted as they stand.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


from corpus.sentences import sentences
from index.encoder import Vectors
from index.terms import query_terms, terms
from index.types import Hit
from qa.kinds import Kind, fits, kind_of

PASSAGES = 12  # from which sentences are taken
LONGEST = 3  # sentences of an answer
MOST_WORDS = 120  # of an answer
_LEAST_WORDS = 4  # fewer make no statement
_NOVELTY = 0.35  # how much a sentence loses by repeating what is already quoted

# Shares of a sentence's weight, chosen on the development weeks.
_WORDS, _MEANING, _PASSAGE, _KIND, _FRAGMENT = 1.0, 1.0, 0.5, 0.3, -0.3
_ENDS_WELL = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence worth quoting: ``start:end`` are code points into its article's text."""

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    coverage: float
    """Share of the question's words, weighted by rarity, in the sentence and its title: 0..1."""
    similarity: float
    """Cosine between the question and the sentence under its title."""


def quotes(
    question: str,
    hits: Sequence[Hit],
    encode: Callable[[Sequence[str]], Vectors],
    rarity: Callable[[str], float],
) -> list[Quote]:
    """Every sentence of the best passages, the most telling first.

    Args:
        question: A standalone question.
        hits: What was found, best first.
        encode: Unit vectors of texts.
        rarity: Weight of a term: 0 or more, larger for rarer ones.
    """
    found = [
        (hit, hit.passage.start + start, hit.passage.start + end, hit.passage.text[start:end])
        for hit in hits[:PASSAGES]
        for start, end in sentences(hit.passage.text)
        if len(hit.passage.text[start:end].split()) >= _LEAST_WORDS
    ]
    if not found:
        return []
    vectors = encode([question, *(f"{hit.title}\n{text}" for hit, _, _, text in found)])
    similarities = vectors[1:] @ vectors[0]
    wanted = {term: rarity(term) for term in query_terms(question)}
    kind = kind_of(question)
    best = max(hit.score for hit in hits)
    weighed = []
    for (hit, start, end, text), similarity in zip(found, similarities.tolist(), strict=True):
        coverage = _coverage(wanted, hit.title, text)
        score = (
            _WORDS * coverage
            + _MEANING * similarity
            + _PASSAGE * hit.score / best
            + _KIND * fits(kind, text, question)
            + (0.0 if _ENDS_WELL.search(text) else _FRAGMENT)
        )
        weighed.append(Quote(hit, start, end, text, score, coverage, similarity))
    return sorted(weighed, key=lambda quote: -quote.score)


def choose(ranked: Sequence[Quote], kind: Kind) -> list[Quote]:
    """The few sentences to quote: telling, and not the same thing twice.

    After maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998), with shared
    words as the likeness.
    """
    chosen: list[Quote] = []
    waiting = list(ranked[:40])
    words = {id(quote): frozenset(terms(quote.text)) for quote in waiting}
    length = 0
    while waiting and len(chosen) < LONGEST:
        best = max(
            waiting,
            key=lambda quote: quote.score
            - _NOVELTY
            * max((_overlap(words[id(quote)], words[id(other)]) for other in chosen), default=0.0),
        )
        waiting.remove(best)
        size = len(best.text.split())
        if chosen and (length + size > MOST_WORDS or best.score < 0.6 * chosen[0].score):
            continue
        chosen.append(best)
        length += size
    return chosen


def _coverage(wanted: dict[str, float], title: str, text: str) -> float:
    total = sum(wanted.values())
    if not total:
        return 0.0
    body, head = frozenset(terms(text)), frozenset(terms(title))
    # A word of the headline says what the sentence is about, but is not said by it.
    share = sum(
        weight * (1.0 if term in body else 0.5 if term in head else 0.0)
        for term, weight in wanted.items()
    )
    return share / total


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


