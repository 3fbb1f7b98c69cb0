"""Texts that say nearly the same: shingles, and the sketches by which they are found.

A text is the set of its runs of five terms, called shingles (Broder, "On the resemblance
and containment of documents", 1997). MinHash (datasketch) makes a sketch of it in which any
two texts agree at a place with the probability of their Jaccard similarity; texts whose
sketches agree in a band of three places are worth comparing.
"""

import zlib
from collections.abc import Iterable

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from index.terms import terms, tokens

SHINGLE = 5  # terms
HASHES = 64  # places of a sketch
BAND = 3  # places that must agree; 21 bands find a similarity of 0.5 at 94%, of 0.4 at 75%

# Odd multipliers, so that a shingle is known by the order of its terms too.
_MULTIPLIERS = np.array([pow(0x9E3779B97F4A7C15, n + 1, 1 << 64) for n in range(SHINGLE)], "u8")
_PERMUTATIONS = MinHash(num_perm=HASHES).permutations
_NUMBER_WORDS = frozenset(
    terms(
        "two three four five six seven eight nine ten eleven twelve dozen twenty thirty forty "
        "fifty sixty seventy eighty ninety hundred thousand million billion trillion"
    )
)

Shingles = NDArray[np.uint64]


def shingles(words: list[str]) -> Shingles:
    """Digests of the distinct shingles of a text's terms, sorted."""
    digests = np.fromiter((zlib.crc32(word.encode()) for word in words), np.uint64, len(words))
    if not words:
        return digests
    digests = np.pad(digests, (0, max(0, SHINGLE - len(words))))
    runs = np.lib.stride_tricks.sliding_window_view(digests, SHINGLE)
    return np.unique((runs * _MULTIPLIERS).sum(axis=1, dtype=np.uint64))


def numbers(words: Iterable[str]) -> frozenset[str]:
    """The terms that are numbers, in digits or in words."""
    return frozenset(w for w in words if w in _NUMBER_WORDS or any(c.isdigit() for c in w))


def names(text: str) -> frozenset[str]:
    """The terms of words with a capital letter, first words of sentences among them."""
    return frozenset(terms(" ".join(w for w in tokens(text) if any(c.isupper() for c in w))))


def sketch(of: Shingles) -> NDArray[np.uint32]:
    """The MinHash sketch of a set of shingles, shape (``HASHES``,)."""
    made = MinHash(permutations=_PERMUTATIONS, scheme="affine32", num_perm=HASHES, hashfunc=int)
    made.update_batch((of >> np.uint64(32)).astype(np.uint32))
    return np.asarray(made.hashvalues, dtype=np.uint32)


def alike(sketches: NDArray[np.uint32], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of texts that may say nearly the same, shape (pairs, 2), the earlier one first.

    Of all texts that agree in a band, each is paired with the earliest: as many pairs as
    texts, however often a text is repeated.

    Args:
        sketches: Shape (texts, ``HASHES``).
        order: The place of each text in time, shape (texts,).
    """
    by_time = np.argsort(order, kind="stable")
    ordered = sketches[by_time].astype(np.uint64)
    found = [np.empty((0, 2), np.int64)]
    for first in range(0, HASHES - BAND + 1, BAND):
        keys = (ordered[:, first : first + BAND] * _MULTIPLIERS[:BAND]).sum(axis=1, dtype="u8")
        places = np.argsort(keys, kind="stable")
        same = np.zeros(len(places), dtype=bool)
        same[1:] = keys[places][1:] == keys[places][:-1]
        earliest = np.maximum.accumulate(np.where(same, 0, np.arange(len(places))))
        found.append(np.stack([places[earliest[same]], places[same]], axis=1))
    pairs: NDArray[np.int64] = np.unique(np.concatenate(found), axis=0)
    return by_time[pairs]
