"""Slips of the finger in questions, taken back where the articles know the word that was meant."""

import pytest

from qa.answer import Assistant
from qa.spelling import respelled
from qa.types import Turn


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("how many died in malwai", "how many died in malawi"),
        ("how many died in malawi", "how many died in malawi"),
        ("How many died in malwai", "How many died in malawi"),  # a telephone's capital
        ("How many died in malwai?", "How many died in malwai?"),  # written with care
        ("how many died in Malwai", "how many died in Malwai"),  # so is this
        ('how many died in "malwai"', 'how many died in "malwai"'),
        ("how many died in xqzvwkp", "how many died in xqzvwkp"),  # nothing is near it
        ("who is pellinger", "who is pellinger"),
    ],
)
def test_it_is_taken_back_where_articles_have_what_was_meant(
    desk: Assistant, asked: str, read: str
) -> None:
    assert respelled(desk.index, asked) == read


def test_the_answer_says_how_it_was_read_and_a_follow_up_goes_by_that(desk: Assistant) -> None:
    answer = desk.ask("how many people did the cyclone kill in malwai")
    assert answer.standalone_question == "how many people did the cyclone kill in malawi"
    assert answer.short_answer == "438"
    typed = desk.ask("how many people did the cyclone kill in malwai", history=None)
    assert typed.standalone_question == typed.question
    history = [Turn("how many people did the cyclone kill in malwai", answer.text)]
    followed = desk.ask("and in march?", history=history)
    assert "malwai" not in followed.standalone_question


def test_a_word_that_is_longer_than_any_is_no_slip(
    desk: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could have been meant is as many words as it has letters, some fifty times."""
    looked_up: list[str] = []
    monkeypatch.setattr(desk.index, "respelled", looked_up.append)
    assert respelled(desk.index, f"who is {'x' * 1_900}") == f"who is {'x' * 1_900}"
    desk.standing_alone("and why?", [Turn(f"who is {'word ' * 20_000}{'x' * 30}", "")])
    assert [word for word in looked_up if len(word) > 25] == []
    assert len(looked_up) < 100
