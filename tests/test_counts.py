"""Numbers that count people."""

import re

import pytest

from qa.quoting.counts import counted, tells_count


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("how many people died in the Norwick fire", "deaths"),
        ("what is the death toll in Norwick", "deaths"),
        ("how many are still missing", "people missing"),
        ("how many ships are in the harbour", None),
        ("how many troops were sent to Norwick", None),
        ("how many attended the funeral", None),
        ("who was killed in Norwick", None),
        ("how long was the death march", None),
    ],
)
def test_which_people_are_counted(question: str, people: str | None) -> None:
    found = counted(question)
    assert (found.name if found else None) == people


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("At least 36 people have died, the county wrote.", True),
        ("The death toll from the fire on the Norwick docks climbed to 67 on Friday.", True),
        ("The fires have claimed at least 93 lives.", True),
        ("Two men and a boy lost their lives.", True),
        ("The storm killed thousands.", True),
        ("The agency put their number at 3,000.", True),
        ("About 423,000 people have fled their homes.", False),
        ("A building was hit at 5 a.m. and nobody died.", False),
        ("On May 12 she died at home.", False),
        ("Forty ships waited outside the old port, and later on some of the crew died.", False),
        ("They died in a 22-foot boat.", False),
    ],
)
def test_whether_the_dead_are_counted(text: str, told: bool) -> None:
    deaths = counted("how many died")
    assert deaths is not None
    assert tells_count(deaths, text) is told


def test_which_number_counts_them() -> None:
    deaths = counted("how many died")
    assert deaths is not None
    text = "Five men have died after a dive in a 22-foot boat that cost $250,000."
    assert tells_count(deaths, text, re.escape("Five"))
    assert not tells_count(deaths, text, "22")
    assert not tells_count(deaths, text, "000")
