"""Connections to one store, as many as are in use at once."""

from pathlib import Path
from threading import Thread

import pytest

from corpora import article
from corpus.errors import StoreError
from index.store import Store
from index.stores import Stores
from small_store import make, publish, stage


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    with make(tmp_path) as store:
        stage(store, article(1))
        publish(store)
    return Stores(tmp_path)


def is_open(store: Store) -> bool:
    try:
        return store.generation == 1
    except StoreError:
        return False


def test_threads_that_come_and_go_share_one_connection(stores: Stores) -> None:
    def use() -> None:
        with stores.one() as store:
            used.append(store)

    used: list[Store] = []
    for _ in range(20):
        thread = Thread(target=use)
        thread.start()
        thread.join()
    assert len(used) == 20
    assert len(set(used)) == 1


def test_what_is_in_use_is_given_to_nobody_else(stores: Stores) -> None:
    with stores.one() as outer, outer.snapshot():
        with stores.one() as inner, inner.snapshot() as generation:
            assert inner is not outer
            assert generation == 1
        with stores.one() as again:
            assert again is inner
    with pytest.raises(ValueError, match="what was done"), stores.one() as failed:
        raise ValueError("what was done")
    with stores.one() as store:
        assert store is failed, "it is given back after an error too"


def test_closing_closes_those_that_are_free_and_those_in_use(stores: Stores) -> None:
    with stores.one() as used:
        with stores.one() as free:
            pass
        stores.close()
        assert not is_open(free)
        with pytest.raises(StoreError, match="closed"):
            _ = used.generation
    with stores.one() as later:
        assert is_open(later), "who comes later has one of its own"
    assert not is_open(later), "which nobody would close"
