"""How many cores there are; matrix products of numpy on one of them, where others want the rest.

OpenBLAS parts a product among a thread a core, and these go on spinning for milliseconds in
case another one follows. The products of a search or an answer are small and far apart, so
that the spinning costs more than it saves: a quarter of an answer's processor time.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


def cores() -> int:
    """How many the process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def one_thread() -> Iterator[None]:
    """Within the block products take one thread, in every thread of the process."""
    with _blas().limit(limits=1):
        yield


def one_thread_always() -> None:
    """From now on products take one thread; for a program that has the process to itself."""
    _blas().limit(limits=1)


@cache
def _blas() -> Any:  # threadpoolctl has no types
    # The one that numpy brings along. FAISS has its own, which trains codebooks on every core.
    return ThreadpoolController().select(prefix="libscipy_openblas")
