"""A mixture of experts, worked by hand."""

import math

import numpy as np
import pytest

from qa.mixture import Evidence, Mixture


def table(*choices: list[float]) -> np.ndarray:
    """One passage after another; a single sign of every choice."""
    return np.array(choices, dtype=np.float64)[:, :, None]


def test_one_passage_speaks_as_loudly_as_it_is_trusted() -> None:
    # Opinion 3:1, trusted as much as knowing nothing: (3/4 + 1/2) / 2 and (1/4 + 1/2) / 2.
    evidence = Evidence(np.array([[0.0]]), table([math.log(3), 0.0]), negated=False)
    mixture = Mixture(np.array([1.0]), np.array([1.0]), 0.0)
    assert mixture.chances(evidence) == pytest.approx([0.625, 0.375])


def test_passages_are_weighed_by_their_own_signs() -> None:
    # Trust 2 : 1 : 1 (nothing), opinions 9:1, 1:4 and 1:1.
    evidence = Evidence(
        np.array([[math.log(2)], [0.0]]),
        table([math.log(9), 0.0], [0.0, math.log(4)]),
        negated=False,
    )
    mixture = Mixture(np.array([1.0]), np.array([1.0]), 0.0)
    first = (2 * 0.9 + 0.2 + 0.5) / 4
    assert mixture.chances(evidence) == pytest.approx([first, 1 - first])


def test_without_passages_all_choices_are_alike() -> None:
    evidence = Evidence(np.empty((0, 1)), np.empty((0, 4, 1)), negated=False)
    mixture = Mixture(np.array([1.0]), np.array([1.0]), 2.0)
    assert mixture.chances(evidence) == pytest.approx([0.25] * 4)


def test_a_negated_question_turns_the_order_round() -> None:
    signs = table([math.log(3), 0.0])
    mixture = Mixture(np.array([1.0]), np.array([1.0]), 0.0)
    chances = mixture.chances(Evidence(np.array([[0.0]]), signs, negated=True))
    # 1/0.625 to 1/0.375.
    assert chances == pytest.approx([0.375, 0.625])


def test_great_sums_do_not_overflow() -> None:
    evidence = Evidence(np.array([[1e4]]), table([1e4, 0.0, -1e4]), negated=False)
    chances = Mixture(np.array([1.0]), np.array([1.0]), 0.0).chances(evidence)
    assert chances == pytest.approx([1.0, 0.0, 0.0])
