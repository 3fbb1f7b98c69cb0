"""The store: what is staged, what is current, and what is said of a damaged file."""

import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from corpora import article
from corpus.article import Article
from corpus.errors import StoreError
from corpus.passages import Passage
from index.store import FILE_NAME, Store, pack_vectors


def stage(store: Store, whole: Article, value: float = 0.5) -> None:
    """One passage that is the whole article."""
    passage = Passage(f"p-{whole.id}", whole.id, 0, len(whole.text), whole.text)
    (vector,) = pack_vectors(np.full((1, 4), value, dtype=np.float32))
    with store.transaction():
        store.stage(whole, [(passage, hash(whole.text) >> 1, vector)])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path, create=True)
    made.set_about("dimension", "4")
    made.start_run()
    return made


def publish(store: Store, *gone: str) -> int:
    with store.transaction():
        return store.publish(gone)


def test_what_is_staged_is_seen_when_it_is_published(store: Store, tmp_path: Path) -> None:
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


def test_a_new_version_replaces_the_old_one_at_once(store: Store) -> None:
    stage(store, article(1))
    publish(store)
    stage(store, article(1, "second"))
    assert store.article("a001") == article(1)
    assert store.hashes("a001") == (article(1).hash, article(1, "second").hash)
    publish(store)
    assert store.article("a001") == article(1, "second")
    assert store.counts() == {"articles": 1, "passages": 1}


def test_a_staged_version_may_be_dropped_or_overwritten(store: Store) -> None:
    stage(store, article(1))
    stage(store, article(1, "second"))
    stage(store, article(2))
    store.unstage("a002")
    publish(store)
    assert [item for _, item in store.articles()] == [article(1, "second")]


def test_a_snapshot_does_not_change(store: Store, tmp_path: Path) -> None:
    stage(store, article(1))
    publish(store)
    with Store(tmp_path) as reader, reader.snapshot() as generation:
        stage(store, article(2))
        publish(store, "a001")
        assert generation == reader.generation == 1
        assert reader.article("a001") == article(1)
        with reader.snapshot() as inner:
            assert inner == 1
        assert reader.article("a002") is None
    with Store(tmp_path) as reader:
        assert reader.generation == 2
        assert reader.article("a001") is None


def test_a_transaction_is_done_wholly_or_not_at_all(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            store.set_about("key", "value")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.about("key") is None


def test_vectors_are_kept_to_three_digits_and_found_by_what_was_read(store: Store) -> None:
    stage(store, article(1), value=0.12345)
    publish(store)
    columns = store.columns()
    np.testing.assert_allclose(store.vectors(columns.rows), 0.12345, atol=1e-4)
    known = store.known_vector(hash(article(1).text) >> 1)
    assert known == pack_vectors(np.full((1, 4), 0.12345, dtype=np.float32))[0]
    assert store.known_vector(-1) is None


def test_columns_hold_day_and_outlet_of_every_passage(store: Store) -> None:
    for number in (0, 1, 2, 6):
        stage(store, article(number))
    publish(store)
    columns = store.columns()
    days = [article(number).source.day for number in (0, 1, 2)]
    assert columns.days.tolist() == [*(day.toordinal() for day in days if day), 0]
    assert columns.outlet_names == ("the post", "valley radio")
    assert columns.outlets.tolist() == [0, 1, -1, 0]
    assert sorted(columns.rows.tolist()) == columns.rows.tolist()


def test_a_text_with_nuls_and_every_plane_is_kept(store: Store) -> None:
    odd = Article("odd", "T\0itle", "a\0b 🎉 e\u0301 \U0010ffff end", article(1).source)
    passage = Passage("p", "odd", 4, 5, "🎉")
    with store.transaction():
        store.stage(odd, [(passage, 1, bytes(8))])
        store.publish()
    assert store.article("odd") == odd
    (found,) = store.passages([int(row) for row in store.columns().rows]).values()
    assert found.passage == passage


def test_more_rows_may_be_asked_for_than_a_statement_has_variables(store: Store) -> None:
    stage(store, article(1))
    publish(store)
    assert len(store.passages(range(100_000))) == 1
    assert len(store.article_rows(["a001", *map(str, range(100_000))])) == 1


def test_content_tells_corpora_apart(store: Store, tmp_path: Path) -> None:
    empty = store.content()
    stage(store, article(1))
    assert store.content() == empty, "what is only staged is no content"
    publish(store)
    one = store.content()
    stage(store, article(2))
    publish(store)
    assert len({empty, one, store.content()}) == 3


def test_a_store_may_be_closed_by_another_thread(store: Store, tmp_path: Path) -> None:
    opened: list[Store] = []
    thread = threading.Thread(target=lambda: opened.append(Store(tmp_path)))
    thread.start()
    thread.join()
    opened[0].close()


def test_a_folder_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index here; make one with `newsdesk build`"):
        Store(tmp_path)
    assert not list(tmp_path.iterdir())


def test_another_format_is_refused_with_the_remedy(store: Store, tmp_path: Path) -> None:
    store.set_about("format", "99")
    store.close()
    for create in (False, True):
        with pytest.raises(StoreError, match=r"format 99, .* build into a new folder"):
            Store(tmp_path, create=create)


@pytest.mark.parametrize("damage", ["empty", "zeroed", "garbage", "text", "no tables"])
@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_index_is_refused_by_name(
    store: Store, tmp_path: Path, damage: str, create: bool
) -> None:
    stage(store, article(1))
    publish(store)
    store.close()
    path = tmp_path / FILE_NAME
    size = path.stat().st_size
    if damage == "no tables":
        path.unlink()
        sqlite3.connect(path).execute("CREATE TABLE other (a)").connection.close()
    else:
        damaged = {"empty": b"", "zeroed": bytes(size), "garbage": b"\xa5" * size, "text": b"hi"}
        path.write_bytes(damaged[damage])
    if create and damage == "empty":
        Store(tmp_path, create=True).close()  # nothing is lost in an empty file
        return
    with pytest.raises(StoreError, match=str(path)):
        Store(tmp_path, create=create)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_refused_by_name_when_it_is_read(
    store: Store, tmp_path: Path, keep: float
) -> None:
    for number in range(40):
        stage(store, article(number))
    publish(store)
    store.compact()
    store.close()
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * keep)])

    def read_all() -> list[str]:
        with Store(tmp_path) as damaged:
            list(damaged.articles())
            damaged.vectors(damaged.columns().rows)
            return list(damaged.problems())

    try:
        problems = read_all()
    except StoreError as error:
        problems = [str(error)]
    assert problems
    assert all(str(path) in problem for problem in problems)


def test_problems_name_a_text_that_changed_a_vector_cut_short_and_a_lost_passage(
    store: Store, tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        stage(store, article(number))
    publish(store)
    assert list(store.problems()) == []
    store.close()
    db = sqlite3.connect(tmp_path / FILE_NAME)
    db.execute("UPDATE articles SET text = replace(text, 'mayor', 'major') WHERE id = 'a001'")
    db.execute("UPDATE passages SET vector = x'00' WHERE id = 'p-a002'")
    db.execute("DELETE FROM passages WHERE id = 'p-a003'")
    db.commit()
    db.close()
    with Store(tmp_path) as damaged:
        first, second, third = damaged.problems()
        assert "article a001 is not what was stored" in first
        assert "has 1 bytes" in second
        assert "article a003 has no passages" in third
        with pytest.raises(StoreError, match="damaged"):
            damaged.vectors(damaged.columns().rows)
