"""What makes a choice plausible before anything is read, and whatever the question is about.

What a careful reader of tests goes by where he knows nothing ("test-wiseness": Millman,
Bishop and Ebel, Educational and Psychological Measurement 25, 1965): the right choice is put
more fully than those made up around it, is seldom the least of several numbers, and says more
than the question does. Where the articles tell, they outweigh this.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from qa.mixture import Floats
from qa.wording import content, words

PLAUSIBLE_SIGNS = (
    "detail",  # log of 1 + its distinct words that carry meaning
    "least",  # 1 for the least, where every choice is a number
    "rare",  # weight of its rarest word: a common one is met by chance
    "echo",  # share of its words that are the question's
)

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def plausible(question: str, choices: Sequence[str], rarity: Callable[[str], float]) -> Floats:
    """PLAUSIBLE_SIGNS of every choice, shape (choices, signs), each less its mean.

    Args:
        question: A standalone question.
        choices: What it may be answered with; at least one.
        rarity: Weight of a term: 0 or more, larger for rarer ones.
    """
    asked = frozenset(content(question))
    figures = [_figure(choice) for choice in choices]
    known = [figure for figure in figures if figure is not None]
    least = min(known) if len(set(known)) == len(choices) else None
    signs = np.zeros((len(choices), len(PLAUSIBLE_SIGNS)))
    for place, choice in enumerate(choices):
        own = content(choice)
        signs[place] = (
            math.log1p(len(own)),
            least is not None and figures[place] == least,
            max(map(rarity, own), default=0.0),
            sum(term in asked for term in own) / max(1, len(own)),
        )
    return signs - signs.mean(axis=0)


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
