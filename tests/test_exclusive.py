"""Words of which only one can hold."""

import pytest

from qa.checking.exclusive import excluded


@pytest.mark.parametrize(
    ("claim", "source", "words"),
    [
        ("It is due in the autumn.", "It is due this summer.", ("summer", "autumn")),
        ("It struck in the morning.", "It struck on the evening of 31 January.", ("evening",)),
        ("A chain in the southeastern U.S.", "A chain in the western U.S.", ("western",)),
        ("Her mother left.", "Her father left.", ("father", "mother")),
        ("It meets once a month.", "It meets once a week.", ("once a week", "once a month")),
        ("He was held for a year.", "He was held for a month.", ("for a month",)),
        ("Most of them are free.", "Some of them are free.", ("Some of", "Most of")),
        ("The left-wing party won.", "The right-wing party won.", ("right-wing",)),
        ("A Labour member came.", "A Liberal Democrat member came.", ("Labour",)),
    ],
)
def test_another_one(claim: str, source: str, words: tuple[str, ...]) -> None:
    problem = excluded(claim, source)
    assert all(f"“{word}”" in problem for word in words)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It rained at midday.", "It rained at noon."),
        ("It came in spring.", "It came in spring, after a long winter."),
        ("It came in spring.", "It came in March."),
        ("It meets every week.", "It meets weekly, for a year."),
        ("Most of them are free.", "Most of them are free, and some of them came home."),
        ("Her father and her mother left.", "Her mother left."),
    ],
)
def test_none(claim: str, source: str) -> None:
    assert excluded(claim, source) == ""
