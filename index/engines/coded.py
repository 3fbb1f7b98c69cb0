"""Nearest vectors by cosine among very many: one bit a number in memory, the rest on disk.

Vectors are grouped by the nearest of some thousand centroids (an inverted file: Sivic and
Zisserman, ICCV 2003) and coded with a bit a number (RaBitQ: Gao and Long, SIGMOD 2024). A
search estimates from the codes of the nearest groups, and what it estimates to be best is
compared exactly, with the vectors on disk. How many groups and candidates that takes was
measured (benchmarks/growth.py).
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.arrays import Ints, Mask, opened
from index.engines.vector_files import VectorFiles
from index.engines.vectors import Each, Found, nearest_of, nothing, selector, share_out
from index.types import Vectors

faiss: Any = _faiss  # its stubs do not know what its Python layer adds
EXACT_UP_TO = 150_000  # vectors; up to here vectors.py, which misses none, is fast enough
_PROBED = 0.125  # share of the groups that are looked into
_CANDIDATES = 3  # times as many as are asked for are compared exactly, at least
_LEAST_CANDIDATES = 300
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

    def index(self, parts: Sequence[Codes]) -> Any:
        """A FAISS index over these codes, one after the other."""
        index = faiss.clone_index(self._empty)
        groups = np.concatenate([part.groups for part in parts]).astype(np.int32)
        codes = np.concatenate([part.codes for part in parts])
        order = np.argsort(groups, kind="stable")
        borders = np.searchsorted(groups, np.arange(self.groups + 1), sorter=order)
        for group, (first, last) in enumerate(pairwise(borders.tolist())):
            if first < last:
                members = order[first:last].astype(np.int64)
                of_members = np.ascontiguousarray(codes[members])
                index.invlists.add_entries(
                    group, len(members), faiss.swig_ptr(members), faiss.swig_ptr(of_members)
                )
        index.ntotal = len(groups)
        return index

    def save(self, path: Path) -> None:
        """Write it to a file.

        Raises:
            StoreError: It cannot be written.
        """
        try:
            faiss.write_index(self._empty, str(path))
        except RuntimeError as error:
            raise StoreError(f"{path}: cannot be written ({error}); make room for it") from error

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

    def __init__(self, codebook: Codebook, parts: Sequence[Codes], files: VectorFiles) -> None:
        """Over the vectors of the files, whose codes are ``parts``.

        Raises:
            StoreError: There are not as many codes as vectors.
        """
        self._files = files
        self._index = codebook.index(parts)
        if len(self) != len(files):
            raise StoreError(
                f"{len(self)} codes for {len(files)} vectors; delete the folder derived"
            )

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Found:
        """As ``NearestVectors`` says, but a few of the nearest may be missed."""
        count = len(self) if allowed is None else int(allowed.sum())
        k = min(k, count)
        if k == 0:
            return nothing(len(queries))
        if allowed is not None and count <= _FEW:
            return nearest_of(queries, k, np.flatnonzero(allowed), self.vectors)
        # Where filters leave a part, the nearest are spread over more groups.
        share = min(1.0, _PROBED * len(self) / count)
        parameters = faiss.IVFRaBitQSearchParameters(
            nprobe=max(1, round(share * self._index.nlist)),
            qb=_QUERY_BITS,
            sel=None if allowed is None else selector(allowed),
        )
        wanted = min(count, max(_LEAST_CANDIDATES, _CANDIDATES * k))
        share_out(len(queries))
        near = self._index.search(queries, wanted, params=parameters)[1]
        found = [
            nearest_of(query[None], k, np.sort(ids[ids >= 0]), self.vectors)
            for query, ids in zip(queries, near, strict=True)
        ]
        least = min(positions.shape[1] for positions, _ in found)
        return (
            np.concatenate([positions[:, :least] for positions, _ in found]),
            np.concatenate([scores[:, :least] for _, scores in found]),
        )

    def table(self, queries: Vectors, each: Each = map) -> None:
        """None: not all of them are looked at."""

    def vectors(self, positions: Ints | slice) -> Vectors:
        """As ``NearestVectors`` says."""
        return self._files.read(positions)


def groups_for(vectors: int) -> int:
    """How many groups so many vectors are parted into."""
    return 2048 if vectors < 2_000_000 else 4096


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
