"""Nearest vectors by cosine, exactly. With coded.py, all that knows FAISS."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import Ints, Mask
from index.engines.top_k import lower_bound
from index.engines.vector_files import VectorFiles
from index.storage.rows import VECTOR, floats
from index.types import Vectors

faiss: Any = _faiss  # its stubs do not know what its Python layer adds
Found = tuple[Ints, NDArray[np.float32]]
# Below this share of allowed vectors, gathering them costs less than scanning all.
_GATHER_SHARE = 0.2
# From so many queries on, a matrix product over all vectors costs less than a scan for each.
MANY = 16
# Of so few every search may take all (searching/gathering.py), so they are kept in float32.
_FEW = 2_000
_CORES = int(faiss.omp_get_max_threads())


class NearestVectors(Protocol):
    """What a search needs of the vectors; they are known by position, 0 to ``len - 1``."""

    def __len__(self) -> int: ...

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Found:
        """Positions and cosines of the ``k`` nearest to each query, nearest first.

        Args:
            queries: Unit vectors, shape (questions, dimension).
            k: How many; fewer come back where fewer are allowed.
            allowed: Which positions may be found, shape (n,); None for all.

        Returns:
            Two arrays of shape (questions, found).
        """
        ...

    def table(self, queries: Vectors) -> Vectors | None:
        """The cosines of each query with every vector, shape (questions, n).

        None where finding the nearest alone costs less. The last digits are not those of
        ``search``.
        """
        ...

    def vectors(self, positions: Ints | slice) -> Vectors:
        """The vectors at these positions, shape (positions, dimension)."""
        ...


class VectorIndex:
    """Exact inner products over unit vectors in memory, which are cosines.

    They are kept as the store has them, in float16: nothing is lost, and a search reads half
    as many bytes, which is what it spends its time on.
    """

    def __init__(self, vectors: Vectors) -> None:
        """Over ``vectors``, shape (n, dimension), of unit length."""
        self._index = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self._index.add(np.ascontiguousarray(vectors))

    @classmethod
    def load(cls, files: VectorFiles) -> "VectorIndex":
        """Over all vectors of the files, which are what FAISS would make of them."""
        made = cls(np.empty((0, files.dimension), dtype=np.float32))
        index = made._index
        index.codes.resize(len(files) * index.code_size)
        if len(files):  # FAISS has no address for nothing
            files.read_all(faiss.rev_swig_ptr(index.codes.data(), index.codes.size()))
        index.ntotal = len(files)
        return made

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Found:
        """As ``NearestVectors`` says."""
        return nearest(self, queries, k, allowed, int(_GATHER_SHARE * len(self)), self._scan)

    def _scan(self, queries: Vectors, k: int, allowed: Mask | None, _: int) -> Found:
        share_out(len(queries))
        params = None if allowed is None else faiss.SearchParameters(sel=selector(allowed))
        scores, positions = self._index.search(queries, k, params=params)
        return positions, scores

    def table(self, queries: Vectors) -> Vectors | None:
        """As ``NearestVectors`` says."""
        if len(queries) < MANY:
            return None
        # It imports OpenVINO, which those who ask one question of an index may do without.
        from index.engines.products import products

        return products(queries, self._held)

    def vectors(self, positions: Ints | slice) -> Vectors:
        """As ``NearestVectors`` says."""
        if len(self) <= _FEW:
            return self._few[positions]
        return self._read(positions)

    @cached_property
    def _few(self) -> Vectors:
        return self._read(slice(None))

    def _read(self, positions: Ints | slice) -> Vectors:
        if isinstance(positions, slice):
            return floats(self._held[positions])
        return floats(self._held.take(positions, axis=0))  # in half the time that [] takes

    @cached_property
    def _held(self) -> NDArray[np.float16]:
        if not len(self):  # FAISS has no address for nothing
            return np.empty((0, self._index.d), dtype=VECTOR)
        held = faiss.rev_swig_ptr(self._index.codes.data(), self._index.codes.size())
        return np.asarray(held).view(VECTOR).reshape(len(self), self._index.d)


def share_out(vectors: int) -> None:
    """Give FAISS as many threads as there are vectors to look up or to code, at most one a core.

    It parts its work by these: one alone is no faster with further threads, and they wait by
    spinning, which takes the cores from whatever runs next.
    """
    faiss.omp_set_num_threads(max(1, min(vectors, _CORES)))  # holds for the calling thread


def nearest_in(cosines: NDArray[np.float32], k: int, allowed: Mask | None = None) -> Ints:
    """Positions of the ``k`` greatest of a row of ``NearestVectors.table``, in no order."""
    if allowed is not None:
        positions = np.flatnonzero(allowed)
        return positions[nearest_in(cosines[positions], k)]
    if len(cosines) <= k:
        return np.arange(len(cosines))
    bound = lower_bound(cosines, k)
    left = np.arange(len(cosines)) if bound is None else np.flatnonzero(cosines >= bound)
    return left[np.argpartition(cosines[left], len(left) - k)[len(left) - k :]]


def nearest(
    engine: NearestVectors,
    queries: Vectors,
    k: int,
    allowed: Mask | None,
    few: int,
    scan: Callable[[Vectors, int, Mask | None, int], Found],
) -> Found:
    """What ``NearestVectors.search`` gives: where at most ``few`` are allowed, all are compared.

    Else ``scan`` finds them; it is never asked for none, nor for more than are allowed, and is told
    how many these are.
    """
    count = len(engine) if allowed is None else int(allowed.sum())
    if allowed is not None and count <= few:
        return nearest_of(queries, k, np.flatnonzero(allowed), engine.vectors)
    k = min(k, count)
    return scan(queries, k, allowed, count) if k else nothing(len(queries))


def nothing(queries: int) -> Found:
    """No neighbour of any of so many queries."""
    return np.empty((queries, 0), np.int64), np.empty((queries, 0), np.float32)


def selector(allowed: Mask) -> Any:
    """What FAISS takes to leave the others out."""
    return faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))


def nearest_of(
    queries: Vectors,
    k: int,
    chosen: Ints,
    read: Callable[[Ints], Vectors],
) -> Found:
    """The ``k`` nearest of a few positions, exactly; ``read`` gives their vectors."""
    k = min(k, len(chosen))
    if k == 0:
        return nothing(len(queries))
    share_out(len(queries))
    scores, places = faiss.knn(
        queries, np.ascontiguousarray(read(chosen)), k, metric=faiss.METRIC_INNER_PRODUCT
    )
    return chosen[places], scores
