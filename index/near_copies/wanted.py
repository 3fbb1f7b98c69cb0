"""Few bands looked for among very many: which of these are among those.

For each article that is added the tables of a whole index are gone through, and nearly none of
their bands is wanted.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.arrays import Ints, Mask
from index.near_copies.sketches import BAND_BITS

_FIRST_BITS = 22  # of a band, by which most that are not wanted are told
_REST = np.uint64(BAND_BITS - _FIRST_BITS)

Numbers = NDArray[np.uint64]


@dataclass(frozen=True)
class Wanted:
    """Bands that are looked for, sorted."""

    numbers: Numbers

    def among(self, entries: Numbers, more: int) -> Ints:
        """The places of the wanted ones among bands that are followed by so many bits more."""
        places = np.flatnonzero(self._beginnings.take(entries >> _REST + np.uint64(more)))
        return places[among(entries[places] >> np.uint64(more), self.numbers)]

    @cached_property
    def _beginnings(self) -> Mask:
        """For every number of ``_FIRST_BITS`` whether a wanted band begins with it."""
        found = np.zeros(1 << _FIRST_BITS, dtype=bool)
        found[self.numbers >> _REST] = True
        return found


def among(values: Numbers, wanted: Numbers) -> Mask:
    """Which values are in ``wanted``, which is sorted; ``np.isin`` would sort both."""
    if not len(wanted):
        return np.zeros(len(values), dtype=bool)
    places = np.searchsorted(wanted, values)
    found: Mask = wanted[np.minimum(places, len(wanted) - 1)] == values
    return found
