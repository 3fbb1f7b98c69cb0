"""How much a word tells: inverse document frequency (idf), as BM25 has it.

    ln(1 + (N - n + 0.5) / (n + 0.5))    of N documents, n of which hold the word

A small index cannot tell: in twelve documents "many" is as rare as a name. So the words of a
question are weighed against each other by a smoothed idf, as if ``PRIOR`` articles of a background
collection stood in the index too (as Dirichlet priors smooth a language model; Zhai and Lafferty,
ACM TOIS 2004). An index of some thousand articles hardly notices.

How many of a thousand articles of the background hold a word lies in background.json, for words
that at least one in forty holds; `make background` counts them in news of 2023.
"""

import json
import math
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats

BACKGROUND = Path(__file__).with_name("background.json")
PRIOR = 1_000  # articles


def idf(frequencies: NDArray[np.integer], documents: int) -> Floats:
    """The idf of words that so many of the documents hold, shape (words,)."""
    values: Floats = np.log(1 + (documents - frequencies + 0.5) / (frequencies + 0.5))
    return values


def smoothed_idf(term: str, frequency: int, documents: int) -> float:
    """The smoothed idf of a term (index/terms.py) that so many of the documents hold."""
    held = frequency + PRIOR * _in_a_thousand().get(term, 0) / 1_000
    return math.log(1 + (documents + PRIOR - held + 0.5) / (held + 0.5))


def is_common(term: str) -> bool:
    """Whether many articles of whatever collection hold the term, as the background tells."""
    return term in _in_a_thousand()


@lru_cache(maxsize=1)
def _in_a_thousand() -> dict[str, int]:
    counted: dict[str, int] = json.loads(BACKGROUND.read_text("utf-8"))["of_1000_articles"]
    return counted
