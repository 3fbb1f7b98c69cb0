"""Nearest vectors by cosine. The one file that imports FAISS."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError

# Below this share of allowed vectors, gathering them costs less than scanning all.
_GATHER_SHARE = 0.2


class VectorIndex:
    """Exact inner products over unit vectors, which are cosines.

    Vectors are known by their position, 0 to ``len - 1``, in the order they were given.
    """

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        """Over ``vectors``, shape (n, dimension), of unit length."""
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, queries: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Positions and cosines of the ``k`` nearest to each query, nearest first.

        Args:
            queries: Unit vectors, shape (questions, dimension).
            k: How many; fewer come back where fewer are allowed.
            allowed: Which positions may be found, shape (n,); None for all.

        Returns:
            Two arrays of shape (questions, found).
        """
        count = len(self) if allowed is None else int(allowed.sum())
        k = min(k, count)
        if k == 0:
            empty = (len(queries), 0)
            return np.empty(empty, np.int64), np.empty(empty, np.float32)
        if allowed is None:
            scores, positions = self._index.search(queries, k)
        elif count < _GATHER_SHARE * len(self):
            chosen = np.flatnonzero(allowed)
            scores, places = faiss.knn(
                queries, self._vectors()[chosen], k, metric=faiss.METRIC_INNER_PRODUCT
            )
            positions = chosen[places]
        else:
            bitmap = np.packbits(allowed, bitorder="little")
            # FAISS's type stubs do not know what its Python layer takes here.
            selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]
            within = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
            scores, positions = self._index.search(queries, k, params=within)
        return positions, scores

    def vectors(self, positions: NDArray[np.int64] | slice) -> NDArray[np.float32]:
        """The vectors at these positions, shape (positions, dimension)."""
        return self._vectors()[positions]

    def save(self, path: Path) -> None:
        """Write the index to a file.

        Raises:
            StoreError: It cannot be written.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise StoreError(f"{path}: cannot be written ({error}); make room for it") from error

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """Read an index back.

        Raises:
            StoreError: The file is not one of these.
        """
        try:
            found = faiss.read_index(str(path))
        except RuntimeError as error:
            raise StoreError(f"{path}: not a vector index ({error})") from error
        if not isinstance(found, faiss.IndexFlatIP):
            raise StoreError(f"{path}: holds a {type(found).__name__}, not a flat index")
        index = cls.__new__(cls)
        index._index = found
        return index

    def _vectors(self) -> NDArray[np.float32]:
        flat = faiss.rev_swig_ptr(self._index.get_xb(), len(self) * self._index.d)
        return np.asarray(flat).reshape(len(self), self._index.d)
