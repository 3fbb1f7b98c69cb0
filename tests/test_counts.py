"""Numbers that count people."""

import re

import pytest

from made_quotes import told
from qa.matching.counts import (
    beside_numbers,
    counted,
    counts_all,
    tells_count,
    thing_counted,
    without_others,
)
from qa.matching.giving import is_given
from qa.short_answers.likely import Short
from qa.short_answers.possible import possible


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


def test_a_rule_of_dashes_and_a_run_of_digits_are_read_once() -> None:
    deaths = counted("how many died")
    assert deaths is not None
    assert not tells_count(deaths, f"There were 3 {'-' * 200} and then the sea rose.")
    assert tells_count(deaths, f"There were 3 {'-' * 200} dead in the town.")
    assert tells_count(deaths, f"On page {'1' * 30_000}, 12 people died.")
    assert beside_numbers(f"{'a' * 30_000} 7") == []


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


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("How many goats are kept?", "They keep  and  at Corrie since ."),
        ("How many dogs are kept?", "They keep  and two old dogs at Corrie since ."),
        ("How many animals are kept?", "They keep 24 sheep and two old dogs at Corrie since ."),
        ("How many goats and sheep are kept?", "They keep 24 sheep and  at Corrie since ."),
        ("Who keeps goats?", "They keep 24 sheep and two old dogs at Corrie since ."),
    ],
)
def test_what_counts_another_thing_is_no_count(question: str, left: str) -> None:
    said = "They keep 24 sheep and two old dogs at Corrie since ."
    assert without_others(question, said).replace("   ", "  ") == left.replace("   ", "  ")


def test_things_counted_together_are_no_others() -> None:
    said = "Police found 24 sheep and goats."
    assert without_others("How many goats were found?", said) == said


def test_a_number_of_another_thing_is_given_by_no_sentence() -> None:
    said = ["The farm keeps 24 sheep and two dogs.", "It opened a shop in 2012."]
    assert not is_given("How many goats does the farm keep?", said)
    assert is_given("How many sheep does the farm keep?", said)
    assert is_given("How many goats does the farm keep?", ["No goats are kept."])


def test_the_number_of_another_thing_is_no_short_answer() -> None:
    quote = told("The farm keeps 24 sheep and two goats.")
    likely = [Short(each, 0.4, frozenset((0,))) for each in ("24", "two")]
    found = possible("How many goats does the farm keep?", [quote], likely)
    assert [short.text for short in found] == ["two"]
