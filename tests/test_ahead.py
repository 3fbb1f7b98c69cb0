"""Many questions searched for together: the same rows as asked one by one, and who is told what."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from index.search import Index
from qa.ahead import Found, Wanted
from qa.answer import Assistant
from qa.batch import ask
from qa.batch.ask import answer_row, ask_all
from qa.batch.questions import Question
from qa.typed import LONGEST_QUESTION
from qa.types import Turn

TROOPS = "How many North Korean troops had been sent to Russia?"
QUESTIONS = [
    Question("plain", "Who called on North Korea at the Pentagon to withdraw its troops?"),
    Question("dated", TROOPS, as_of=date(2024, 10, 31)),
    Question("next", "And in November?", history=(Turn(TROOPS),)),
    Question("chosen", "Who spoke at the Pentagon?", choices=("Lloyd Austin", "A nun", "Nobody")),
    Question("changed", "What changed between 1 and 20 November 2024 in Russia?"),
]


class Counting(Assistant):
    """Tells how many questions it searched for at a time."""

    def __init__(self, index: Index) -> None:
        super().__init__(index)
        self.together: list[int] = []

    def search_ahead(self, wanted: Sequence[Wanted]) -> list[Found]:
        self.together.append(len(wanted))
        return super().search_ahead(wanted)


@pytest.fixture
def counting(desk: Assistant) -> Counting:
    return Counting(desk.index)


def untimed(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "timings_ms"}


@pytest.mark.parametrize("workers", [1, 3])
def test_rows_are_those_of_questions_asked_one_by_one(
    counting: Counting, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "_TOGETHER", 2)
    found = list(ask_all(counting, QUESTIONS, workers))
    assert list(map(untimed, found)) == [untimed(answer_row(counting, each)) for each in QUESTIONS]
    assert counting.together == [2, 2, 1]
    assert found[0]["timings_ms"]["search"] > 0


def test_groups_are_searched_for_when_their_turn_comes(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "_TOGETHER", 2)
    rows = ask_all(counting, QUESTIONS, 1)
    next(rows)
    assert counting.together == [2]


def test_a_question_that_cannot_be_searched_for_fails_alone(counting: Counting) -> None:
    asked = [QUESTIONS[0], Question("long", "harbour " * LONGEST_QUESTION), QUESTIONS[1]]
    first, failed, last = ask_all(counting, asked, 1)
    assert "error" in failed
    assert untimed(first) == untimed(answer_row(counting, asked[0]))
    assert untimed(last) == untimed(answer_row(counting, asked[2]))
