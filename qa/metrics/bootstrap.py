"""Percentile bootstrap: how far a figure would move over other questions of the kind.

A statistic is a function of *counts*: a matrix of shape (resamples, n) that says how
often each of the n questions was drawn. The value itself is the statistic of one row of
ones. Writing every statistic over counts makes all of them fast, and makes a paired
comparison the bootstrap of a difference: both runs see the same draw of questions.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from index.arrays import Floats

Statistic = Callable[[Floats], Floats]
"""Counts of shape (resamples, n) -> values of shape (resamples,); NaN where undefined."""

RESAMPLES = 1000
_CHUNK = 2_000_000  # cells of the count matrix held at one time


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95% bootstrap interval and the number of questions it is over."""

    value: float
    low: float
    high: float
    n: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, rounded to six places."""
        return {
            "value": round(self.value, 6),
            "low": round(self.low, 6),
            "high": round(self.high, 6),
            "n": self.n,
        }


def bootstrap(
    statistic: Statistic, n: int, *, resamples: int = RESAMPLES, seed: int = 0
) -> Figure | None:
    """The statistic with its percentile interval (Efron and Tibshirani 1993, chapter 13).

    Args:
        statistic: Computed for all resamples at once.
        n: How many questions there are.
        resamples: Draws of n questions with replacement; at least 1,000 for a 95% interval.
        seed: The same seed gives the same interval.

    Returns:
        The figure, or None where the statistic is not defined on these questions.
    """
    return bootstrap_all({"": statistic}, n, resamples=resamples, seed=seed).get("")


def bootstrap_all(
    statistics: Mapping[str, Statistic], n: int, *, resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Figure]:
    """Several statistics of the same n questions, as ``bootstrap`` gives each.

    They share the draws, which is most of the work.
    """
    if n == 0:
        return {}
    ones = np.ones((1, n))
    values = {name: float(statistic(ones)[0]) for name, statistic in statistics.items()}
    defined = {name: statistics[name] for name in values if not np.isnan(values[name])}
    draws: dict[str, list[Floats]] = {name: [] for name in defined}
    for counts in _draws(n, resamples, seed):
        for name, statistic in defined.items():
            draws[name].append(statistic(counts))
    return {
        name: Figure(values[name], *_interval(np.concatenate(parts), values[name]), n)
        for name, parts in draws.items()
    }


def resampled(statistic: Statistic, n: int, *, resamples: int, seed: int = 0) -> Floats:
    """The statistic of each resample, of shape (resamples,)."""
    return np.concatenate([statistic(counts) for counts in _draws(n, resamples, seed)])


def mean(values: ArrayLike) -> Statistic:
    """The mean of one value a question."""
    column = np.asarray(values, dtype=np.float64)

    def statistic(counts: Floats) -> Floats:
        return np.asarray(counts @ column / counts.sum(axis=1), dtype=np.float64)

    return statistic


def percentile(values: ArrayLike, q: float) -> Statistic:
    """The q-th percentile (0..100) by nearest rank: a value that did occur."""
    column = np.asarray(values, dtype=np.float64)
    order = np.argsort(column, kind="stable")

    def statistic(counts: Floats) -> Floats:
        reached = np.cumsum(counts[:, order], axis=1)
        wanted = np.ceil(q / 100 * reached[:, -1:]).clip(min=1)
        values: Floats = column[order][np.argmax(reached >= wanted, axis=1)]
        return values

    return statistic


def _interval(draws: Floats, value: float) -> tuple[float, float]:
    # Draws in which the statistic is undefined (no unanswerable question, say) tell nothing.
    draws = draws[~np.isnan(draws)]
    low, high = np.quantile(draws, [0.025, 0.975]) if draws.size else (value, value)
    return float(low), float(high)


def _draws(n: int, resamples: int, seed: int) -> Iterator[Floats]:
    rng = np.random.default_rng(seed)
    rows = max(1, _CHUNK // n)
    for start in range(0, resamples, rows):
        size = min(rows, resamples - start)
        drawn = rng.integers(0, n, size=(size, n)) + np.arange(size)[:, None] * n
        counts = np.bincount(drawn.ravel(), minlength=size * n)
        yield counts.reshape(size, n).astype(np.float64)
