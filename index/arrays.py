"""What the index needs of arrays beside numpy: their types, runs of equal values, archives.

A run is equal values that stand side by side: [7, 7, 2] is a run of two and a run of one.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def run_starts(values: NDArray[np.generic]) -> Ints:
    """Where each run of equal values begins: [7, 7, 2] gives [0, 2]."""
    new = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return np.flatnonzero(new)


def runs(values: NDArray[np.generic]) -> tuple[Ints, Ints]:
    """Where each run of equal values begins, and how long it is: [7, 7, 2] gives [0, 2], [2, 1]."""
    starts = run_starts(values)
    return starts, np.diff(starts, append=len(values))


def borders(sizes: Sequence[int] | NDArray[np.generic]) -> Ints:
    """Where parts of these sizes begin that follow each other, and where the last one ends.

    [2, 1] gives [0, 2, 3].
    """
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])


def ranges(starts: Ints | int, sizes: Ints) -> Ints:
    """Ascending numbers, so many from each start on: [5, 9] and [2, 1] give [5, 6, 9]."""
    numbers: Ints = np.arange(sizes.sum()) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    return numbers


@contextmanager
def opened(path: Path) -> Iterator[Mapping[str, Any]]:
    """The arrays of a file that ``numpy.savez`` wrote, by name; each is read when it is asked for.

    Opened here and not by numpy, which leaves a file open that is no archive.

    Raises:
        OSError, ValueError, KeyError, BadZipFile: The file is not one of these.
    """
    with path.open("rb") as file, np.load(file, allow_pickle=False) as table:
        yield table
