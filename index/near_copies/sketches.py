"""Texts that say nearly the same: shingles, and the sketches by which they are found.

A text is the set of its runs of five terms, called shingles (Broder, "On the resemblance
and containment of documents", 1997). MinHash (datasketch) makes a sketch of it in which any
two texts agree at a place with the probability of their Jaccard similarity; texts whose
sketches agree in a band of three places are worth comparing (alike.py).
"""

import zlib
from collections.abc import Iterable

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from index.arrays import run_starts
from index.terms import terms, tokens

SHINGLE = 5  # terms
HASHES = 64  # places of a sketch
BAND = 3  # places that must agree; 21 bands find a similarity of 0.5 at 94%, of 0.4 at 75%
BANDS = HASHES // BAND
BAND_BITS = 48  # of the number that tells a band from others; 16 are left to tell whose it is

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
    if len(digests) < SHINGLE:
        digests = np.append(digests, np.zeros(SHINGLE - len(digests), np.uint64))
    last = len(digests) - SHINGLE + 1
    runs = np.zeros(last, dtype=np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS):
        runs += digests[place : last + place] * multiplier
    return distinct(runs)


def distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The distinct values, sorted; several times as fast as ``np.unique``, which hashes them."""
    found = np.sort(values)
    return found[run_starts(found)]


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


def bands(sketches: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """A number of ``BAND_BITS`` bits for each band, the same where two sketches agree in it.

    Args:
        sketches: Shape (texts, ``HASHES``).

    Returns:
        Shape (texts, ``BANDS``).
    """
    places = sketches[:, : BANDS * BAND].reshape(-1, BANDS, BAND).astype(np.uint64)
    mixed: NDArray[np.uint64] = (places * _MULTIPLIERS[:BAND]).sum(axis=2, dtype=np.uint64)
    mixed += np.arange(BANDS, dtype=np.uint64) * _MULTIPLIERS[BAND]
    return mixed >> np.uint64(64 - BAND_BITS)
