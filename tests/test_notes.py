"""Notes of what was checked: for one state each, and never believed when damaged."""

from pathlib import Path

import pytest

from index.encoding.notes import cache_folder, remember, remembered


@pytest.mark.usefixtures("own_cache")
def test_a_value_is_remembered_for_its_kind_and_state_alone() -> None:
    assert remembered("agreement", "one") is None
    remember("agreement", "one", 0.5)
    remember("agreement", "two", 0.25)
    assert remembered("agreement", "one") == 0.5
    assert remembered("agreement", "two") == 0.25
    assert remembered("agreement", "three") is None
    assert remembered("weights", "one") is None
    remember("agreement", "one", 0.75)
    assert remembered("agreement", "one") == 0.75


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize(
    "damaged",
    ["", "damaged", "[]", "{}", '{"state": "other", "value": 1}', '{"state": "s", "value": []}'],
)
def test_a_damaged_note_says_nothing_and_is_made_again(damaged: str) -> None:
    remember("agreement", "s", 1.0)
    (note,) = cache_folder().iterdir()
    note.write_text(damaged)
    assert remembered("agreement", "s") is None
    remember("agreement", "s", 1.0)
    assert remembered("agreement", "s") == 1.0


def test_a_cache_that_cannot_be_written_costs_the_note_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NEWSDESK_CACHE", str(tmp_path / "file" / "cache"))
    remember("agreement", "s", 1.0)
    assert remembered("agreement", "s") is None


def test_the_cache_folder_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    monkeypatch.setenv("NEWSDESK_CACHE", "/mine")
    assert cache_folder() == Path("/mine")
    monkeypatch.delenv("NEWSDESK_CACHE")
    assert cache_folder() == Path("/caches/newsdesk")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "newsdesk"
