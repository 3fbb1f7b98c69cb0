"""Stamps: what is vouched for, and what is told of files that are no longer whole."""

import json
from pathlib import Path

import pytest

from corpus.errors import StoreError
from index.engines import stamp


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    (made / "below").mkdir(parents=True)
    (made / "one").write_bytes(b"first")
    (made / "below" / "two").write_bytes(b"second")
    stamp.write(made, {"from": 1}, ["note"])
    return made


def test_whole_files_give_the_notes(folder: Path) -> None:
    assert stamp.require(folder, {"from": 1}) == ["note"]
    assert set(stamp.read(folder)["files"]) == {"one", "below/two"}


def test_another_origin_is_told(folder: Path) -> None:
    with pytest.raises(StoreError, match="made from something else"):
        stamp.require(folder, {"from": 2})


@pytest.mark.parametrize(
    ("data", "told"), [(b"firs", "one: truncated"), (b"thirs", "one: damaged")]
)
def test_damage_is_told_with_the_file(folder: Path, data: bytes, told: str) -> None:
    (folder / "one").write_bytes(data)
    with pytest.raises(StoreError, match=told):
        stamp.require(folder, {"from": 1})


def test_a_large_folder_is_read_only_when_that_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "_READ_AT_ONCE", 10)
    (folder / "one").write_bytes(b"thirs")
    assert stamp.require(folder, {"from": 1}) == ["note"]
    with pytest.raises(StoreError, match="damaged"):
        stamp.require(folder, {"from": 1}, thoroughly=True)
    (folder / "one").unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        stamp.require(folder, {"from": 1})


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"origin": 1, "files": {}}'])
def test_a_stamp_that_is_none_is_told(folder: Path, content: str) -> None:
    (folder / stamp.NAME).write_text(content)
    with pytest.raises(StoreError, match="cannot be read"):
        stamp.require(folder, {"from": 1})


def test_what_is_known_is_not_read_again(folder: Path) -> None:
    stamp.write(folder, {"from": 3}, [], {"one": [5, 123]})
    files = json.loads((folder / stamp.NAME).read_text())["files"]
    assert files["one"] == [5, 123]
    assert files["below/two"][0] == 6


def test_a_linked_file_is_the_same_and_a_copy_will_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp.link(folder / "one", folder / "linked")
    assert (folder / "linked").samefile(folder / "one")

    def refuse(*_: object) -> None:
        raise OSError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    stamp.link(folder / "one", folder / "copied")
    assert (folder / "copied").read_bytes() == b"first"
