"""Unused room in the pages of an SQLite file is zeroed, and nothing else in it."""

import sqlite3
from array import array
from contextlib import closing
from pathlib import Path

import pytest

from index.building import blank_pages
from index.building.blank_pages import main

SIZE = 512  # bytes a page, so that there are many


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Rows by number and by name, long ones among them, and of many only every third is left."""
    path = tmp_path / "some.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA page_size = {SIZE}")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("CREATE TABLE some (name TEXT UNIQUE, text TEXT)")
        rows = [(f"{n * 7919 % 1000:04}", "word " * (n % 9) * (n % 40)) for n in range(400)]
        db.executemany("INSERT INTO some VALUES (?, ?)", rows)
        db.execute("DELETE FROM some WHERE rowid % 3")
    return path


def rows(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return list(db.execute("SELECT * FROM some ORDER BY name"))


def numbers(file: Path, more: int = 0) -> bytes:
    """Of all pages, and of some that the file has not."""
    return array("I", range(1, file.stat().st_size // SIZE + 1 + more)).tobytes()


def test_every_row_is_what_it_was_and_a_second_time_finds_nothing(file: Path) -> None:
    before, data = rows(file), file.read_bytes()
    assert main(str(file), numbers(file, more=5)) == 0
    blanked = file.read_bytes()
    assert len(blanked) == len(data)
    assert blanked != data, "there was something to blank"
    assert all(new in (old, 0) for new, old in zip(blanked, data, strict=True))
    assert rows(file) == before
    assert main(str(file), numbers(file)) == 0
    assert file.read_bytes() == blanked


def test_only_the_pages_that_are_named_are_looked_at(file: Path) -> None:
    data = file.read_bytes()
    assert main(str(file), b"") == 0
    assert file.read_bytes() == data


def test_a_file_too_large_to_tell_its_pages_apart_is_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = file.read_bytes()
    monkeypatch.setattr(blank_pages, "_MOST_PAGES", len(data) // SIZE)
    assert main(str(file), numbers(file)) == 1
    assert file.read_bytes() == data
