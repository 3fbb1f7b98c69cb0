"""How many cores there are, and threads for them; matrix products of numpy on one of them, where
others want the rest.

OpenBLAS parts a product among a thread a core, and these go on spinning for milliseconds in
case another one follows. The products of a search or an answer are small and far apart, so
that the spinning costs more than it saves: a quarter of an answer's processor time.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import cache
from threading import Lock
from typing import Any

from threadpoolctl import ThreadpoolController


def cores() -> int:
    """How many the process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def background() -> ThreadPoolExecutor:
    """Threads for what one question does beside something else.

    They stay: to begin one for each search costs as much as it saves.
    """
    return ThreadPoolExecutor(cores(), thread_name_prefix="newsdesk-background")


class _Limit:
    """Products on one thread: set by the first block to be entered, lifted by the last one left."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._limit: Any = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._limit = _blas().limit(limits=1)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limit.restore_original_limits()


_LIMIT = _Limit()


def one_thread() -> AbstractContextManager[None]:
    """Within the block products take one thread, in every thread of the process.

    Threads may leave their blocks in any order.
    """
    return _LIMIT


def one_thread_always() -> None:
    """From now on products take one thread; for a program that has the process to itself."""
    _blas().limit(limits=1)


@cache
def _blas() -> Any:  # threadpoolctl has no types
    # The one that numpy brings along. FAISS has its own, which trains codebooks on every core.
    return ThreadpoolController().select(prefix="libscipy_openblas")
