"""Slips of the finger in questions, taken back where the articles know the word that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import slips
from qa.answer import Assistant
from qa.spelling import respelled
from qa.types import Turn


def test_each_slip_is_taken_back() -> None:
    assert {"wimbledon", "wimbeldo", "wimbeldom", "wimbeldone"} <= set(slips("wimbeldon"))
    assert slips("wimbeldon").index("wimbledon") < slips("wimbeldon").index("wimbeldone")
    assert "fried" in slips("freid")
    assert "kari" not in slips("kabri")  # a short word is as likely another


@given(st.text(st.sampled_from("abcxyz"), min_size=7, max_size=9), st.integers(1, 6))
def test_what_one_slip_made_is_among_them(word: str, at: int) -> None:
    doubled, left_out = word[:at] + word[at] + word[at:], word[:at] + word[at + 1 :]
    another = word[:at] + "q" + word[at + 1 :]
    exchanged = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    for slip in (doubled, left_out, another, exchanged):
        found = slips(slip)
        assert slip not in found and len(set(found)) == len(found)
        assert slip == word or slip[0] != word[0] or word in found


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("how many died in malwai", "how many died in malawi"),
        ("how many died in malawi", "how many died in malawi"),
        ("how many died in Malwai", "how many died in Malwai"),  # written with care
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
