"""Which passages are candidates, and what speaks for each of them.

    meaning          cosine of the question and the passage
    article_meaning  the same for the nearest passage of the article
    words            place in the BM25 ranking of passages: 10 / (10 + rank), 0 where not in it
    article_words    BM25 of the whole article, over the most that the words could weigh
    article_rank     place in the BM25 ranking of articles, as above
    recency          exp(-age / 14 days), counted from the question's day; 0 for the undated
    depth            log(1 + passages before it in its article): news tells the main thing first

A passage's score is the weighted sum. The weights lie in ranking.json; `make ranker` trains
them on questions with known articles (benchmarks/train_ranker.py).
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.derived import Derived
from index.terms import query_terms
from index.types import Filters

WEIGHTS = Path(__file__).with_name("ranking.json")
SIGNS = (
    "meaning",
    "article_meaning",
    "words",
    "article_words",
    "article_rank",
    "recency",
    "depth",
)
ARTICLES = 200  # articles taken from their ranking
_OPENED = 25  # of these, the nearest passages are candidates too
_EACH = 2
_RANK_SCALE = 10.0
_RECENCY_DAYS = 14.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages by position, with a row of ``SIGNS`` each, shape (passages, signs)."""

    positions: NDArray[np.int64]
    signs: Floats

    def scores(self, weights: Floats) -> Floats:
        """Scores in 0..1, the best 1: the odds of each against the best one."""
        if not len(self.positions):
            return np.empty(0)
        sums: Floats = self.signs @ weights
        scores: Floats = np.exp(sums - sums.max())
        return scores


@lru_cache(maxsize=1)
def trained_weights() -> Floats:
    """The weights of ``SIGNS``."""
    trained = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    return np.array([trained[name] for name in SIGNS])


def candidates(
    question: str,
    vector: NDArray[np.float32],
    derived: Derived,
    filters: Filters,
    articles: list[int] | None,
    taken: int,
) -> Candidates:
    """The ``taken`` best passages by meaning and by words, and those of the best articles.

    Args:
        question: A standalone question.
        vector: Its vector, shape (1, dimension).
        derived: The engines.
        filters: Which articles may be found; they hold inside each engine.
        articles: Rows of the articles to stay within, where the filters name some.
        taken: How many passages to take from each ranking.
    """
    columns = derived.columns
    allowed = derived.allowed(filters, articles)
    near = derived.vectors.search(vector, taken, allowed)[0][0]
    worded = derived.positions(derived.passages.search(question, taken, filters, articles)[0])
    told, weights = derived.articles.search(question, ARTICLES, filters, articles)
    opened = [derived.nearest(row, vector[0], _EACH) for row in told[:_OPENED].tolist()]
    positions = np.unique(np.concatenate([near, worded, *opened]).astype(np.int64))
    rows = columns.articles[positions]
    owners, place = np.unique(rows, return_inverse=True)
    most = sum(map(derived.rarity, query_terms(question)))
    newest = filters.as_of.toordinal() if filters.as_of else derived.newest_day(allowed)
    days = columns.days[positions]
    age = np.maximum(newest - days, 0)
    nearest = np.array([derived.cosines(row, vector[0]).max() for row in owners.tolist()])
    signs = (
        derived.vectors.vectors(positions) @ vector[0],
        nearest[place] if len(owners) else np.empty(0),
        _by_rank(worded, positions),
        _looked_up(told, weights / max(most, 1e-6), rows),
        _by_rank(told, rows),
        np.where(days == 0, 0.0, np.exp(-age / _RECENCY_DAYS)),
        np.log1p(positions - derived.first_positions(rows)),
    )
    return Candidates(positions, np.stack(signs, axis=1).astype(np.float64))


def _by_rank(ranked: NDArray[np.int64], wanted: NDArray[np.int64]) -> Floats:
    places = _RANK_SCALE / (_RANK_SCALE + np.arange(1, len(ranked) + 1))
    return _looked_up(ranked, places, wanted)


def _looked_up(
    keys: NDArray[np.int64], values: NDArray[np.floating], wanted: NDArray[np.int64]
) -> Floats:
    """The value of each wanted key; 0 where there is none."""
    if not len(keys):
        return np.zeros(len(wanted))
    order = np.argsort(keys)
    places = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    found = keys[order][places] == wanted
    return np.where(found, values[order][places], 0.0).astype(np.float64)
