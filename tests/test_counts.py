"""Numbers that count people."""

import re

import pytest

from qa.quoting.counts import beside_numbers, counted, counts_all, tells_count, thing_counted


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
        ("Twenty-three people died.", True),
        ("Some thirteen were killed.", True),
        ("The agency put their number at 3,000.", True),
        ("About 423,000 people have fled their homes.", False),
        ("A building was hit at 5 a.m. and nobody died.", False),
        ("On May 12 she died at home.", False),
        ("On Aug. 8 she died at home.", False),
        ("Forty ships waited outside the old port, and later on some of the crew died.", False),
        ("They died in a 22-foot boat.", False),
        ("The canteen was closed when he died.", False),
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


@pytest.mark.parametrize(
    ("question", "text", "all_of_them"),
    [
        ("how many people died", "At least 57 Norwick refugees were killed.", False),
        ("how many people died", "The toll rose to 67 Friday as crews went on.", True),
        ("how many people died", "It killed 12 children, and 45 people in all have died.", True),
        ("how many children died", "It killed 12 children.", True),
        ("how many died", "Nobody was killed.", False),
    ],
)
def test_some_of_them_are_not_all(question: str, text: str, all_of_them: bool) -> None:
    deaths = counted(question)
    assert deaths is not None
    assert counts_all(deaths, question, text) is all_of_them


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How many classified documents were found?", "classified documents"),
        ("The mayor won. how many votes did she get", "votes"),
        ("how many people attended the funeral", "people attended"),
        ("how many people died in Norwick", None),
        ("how many hours did it take", None),
        ("how old is the mayor", None),
        ("how many", None),
    ],
)
def test_the_thing_that_is_to_be_counted(question: str, thing: str | None) -> None:
    span = thing_counted(question)
    assert (question[slice(*span)] if span else None) == thing


def test_what_stands_beside_a_number() -> None:
    text = "She got 216 votes of the council; nobody got more than $30 or A4 paper."
    assert [text[a:b] for a, b in beside_numbers(text)] == [" votes of the council", "She got "]
    assert beside_numbers("There were 7.") == [(0, 11)]
    assert beside_numbers("7") == []
