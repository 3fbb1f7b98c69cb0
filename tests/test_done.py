"""What tells that a deed was done, or that it was not."""

import pytest

from qa.matching.done import doing

JOINED = "did norwick join the league"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (JOINED, "Norwick joined the league on Tuesday."),
        (JOINED, "Norwick has joined it at last."),
        (JOINED, "Norwick did not join the league."),
        (JOINED, "Norwick has yet to join the league."),
        (JOINED, "The town refused to join."),
        ("Has Norwick joined the league?", "It joined in May."),
        ("Did the mayor win?", "The mayor won by 40 votes."),
        ("Has the mayor won?", "The mayor won by 40 votes."),
        ("did the ban agree with them", "They agreed to it."),
        ("did they carry coal", "The ship carried coal."),
        ("did the council ban cars", "Cars were banned by the council."),
        ("did it close", "It closed on Monday."),
    ],
)
def test_what_was_done_is_told(question: str, text: str) -> None:
    assert doing(question)(text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (JOINED, "Norwick wants to join the league."),
        (JOINED, "Joining would cost Norwick a lot."),
        (JOINED, "Norwick would have joined in May."),
        (JOINED, "Norwick hopes to be joined by Weston."),
        ("When did Norwick join the league?", "Norwick joined the league on Tuesday."),
        ("did they", "They did."),
    ],
)
def test_what_was_wanted_or_is_not_asked_is_not(question: str, text: str) -> None:
    assert not doing(question)(text)
