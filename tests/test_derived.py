"""Engines made from the store: made again whenever they cannot be trusted, and only then."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpora import answers, article, articles, wire
from corpus.errors import StoreError
from index import deriving
from index.build import build
from index.building.writer import StoreWriter
from index.derived import discard_stale, open_derived, problems
from index.engines import stamp
from index.search import Index
from index.store import Store
from index.types import Filters
from small_store import damage
from word_encoder import WordEncoder


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("derived") / "index"
    build(folder, articles(12), encoder=WordEncoder())
    return folder


@pytest.fixture
def folder(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "index"))


def place(folder: Path) -> Path:
    (found,) = (folder / "derived").iterdir()
    return found


def _delete(path: Path) -> None:
    path.unlink()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [_delete, _truncate, _empty, _zero, _flip])
@pytest.mark.parametrize(
    "pattern",
    [
        "stamp.json",
        "*.vectors",
        "*.columns.npz",
        "copies.npz",
        "compared.npz",
        "*.words",
    ],
)
def test_a_damaged_file_is_noticed_and_made_again_without_embedding(
    folder: Path, pattern: str, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    expected = answers(folder)
    (file,) = place(folder).glob(pattern)
    damage(file)
    with Store(folder) as store, store.snapshot():
        (problem,) = problems(folder, store)
        assert str(place(folder)) in problem
    encoder = WordEncoder()
    with Index(folder, encoder) as index:
        assert index.search("the harbour story", 3)
    assert encoder.texts == ["the harbour story"], "only the question is embedded"
    assert "making it again" in caplog.text
    assert answers(folder) == expected
    with Store(folder) as store, store.snapshot():
        assert list(problems(folder, store)) == []


def test_every_file_is_under_the_stamp(folder: Path) -> None:
    stamp = json.loads((place(folder) / "stamp.json").read_text())
    found = {
        file.relative_to(place(folder)).as_posix()
        for file in place(folder).rglob("*")
        if file.is_file() and file.name != "stamp.json"
    }
    assert set(stamp["files"]) == found


def test_a_missing_folder_is_made_again(folder: Path) -> None:
    expected = answers(folder)
    shutil.rmtree(folder / "derived")
    assert answers(folder) == expected
    assert place(folder).is_dir()


@pytest.mark.parametrize("key", ["version", "generation", "content", "encoder"])
def test_files_made_from_something_else_are_stale(folder: Path, key: str) -> None:
    stamp = json.loads((place(folder) / "stamp.json").read_text())
    stamp["origin"][key] = "other"
    (place(folder) / "stamp.json").write_text(json.dumps(stamp))
    with Store(folder) as store, store.snapshot():
        (problem,) = problems(folder, store)
        assert "made from something else" in problem
        assert len(open_derived(folder, store).vectors) == len(store.columns().rows)
        assert list(problems(folder, store)) == []


@pytest.mark.parametrize("key", ["articles", "passages"])
def test_a_segment_of_another_size_than_is_noted_is_made_again(folder: Path, key: str) -> None:
    stamp = json.loads((place(folder) / "stamp.json").read_text())
    stamp["notes"]["segments"][0][key] -= 1
    (place(folder) / "stamp.json").write_text(json.dumps(stamp))
    with Store(folder) as store, store.snapshot():
        (problem,) = problems(folder, store)
        assert "segment 1-12 is not of the size that is noted" in problem
        open_derived(folder, store)
        assert list(problems(folder, store)) == []


def test_the_files_of_another_index_are_stale(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    build(other, [article(number, "second") for number in range(12)], encoder=WordEncoder())
    expected = answers(other)
    shutil.rmtree(place(other))
    shutil.copytree(place(folder), other / "derived" / "1")
    assert answers(other) == expected


def test_what_is_well_is_not_made_again(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = (place(folder) / "stamp.json").stat()
    answers(folder)
    after = (place(folder) / "stamp.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert not caplog.records


def test_what_an_earlier_build_compared_may_be_damaged(folder: Path) -> None:
    (place(folder) / "compared.npz").write_bytes(b"PK, and no archive")
    build(folder, [wire(0), wire(1)], encoder=WordEncoder())
    with Store(folder) as store, store.snapshot():
        assert list(problems(folder, store)) == []
    with Index(folder, WordEncoder()) as index:
        (hit, *_) = index.search("When is the harbour closed to all ships?")
        assert (hit.passage.article_id, hit.copies) == ("w000", ("w001",))


def test_other_generations_are_discarded(folder: Path) -> None:
    for name in ("0", "7", ".8-half", "1.old"):
        (folder / "derived" / name).mkdir()
    discard_stale(folder, 1)
    assert [file.name for file in (folder / "derived").iterdir()] == ["1"]
    discard_stale(folder / "nowhere", 1)


def test_a_failed_making_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    shutil.rmtree(folder / "derived")
    monkeypatch.setattr(stamp, "write", fail)
    with Store(folder) as store, store.snapshot(), pytest.raises(OSError, match="No space"):
        deriving.make_derived(folder, store)
    assert list((folder / "derived").iterdir()) == []


def test_a_moved_folder_works(folder: Path, tmp_path: Path) -> None:
    expected = answers(folder)
    moved = folder.rename(tmp_path / "somewhere else é")
    assert answers(moved) == expected
    with Store(moved) as store, store.snapshot():
        assert list(problems(moved, store)) == []


@pytest.fixture
def _no_writer() -> Iterator[None]:
    """Not root, for whom no folder is read-only."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only(pristine: Path) -> Iterator[Path]:
    """A copy that nobody may write to, below folders that everybody may enter."""
    outer = Path(tempfile.mkdtemp(prefix="newsdesk-test-"))
    outer.chmod(0o755)
    folder = Path(shutil.copytree(pristine, outer / "index"))
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in (folder, *(item for item in folder.rglob("*") if item.is_dir())):
        path.chmod(0o755)
    shutil.rmtree(outer)


