"""What a store notes of itself as a whole, and what is made of notes that are damaged."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpora import article
from corpus.errors import StoreError
from index.building.writer import StoreWriter
from index.store import Store
from small_store import damage, make, publish, stage


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Two articles, published; a third is staged."""
    store = make(tmp_path)
    stage(store, article(1))
    stage(store, article(2))
    publish(store)
    stage(store, article(3))
    yield tmp_path
    store.close()


def test_what_was_published_is_noted(folder: Path) -> None:
    with Store(folder) as store:
        assert (store.published, store.is_empty, store.dimension) == (2, False, 4)
        assert store.generation == 1
        assert store.content().startswith("2-")


def test_before_anything_is_published_the_store_is_empty(tmp_path: Path) -> None:
    with StoreWriter(tmp_path, create=True) as store:
        assert (store.published, store.is_empty, store.dimension) == (0, True, 0)
        stage(store, article(1))
        assert store.is_empty


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM about WHERE key = 'content'",
        "DELETE FROM about WHERE key IN ('content', 'generation')",
        "UPDATE about SET value = ':' || value WHERE key = 'content'",
    ],
)
def test_a_lost_note_of_what_was_published_is_told(folder: Path, statement: str) -> None:
    damage(folder, statement)
    with Store(folder) as store:
        for read in (lambda: store.is_empty, store.content, store.counts):
            with pytest.raises(StoreError, match="the list of articles is damaged"):
                read()


@pytest.mark.parametrize("noted", ["", "0", "4x", "-4", None])
def test_a_lost_size_of_a_vector_is_told(folder: Path, noted: str | None) -> None:
    damage(folder, "DELETE FROM about WHERE key = 'dimension'")
    if noted is not None:
        damage(folder, "INSERT INTO about VALUES ('dimension', ?)", (noted,))
    with Store(folder) as store:
        with pytest.raises(StoreError, match="the size of a vector is damaged"):
            _ = store.dimension
        assert any("the size of a vector" in problem for problem in store.problems())


def test_articles_that_went_missing_are_told(folder: Path) -> None:
    damage(folder, "DELETE FROM articles WHERE id = ? AND NOT staged", (article(1).id,))
    with Store(folder) as store:
        for read in (store.counts, lambda: list(store.sizes()), store.content):
            with pytest.raises(StoreError, match="the list of articles is damaged"):
                read()
