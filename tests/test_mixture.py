"""A mixture of experts, worked by hand."""

import math

import numpy as np
import pytest

from qa.choosing.mixture import Evidence, Mixture


def said(passages: list[list[float]], choices: np.ndarray, *, negated: bool = False) -> Evidence:
    """Evidence of passages alone: no choice is more plausible than another unread."""
    return Evidence(
        np.array(passages, dtype=np.float64).reshape(len(passages), 1),
        choices,
        np.zeros((choices.shape[1], 1)),
        negated,
    )


def mixture(silence: float) -> Mixture:
    return Mixture(np.array([1.0]), np.array([1.0]), np.array([1.0]), silence)


def table(*choices: list[float]) -> np.ndarray:
    """One passage after another; a single sign of every choice."""
    return np.array(choices, dtype=np.float64)[:, :, None]


def test_one_passage_speaks_as_loudly_as_it_is_trusted() -> None:
    # Opinion 3:1, trusted as much as knowing nothing: (3/4 + 1/2) / 2 and (1/4 + 1/2) / 2.
    evidence = said([[0.0]], table([math.log(3), 0.0]))
    assert mixture(0.0).chances(evidence) == pytest.approx([0.625, 0.375])


def test_passages_are_weighed_by_their_own_signs() -> None:
    # Trust 2 : 1 : 1 (nothing), opinions 9:1, 1:4 and 1:1.
    evidence = said([[math.log(2)], [0.0]], table([math.log(9), 0.0], [0.0, math.log(4)]))
    first = (2 * 0.9 + 0.2 + 0.5) / 4
    assert mixture(0.0).chances(evidence) == pytest.approx([first, 1 - first])


def test_without_passages_all_choices_are_alike() -> None:
    evidence = said([], np.empty((0, 4, 1)))
    assert mixture(2.0).chances(evidence) == pytest.approx([0.25] * 4)


def test_a_negated_question_turns_the_order_round() -> None:
    chances = mixture(0.0).chances(said([[0.0]], table([math.log(3), 0.0]), negated=True))
    # 1/0.625 to 1/0.375.
    assert chances == pytest.approx([0.375, 0.625])


def test_great_sums_do_not_overflow() -> None:
    chances = mixture(0.0).chances(said([[1e4]], table([1e4, 0.0, -1e4])))
    assert chances == pytest.approx([1.0, 0.0, 0.0], abs=1e-8)


def test_what_is_plausible_unread_shifts_the_odds() -> None:
    # The passages say 5/8 : 3/8; the second choice is three times as plausible: 5 : 9.
    evidence = Evidence(
        np.array([[0.0]]),
        table([math.log(3), 0.0]),
        np.array([[0.0], [math.log(3)]]),
        negated=False,
    )
    assert mixture(0.0).chances(evidence) == pytest.approx([5 / 14, 9 / 14])


def test_the_negation_turns_what_passages_say_and_not_what_is_plausible() -> None:
    evidence = Evidence(
        np.array([[0.0]]),
        table([math.log(3), 0.0]),
        np.array([[0.0], [math.log(3)]]),
        negated=True,
    )
    # 3 : 5 turned round, times 1 : 3.
    assert mixture(0.0).chances(evidence) == pytest.approx([3 / 18, 15 / 18])
