"""The store as it is read: snapshots, texts, columns, and what is said of a damaged file."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpora import article
from corpus.article import Article
from corpus.errors import StoreError
from corpus.passages import Passage
from index.building.writer import StoreWriter
from index.storage.rows import pack_vectors
from index.storage.store_file import FILE_NAME
from index.store import Store
from small_store import damage, make, publish, stage


@pytest.fixture
def store(tmp_path: Path) -> StoreWriter:
    return make(tmp_path)


def open_store(folder: Path, create: bool) -> Store:
    return StoreWriter(folder, create=True) if create else Store(folder)


def test_a_snapshot_does_not_change(store: StoreWriter, tmp_path: Path) -> None:
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


def test_columns_hold_day_and_outlet_of_every_passage(store: StoreWriter) -> None:
    for number in (0, 1, 2, 6):
        stage(store, article(number))
    publish(store)
    columns = store.columns()
    days = [article(number).source.day for number in (0, 1, 2)]
    assert columns.days.tolist() == [*(day.toordinal() for day in days if day), 0]
    assert columns.outlet_names == ("the post", "valley radio")
    assert columns.outlets.tolist() == [0, 1, -1, 0]
    assert sorted(columns.rows.tolist()) == columns.rows.tolist()


def test_rows_and_ids_of_current_articles_lead_to_each_other(store: StoreWriter) -> None:
    stage(store, article(1))
    publish(store)
    stage(store, article(2))  # and not published
    (row,) = store.article_rows(["a001", "a002", "nobody"])
    assert store.article_ids([row, row + 1, 99]) == {row: "a001"}
    assert store.article_ids(range(100_000)) == {row: "a001"}


def test_a_text_with_nuls_and_every_plane_is_kept(store: StoreWriter) -> None:
    odd = Article("odd", "T\0itle", "a\0b 🎉 e\u0301 \U0010ffff end", article(1).source)
    passage = Passage("p", "odd", 4, 5, "🎉")
    with store.transaction():
        store.stage(odd, [(passage, 1, bytes(8))])
        store.publish()
    assert store.article("odd") == odd
    (found,) = store.passages([int(row) for row in store.columns().rows]).values()
    assert found.passage == passage


def test_more_rows_may_be_asked_for_than_a_statement_has_variables(store: StoreWriter) -> None:
    stage(store, article(1))
    publish(store)
    with pytest.raises(StoreError, match="row 2 of the passages is damaged"):
        store.passages(range(1, 100_000))
    assert len(store.article_rows(["a001", *map(str, range(100_000))])) == 1


def test_content_tells_corpora_apart(store: StoreWriter, tmp_path: Path) -> None:
    empty = store.content()
    stage(store, article(1))
    assert store.content() == empty, "what is only staged is no content"
    publish(store)
    one = store.content()
    stage(store, article(2))
    publish(store)
    assert len({empty, one, store.content()}) == 3


def test_a_store_may_be_closed_by_another_thread(store: StoreWriter, tmp_path: Path) -> None:
    opened: list[Store] = []
    thread = threading.Thread(target=lambda: opened.append(Store(tmp_path)))
    thread.start()
    thread.join()
    opened[0].close()


def test_closing_waits_for_the_statement_of_another_thread(
    store: StoreWriter, tmp_path: Path
) -> None:
    reader = Store(tmp_path)
    within, closing = threading.Event(), threading.Event()

    def close() -> None:
        closing.set()
        reader.close()

    closer = threading.Thread(target=close)

    def be_closed() -> int:
        if not within.is_set():
            within.set()
            closer.start()
            closing.wait()
        return 0

    with reader.snapshot():
        reader._db.set_progress_handler(be_closed, 1)
        with pytest.raises(StoreError, match="closed"):
            reader.counts()  # of one statement or more, before it is closed
            closer.join()
            reader.counts()
    closer.join()


def test_a_folder_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index here; make one with `newsdesk build`"):
        Store(tmp_path)
    assert not list(tmp_path.iterdir())


def test_another_format_is_refused_with_the_remedy(store: StoreWriter, tmp_path: Path) -> None:
    store.set_about("format", "99")
    store.close()
    for create in (False, True):
        with pytest.raises(StoreError, match=r"format 99, .* build into a new folder"):
            open_store(tmp_path, create)


@pytest.mark.parametrize("damage", ["empty", "zeroed", "garbage", "text", "no tables"])
@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_index_is_refused_by_name(
    store: StoreWriter, tmp_path: Path, damage: str, create: bool
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
        StoreWriter(tmp_path, create=True).close()  # nothing is lost in an empty file
        return
    named = f"{tmp_path}: no index here" if damage == "empty" else str(path)
    with pytest.raises(StoreError, match=named):
        open_store(tmp_path, create)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_refused_by_name_when_it_is_read(
    store: StoreWriter, tmp_path: Path, keep: float
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
    store: StoreWriter, tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        stage(store, article(number))
    publish(store)
    assert list(store.problems()) == []
    store.close()
    damage(tmp_path, "UPDATE articles SET text = replace(text, 'mayor', 'major') WHERE row = 1")
    damage(tmp_path, "UPDATE passages SET vector = x'00' WHERE id = 'p-a002'")
    damage(tmp_path, "DELETE FROM passages WHERE id = 'p-a003'")
    with Store(tmp_path) as damaged:
        first, second, third = damaged.problems()
        assert "article a001 is not what was stored" in first
        assert "passage p-a002 of article a002 is damaged" in second
        assert "article a003 has no passages" in third
        with pytest.raises(StoreError, match="damaged"):
            damaged.vectors(damaged.columns().rows)


def require_told(folder: Path) -> None:
    """Of three articles the second is told to be damaged, wherever its passage is read."""
    with Store(folder) as damaged:
        (problem,) = damaged.problems()
        assert problem.startswith(str(folder / FILE_NAME))
        assert "of article a002 is damaged" in problem
        rows = damaged.columns().rows
        remedy = rf"{folder / FILE_NAME}: article a002 is damaged; .* remove .* and build again"
        with pytest.raises(StoreError, match=remedy):
            damaged.vectors(rows)
        with pytest.raises(StoreError, match=remedy):
            damaged.passages(rows.tolist())
        assert len(damaged.passages([1, 3])) == 2, "the others can be read"


@pytest.mark.parametrize("byte", range(8))
def test_a_flipped_bit_of_a_vector_is_told(store: StoreWriter, tmp_path: Path, byte: int) -> None:
    values = {1: 0.5, 2: 0.3, 3: 0.7}
    for number, value in values.items():
        stage(store, article(number), value)
    publish(store)
    store.compact()
    store.close()
    path = tmp_path / FILE_NAME
    data = bytearray(path.read_bytes())
    (vector,) = pack_vectors(np.full((1, 4), values[2], dtype=np.float32))
    assert data.count(vector) == 1
    data[data.index(vector) + byte] ^= 1 << byte
    path.write_bytes(data)
    require_told(tmp_path)


@pytest.mark.parametrize("bit", [0, 1, 7, 8, 15, 31, 62])
@pytest.mark.parametrize("column", ["start", "stop", "read", "crc"])
def test_a_flipped_bit_of_a_place_is_told(
    store: StoreWriter, tmp_path: Path, column: str, bit: int
) -> None:
    for number in (1, 2, 3):
        stage(store, article(number))
    publish(store)
    store.close()
    flipped = f"(({column} | ?1) - ({column} & ?1))"
    damage(tmp_path, f"UPDATE passages SET {column} = {flipped} WHERE id = 'p-a002'", (1 << bit,))
    require_told(tmp_path)


@pytest.mark.parametrize(
    ("column", "value"),
    [("id", "p-a003"), ("start", "one"), ("stop", 1.5), ("vector", "text"), ("vector", b"")],
)
def test_a_passage_of_other_values_is_told(
    store: StoreWriter, tmp_path: Path, column: str, value: Any
) -> None:
    for number in (1, 2, 3):
        stage(store, article(number))
    publish(store)
    store.close()
    damage(tmp_path, f"UPDATE passages SET {column} = ? WHERE id = 'p-a002'", (value,))
    require_told(tmp_path)


def test_a_passage_that_came_to_another_article_is_told(store: StoreWriter, tmp_path: Path) -> None:
    for number in (1, 2):
        stage(store, article(number))
    publish(store)
    store.close()
    damage(tmp_path, "UPDATE passages SET article = 1")
    with Store(tmp_path) as damaged:
        first, second = damaged.problems()
        assert "passage p-a002 of article a001 is damaged" in first
        assert "article a002 has no passages" in second
        with pytest.raises(StoreError, match="a001 is damaged"):
            damaged.vectors(damaged.columns().rows)


@pytest.mark.parametrize("column", ["authors", "related", "published"])
def test_an_article_that_cannot_be_read_is_told(
    store: StoreWriter, tmp_path: Path, column: str
) -> None:
    for number in (1, 2, 3):
        stage(store, article(number))
    publish(store)
    store.close()
    damage(tmp_path, f"UPDATE articles SET {column} = '20X4 [' WHERE id = 'a002'")
    with Store(tmp_path) as damaged:
        (problem,) = damaged.problems()
        assert "article a002 is not what was stored" in problem
        with pytest.raises(StoreError, match=r"is damaged; .* and build again"):
            damaged.article("a002") if column != "published" else damaged.columns()


@pytest.mark.parametrize("column", ["title", "text", "outlet", "url", "published", "id"])
def test_words_that_changed_are_never_shown(
    store: StoreWriter, tmp_path: Path, column: str
) -> None:
    for number in (0, 1, 2):
        stage(store, article(number))
    publish(store)
    store.close()
    damage(tmp_path, f"UPDATE articles SET {column} = {column} || '1' WHERE id = 'a001'")
    name = "a0011" if column == "id" else "a001"
    with Store(tmp_path) as damaged:
        for read in (
            lambda: damaged.article(name),
            lambda: damaged.passages([2]),
            lambda: damaged.newest(3),
            lambda: list(damaged.articles()),
        ):
            with pytest.raises(StoreError, match=f"article {name} is damaged"):
                read()


@pytest.mark.parametrize("change", ["staged = 1", "row = 9", "hash = 'other'"])
def test_an_article_that_is_not_among_the_published_any_more_is_told(
    store: StoreWriter, tmp_path: Path, change: str
) -> None:
    for number in (0, 1, 2):
        stage(store, article(number))
    publish(store)
    store.close()
    damage(tmp_path, f"UPDATE articles SET {change} WHERE id = 'a001'")
    with Store(tmp_path) as damaged:
        with pytest.raises(StoreError, match="the list of articles is damaged"):
            damaged.content()
        assert any("the list of articles is damaged" in line for line in damaged.problems())


@pytest.mark.parametrize("value", ["x", b"x", 1.5])
def test_a_passage_whose_article_is_no_number_any_more_is_told(
    store: StoreWriter, tmp_path: Path, value: Any
) -> None:
    for number in (1, 2):
        stage(store, article(number))
    publish(store)
    store.close()
    damage(tmp_path, "UPDATE passages SET article = ? WHERE id = 'p-a002'", (value,))
    with Store(tmp_path) as damaged, pytest.raises(StoreError, match="of the articles is damaged"):
        damaged.passages([1, 2])
