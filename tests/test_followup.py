"""Follow-ups to questions that stand alone."""

import pytest

from qa.followup import standalone
from qa.types import Turn

FIRST = Turn("Who is the new pope?", "Robert Prevost was elected.")


def test_without_a_history_nothing_is_added() -> None:
    assert standalone("When was he elected?", []) == "When was he elected?"


@pytest.mark.parametrize(
    "question",
    [
        "When was he elected?",
        "What did THEY say about it?",
        "And when?",
        "Why?",
        "Who won?",
        "What about Rome?",
        "What does that mean?",
        "Who was there?",
        "What did the other candidates do?",
    ],
)
def test_what_points_back_is_put_behind_what_it_follows(question: str) -> None:
    assert standalone(question, [FIRST]) == f"Who is the new pope? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "How many North Korean troops were sent to Russia?",
        "When did the Francis Scott Key Bridge in Baltimore collapse?",
        "European Central Bank rate cut",
        "Who won Wimbledon?",
        "Which team won the title this week?",
        "Is there a vaccine against malaria that works for children?",
        "What did Lloyd Austin say in his speech about Korea?",
    ],
)
def test_what_stands_alone_is_unchanged(question: str) -> None:
    assert standalone(question, [FIRST]) == question


def test_a_chain_reaches_back_to_the_question_that_stands_alone() -> None:
    history = [Turn("Old question about the Luna spacecraft?"), FIRST, Turn("When was he elected?")]
    assert (
        standalone("And where?", history) == "Who is the new pope? When was he elected? And where?"
    )


def test_a_new_subject_ends_the_chain() -> None:
    history = [FIRST, Turn("How many troops did North Korea send to Russia?")]
    assert (
        standalone("Why did they go?", history)
        == "How many troops did North Korea send to Russia? Why did they go?"
    )


def test_a_long_history_is_no_burden() -> None:
    history = [Turn(f"And what about number {number}?") for number in range(5_000)]
    assert standalone("And why?", history).count("And what about number") == 8