def test_a_read_only_folder_answers(
    read_only: Path, pristine: Path, request: pytest.FixtureRequest
) -> None:
    expected = answers(pristine)
    request.getfixturevalue("_no_writer")
    with pytest.raises(PermissionError):
        (read_only / "new").touch()
    assert answers(read_only) == expected


def test_a_read_only_folder_with_damaged_engines_answers_from_memory(
    read_only: Path,
    pristine: Path,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected = answers(pristine)
    (file,) = read_only.glob("derived/1/*.vectors")
    file.chmod(0o644)
    _flip(file)
    file.chmod(0o444)
    request.getfixturevalue("_no_writer")
    assert answers(read_only) == expected
    assert "searching from memory" in caplog.text


def test_a_damaged_store_is_told_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def making(*arguments: Any) -> None:
        made.append(arguments)
        deriving.make_derived(*arguments)

    made: list[Any] = []
    monkeypatch.setattr("index.derived.make_derived", making)
    shutil.rmtree(folder / "derived")
    damage(folder, "UPDATE passages SET start = start + 1 WHERE article = 2")
    damaged = pytest.raises(StoreError, match="article a001 is damaged")
    with Store(folder) as store, store.snapshot(), damaged:
        open_derived(folder, store)
    assert len(made) == 1
    assert not caplog.records


def test_what_another_build_takes_away_meanwhile_is_made_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def making(into: Path, store: Store) -> None:
        deriving.make_derived(into, store)
        if into == folder:
            discard_stale(folder, store.generation + 1)

    expected = answers(folder)
    monkeypatch.setattr("index.derived.make_derived", making)
    discard_stale(folder, 2)
    assert answers(folder) == expected
    assert not list((folder / "derived").iterdir())


def test_allowed_is_what_the_filters_say(folder: Path) -> None:
    with Store(folder) as store, store.snapshot():
        derived = open_derived(folder, store)
        rows = dict(store.articles())
        owners = [rows[int(row)] for row in derived.columns.articles]
        everything = Filters()
        assert derived.allowed(everything, store) is None
        filters = Filters(
            since=date(2024, 1, 3),
            until=date(2024, 1, 9),
            as_of=date(2024, 1, 8),
            outlets=frozenset({"the POST"}),
        )
        expected = [
            item.source.outlet == "The Post"
            and (item.source.day is None or date(2024, 1, 3) <= item.source.day <= date(2024, 1, 8))
            for item in owners
        ]
        assert any(expected)
        assert any(
            item.source.day is None for item, kept in zip(owners, expected, strict=True) if kept
        )
        np.testing.assert_array_equal(derived.allowed(filters, store), expected)
        np.testing.assert_array_equal(
            derived.allowed(Filters(articles=frozenset({rows[1].id})), store),
            [row == 1 for row in derived.columns.articles],
        )


def test_of_an_index_that_never_published_nothing_is_missing(tmp_path: Path) -> None:
    StoreWriter(tmp_path, create=True).close()
    with Store(tmp_path) as store:
        assert list(problems(tmp_path, store)) == []
