"""How much a word tells: inverse document frequencies, as BM25 has them.

Few documents cannot tell it: in twelve of them "many" is as rare as a name. So a question's
words are weighed against each other as if ``PRIOR`` articles of a background collection stood in
the index too (as Dirichlet priors smooth a language model; Zhai and Lafferty, ACM TOIS 2004).
An index of some thousand articles hardly notices.

How many of a thousand articles hold a word lies in background.json, for words that one in
forty holds; `make background` counts them in news of 2023.
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


def inverse(frequencies: NDArray[np.integer], documents: int) -> Floats:
    """Of words that so many of the documents hold, as they are."""
    rarity: Floats = np.log(1 + (documents - frequencies + 0.5) / (frequencies + 0.5))
    return rarity


def smoothed(word: str, frequency: int, documents: int) -> float:
    """Of a term (index/terms.py) that so many of the documents hold, with the background."""
    held = frequency + PRIOR * _in_a_thousand().get(word, 0) / 1_000
    return math.log(1 + (documents + PRIOR - held + 0.5) / (held + 0.5))


@lru_cache(maxsize=1)
def _in_a_thousand() -> dict[str, int]:
    counted: dict[str, int] = json.loads(BACKGROUND.read_text("utf-8"))["of_1000_articles"]
    return counted
