"""Whether numbers stand with what their source has them with."""

import pytest

from qa.checking.pairing import turned_round


@pytest.mark.parametrize(
    ("claim", "source", "problem"),
    [
        ("It cut its rate from 4% to 5%.", "It cut its rate from 5% to 4%.", "from 5% to 4%"),
        (
            "She went from Vale to Burnton.",
            "She went from Burnton to Vale.",
            "from burnton to vale",
        ),
        ("Vale beat Burnton 1-3.", "Vale beat Burnton 3-1.", "1-3"),
        ("Vale beat Burnton 3-0.", "Vale beat Burnton 3-1.", "3-0"),
        ("It fell to 12 degrees.", "It fell to -12 degrees.", "12 degrees"),
        ("Growth was 0.5%.", "Growth was -0.5%.", "0.5%"),
    ],
)
def test_what_is_turned_round(claim: str, source: str, problem: str) -> None:
    assert problem in turned_round(claim, source, source)
    assert turned_round(source, source, source) == ""


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It went from 5% to 4%.", "It went from 5% to 4%, and from 4% to 5% later."),
        ("Burnton lost 1-3.", "Vale beat Burnton 3-1."),
        ("Vale won 3 to 1.", "Vale won 3-1."),
        ("It was minus 12 degrees.", "It fell to -12 degrees."),
        ("It was 12 degrees below zero.", "It fell to -12 degrees."),
        ("It shrank by 0.5%.", "Growth was -0.5%."),
        ("It took 10-12 days.", "It took 12 days."),
    ],
)
def test_what_is_not(claim: str, source: str) -> None:
    assert turned_round(claim, source, source) == ""


def test_a_score_may_be_told_elsewhere() -> None:
    assert turned_round("Vale won 6-3.", "Vale led 2-1.", "Vale led 2-1. It ended 6-3.") == ""
