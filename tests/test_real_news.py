"""What scripts of benchmarks/ are called with, and the rows that they read."""

import sys
from pathlib import Path

import pytest

from trainers import trainer


def test_folders_are_given_in_their_order_and_one_that_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with trainer("real_news") as real_news:
        monkeypatch.setattr(sys, "argv", ["train.py", "z/year", "a/development"])
        given = real_news.folders("Trains it.\n\nAt length.", "YEAR_INDEX", "DEVELOPMENT_INDEX")
        assert given == ["z/year", "a/development"]
        monkeypatch.setattr(sys, "argv", ["train.py", "z/year"])
        with pytest.raises(SystemExit, match="2"):
            real_news.folders("Trains it.", "YEAR_INDEX", "DEVELOPMENT_INDEX")
    assert "the following arguments are required: DEVELOPMENT_INDEX" in capsys.readouterr().err


def test_rows_are_of_the_splits_that_are_named(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(f'{{"id": {n}, "split": "{s}"}}\n' for n, s in enumerate("abac")))
    with trainer("real_news") as real_news:
        for splits, ids in (((), [0, 1, 2, 3]), (("a",), [0, 2]), (("c", "a"), [0, 2, 3])):
            assert [row["id"] for row in real_news.rows_of(file, *splits)] == ids
