"""The k best of very many scores, without sorting all of them.

``top_k`` goes through documents a part at a time. What it keeps of each is one 64-bit key that
ascends with the score and falls with the document's number, so that one sort puts equal scores in
order as well; ``unpacked`` takes keys apart again.
"""

import numpy as np
from numpy.typing import NDArray

from index.arrays import Ints

_GROUP = 32  # scores of which the greatest is looked at first
_FEW = 1 << 10  # scores that are sorted without that
_HALF, _LAST = np.uint64(32), (1 << 32) - 1

Keys = NDArray[np.uint64]
Scores = NDArray[np.float32]
Found = tuple[Ints, Scores]
"""Numbers of documents and their scores, best first."""
NOTHING: Keys = np.empty(0, dtype=np.uint64)


def top_k(scores: Scores, k: int, first: int, earlier: Keys) -> Keys:
    """The keys of the ``k`` best of these documents and of those before them, ascending.

    Args:
        scores: Of the documents that are numbered on from ``first``, none below 0; a document
            with 0 is not found.
        k: How many at most.
        first: The number of the first of these documents.
        earlier: What ``top_k`` gave for the documents before; ``NOTHING`` at the beginning.
    """
    least = unpacked(earlier[:1])[1][0] if len(earlier) == k else np.float32(0)
    above = scores > least
    if np.count_nonzero(above) > _FEW:
        bound = lower_bound(scores, k)
        if bound is not None and bound > least:
            above = scores >= bound
    places = np.flatnonzero(above)
    if not len(places):
        return earlier
    keys = scores[places].view(np.uint32).astype(np.uint64) << _HALF
    keys |= (_LAST - first - places).astype(np.uint64)
    best: Keys = np.sort(np.concatenate([earlier, keys]))[-k:]
    return best


def unpacked(keys: Keys) -> Found:
    """Documents and scores of ascending keys, best first."""
    keys = keys[::-1]
    documents = _LAST - (keys & np.uint64(_LAST)).astype(np.int64)
    return documents, (keys >> _HALF).astype(np.uint32).view(np.float32)


def lower_bound(scores: Scores, k: int) -> np.float32 | None:
    """A score that at least ``k`` of them reach and few others; None where there are few in all.

    It is the k-th greatest of the greatest scores of groups: each of k groups has one that is no
    less.
    """
    groups = len(scores) // _GROUP
    if groups <= k:
        return None
    greatest = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
    bound: np.float32 = np.partition(greatest, groups - k)[groups - k]
    return bound
