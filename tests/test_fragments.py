"""Fragments and corrections, put into the question before them."""

import pytest

from qa.followups.antecedents import EarlierTurn
from qa.followups.fragments import completed, corrected, is_fragment, located

DEATHS = EarlierTurn("How many people has the cyclone killed in Malawi?", "At least 190. [1]")
RATE = EarlierTurn("What did the Fed do with its rate in September 2024?", "It cut the rate. [1]")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And in March?", True),
        ("What about Ukraine?", True),
        ("Why?", True),
        ("From where?", True),
        ("In Malawi?", True),
        ("And what happened to Luna-25?", False),
        ("ECB deposit rate", False),
        ("Who won?", False),
    ],
)
def test_a_fragment_is_no_clause(question: str, expected: bool) -> None:
    assert is_fragment(question) is expected


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        ("And in Mozambique?", DEATHS, "How many people has the cyclone killed in Mozambique?"),
        ("What about Mozambique?", DEATHS, "How many people has the cyclone killed in Mozambique?"),
        ("and in december?", RATE, "What did the Fed do with its rate in December 2024?"),
        ("In 2023?", RATE, "What did the Fed do with its rate in 2023?"),
        ("What about the ECB?", RATE, "What did the ECB do with its rate in September 2024?"),
        ("And in March?", DEATHS, "How many people has the cyclone killed in Malawi in March?"),
        ("Why?", EarlierTurn("Did it rain?", ""), "Why did it rain?"),
        ("Why?", EarlierTurn("When was Luna-25 launched?", ""), "Why was Luna-25 launched?"),
        ("When?", EarlierTurn("Who was elected pope?", "Robert Prevost. [1]"),
         "When was Robert Prevost elected pope?"),
        ("What about Rome?", EarlierTurn("Who is the new pope?", ""), None),
        ("Why?", EarlierTurn("Who is the new pope?", ""), None),
    ],
)  # fmt: skip
def test_new_words_take_the_place_of_those_of_their_kind(
    question: str, last: EarlierTurn, expected: str | None
) -> None:
    assert completed(question, last) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("No, I meant Zambia.", "How many people has the cyclone killed in Zambia?"),
        ("sorry, I mean Zambia", "How many people has the cyclone killed in Zambia?"),
        ("I meant wounded, not killed", "How many people has the cyclone wounded in Malawi?"),
        ("No, Zambia.", "How many people has the cyclone killed in Zambia?"),
        ("No, is that right?", None),
        ("How many in Zambia?", None),
    ],
)
def test_a_correction_replaces_what_was_wrong(question: str, expected: str | None) -> None:
    assert corrected(question, DEATHS) == expected


def test_a_correction_finds_its_place_behind_letters_that_change_their_length() -> None:
    last = EarlierTurn("What happened in Gießen in March 2023?", "")
    assert corrected("I meant April, not March", last) == "What happened in Gießen in April 2023?"


def test_a_short_question_keeps_the_circumstances() -> None:
    last = EarlierTurn("How many were feared dead after the Baltimore bridge fell?", "")
    assert located("How many died?", last) == "How many died after the Baltimore bridge fell?"
    assert located("How many died?", EarlierTurn("How many were feared dead?", "")) is None
