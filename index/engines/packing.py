"""Codes of a bit a number laid out as FAISS scans them: thirty-two vectors at a time.

A processor looks up four bits of each of 32 codes with one instruction ("fast scan": André et
al., VLDB 2015). For that the bits of a block lie together number by number, and behind them what
else belongs to each code. FAISS has this layout (``pq4_pack_codes``, ``CodePackerRaBitQ``) but does
not let Python pack codes that are there already.
"""

import numpy as np
from numpy.typing import NDArray

BLOCK = 32  # codes that are scanned at once
_HALF = BLOCK // 2
# The order that brings the sums of 16 lanes, which the processor interleaves, into that of codes.
_ORDER = np.arange(BLOCK // 2).reshape(2, -1).T.ravel()


def packed(codes: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    """Blocks of codes, shape (blocks, 32 * bytes).

    Args:
        codes: Shape (blocks * 32, bytes); those that only fill the last block may be anything.
        bits: How many of a code's first bytes are its bits; the rest stay as they are.
    """
    blocks = codes.reshape(-1, BLOCK, codes.shape[1])
    first, second = blocks[:, _ORDER, :bits], blocks[:, _ORDER + _HALF, :bits]
    found = np.empty((len(blocks), codes.shape[1] * BLOCK), dtype=np.uint8)
    halves = found[:, : bits * BLOCK].reshape(-1, bits, 2, _HALF)
    halves[:, :, 0] = ((first & 15) | (second << 4)).transpose(0, 2, 1)
    halves[:, :, 1] = ((first >> 4) | (second & 240)).transpose(0, 2, 1)
    found[:, bits * BLOCK :] = blocks[:, :, bits:].reshape(len(blocks), -1)
    return found
