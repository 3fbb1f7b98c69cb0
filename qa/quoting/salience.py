"""How likely a sentence tells one of the facts that an open answer should hold.

Most of what an article says about a matter is no part of a short answer. What is, stands early, in
the articles found first, in words that others use too, in sentences of some length with figures
and more than the question's own words; and question and sentence, read together, look like it
(qa/reading/telling.py). How much each of these signs counts was learned from open questions whose
facts are known: a logistic regression, by `make salience` (benchmarks/train_salience.py). The
weights, log odds, lie in salience.json.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.arrays import Floats
from index.terms import STOPWORDS, query_terms, terms
from index.trained import weights, weights_of
from qa.quote import Quote
from qa.reading.timely import days_away

WEIGHTS = Path(__file__).with_name("salience.json")

SIGNS = (
    "telling",  # as qa.extract.Quote has it; where none is read, all are alike
    "met",  # how well it meets the question
    "score", "likeness",  # as qa.extract.Quote has them
    "centroid",  # likeness with all candidates (LexRank, Erkan and Radev 2004)
    "shared",  # share of its words that other candidates say too
    "new",  # share of its words that the question does not say
    "early",  # log of how far into the article, negative
    "timely",  # log of the days between its article and the time asked about, negative
    "length",  # log of its words
    "figures",  # whether it has any
    "personal",  # whether it says "I", "we" or "you"
    "first article", "first passage",  # whether it is of the one found first
)  # fmt: skip

PERSONAL = re.compile(r"\b(?:I(?!-\d)|me|[Mm]y|[Ww]e|us|[Oo]ur|myself|ourselves|[Yy]ou|[Yy]our)\b")
STOPPED = frozenset(term for word in STOPWORDS for term in terms(word))
_FAR = 200.0  # code points
_DIGIT = re.compile(r"\d")


def salience(candidates: Sequence[Quote], question: str, met: Sequence[float]) -> Floats:
    """The log odds of each of them, shape (candidates,).

    Args:
        candidates: Sentences that could be quoted.
        question: What is asked.
        met: How well each meets it, or the part of it that is answered.
    """
    found = signs(candidates, question, met)
    odds: Floats = found @ weights_of(WEIGHTS, SIGNS) + weights(WEIGHTS)["bias"]
    return odds


def signs(candidates: Sequence[Quote], question: str, met: Sequence[float]) -> Floats:
    """``SIGNS`` of each, shape (candidates, signs), but for the last two about their mean in
    standard deviations; arguments as above."""
    vectors = np.array([quote.vector for quote in candidates])
    said = [frozenset(terms(quote.text)) - STOPPED for quote in candidates]
    counts = Counter(term for each in said for term in each)
    asked = frozenset(query_terms(question))
    best = min(candidates, key=lambda quote: quote.hit.rank).hit
    spread = [
        _read(candidates),
        met,
        [quote.score for quote in candidates],
        [quote.likeness for quote in candidates],
        vectors @ vectors.mean(axis=0),
        [_share(each, lambda term: counts[term] > 1) for each in said],
        [_share(each, lambda term: term not in asked) for each in said],
        -np.log1p(np.array([quote.start for quote in candidates]) / _FAR),
        timeliness(candidates, question),
        np.log([quote.size for quote in candidates]),
        [_DIGIT.search(quote.text) is not None for quote in candidates],
        [PERSONAL.search(quote.text) is not None for quote in candidates],
    ]
    first = [
        [quote.hit.passage.article_id == best.passage.article_id for quote in candidates],
        [quote.hit.rank == best.rank for quote in candidates],
    ]
    return np.stack([*map(in_deviations, spread), *np.array(first, dtype=np.float64)], axis=1)


def _read(candidates: Sequence[Quote]) -> Floats:
    """What reading says of each; of those that are not read, what it says of the least of the
    others."""
    read = [quote.telling for quote in candidates if quote.telling is not None]
    least = min(read, default=0.0)
    return np.array([least if q.telling is None else q.telling for q in candidates])


def timeliness(candidates: Sequence[Quote], question: str) -> Floats:
    """The negative log of the days between each candidate's article and the time asked about;
    undated ones count as the farthest."""
    days = np.array(days_away(question, [quote.hit.source.day for quote in candidates]))
    known = days[np.isfinite(days)]
    return -np.log1p(np.where(np.isfinite(days), days, known.max(initial=0.0)))


def in_deviations(values: Sequence[float] | Floats) -> Floats:
    """Values about their mean, in standard deviations."""
    column = np.asarray(values, dtype=np.float64)
    spread: Floats = (column - column.mean()) / max(float(column.std()), 1e-9)
    return spread


def _share(said: frozenset[str], counts: Callable[[str], bool]) -> float:
    return sum(map(counts, said)) / max(1, len(said))
