"""What is said around a question."""

import pytest

from qa.followup import standalone
from qa.followups.requests import without_request


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Can you tell me who closed the harbour?", "who closed the harbour?"),
        ("please tell me, when does it open", "when does it open"),
        ("Do you know why it was closed?", "why it was closed?"),
        ("I'd like to know how many ships sank.", "how many ships sank."),
        ("give me the names of the masons", "the names of the masons"),
        ("Hi! Show me three ports that closed", "three ports that closed"),
    ],
)
def test_a_request_goes(said: str, asked: str) -> None:
    assert without_request(said) == asked
    assert standalone(said, []) == asked


@pytest.mark.parametrize(
    "said",
    [
        "Tell me more",
        "tell me about the harbour",
        "Who told them who closed it?",
        "Did the mayor give us the harbour?",
        "Please, who closed it?",
        "I would like an update on the harbour",
        "can you tell me",
        "",
    ],
)
def test_what_is_no_request_for_the_question_behind_it_stays(said: str) -> None:
    assert without_request(said) == said
