"""The open questions of benchmarks/: complete, well formed, and without any article's text."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parent.parent / "benchmarks" / "open_questions.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
LONGEST = 160  # characters; a passage would be longer


def test_there_are_enough_of_both_parts_and_of_many_kinds() -> None:
    splits = Counter(row["split"] for row in ROWS)
    assert splits["develop"] >= 25
    assert splits["held"] >= 15
    assert splits.total() == len(ROWS) == len({row["id"] for row in ROWS})
    assert len({row["kind"] for row in ROWS}) >= 8


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_question_has_facts_that_can_be_looked_for(row: dict[str, Any]) -> None:
    assert date.fromisoformat(row["date"]) < date(2023, 4, 2)
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
