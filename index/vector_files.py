"""Vectors on disk: one file a segment, float16 as the store has them, read row by row.

Nothing of them stays in memory but what was asked for.
"""

import os
import weakref
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.rows import VECTOR, floats

Vectors = NDArray[np.float32]


def write_vectors(path: Path, *parts: NDArray[np.float32 | np.float16]) -> None:
    """Write the vectors of a segment, one part after the other, each of shape (n, dimension)."""
    with path.open("wb") as file:
        for part in parts:
            part.astype(VECTOR, copy=False).tofile(file)


class VectorFiles:
    """The vectors of several files, one after the other, by position."""

    def __init__(self, paths: Sequence[Path], dimension: int) -> None:
        """Open the files.

        Raises:
            StoreError: One is missing, or is not of whole vectors.
        """
        self.dimension = dimension
        self._bytes = dimension * VECTOR.itemsize
        self._files: list[int] = []
        weakref.finalize(self, _close, self._files)
        starts = [0]
        for path in paths:
            try:
                self._files.append(os.open(path, os.O_RDONLY))
                size = os.fstat(self._files[-1]).st_size
            except OSError as error:
                raise StoreError(f"{path}: cannot be read ({error.strerror})") from error
            if size % self._bytes:
                raise StoreError(f"{path}: not vectors of {dimension} numbers")
            starts.append(starts[-1] + size // self._bytes)
        self._starts = np.array(starts, dtype=np.int64)

    def __len__(self) -> int:
        return int(self._starts[-1])

    def read(self, positions: NDArray[np.int64] | slice) -> Vectors:
        """The vectors at these positions, shape (positions, dimension)."""
        if isinstance(positions, slice):
            first, last, step = positions.indices(len(self))
            if step == 1:
                return self._range(first, max(first, last))
            positions = np.arange(first, last, step)
        found = np.empty((len(positions), self.dimension), dtype=VECTOR)
        places = np.searchsorted(self._starts, positions, side="right") - 1
        offsets = (positions - self._starts[places]) * self._bytes
        # Neighbours are read at once: the passages of an article lie side by side.
        apart = (np.diff(positions) != 1) | (np.diff(places) != 0)
        edges = [0, *(np.flatnonzero(apart) + 1).tolist(), len(positions)]
        for start, stop in pairwise(edges):
            if start < stop:
                file = self._files[places[start]]
                os.preadv(file, [found[start:stop].data], int(offsets[start]))
        return floats(found)

    def blocks(self, size: int) -> Iterator[Vectors]:
        """All of them, so many at a time."""
        for first in range(0, len(self), size):
            yield self._range(first, min(first + size, len(self)))

    def read_all(self, into: NDArray[np.uint8]) -> None:
        """All of them as they are stored, into as many bytes."""
        ends = self._starts * self._bytes
        for file, (start, stop) in zip(self._files, pairwise(ends.tolist()), strict=True):
            os.preadv(file, [into[start:stop].data], 0)

    def _range(self, first: int, last: int) -> Vectors:
        found = np.empty((last - first, self.dimension), dtype=VECTOR)
        for file, (start, stop) in zip(
            self._files, zip(self._starts[:-1], self._starts[1:], strict=True), strict=True
        ):
            low, high = max(first, int(start)), min(last, int(stop))
            if low < high:
                os.preadv(
                    file, [found[low - first : high - first].data], (low - int(start)) * self._bytes
                )
        return floats(found)


def _close(files: list[int]) -> None:
    for file in files:
        os.close(file)
