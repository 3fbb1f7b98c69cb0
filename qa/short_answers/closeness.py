"""How near the words of a passage stand to what a question says.

Every word of the question is spread over its neighbourhood in the passage, as in positional
language models (Lv and Zhai, SIGIR 2009); a word of the headline is near to every place.
"""

import re
from collections.abc import Mapping, Set

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats
from index.terms import terms
from index.types import Hit

_SPREAD = 40.0  # words: news tells who in one sentence, and what in the next
_THING_SPREAD = 3.0
_TITLE = 0.6  # how near a word of the headline is to every word of the passage
_WORD = re.compile(r"[^\W_]+(?:[’'.\-&/](?=[^\W_])[^\W_]+)*")


class Closeness:
    """Of one question, in as many passages as are asked about."""

    def __init__(self, wanted: Mapping[str, float], thing: Set[str]) -> None:
        """``wanted`` are the question's terms by weight, ``thing`` those that name what is
        asked for."""
        self._wanted, self._thing = wanted, thing
        self._total = sum(wanted.values()) or 1.0
        self._known: dict[str, tuple[NDArray[np.int64], Floats, Floats]] = {}

    def of(self, hit: Hit, edges: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """For spans of the passage, shape (spans, 2): nearness to the question's words and
        to the thing it asks for, each in 0..1, shape (spans,)."""
        if hit.passage.id not in self._known:
            self._known[hit.passage.id] = self._read(hit)
        starts, close, near = self._known[hit.passage.id]
        if not len(starts):
            return np.zeros(len(edges)), np.zeros(len(edges))
        first = np.minimum(np.searchsorted(starts, edges[:, 0]), len(starts) - 1)
        last = np.maximum(np.searchsorted(starts, edges[:, 1]) - 1, first)
        return (close[first] + close[last]) / 2, np.maximum(near[first], near[last])

    def _read(self, hit: Hit) -> tuple[NDArray[np.int64], Floats, Floats]:
        found = list(_WORD.finditer(hit.passage.text))
        places: dict[str, list[int]] = {}
        for place, word in enumerate(found):
            for term in terms(word[0]):
                if term in self._wanted or term in self._thing:
                    places.setdefault(term, []).append(place)
        line = np.arange(len(found))
        away = {term: _distances(line, at) for term, at in places.items()}
        title = frozenset(terms(hit.title))
        close, near = np.zeros(len(found)), np.zeros(len(found))
        for term, weight in self._wanted.items():
            here = np.exp(-away[term] / _SPREAD) if term in away else np.zeros(len(found))
            close += weight / self._total * (np.maximum(here, _TITLE) if term in title else here)
        for term in self._thing & away.keys():
            near = np.maximum(near, np.exp(-away[term] / _THING_SPREAD))
        return np.array([word.start() for word in found], dtype=np.int64), close, near


def _distances(line: NDArray[np.int64], at: list[int]) -> NDArray[np.int64]:
    distances: NDArray[np.int64] = np.abs(line[:, None] - np.array(at)).min(axis=1)
    return distances
