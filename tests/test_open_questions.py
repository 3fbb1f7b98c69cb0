"""The open questions of benchmarks/: complete, well formed, and without any article's text."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
# What they are asked of: articles of the weeks before the day, and of the year before it.
BEFORE = {
    "open_questions.jsonl": date(2023, 4, 2),
    "open_questions_year.jsonl": date(2024, 1, 1),
}
SETS: dict[str, list[dict[str, Any]]] = {
    name: [json.loads(line) for line in (BENCHMARKS / name).read_text("utf-8").splitlines()]
    for name in BEFORE
}
ROWS = [row for rows in SETS.values() for row in rows]
LONGEST = 160  # characters; a passage would be longer


@pytest.mark.parametrize("name", SETS)
def test_there_are_enough_of_both_parts_and_of_many_kinds(name: str) -> None:
    splits = Counter(row["split"] for row in SETS[name])
    assert splits["develop"] >= 25
    assert splits["held"] >= 15
    assert splits.total() == len(SETS[name])
    assert len({row["kind"] for row in SETS[name]}) >= 8


def test_no_id_and_no_question_is_asked_twice() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({row["question"].casefold() for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("name", SETS)
def test_questions_are_of_the_time_of_their_articles(name: str) -> None:
    assert max(date.fromisoformat(row["date"]) for row in SETS[name]) < BEFORE[name]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_question_has_facts_that_can_be_looked_for(row: dict[str, Any]) -> None:
    assert row["relevant"]
    assert 3 <= len(row["facts"]) <= 6
    for fact in row["facts"]:
        assert fact["fact"] and fact["all_of"]
        for wordings in fact["all_of"]:
            for wording in wordings:
                assert not re.search(rf"(?<!\w)(?:{wording})", "", re.IGNORECASE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_no_string_is_long_enough_to_be_an_articles(row: dict[str, Any]) -> None:
    strings = [row["question"], *(fact["fact"] for fact in row["facts"])]
    strings += [w for fact in row["facts"] for part in fact["all_of"] for w in part]
    assert all(len(string) <= LONGEST for string in strings)
