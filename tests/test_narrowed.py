"""What narrows a word of the source, and is left out."""

import pytest

from qa.checking.narrowed import narrowed


@pytest.mark.parametrize(
    ("claim", "source", "problem"),
    [
        ("It is the oldest bridge.", "It is one of the oldest bridges.", "one of the oldest"),
        ("It is Vale's oldest.", "It is among Vale's oldest bridges.", "among Vale's oldest"),
        ("It is the largest bank.", "It is the second-largest bank.", "second largest"),
        ("The mayor was arrested.", "The former mayor was arrested.", "former mayor"),
        ("The president came.", "The country's vice president came.", "vice president"),
        ("The minister came.", "A former health minister came.", "former minister"),
        ("It was the worst flood in history.", "It was the worst since 1953.", "in history"),
        ("It was the first quake this year.", "It was the second quake this year.", "first"),
    ],
)
def test_what_is_left_out(claim: str, source: str, problem: str) -> None:
    assert problem in narrowed(claim, source)
    assert narrowed(source, source) == ""


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It is the oldest bridge.", "It is one of the oldest bridges, and the oldest in Vale."),
        ("It is the third largest.", "It is one of the largest."),
        ("The ex-mayor was arrested.", "The former mayor was arrested."),
        ("It was the first of two.", "It was the first, and a second came."),
        ("It was the seventh hole.", "It was in the first round."),
        ("It was its first flight.", "It was the maiden flight, in the third quarter."),
        ("The test failed.", "The second test failed."),
        ("It was the worst flood in history.", "It was the worst flood on record."),
    ],
)
def test_what_is_not(claim: str, source: str) -> None:
    assert narrowed(claim, source) == ""
