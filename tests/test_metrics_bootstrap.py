"""Bootstrap intervals: known cases, agreement with resampling by hand, and seeds."""

import numpy as np
import pytest

from qa.metrics.bootstrap import Figure, bootstrap, mean, percentile, resampled
from qa.metrics.confidence import auroc


def figure(values: list[float], seed: int = 0) -> Figure:
    found = bootstrap(mean(values), len(values), seed=seed)
    assert found is not None
    return found


def test_a_constant_has_no_width() -> None:
    assert figure([0.25] * 30) == Figure(0.25, 0.25, 0.25, 30)


def test_the_interval_of_a_share_is_the_binomial_one() -> None:
    found = figure([1.0] * 300 + [0.0] * 700)
    width = 1.96 * (0.3 * 0.7 / 1000) ** 0.5
    assert found.value == 0.3
    assert found.low == pytest.approx(0.3 - width, abs=0.005)
    assert found.high == pytest.approx(0.3 + width, abs=0.005)


def test_a_seed_decides() -> None:
    values = list(np.linspace(0, 1, 57))
    assert figure(values, seed=3) == figure(values, seed=3)
    assert figure(values, seed=3) != figure(values, seed=4)


def test_draws_have_the_variance_of_the_bootstrap() -> None:
    values = np.array([0.0, 1.0, 5.0, 6.0])
    draws = resampled(mean(values), 4, resamples=20_000)
    assert draws.mean() == pytest.approx(values.mean(), abs=0.05)
    assert draws.var() == pytest.approx(values.var() / 4, rel=0.05)


def test_counts_stand_for_repeated_questions() -> None:
    counts = np.array([[2.0, 0.0, 1.0]])
    assert mean([3.0, 9.0, 6.0])(counts)[0] == 4.0
    assert percentile([3.0, 9.0, 6.0], 50)(counts)[0] == 3.0


@pytest.mark.parametrize("q", [1, 50, 95, 100])
def test_percentile_is_by_nearest_rank(q: int) -> None:
    values = np.random.default_rng(1).normal(size=37)
    expected = np.percentile(values, q, method="inverted_cdf")
    assert percentile(values, q)(np.ones((1, 37)))[0] == expected


def test_what_is_undefined_is_no_figure() -> None:
    assert bootstrap(mean([]), 0) is None
    assert bootstrap(auroc([0.2, 0.4], [1, 1]), 2) is None


def test_draws_without_a_value_are_left_out() -> None:
    # Half of all draws of two hold one class only.
    found = bootstrap(auroc([0.9, 0.1], [1, 0]), 2)
    assert found == Figure(1.0, 1.0, 1.0, 2)


def test_many_questions_are_drawn_in_chunks() -> None:
    values = np.random.default_rng(2).random(9_000)
    draws = resampled(mean(values), len(values), resamples=500)
    assert draws.shape == (500,)
    assert draws.std() == pytest.approx(values.std() / len(values) ** 0.5, rel=0.15)
