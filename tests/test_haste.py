"""A few words typed in haste, and the question that they stand for."""

import pytest

from qa.followup import standalone
from qa.followups.haste import in_full
from qa.types import Turn


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("new zealand pm", "Who is the prime minister of new zealand?"),
        ("norwick's president name", "Who is the president of norwick?"),
        ("prime minister of norwick now", "Who is the prime minister of norwick?"),
        ("head of the norwick zoo name", "Who is the head of the norwick zoo?"),
        ("norwick zoo boss name?", "Who is the boss of norwick zoo?"),
        ("president of norwick in 1990", "Who was the president of norwick in 1990?"),
        ("ann archer age", "How old is ann archer?"),
        ("age of ann archer at death", "How old was ann archer at death?"),
        ("norwick flood death toll", "How many people died in norwick flood?"),
        ("norwick fire number of dead", "How many people died in norwick fire?"),
        ("deaths in norwick flood", "How many people died in norwick flood?"),
        ("Number of seats in Norwick", "How many seats in Norwick?"),
    ],
)
def test_it_is_written_out(typed: str, asked: str) -> None:
    assert in_full(typed) == asked
    assert standalone(typed, []) == asked
    assert in_full(asked) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "who is the prime minister",
        "new norwick mayor",
        "president",
        "Is Ann Archer the president of Norwick",
        "norwick flood",
        "norwick bridge cost",
        "the storm that hit the old harbour of norwick last week death toll",
        "Norwick: death toll",
        "",
    ],
)
def test_other_words_are_left_as_they_are(typed: str) -> None:
    assert in_full(typed) == typed


def test_what_is_left_out_in_a_conversation_is_put_in_first() -> None:
    history = [Turn("Who is Ann Archer?", "Ann Archer is the mayor of Norwick. [1]")]
    assert standalone("her age", history) == "How old is Ann Archer?"
