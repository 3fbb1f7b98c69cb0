"""Connections to one store for several threads: as many as are in use at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.store import Store


class Stores:
    """The store of a folder, to be read by several threads."""

    def __init__(self, folder: Path) -> None:
        """Open ``folder``'s store.

        Raises:
            StoreError: There is no index, or it cannot be read.
        """
        self._folder = folder
        self._free = [Store(folder)]
        self._used: set[Store] = set()
        self._closed = False
        self._lock = threading.Lock()

    @contextmanager
    def one(self) -> Iterator[Store]:
        """A store for the block, which nobody else has meanwhile.

        Raises:
            StoreError: It cannot be read any more.
        """
        # One that is free, and not one a thread: threads end without a word, and their files
        # would stay open.
        with self._lock:
            store = self._free.pop() if self._free else Store(self._folder)
            self._used.add(store)
        try:
            yield store
        finally:
            with self._lock:
                self._used.discard(store)
                if self._closed:
                    store.close()
                else:
                    self._free.append(store)

    def close(self) -> None:
        """Close all of them, also those in use: what is done with these fails with a StoreError."""
        with self._lock:
            self._closed = True
            for store in (*self._free, *self._used):
                store.close()
            self._free.clear()
