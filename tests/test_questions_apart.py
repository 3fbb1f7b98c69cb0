"""Questions over single articles: what is held back is of no article that another one teaches."""

import json
from pathlib import Path
from typing import Any

FILES = ("short", "untold", "contrast")


def asked(name: str) -> list[dict[str, Any]]:
    file = Path(__file__).parent.parent / "benchmarks" / f"{name}_questions.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def articles(name: str, split: str) -> set[str]:
    return {row["article"] for row in asked(name) if row["split"] == split}


def test_no_article_is_held_back_in_one_file_and_taught_in_another() -> None:
    taught = set().union(*(articles(name, "train") for name in FILES))
    for name in FILES:
        assert articles(name, "held").isdisjoint(taught), name


def test_no_question_stands_twice() -> None:
    questions = [row["question"] for name in FILES for row in asked(name)]
    assert len(questions) == len(set(questions))
