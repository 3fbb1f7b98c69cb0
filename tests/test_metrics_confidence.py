"""AUROC, risk and coverage, calibration: by hand and by brute force."""

import random
from itertools import pairwise, permutations

import numpy as np
import pytest

from qa.metrics.bootstrap import Statistic
from qa.metrics.confidence import (
    auroc,
    calibration_error,
    curve,
    reliability,
    risk_coverage_area,
)


def value(statistic: Statistic, counts: list[int] | None = None, n: int = 0) -> float:
    row = np.array([counts], dtype=float) if counts else np.ones((1, n))
    return float(statistic(row)[0])


def pairs_won(scores: list[float], labels: list[int]) -> float:
    """AUROC from its definition: every pair of a positive and a negative."""
    wins = [
        1.0 if scores[i] > scores[j] else 0.5 if scores[i] == scores[j] else 0.0
        for i in range(len(scores))
        for j in range(len(scores))
        if labels[i] and not labels[j]
    ]
    return sum(wins) / len(wins)


def area_over_orders(scores: list[float], right: list[int]) -> float:
    """The area from its definition, averaged over every order that the scores allow."""
    areas = []
    for order in permutations(range(len(scores))):
        if all(scores[a] >= scores[b] for a, b in pairwise(order)):
            wrong = np.cumsum([1 - right[i] for i in order])
            areas.append(float((wrong / np.arange(1, len(order) + 1)).mean()))
    return sum(areas) / len(areas)


@pytest.mark.parametrize("seed", range(5))
def test_auroc_equals_the_count_of_pairs(seed: int) -> None:
    rng = random.Random(seed)
    scores = [rng.choice([0.1, 0.2, 0.5, 0.9]) for _ in range(40)]
    labels = [1, 0, *(rng.randint(0, 1) for _ in range(38))]
    assert value(auroc(scores, labels), n=40) == pytest.approx(pairs_won(scores, labels))


def test_auroc_of_a_resample_is_that_of_the_repeated_questions() -> None:
    scores, labels, counts = [0.9, 0.4, 0.4, 0.1], [1, 0, 1, 0], [2, 0, 3, 1]
    repeated = [i for i, count in enumerate(counts) for _ in range(count)]
    expected = pairs_won([scores[i] for i in repeated], [labels[i] for i in repeated])
    assert value(auroc(scores, labels), counts) == pytest.approx(expected)


def test_auroc_of_one_class_is_undefined() -> None:
    assert np.isnan(value(auroc([0.1, 0.9], [1, 1]), n=2))


def test_risk_coverage_area_by_hand() -> None:
    # Right, wrong, right: risks 0, 1/2, 1/3 as coverage grows.
    assert value(risk_coverage_area([0.9, 0.8, 0.1], [1, 0, 1]), n=3) == pytest.approx(5 / 18)


@pytest.mark.parametrize("seed", range(4))
def test_risk_coverage_area_averages_over_ties(seed: int) -> None:
    rng = random.Random(seed)
    scores = [rng.choice([0.2, 0.7]) for _ in range(6)]
    right = [rng.randint(0, 1) for _ in range(6)]
    expected = area_over_orders(scores, right)
    assert value(risk_coverage_area(scores, right), n=6) == pytest.approx(expected)


def test_risk_coverage_area_of_a_resample() -> None:
    scores, right, counts = [0.9, 0.5, 0.3], [1, 0, 1], [1, 2, 0]
    assert value(risk_coverage_area(scores, right), counts) == pytest.approx(
        value(risk_coverage_area([0.9, 0.5, 0.5], [1, 0, 0]), n=3)
    )


def test_curve_has_a_point_for_every_confidence() -> None:
    assert curve([0.9, 0.5, 0.5, 0.1], [1, 0, 1, 0]) == [(0.25, 0.0), (0.75, 1 / 3), (1.0, 0.5)]
    assert curve([], []) == []


def test_calibration_error_by_hand() -> None:
    # Bin (.8, .9]: stated .85, right 1/2, gap .35, half of all. Bin (.2, .3]: stated .3,
    # right 1/2, gap .2.
    scores, right = [0.8500001, 0.8499999, 0.3, 0.3], [1, 0, 1, 0]
    assert value(calibration_error(scores, right), n=4) == pytest.approx(0.275)


def test_bins_are_closed_on_the_right() -> None:
    edges = [0.0, 0.1, 0.3, 0.7, 1.0]
    bins = reliability(edges, [0, 0, 0, 1, 1])
    assert [(round(item.low, 1), item.n) for item in bins] == [
        (0.0, 2),
        (0.2, 1),
        (0.6, 1),
        (0.9, 1),
    ]


def test_perfectly_calibrated_is_zero() -> None:
    assert value(calibration_error([0.5, 0.5], [1, 0]), n=2) == 0.0
