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
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.derived import Derived
from index.gathering import Asked, Gathered
from index.recency import recency

WEIGHTS = Path(__file__).with_name("ranking.json")
SIGNS = ("meaning", "words", "article", "coverage", "recency", "depth")
REPEAT = 0.7  # factor for each further passage of an article
_OPENED = 25  # articles whose nearest passages are candidates too
_EACH = 2
_RANK_SCALE = 10.0
_HEAD = 128  # of the candidates are put in order first; seldom more are wanted

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
More = Callable[[int, int], bool]
"""Whether more is wanted, after so many passages of so many articles."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages by position, ascending, with a row of ``SIGNS`` each, shape (passages, signs)."""

    positions: Ints
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


def candidates(asked: Asked, found: Gathered, derived: Derived) -> Candidates:
    """The passages that were found, and the nearest of the best articles, with their signs."""
    columns = derived.columns
    if asked.all_taken:
        positions = asked.within.positions(len(columns.rows))
    else:
        every: list[Ints] = []
        for each in found.rankings:
            every += [each.near, each.worded, _opened(each.told, found, derived)]
        positions = np.unique(np.concatenate(every))
    owners = columns.articles[positions]
    every_one = len(positions) == len(columns.rows)
    vectors = derived.vectors.vectors(slice(None) if every_one else positions)
    signs = (
        np.vecdot(vectors, found.vector),
        np.max(
            [_by_place(each.worded, len(columns.rows))[positions] for each in found.rankings],
            axis=0,
        ),
        np.max([_by_rank(each.told, owners) for each in found.rankings], axis=0),
        derived.coverage(asked.question, owners),
        recency(columns.days[positions], asked.day, asked.about),
        np.log1p(positions - derived.first_positions(owners)),
    )
    return Candidates(positions, np.stack(signs, axis=1).astype(np.float64))


def _opened(told: Ints, found: Gathered, derived: Derived) -> Ints:
    """Positions of the passages nearest to the question in each of the first of these articles."""
    positions, owners = derived.of_articles(told[:_OPENED])
    if found.cosines is None:
        cosines = np.vecdot(derived.vectors.vectors(positions), found.vector)
    else:
        cosines = found.cosines[positions]
    order = np.lexsort((-cosines, owners))
    return positions[order][_nth(owners) < _EACH]


def _nth(grouped: Ints) -> Ints:
    """How many equals stand before each, where equals stand side by side."""
    first = np.flatnonzero(np.diff(grouped, prepend=-1))
    sizes = np.diff(first, append=len(grouped))
    nth: Ints = np.arange(len(grouped)) - np.repeat(first, sizes)
    return nth


def ordered(found: Candidates, derived: Derived, more: More) -> list[Ranked]:
    """Candidates, best first, each further passage of an article pushed back."""
    scores = found.scores(trained_weights())
    least = np.partition(scores, -_HEAD)[-_HEAD] if len(scores) > _HEAD else 0.0
    head = np.flatnonzero(scores >= least)
    best = _placed(found, derived, more, scores, head)
    # What is pushed back may have to stand below one that was not among the first.
    if len(head) < len(scores) and (not best or best[-1].score < least or len(best) == len(head)):
        return _placed(found, derived, more, scores, np.arange(len(scores)))
    return best


def _placed(
    found: Candidates, derived: Derived, more: More, scores: Floats, places: Ints
) -> list[Ranked]:
    """As ``ordered``, of the candidates at these places, ascending."""
    weights, scores = trained_weights(), scores[places]
    positions = found.positions[places]
    articles = derived.columns.articles[positions]
    # Positions break ties, so that the same index always gives the same order.
    order = np.argsort(-scores, kind="stable")
    by_article = order[np.argsort(articles[order], kind="stable")]
    scores[by_article] *= REPEAT ** _nth(articles[by_article])
    best: list[Ranked] = []
    distinct: set[int] = set()
    for place in np.argsort(-scores, kind="stable").tolist():
        if not more(len(best), len(distinct)):
            break
        article = int(articles[place])
        parts = dict(zip(SIGNS, (found.signs[places[place]] * weights).tolist(), strict=True))
        row = int(derived.columns.rows[positions[place]])
        best.append(Ranked(row, article, float(scores[place]), parts))
        distinct.add(article)
    return best


def _worth(count: int) -> Floats:
    """What each of the first places in a ranking is worth: 1 at the top, falling to 0."""
    return _RANK_SCALE / (_RANK_SCALE + 1 + np.arange(count, dtype=np.float64))


def _by_place(ranked: Ints, count: int) -> Floats:
    """What their places are worth to so many positions; 0 to those that are not ranked."""
    worth = np.zeros(count)
    worth[ranked] = _worth(len(ranked))
    return worth


def _by_rank(ranked: Ints, wanted: Ints) -> Floats:
    """The same to those that are wanted, of numbers that may be far apart."""
    if not len(ranked):
        return np.zeros(len(wanted))
    order = np.argsort(ranked)
    places = np.minimum(np.searchsorted(ranked[order], wanted), len(ranked) - 1)
    worth: Floats = np.where(
        ranked[order][places] == wanted, _worth(len(ranked))[order[places]], 0.0
    )
    return worth
