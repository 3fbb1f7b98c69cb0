"""Builds at the store: what is staged, what becomes current, and what readers cannot do."""

import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpora import article
from corpus.errors import StoreError
from index.building.writer import StoreWriter
from index.storage.rows import pack_vectors
from index.storage.store_file import FILE_NAME
from index.store import Store
from small_store import damage, make, publish, stage


@pytest.fixture
def store(tmp_path: Path) -> StoreWriter:
    return make(tmp_path)


def test_what_is_staged_is_seen_when_it_is_published(store: StoreWriter, tmp_path: Path) -> None:
    with Store(tmp_path) as reader:
        stage(store, article(1))
        assert reader.article("a001") is None
        assert reader.counts() == {"articles": 0, "passages": 0}
        assert len(reader.columns().rows) == 0
        assert store.hashes("a001") == (None, article(1).hash)
        assert publish(store) == 1
        assert reader.article("a001") == article(1)
        assert reader.counts() == {"articles": 1, "passages": 1}
        assert reader.generation == 1
        assert store.hashes("a001") == (article(1).hash, None)


def test_a_new_version_replaces_the_old_one_at_once(store: StoreWriter) -> None:
    stage(store, article(1))
    publish(store)
    stage(store, article(1, "second"))
    assert store.article("a001") == article(1)
    assert store.hashes("a001") == (article(1).hash, article(1, "second").hash)
    publish(store)
    assert store.article("a001") == article(1, "second")
    assert store.counts() == {"articles": 1, "passages": 1}


def test_a_staged_version_may_be_dropped_or_overwritten(store: StoreWriter) -> None:
    stage(store, article(1))
    stage(store, article(1, "second"))
    stage(store, article(2))
    store.unstage("a002")
    publish(store)
    assert [item for _, item in store.articles()] == [article(1, "second")]


def test_a_transaction_is_done_wholly_or_not_at_all(store: StoreWriter) -> None:
    def fail() -> None:
        with store.transaction():
            store.set_about("key", "value")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.about("key") is None


def test_vectors_are_kept_to_three_digits_and_found_by_what_was_read(store: StoreWriter) -> None:
    stage(store, article(1), value=0.12345)
    publish(store)
    columns = store.columns()
    np.testing.assert_allclose(store.vectors(columns.rows), 0.12345, atol=1e-4)
    known = store.known_vector(hash(article(1).text) >> 1)
    assert known == pack_vectors(np.full((1, 4), 0.12345, dtype=np.float32))[0]
    assert store.known_vector(-1) is None


def test_a_damaged_vector_is_not_used_again(store: StoreWriter, tmp_path: Path) -> None:
    read = hash(article(1).text) >> 1
    stage(store, article(1))
    publish(store)
    sound = store.known_vector(read)
    assert sound is not None
    damage(tmp_path, "UPDATE passages SET vector = ?", (bytes([sound[0] ^ 1]) + sound[1:],))
    assert store.known_vector(read) is None
    stage(store, article(1))
    assert store.known_vector(read) == sound, "the sound one of two"


def test_a_run_knows_what_it_met_and_as_what(store: StoreWriter) -> None:
    assert store.mark_seen(article(1)) is None
    assert store.mark_seen(article(1, "second")) == article(1).hash
    assert store.mark_seen(article(1)) == article(1).hash
    stage(store, article(1))
    stage(store, article(2))
    publish(store)
    assert [name for name, _ in store.unseen()] == ["a002"]
    store.start_run()
    assert [name for name, _ in store.unseen()] == ["a001", "a002"]
    assert store.mark_seen(article(1, "second")) is None


def test_a_reader_has_nothing_to_write_with() -> None:
    own = {name for name in vars(StoreWriter) if not name.startswith("_")}
    assert own >= {"transaction", "set_about", "stage", "publish"}
    assert not own & set(dir(Store))


def test_no_store_is_made_unless_that_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index here"):
        StoreWriter(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file: cannot be made"):
        StoreWriter(tmp_path / "file", create=True)


def test_a_store_has_its_name_only_when_its_tables_are_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        StoreWriter(tmp_path, create=True)
    monkeypatch.undo()
    assert not Store.exists(tmp_path), "a first build that was killed left none"
    StoreWriter(tmp_path, create=True).close()
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


def test_what_is_published_is_noted_without_reading_the_rest(store: StoreWriter) -> None:
    for number in range(6):
        stage(store, article(number))
        publish(store)
    stage(store, article(2, "second"))
    stage(store, article(9))
    read: list[str] = []
    store._db.set_trace_callback(read.append)
    assert publish(store, "a004", "nobody") == 7
    store._db.set_trace_callback(None)
    assert "SELECT row, hash FROM articles WHERE NOT staged" not in read
    assert store.content().startswith("6-"), "it is what all of it comes to"
    gone = store.publish(["a000", "a005"]).gone
    assert [row for row, _ in store.articles()] == sorted({1, 2, 4, 6, 7, 8} - set(gone))
    assert gone == [1, 6]


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE articles SET hash = 'other' WHERE id = 'a001'",
        "UPDATE about SET value = '2-x' WHERE key = 'content'",
        "DELETE FROM about WHERE key = 'content'",
        "DELETE FROM articles WHERE id = 'a001'",
    ],
)
def test_building_again_mends_what_is_noted(store: StoreWriter, tmp_path: Path, harm: str) -> None:
    stage(store, article(1))
    stage(store, article(2))
    publish(store)
    damage(tmp_path, harm)
    with pytest.raises(StoreError, match="the list of articles is damaged"):
        store.content()
    stage(store, article(1, "second"))
    publish(store)
    assert store.content().startswith("2-")


@pytest.mark.skipif(sys.platform != "linux", reason="open files are listed in /proc")
def test_the_file_is_written_anew_by_way_of_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "it's an index"
    store = make(folder)
    for number in range(40):
        stage(store, replace(article(number), text=f"{number} " + "many words " * 10_000))
    publish(store)
    opened: set[Path] = set()

    def look() -> int:
        for each in Path("/proc/self/fd").iterdir():
            # Threads of other tests may close theirs meanwhile; an error here would stop SQLite.
            with suppress(OSError):
                opened.add(each.readlink())
        return 0

    store._db.set_progress_handler(look, 1)
    store.scrub()
    store._db.set_progress_handler(None, 0)
    used = [file for file in opened if file.name.startswith("etilqs")]
    assert {file.parent for file in used} == {folder}
    assert not list(folder.glob("etilqs*"))
    assert sum(1 for _ in store.articles()) == 40
