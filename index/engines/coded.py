"""Nearest vectors by cosine among very many: one bit a number in memory, the rest on disk.

Vectors are grouped by the nearest of some thousand centroids (an inverted file: Sivic and
Zisserman, ICCV 2003) and coded with a bit a number (RaBitQ: Gao and Long, SIGMOD 2024). A
search estimates from the codes of the groups that are hardly less near than the nearest, and
what it estimates to be best is compared exactly, with the vectors on disk. How many groups and
candidates that takes was measured (benchmarks/growth.py).
"""

import errno
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.arrays import Ints, Mask, opened
from index.engines.packing import BLOCK, packed
from index.engines.vector_files import VectorFiles
from index.engines.vectors import Found, nearest, nearest_of, selector, share_out
from index.types import Vectors

faiss: Any = _faiss  # its stubs do not know what its Python layer adds
EXACT_UP_TO = 150_000  # vectors; up to here vectors.py, which misses none, is fast enough
LARGE = 2_000_000  # from here on there are more groups, and files may not fit into memory
_LEAST_PROBED, _MOST_PROBED = 0.0625, 0.25  # shares of the groups that are looked into
_GAP = 0.28  # of cosine, by which their centroids may be less near than the nearest
_WIDER = 0.04  # so much more for every e-th part that filters leave
_CANDIDATES = 3  # times as many as are asked for are compared exactly, at least
_LEAST_CANDIDATES, _LEAST_OF_LARGE = 500, 1_000
_FEW = 20_000  # so many allowed vectors are compared exactly, all of them
_SAMPLE = 40  # vectors a group that centroids are found from
_QUERY_BITS = 8


class Codes(NamedTuple):
    """The group of each vector, shape (n,), and its code, shape (n, bytes)."""

    groups: Ints
    codes: NDArray[np.uint8]

    @classmethod
    def joined(cls, parts: Sequence["Codes"]) -> "Codes":
        """Several parts as one, one after the other."""
        return cls(*map(np.concatenate, zip(*parts, strict=True)))


