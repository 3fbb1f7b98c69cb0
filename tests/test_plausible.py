"""What is plausible before anything is read, worked by hand."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.choosing.plausible import PLAUSIBLE_SIGNS, plausible


@pytest.mark.parametrize(
    ("choices", "least"),
    [
        (["31", "9", "12"], 1),
        (["seven", "Eleven", "3"], 2),
        (["$2 billion", "$30 million", "$4.5bn"], 1),
        (["1,200", "900", "2031"], 1),
        (["9 otters", "seals", "12 herons"], None),  # not all are numbers
        (["9", "9", "12"], None),  # no one least
        (["9", "12"], None),  # of two, neither stands out
        (["3-2", "1-0", "4-4"], None),  # scores have no order
        (["0-5 years", "6-17 years", "65 years"], None),  # nor have ranges
    ],
)
def test_the_least_of_several_numbers(choices: list[str], least: int | None) -> None:
    mean = (least is not None) / len(choices)
    wanted = [float(place == least) - mean for place in range(len(choices))]
    assert plausible(choices)[:, 0] == pytest.approx(wanted)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
@example(["\u0300"])
def test_only_what_tells_choices_apart_counts(choices: list[str]) -> None:
    found = plausible(choices)
    assert found.shape == (len(choices), len(PLAUSIBLE_SIGNS))
    assert found.sum(axis=0) == pytest.approx(0, abs=1e-9)
