"""Whether the stated confidence can be relied on, and what declining saves.

Each function takes one number a question and returns a ``Statistic`` for the bootstrap;
``curve`` and ``reliability`` give the points of the plots from the same definitions.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from index.arrays import Floats
from qa.metrics.bootstrap import Statistic

BINS = 10


class Bin(NamedTuple):
    """One bar of a reliability diagram."""

    low: float
    high: float
    confidence: float
    accuracy: float
    n: int


def auroc(confidence: ArrayLike, positive: ArrayLike) -> Statistic:
    """Probability that a positive question has the higher confidence; ties count half.

    The Mann-Whitney U statistic over the number of pairs (Hanley and McNeil 1982). NaN
    where one of the two classes is missing.
    """
    scores, labels = _column(confidence), _column(positive)
    order = np.argsort(scores, kind="stable")
    starts = _group_starts(scores[order])

    def statistic(counts: Floats) -> Floats:
        drawn = counts[:, order]
        above = np.add.reduceat(drawn * labels[order], starts, axis=1)
        below = np.add.reduceat(drawn * (1 - labels[order]), starts, axis=1)
        wins = (above * (np.cumsum(below, axis=1) - below / 2)).sum(axis=1)
        pairs = above.sum(axis=1) * below.sum(axis=1)
        share: Floats = np.divide(wins, pairs, out=np.full(len(counts), np.nan), where=pairs > 0)
        return share

    return statistic


def risk_coverage_area(confidence: ArrayLike, correct: ArrayLike) -> Statistic:
    """Mean over all coverages of the error rate among the most confident; lower is better.

    The area under the risk-coverage curve (Geifman and El-Yaniv 2017). Questions of equal
    confidence are taken in random order, in expectation.
    """
    scores, wrong = -_column(confidence), 1 - _column(correct)
    order = np.argsort(scores, kind="stable")
    starts = _group_starts(scores[order])

    def statistic(counts: Floats) -> Floats:
        drawn = counts[:, order]
        sizes = np.add.reduceat(drawn, starts, axis=1)
        errors = np.add.reduceat(drawn * wrong[order], starts, axis=1)
        return np.array([_area(*row) for row in zip(sizes, errors, strict=True)])

    return statistic


def calibration_error(confidence: ArrayLike, correct: ArrayLike, bins: int = BINS) -> Statistic:
    """Expected calibration error (Guo et al. 2017); lower is better.

    The distance between mean confidence and accuracy in each of ``bins`` bins of equal
    width, right-closed as in the paper, weighted by the share of questions in the bin.
    """
    scores, right = _column(confidence), _column(correct)
    member = np.eye(bins)[_bin_of(scores, bins)]

    def statistic(counts: Floats) -> Floats:
        gaps = np.abs(counts @ (member * (right - scores)[:, None])).sum(axis=1)
        return np.asarray(gaps / counts.sum(axis=1), dtype=np.float64)

    return statistic


def curve(confidence: ArrayLike, correct: ArrayLike) -> list[tuple[float, float]]:
    """(coverage, risk) at every distinct confidence, most confident first."""
    scores, wrong = -_column(confidence), 1 - _column(correct)
    if not scores.size:
        return []
    order = np.argsort(scores, kind="stable")
    ends = np.append(_group_starts(scores[order])[1:], scores.size)
    errors = np.cumsum(wrong[order])
    return [(end / scores.size, errors[end - 1] / end) for end in ends.tolist()]


def reliability(confidence: ArrayLike, correct: ArrayLike, bins: int = BINS) -> list[Bin]:
    """The bins of ``calibration_error`` that hold a question."""
    scores, right = _column(confidence), _column(correct)
    place = _bin_of(scores, bins)
    return [
        Bin(
            index / bins,
            (index + 1) / bins,
            float(scores[place == index].mean()),
            float(right[place == index].mean()),
            int((place == index).sum()),
        )
        for index in sorted(set(place.tolist()))
    ]


def _area(sizes: Floats, errors: Floats) -> float:
    """Errors expected after each question drawn, over how many those are, on average."""
    drawn = sizes > 0
    ends = np.concatenate([[0.0], np.cumsum(sizes[drawn])])
    taken = np.arange(1, ends[-1] + 1)
    expected = np.interp(taken, ends, np.concatenate([[0.0], np.cumsum(errors[drawn])]))
    return float((expected / taken).mean())


def _bin_of(scores: Floats, bins: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.digitize(scores, np.linspace(0, 1, bins + 1)[1:-1], right=True)


def _group_starts(ordered: Floats) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Where each run of equal values begins."""
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))


def _column(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