class Codebook:
    """The centroids, and how vectors are coded; made once and kept while an index grows."""

    def __init__(self, index: Any) -> None:
        self._empty = index

    @classmethod
    def train(cls, files: VectorFiles) -> "Codebook":
        """Find centroids for the vectors from a sample of them, the same each time."""
        groups = groups_for(len(files))
        rng = np.random.default_rng(len(files))
        size = min(len(files), groups * _SAMPLE)
        chosen = np.sort(rng.choice(len(files), size, replace=False))
        index = faiss.index_factory(
            files.dimension, f"IVF{groups},RaBitQ", faiss.METRIC_INNER_PRODUCT
        )
        index.cp.niter = 8
        index.cp.min_points_per_centroid = 1  # asked for by tests alone
        share_out(size)
        index.train(files.read(chosen))
        return cls(index)

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return int(self._empty.nlist)

    def code(self, vectors: Vectors) -> Codes:
        """The codes of vectors, shape (n, dimension)."""
        vectors = np.ascontiguousarray(vectors)
        share_out(len(vectors))
        groups = np.ascontiguousarray(self._empty.quantizer.search(vectors, 1)[1][:, 0])
        codes = np.empty((len(vectors), self._empty.code_size), dtype=np.uint8)
        self._empty.encode_vectors(
            len(vectors), faiss.swig_ptr(vectors), faiss.swig_ptr(groups), faiss.swig_ptr(codes)
        )
        return Codes(groups, codes)

    def index(self, parts: Iterable[Codes], count: int) -> Any:
        """A FAISS index over so many codes, which come in parts, one after the other.

        Raises:
            StoreError: They are not as many, or not of this codebook.
        """
        empty = self._empty
        groups = np.empty(count, dtype=np.uint16)  # which are sorted by counting
        codes = np.empty((count, empty.code_size), dtype=np.uint8)
        last = 0
        for part in parts:
            first, last = last, last + len(part.groups)
            if last <= count:
                groups[first:last], codes[first:last] = part
        if last != count:
            raise StoreError(f"{last} codes for {count} vectors; delete the folder derived")
        sizes = np.bincount(groups, minlength=self.groups).tolist()
        if len(sizes) > self.groups:
            raise StoreError("codes of another codebook; delete the folder derived")
        centroids = faiss.clone_index(empty.quantizer)  # its own, as it may outlive this
        index = faiss.IndexIVFRaBitQFastScan(
            centroids, empty.d, empty.nlist, empty.metric_type, BLOCK
        )
        index.is_trained = True
        index.init_code_packer()
        order = np.argsort(groups, kind="stable")
        first = 0
        for group, size in enumerate(sizes):
            if size:
                members = order[first : first + size]
                filled = np.resize(members, -(-size // BLOCK) * BLOCK)
                blocks = packed(codes.take(filled, axis=0), index.fast_scan_code_size())
                index.invlists.add_entries(
                    group, size, faiss.swig_ptr(members), faiss.swig_ptr(blocks)
                )
                first += size
        index.ntotal = count
        return index

    def save(self, path: Path) -> None:
        """Write it to a file.

        Raises:
            OSError: It cannot be written.
        """
        try:
            faiss.write_index(self._empty, str(path))
        except RuntimeError as error:
            raise OSError(errno.EIO, str(error), str(path)) from error

    @classmethod
    def load(cls, path: Path) -> "Codebook":
        """Read it back.

        Raises:
            StoreError: The file is not one of these.
        """
        try:
            found = faiss.read_index(str(path))
        except RuntimeError as error:
            raise StoreError(f"{path}: not a codebook ({error})") from error
        if not isinstance(found, faiss.IndexIVFRaBitQ):
            raise StoreError(f"{path}: holds a {type(found).__name__}, not a codebook")
        return cls(found)


class CodedVectors:
    """Vectors searched by their codes and compared from disk; as ``NearestVectors`` says."""

    def __init__(self, codebook: Codebook, parts: Iterable[Codes], files: VectorFiles) -> None:
        """Over the vectors of the files, whose codes are ``parts``.

        Raises:
            StoreError: There are not as many codes as vectors, or they are of another codebook.
        """
        self._files = files
        self._index = codebook.index(parts, len(files))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Found:
        """As ``NearestVectors`` says, but a few of the nearest may be missed."""
        return nearest(self, queries, k, allowed, _FEW, self._scan)

    def _scan(self, queries: Vectors, k: int, allowed: Mask | None, count: int) -> Found:
        chosen = None if allowed is None else selector(allowed)
        large = len(self) >= LARGE
        least = _LEAST_OF_LARGE if large else _LEAST_CANDIDATES
        wanted = min(count, max(least, _CANDIDATES * k))
        found = []
        for query in np.split(queries, len(queries)):
            groups = self._near(query, count)
            near = self._estimated(query, wanted, groups, chosen)
            while len(near) < k:  # what filters leave may all be far from the question
                groups = self._nearest_groups(query, 2 * len(groups))[1]
                near = self._estimated(query, wanted, groups, chosen)
            near.sort()
            if large:
                self._files.fetch(near)
            found.append(nearest_of(query, k, near, self.vectors))
        positions, scores = zip(*found, strict=True)
        return np.concatenate(positions), np.concatenate(scores)

    def _near(self, query: Vectors, allowed: int) -> Ints:
        """The groups to look into where so many vectors are allowed, nearest to one query first."""
        # Where filters leave a part, the nearest are spread over more groups.
        times = len(self) / allowed
        least, most = (
            max(1, round(min(1.0, share) * self._index.nlist))
            for share in (_LEAST_PROBED, _MOST_PROBED * times)
        )
        cosines, groups = self._nearest_groups(query, most)
        near = np.count_nonzero(cosines >= cosines[0] - _GAP - _WIDER * math.log(times))
        return groups[: max(near, least)]

    def _nearest_groups(self, query: Vectors, most: int) -> tuple[NDArray[np.float32], Ints]:
        """Cosines and numbers of so many groups, or of all, nearest to one query first."""
        share_out(1)
        (cosines,), (groups,) = self._index.quantizer.search(query, min(most, self._index.nlist))
        return cosines, groups

    def _estimated(self, query: Vectors, wanted: int, groups: Ints, chosen: Any) -> Ints:
        """Positions of what seems nearest to one query by the codes of these groups."""
        cosines = np.zeros(len(groups), dtype=np.float32)  # not needed of groups that are known
        found = np.empty(wanted, dtype=np.int64)
        scores = np.empty(wanted, dtype=np.float32)
        self._index.search_preassigned_c(
            1,
            faiss.swig_ptr(query),
            wanted,
            faiss.swig_ptr(groups),
            faiss.swig_ptr(cosines),
            faiss.swig_ptr(scores),
            faiss.swig_ptr(found),
            False,
            faiss.IVFRaBitQSearchParameters(nprobe=len(groups), qb=_QUERY_BITS, sel=chosen),
        )
        return found[found >= 0]

    def table(self, queries: Vectors) -> None:
        """None: not all of them are looked at."""

    def vectors(self, positions: Ints | slice) -> Vectors:
        """As ``NearestVectors`` says."""
        return self._files.read(positions)


def groups_for(vectors: int) -> int:
    """How many groups so many vectors are parted into."""
    return 2048 if vectors < LARGE else 4096


def write_codes(path: Path, codes: Codes) -> None:
    """Write the codes of a segment to a file."""
    np.savez(path, groups=codes.groups.astype(np.uint16), codes=codes.codes)


def read_codes(path: Path) -> Codes:
    """Read them back.

    Raises:
        OSError, ValueError, KeyError, BadZipFile: The file is not one of these.
    """
    with opened(path) as table:
        return Codes(table["groups"].astype(np.int64), table["codes"])
