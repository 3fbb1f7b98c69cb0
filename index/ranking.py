"""Which passages are candidates, and what speaks for each of them.

    meaning   cosine of the question and the passage
    words     place in the BM25 ranking of passages: 10 / (10 + rank), 0 where not in it
    article   the same for its article's place in the BM25 ranking of articles
    coverage  share of the question's words that stand in its article, each by its rarity
    recency   1 on the day of the question, falling with age (index/recency.py)
    depth     log(1 + passages before it in its article): news tells the main thing first

Where the newest is asked for, the best of the last two months are candidates too, with their
places among these.

A passage's score is the weighted sum. The weights lie in ranking.json; `make ranker` trains
them on questions with known articles (benchmarks/train_ranker.py).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.derived import Derived
from index.recency import recency
from index.times import period
from index.types import Filters

WEIGHTS = Path(__file__).with_name("ranking.json")
SIGNS = ("meaning", "words", "article", "coverage", "recency", "depth")
REPEAT = 0.7  # factor for each further passage of an article
ARTICLES = 200  # articles taken from their ranking
_OPENED = 25  # of these, the nearest passages are candidates too
_EACH = 2
_RANK_SCALE = 10.0
_LATELY = 60  # days before the newest article, of which the newest is told

Floats = NDArray[np.float64]
More = Callable[[int, int], bool]
"""Whether more is wanted, after so many passages of so many articles."""


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


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in its place: its row, its article's row, and what each sign gave it."""

    row: int
    article: int
    score: float
    parts: dict[str, float]


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
    newest = derived.newest_day(allowed)
    asked_on = filters.as_of.toordinal() if filters.as_of else newest
    asked_about = period(question, date.fromordinal(asked_on)) if asked_on else None
    every, worded, told = _found(question, vector, derived, filters, articles, taken)
    worded_lately = told_lately = np.empty(0, dtype=np.int64)
    if newest and asked_about and asked_about.newest:
        # Of a long story the newest articles are seldom among the nearest in words or meaning.
        since = max(filters.since or date.min, date.fromordinal(max(1, newest - _LATELY)))
        lately = replace(filters, since=since)
        found = _found(question, vector, derived, lately, articles, taken)
        every, worded_lately, told_lately = [*every, *found[0]], *found[1:]
    positions = np.unique(np.concatenate(every).astype(np.int64))
    owners = columns.articles[positions]
    days = columns.days[positions]
    signs = (
        derived.vectors.vectors(positions) @ vector[0],
        np.maximum(_by_rank(worded, positions), _by_rank(worded_lately, positions)),
        np.maximum(_by_rank(told, owners), _by_rank(told_lately, owners)),
        derived.coverage(question, owners),
        recency(days, asked_on, asked_about),
        np.log1p(positions - derived.first_positions(owners)),
    )
    return Candidates(positions, np.stack(signs, axis=1).astype(np.float64))


def _found(
    question: str,
    vector: NDArray[np.float32],
    derived: Derived,
    filters: Filters,
    articles: list[int] | None,
    taken: int,
) -> tuple[list[NDArray[np.int64]], NDArray[np.int64], NDArray[np.int64]]:
    """Positions from each source, and of these the passages by words; then rows of articles."""
    allowed = derived.allowed(filters, articles)
    near = derived.vectors.search(vector, taken, allowed)[0][0]
    worded = derived.positions(derived.passages.search(question, taken, filters, articles)[0])
    told = derived.articles.search(question, ARTICLES, filters, articles)[0]
    opened = [derived.nearest(row, vector[0], _EACH) for row in told[:_OPENED].tolist()]
    return [near, worded, *opened], worded, told


def _by_rank(ranked: NDArray[np.int64], wanted: NDArray[np.int64]) -> Floats:
    """What a place in a ranking is worth: 1 at the top, falling to 0; 0 where not in it."""
    if not len(ranked):
        return np.zeros(len(wanted))
    order = np.argsort(ranked)
    places = np.minimum(np.searchsorted(ranked[order], wanted), len(ranked) - 1)
    worth = _RANK_SCALE / (_RANK_SCALE + 1 + order[places])
    return np.where(ranked[order][places] == wanted, worth, 0.0)
