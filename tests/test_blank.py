"""What was removed is gone from the store's file, though only what was written is looked at."""

import random
import struct
from pathlib import Path

import pytest

from corpora import article, articles
from corpus.article import Article, Source
from index.build import build, remove
from index.building import blank, writer
from index.building.blank import pages_in
from index.building.writer import StoreWriter
from index.storage.store_file import FILE_NAME
from word_encoder import WordEncoder

SEED = 7


def unlike(number: int, random: random.Random) -> Article:
    """An article of its own words, its number in every field, of a length of its own."""
    name = f"mark{number:04}q"
    text = "\n\n".join(
        " ".join(f"{name}{random.randrange(10**9)}" for _ in range(random.randint(3, 40)))
        for _ in range(random.choice([1, 3, 12]))
    )
    source = Source(outlet=name, url=f"https://news.example/{name}", authors=(name,))
    return Article(name + "i" * random.randint(0, 90), f"Title of {name}", text, source)


def whole(folder: Path) -> bytes:
    """The store's file and its log."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob(f"{FILE_NAME}*")))


def noted(folder: Path) -> bool:
    """Whether it is noted that nothing is left behind."""
    with StoreWriter(folder) as store:
        return store.about("blank") is not None


def left_behind(folder: Path) -> dict[int, int]:
    """How many bytes other than 0 lie between the list of cells and the cells of each page."""
    data = (folder / FILE_NAME).read_bytes()
    size = int.from_bytes(data[16:18])
    found = {}
    for start in range(0, len(data), size):
        page = data[start : start + size]
        header = 0 if start else 100  # the file's own comes first
        if page[header] in (2, 5, 10, 13):
            cells, content = struct.unpack(">HH", page[header + 3 : header + 7])
            listed = header + {2: 12, 5: 12, 10: 8, 13: 8}[page[header]] + 2 * cells
            room = page[listed:content]
            found[start // size + 1] = len(room) - room.count(0)
    return {page: count for page, count in found.items() if count}


@pytest.mark.parametrize("seed", range(2))
def test_after_any_history_nothing_is_left_of_what_was_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(SEED + seed)
    folder = tmp_path / "index"
    kept = {number: unlike(number, chance) for number in range(60)}
    monkeypatch.setattr(blank, "_LONG", 1 << 16)
    monkeypatch.setattr(writer, "_FREE_SHARE", 1.1)  # never written anew
    build(folder, kept.values(), encoder=WordEncoder())
    for step in range(3):
        gone = chance.sample(sorted(kept), 8)
        assert remove(folder, [kept.pop(number).id for number in gone]) == []
        data = whole(folder)
        assert not [n for n in gone if f"mark{n:04}q".encode() in data]
        assert all(f"mark{n:04}q".encode() in data for n in kept)
        assert left_behind(folder) == {}, "vectors, ids and words of what may be removed later"
        more = {n: unlike(n, chance) for n in range(1000 + step * 30, 1008 + step * 30)}
        build(folder, more.values(), encoder=WordEncoder())
        kept |= more
        assert left_behind(folder) == {}
        assert noted(folder)


def test_removing_little_does_not_write_the_file_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, articles(30), encoder=WordEncoder())
    statements: list[str] = []
    told = blank.Log.fold

    def fold(log: blank.Log, patience: int = 0) -> bool:
        log._db.set_trace_callback(statements.append)
        return told(log, patience)

    monkeypatch.setattr(blank.Log, "fold", fold)
    assert remove(tmp_path, ["a003"]) == []
    assert not [each for each in statements if each.startswith("VACUUM")]
    with StoreWriter(tmp_path) as store, store.transaction():
        pass  # a build that was killed now
    assert remove(tmp_path, ["a004"]) == []
    assert [each for each in statements if each.startswith("VACUUM")] == ["VACUUM"]
    assert noted(tmp_path)


def test_where_blanking_fails_the_next_removal_writes_the_file_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blank, "blank", lambda store, pages: False)
    build(tmp_path, articles(30), encoder=WordEncoder())
    assert not noted(tmp_path)
    monkeypatch.undo()
    build(tmp_path, articles(31), encoder=WordEncoder())
    assert not noted(tmp_path), "pages of the build before may hold copies"
    assert remove(tmp_path, ["a003"]) == []
    assert noted(tmp_path)


def test_the_pages_of_a_log_are_told_by_its_frames(tmp_path: Path) -> None:
    assert not len(pages_in(tmp_path / "none"))
    build(tmp_path, [article(1)], encoder=WordEncoder())
    with StoreWriter(tmp_path) as store:
        assert not len(pages_in(tmp_path / f"{FILE_NAME}-wal")), "nothing was written yet"
        with store.transaction():
            store.set_about("note", "x" * 5000)
        pages = pages_in(tmp_path / f"{FILE_NAME}-wal").tolist()
        (count,) = store._db.execute("PRAGMA page_count").fetchone()
        assert len(pages) >= 2
        assert set(pages) <= set(range(1, count + 1))
