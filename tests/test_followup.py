"""Follow-ups to questions that stand alone: written dialogues over the samples, and properties."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.terms import fold
from qa.answer import Assistant
from qa.followup import standalone
from qa.types import Turn

DIALOGUES = [
    json.loads(line)
    for line in (Path(__file__).parent / "dialogues.jsonl").read_text("utf-8").splitlines()
]
FIRST = Turn("Who is the new pope?", "Robert Prevost was elected.")
FOUND_AMONG = 5  # articles, of the 34 samples
# Found only further down, as the same question asked without a conversation is.
NOT_FOUND = {"d77"}


def rewritten(row: dict[str, Any]) -> str:
    history = [Turn(turn["question"], turn.get("answer")) for turn in row["history"]]
    return standalone(row["question"], history)


def has(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(fold(words))}(?!\w)", fold(text)) is not None


def plain(question: str) -> str:
    return fold(question).strip(" ?.!")


def test_there_are_enough_dialogues_of_each_sort() -> None:
    unchanged = [row for row in DIALOGUES if row.get("unchanged")]
    held = [row for row in DIALOGUES if row.get("held")]
    assert len(DIALOGUES) >= 60
    assert len(unchanged) >= 15
    assert len(held) * 3 >= len(DIALOGUES) - 3
    assert len({row["id"] for row in DIALOGUES}) == len(DIALOGUES)


@pytest.mark.parametrize("row", DIALOGUES, ids=lambda row: row["id"])
def test_a_follow_up_reads_as_a_question_of_its_own(row: dict[str, Any]) -> None:
    said = rewritten(row)
    if row.get("unchanged"):
        assert said == row["question"]
        return
    if plain(said) in map(plain, row.get("forms", [])):
        return
    assert row.get("must"), f"{said!r} is none of {row['forms']}"
    assert [word for word in row["must"] if not has(said, word)] == []
    assert [word for word in row.get("must_not", []) if has(said, word)] == []


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("Who is the pope?", "Who is the pope?"),  # of whom there is one
        ("And who is the pope?", "And who is the pope?"),
        ("Who is the president?", "Who is the president in Malawi?"),
    ],
)
def test_a_place_is_added_to_what_every_place_has(question: str, alone: str) -> None:
    history = [Turn("How many people did the cyclone kill in Malawi?", "438 [1]")]
    assert standalone(question, history) == alone


def test_the_articles_are_found(desk: Assistant) -> None:
    lost = []
    for row in DIALOGUES:
        hits = desk.index.search_articles(rewritten(row))
        first = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:FOUND_AMONG]
        if not set(first) & set(row["find"]):
            lost.append(row["id"])
    assert set(lost) <= NOT_FOUND


def test_the_rewrite_is_shown_and_can_be_undone(desk: Assistant) -> None:
    history = [Turn("Which ship struck the Francis Scott Key Bridge?", "the Dali [1]")]
    shown = desk.ask("How long is it?", history=history)
    assert shown.question == "How long is it?"
    assert shown.standalone_question == "How long is the Dali?"
    undone = desk.ask("How long is it?", history=())
    assert undone.standalone_question == "How long is it?"


@pytest.mark.parametrize(
    ("asked", "answer", "meant"),
    [  # "John" is surely a man; a name alone tells that of nobody else here
        ("Why was Damar Hamlin injured?", "Dr. John Baker said so.", "Damar Hamlin"),
        ("Who won the Oscar?", "Damar Hamlin won.", "Damar Hamlin"),
        ("Why was Ann Archer injured?", "Dr. John Baker said so.", "John Baker"),  # a woman
        ("Why did Norwick Bank fail?", "John Baker said so.", "John Baker"),
        ("What is the Harbour Framework?", "John Baker said so.", "John Baker"),
    ],
)
def test_he_is_whom_the_question_is_about(asked: str, answer: str, meant: str) -> None:
    assert standalone("How old is he?", [Turn(asked, answer)]) == f"How old is {meant}?"


def test_without_a_history_nothing_is_added() -> None:
    assert standalone("When was he elected?", []) == "When was he elected?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When was he elected?", "When was Robert Prevost elected?"),
        ("What did they say about it?", None),
        ("What does that mean?", None),
        ("What about Rome?", None),
        ("Who else was there?", None),
    ],
)
def test_where_no_name_is_known_what_the_earlier_one_is_about_goes_in_front(
    question: str, expected: str | None
) -> None:
    assert standalone(question, [FIRST]) == (expected or f"The new pope: {question}")


@pytest.mark.parametrize(
    "question",
    [
        "European Central Bank rate cut",
        "Who won Wimbledon?",
        "Which team won the title this week?",
        "Is there a vaccine against malaria that works for children?",
        "What did Lloyd Austin say in his speech about Korea?",
        "Which airline said that it will refund its passengers?",
        "Starbucks expanded its menu to offer drinks made with which ingredient?",
        "Before he won the race, how many titles had Ricky Stenhouse taken?",
        "A woman died this week at 118, the oldest person known. What age was she in 1940?",
        "True or false: It was announced that Harry will attend the coronation.",
        "How long does it take to fly to Mars?",
    ],
)
def test_what_explains_itself_is_unchanged(question: str) -> None:
    assert standalone(question, [FIRST]) == question


def test_each_turn_of_a_chain_is_understood_through_the_one_before() -> None:
    history = [
        Turn("Old question about the Luna spacecraft?"),
        FIRST,
        Turn("When was he elected?", "On Thursday. [1]"),
    ]
    assert standalone("And where?", history) == "Where was Robert Prevost elected?"


@pytest.mark.parametrize("said", ["Tell me more", "more details, please", "Go on!"])
def test_more_is_wanted_of_what_was_asked(said: str) -> None:
    assert standalone(said, [FIRST]) == f"The new pope: {said}"
    assert standalone(said, []) == said


@pytest.mark.parametrize("said", ["OK, thanks!", "Hello", "Who are you?"])
def test_what_asks_nothing_is_left_alone_and_nothing_follows_it(said: str) -> None:
    assert standalone(said, [FIRST]) == said
    assert standalone("When was he elected?", [FIRST, Turn(said, "Nothing is asked.")]) == (
        standalone("When was he elected?", [FIRST])
    )


def test_a_long_history_is_no_burden() -> None:
    history = [Turn(f"And what about number {number}?") for number in range(5_000)]
    assert len(standalone("And why?", history)) < 1_000


TEXTS = st.text(max_size=80) | st.sampled_from(
    ["and", "why?", "?", "the", "No, I meant", "what about", "he", "the second", " ", "Mr.", "A"]
)


@given(TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=3))
@example("what about", [("", "")])
@example("why", [("Why", "")])
def test_no_text_is_too_strange(question: str, history: list[tuple[str, str]]) -> None:
    said = standalone(question, [Turn(asked, answered) for asked, answered in history])
    assert isinstance(said, str)
    if not history:
        assert said == question.strip()
