"""Results of benchmarks: where they lie, and that no figure takes the place of what they are of."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from trainers import trainer


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    with trainer("results") as module:
        monkeypatch.setattr(module, "RESULTS", tmp_path / "results")
        yield module


def said_by_git(monkeypatch: pytest.MonkeyPatch, results: Any, status: str) -> None:
    monkeypatch.setattr(results, "_git", lambda what, *_: {"status": status}.get(what, "1a2b3c4"))


def test_what_changed_code_measures_stands_beside_what_the_commit_did(
    results: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said_by_git(monkeypatch, results, "")
    clean = results.write_result("soak", {"right": 1})
    said_by_git(monkeypatch, results, " M qa/answer.py")
    changed = results.write_result("soak", {"right": 2})
    assert clean.name.endswith("-soak-1a2b3c4.json")
    assert changed.name.endswith("-soak-1a2b3c4+changes.json")
    rows = [json.loads(file.read_text("utf-8")) for file in (clean, changed)]
    assert [(row["commit"], row["right"]) for row in rows] == [
        ("1a2b3c4", 1),
        ("1a2b3c4+changes", 2),
    ]


def test_no_figure_takes_the_place_of_what_a_result_is_of(
    results: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said_by_git(monkeypatch, results, "")
    with pytest.raises(ValueError, match="support: figures called name, when; put them under"):
        results.write_result("support", {"when": 1, "name": 2, "true": 3})
    assert not results.RESULTS.exists()


def test_means_are_of_the_columns_that_have_values(results: Any) -> None:
    found = results.means({"right": [True, False, False, False], "words": [2, 2], "none": []})
    assert found["right"]["value"] == 0.25 and found["right"]["n"] == 4
    assert found["words"] == {"value": 2.0, "low": 2.0, "high": 2.0, "n": 2}
    assert "none" not in found
