"""Who did a deed, and what is won rather than wins."""

import pytest

from qa.matching.deeds import (
    asks_for_doer,
    asks_for_winner,
    is_beaten,
    is_doer,
    is_prize,
    is_won,
    tells_doer,
    tells_winner,
)


@pytest.mark.parametrize(
    "question",
    [
        "Norwick shooting who did it",
        "Who shot the mayor?",
        "who was the gunman",
        "who did the Norwick Park shooting",
        "Who was behind the attack on the mayor?",
    ],
)
def test_who_did_a_deed_is_asked(question: str) -> None:
    assert asks_for_doer(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who was shot?",
        "Who did the mayor meet?",
        "who did the shooting kill",
        "who did the mayor attack",
        "Who did police blame for the attack?",
        "who is Ann",
    ],
)
def test_who_else_is_asked_for_is_no_doer(question: str) -> None:
    assert not asks_for_doer(question)


def test_the_doer_is_told_apart_from_those_who_speak_of_the_deed() -> None:
    told = "Bob Birch, 43, was arrested on Monday, Sheriff Ann Archer said."
    assert tells_doer(told)
    assert is_doer("Bob Birch", told)
    assert not is_doer("Ann Archer", told)
    assert is_doer("Bob Birch", "The suspect was identified as Bob Birch.")
    assert not tells_doer("Eleven people were killed in Norwick.")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which film won best picture?", True),
        ("who has won the cup", True),
        ("Which prize did the film win?", False),
        ("How many cups has she won?", False),
    ],
)
def test_who_won_is_asked(question: str, expected: bool) -> None:
    assert asks_for_winner(question) is expected


def test_what_is_won_and_where_is_not_who_wins() -> None:
    assert is_won("Norwick Prize", "Ann Archer won the coveted Norwick Prize.")
    assert not is_won("Ann Archer", "Ann Archer won the Norwick Prize.")
    assert is_prize("Norwick", "It was shown at the Norwick film festival.")
    assert not is_prize("Norwick", "Norwick beat Weston.")
    assert not is_prize("Norwick", "Weston won.")


@pytest.mark.parametrize(
    ("sentence", "beaten"),
    [
        ("Norwick won the cup on Sunday, beating Weston on penalties.", "Weston"),
        (
            "In a 2-1 win over the champions Weston, Norwick were better.",
            "Weston",
        ),
        ("Norwick Rovers edged out Weston in the final.", "Weston"),
    ],
)
def test_who_was_beaten_has_not_won(sentence: str, beaten: str) -> None:
    assert is_beaten(beaten, sentence)
    assert not is_beaten("Norwick", sentence)
    assert not is_beaten("Weston", f"{sentence} Weston had won the year before.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Weston lost 2-1 in the final against Norwick.",
        "Weston failed to get past Norwick on Sunday.",
        "Weston could not beat Norwick, who won on penalties.",
        "Weston had hoped to defeat Norwick.",
    ],
)
def test_who_was_not_beaten_may_have_won(sentence: str) -> None:
    assert not is_beaten("Norwick", sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ann Archer beat Bea Baker to win the Norwick Open.", True),
        ("The Norwick Prize went to Ann Archer, who came in as the favourite.", True),
        ("On Monday the Norwick Prize was given to Ann Archer.", True),
        ("Norwick are fancied, and so are the champions of the north.", False),
        ("Fans can take heart from a study that has Norwick as favourites to win.", False),
        ("Fans can “take heart, as Norwick come as favourites” to win the cup.", False),
        ("Ann Archer is a clear favourite for the Norwick Prize, which she has never won.", False),
        ("A win on Sunday would give Archer her third title.", False),
        ("Archer hopes to win the Norwick Open.", False),
        ("Bea Baker is the defending champion.", False),
        ("The Norwick Open begins on Sunday.", False),
        ("The committee awards six prizes each year.", False),
    ],
)
def test_who_has_won_is_told_apart_from_who_may_and_who_did_before(
    sentence: str, expected: bool
) -> None:
    assert tells_winner(sentence) is expected
