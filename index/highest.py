"""The highest of very many scores, some of them at a time.

What was found is kept as numbers of 64 bits that ascend with the score and fall with the
document, so that one sort puts equals in order as well.
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


def highest(scores: Scores, k: int, first: int, earlier: Keys) -> Keys:
    """The ``k`` best of some documents, which are numbered on from ``first``, and of earlier ones.

    Scores are not below 0, and a document with 0 is not found.
    """
    least = in_order(earlier[:1])[1][0] if len(earlier) == k else np.float32(0)
    above, groups = scores > least, len(scores) // _GROUP
    # So many groups have one that is no less than the least of their greatest.
    if groups > k and np.count_nonzero(above) > _FEW:
        greatest = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
        bound = np.partition(greatest, groups - k)[groups - k]
        if bound > least:
            above = scores >= bound
    places = np.flatnonzero(above)
    if not len(places):
        return earlier
    numbers = scores[places].view(np.uint32).astype(np.uint64) << _HALF
    numbers |= (_LAST - first - places).astype(np.uint64)
    best: Keys = np.sort(np.concatenate([earlier, numbers]))[-k:]
    return best


def in_order(best: Keys) -> Found:
    """Documents and scores, best first, of what ``highest`` found."""
    numbers = best[::-1]
    documents = _LAST - (numbers & np.uint64(_LAST)).astype(np.int64)
    return documents, (numbers >> _HALF).astype(np.uint32).view(np.float32)
