"""Vectors on disk: one file a segment, float16 as the store has them, read row by row.

Nothing of them stays in memory but what was asked for.
"""

import mmap
import os
import weakref
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.arrays import Ints
from index.storage.rows import VECTOR, floats
from index.types import Vectors


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

    def read(self, positions: Ints | slice) -> Vectors:
        """The vectors at these positions, shape (positions, dimension)."""
        if isinstance(positions, slice):
            first, last, step = positions.indices(len(self))
            if step == 1:
                return self._range(first, max(first, last))
            positions = np.arange(first, last, step)
        found = np.empty((len(positions), self.dimension), dtype=VECTOR)
        places, rows = self._places(positions)
        edges = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(positions)]
        for start, stop in pairwise(edges):
            if start < stop:
                table = self._tables[places[start]]
                # In the mode "raise" numpy would copy what it found once more.
                table.take(rows[start:stop], axis=0, out=found[start:stop], mode="clip")
        return floats(found)

    def fetch(self, positions: Ints) -> None:
        """Have the system bring these vectors from the disk, all at once, before they are read.

        Read one after the other, each waits for the disk by itself.
        """
        if hasattr(os, "posix_fadvise"):
            places, rows = self._places(positions)
            for place, start in zip(places.tolist(), (rows * self._bytes).tolist(), strict=True):
                os.posix_fadvise(self._files[place], start, self._bytes, os.POSIX_FADV_WILLNEED)

    def read_all(self, into: NDArray[np.uint8]) -> None:
        """Read all vectors, float16 as they are stored, into exactly as many bytes."""
        ends = self._starts * self._bytes
        for file, (start, stop) in zip(self._files, pairwise(ends.tolist()), strict=True):
            os.preadv(file, [into[start:stop].data], 0)

    def _places(self, positions: Ints) -> tuple[Ints, Ints]:
        """In which file each position is, and at which row of it."""
        places = np.searchsorted(self._starts, positions, side="right") - 1
        return places, positions - self._starts[places]

    @cached_property
    def _tables(self) -> list[NDArray[np.float16]]:
        """The files mapped: to read each of a search's hundreds of vectors by itself costs twice
        the time."""
        return [self._table(file) for file in self._files]

    def _table(self, file: int) -> NDArray[np.float16]:
        if not os.fstat(file).st_size:  # there is no map of nothing
            return np.empty((0, self.dimension), dtype=VECTOR)
        mapped = mmap.mmap(file, 0, access=mmap.ACCESS_READ)
        if hasattr(mmap, "MADV_RANDOM"):
            mapped.madvise(mmap.MADV_RANDOM)  # what lies around is not wanted
        return np.frombuffer(mapped, VECTOR).reshape(-1, self.dimension)

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
