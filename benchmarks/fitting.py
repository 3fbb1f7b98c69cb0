"""How weights are fitted, and by which questions they are measured."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FOLDS = 5


class Listed(Protocol):
    """The candidates of a question: ``signs`` (candidates, signs), ``right`` (candidates,)."""

    @property
    def day(self) -> date: ...
    @property
    def signs(self) -> Floats: ...
    @property
    def right(self) -> Flags: ...


def fit_lists(signs: Sequence[Floats], right: Sequence[Flags], ridge: float) -> Floats:
    """The weights under which the right candidates are likeliest among all of their question.

    A softmax over each list (Cao et al., ICML 2007); signs are scaled to a standard deviation
    of one, and on that scale ``ridge`` times the sum of squared weights is added to the mean
    loss. Found by L-BFGS.

    Args:
        signs: Of each question, (candidates, signs).
        right: Of each question, (candidates,); at least one of each is right.
        ridge: How much weights are held back.

    Returns:
        One weight a sign, (signs,), for signs as they are. A sign that is the same
        everywhere weighs nothing.
    """
    table = np.concatenate(signs)
    spread = np.where(table.std(axis=0) > 0, table.std(axis=0), 1.0)
    scaled = table / spread
    sizes = np.array([len(each) for each in right])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    shares = np.concatenate([each / each.sum() for each in right])

    def loss(weights: Floats) -> tuple[float, Floats]:
        sums = scaled @ weights
        peaks = np.maximum.reduceat(sums, starts)
        odds = np.exp(sums - np.repeat(peaks, sizes))
        totals = np.add.reduceat(odds, starts)
        value = (peaks + np.log(totals)).sum() - (shares * sums).sum()
        slope = scaled.T @ (odds / np.repeat(totals, sizes) - shares)
        value = value / len(right) + ridge * weights @ weights
        return float(value), slope / len(right) + 2 * ridge * weights

    best = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x
    return np.asarray(best / spread)


def fit(lists: Sequence[Listed], ridge: float) -> Floats:
    """``fit_lists`` of the questions that have a right candidate."""
    told = [each for each in lists if each.right.any()]
    return fit_lists([each.signs for each in told], [each.right for each in told], ridge)


def cross_validated(lists: Sequence[Listed], ridge: float) -> list[Floats]:
    """Sums of the candidates of each question, by weights fitted without those of its day."""
    fold = folds([each.day for each in lists])
    weights = [
        fit([each for each in lists if fold[each.day] != out], ridge) for out in range(FOLDS)
    ]
    return [each.signs @ weights[fold[each.day]] for each in lists]


def folds(days: Collection[date]) -> dict[date, int]:
    """The fold of each day, 0 to ``FOLDS`` - 1: questions of one week stay together."""
    return {day: place % FOLDS for place, day in enumerate(sorted(set(days)))}


def named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    """Weights as they are kept in JSON."""
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
