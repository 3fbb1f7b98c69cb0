"""The asked questions of benchmarks/: well formed, without any article's text, and how an answer
to one of them counts."""

import importlib
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
ASKED = BENCHMARKS / "asked_questions.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in ASKED.read_text("utf-8").splitlines()]
LONGEST = 160  # characters; a passage would be longer


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("asked_questions")


def test_both_parts_have_questions_of_each_kind() -> None:
    kinds = Counter(
        (row["split"], "answers" in row, "facts" in row, bool(row["articles"])) for row in ROWS
    )
    for split in ("develop", "held"):
        assert kinds[split, True, False, True] >= 30
        assert kinds[split, False, True, True] >= 30
        assert kinds[split, False, False, False] >= 20
    assert len(kinds) == 6  # what is answered has articles, and either answers or facts


def test_no_id_and_no_question_is_asked_twice() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    questions = {(row["question"].casefold(), row.get("earlier")) for row in ROWS}
    assert len(questions) == len(ROWS)


def test_questions_are_of_the_weeks_of_the_articles() -> None:
    days = [date.fromisoformat(row["date"]) for row in ROWS]
    assert date(2022, 12, 1) <= min(days) and max(days) <= date(2023, 3, 31)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_no_wording_matches_nothing_or_is_long_enough_to_be_an_articles(
    row: dict[str, Any],
) -> None:
    facts = row.get("facts", [])
    wordings = [wording for fact in facts for part in fact["all_of"] for wording in part]
    assert all(fact["all_of"] and all(fact["all_of"]) for fact in facts)
    assert not any(re.search(rf"(?<!\w)(?:{wording})", "") for wording in wordings)
    assert len(facts) <= 5
    strings = [row["question"], *row.get("answers", []), *wordings, *(f["fact"] for f in facts)]
    assert all(0 < len(string) <= LONGEST for string in strings)


@pytest.mark.parametrize(
    ("short", "counts"),
    [
        ("Bryan Kohberger", 1.0),
        ("Kohberger, 28", 1.0),  # contains a wording
        ("bryan", 1.0),  # is contained in one
        ("Brian Laundrie", 0.0),
    ],
)
def test_a_short_answer_is_right_that_says_more_or_less(
    asked: ModuleType, short: str, counts: float
) -> None:
    assert asked.right(short, ["Bryan Kohberger", "Kohberger"]) == counts


def test_what_is_told_behind_the_first_words_counts_for_nothing(asked: ModuleType) -> None:
    row = next(row for row in ROWS if row.get("facts")) | {
        "facts": [
            {"fact": "It rained", "all_of": [["rain"]]},
            {"fact": "The river rose", "all_of": [["river"], ["rose", "risen"]]},
        ]
    }
    assert asked.share_told("Rain fell and the river has risen.", row) == 1.0
    assert asked.share_told("Rain fell near the river.", row) == 0.5
    assert asked.share_told("Rain fell." + " Much was said." * 40 + " The river rose.", row) == 0.5
