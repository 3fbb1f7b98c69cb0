"""What makes a choice plausible before anything is read, and whatever the question is about.

One thing a careful reader of tests goes by where he knows nothing ("test-wiseness": Millman,
Bishop and Ebel, Educational and Psychological Measurement 25, 1965) holds for every kind of
question that was tried: the least of several numbers is seldom the right one. Where the
articles tell, they outweigh it.
"""

import math
from collections.abc import Sequence

import numpy as np

from index.arrays import Floats
from qa.words.wording import words

PLAUSIBLE_SIGNS = ("least",)  # 1 for the least, where every choice is a number

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def plausible(choices: Sequence[str]) -> Floats:
    """PLAUSIBLE_SIGNS of every choice, shape (choices, signs), each less its mean."""
    figures = [_figure(choice) for choice in choices]
    known = [figure for figure in figures if figure is not None]
    signs: Floats = np.zeros((len(choices), len(PLAUSIBLE_SIGNS)))
    if len(set(known)) == len(choices) > 2:
        signs[figures.index(min(known)), 0] = 1.0
    signs -= signs.mean(axis=0)
    return signs


def _figure(choice: str) -> float | None:
    """The first number of a choice; None where it has none, or is a score or a range."""
    terms = words(choice)
    digits = [term for term in terms if term[0].isdigit()]
    if not digits or any("-" in term for term in digits):
        return None
    try:
        value = float(digits[0].replace(",", ""))
    except ValueError:
        return None  # letters within, such as 737s
    return value * math.prod(_SCALES[term] for term in terms if term in _SCALES)
