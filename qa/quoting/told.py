"""Whether the sentences quoted tell what is asked, and not only of whom or what it is asked.

In a small collection the nearest passage to "where was Ann Archer buried" is the one about Ann
Archer, whether it tells of her grave or not. What stands in the question beside names, "buried",
has to be met in the sentences, in these words or others: in meaning, by the vectors of tokens.
"""

import re
from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray

from index.terms import terms
from index.types import TokenVectors
from qa.extract import Quote, Reading
from qa.quoting.forms import Form, form_of
from qa.quoting.kinds import is_given

_MET = 0.45  # at the least, chosen on small collections and on news
_WORD = re.compile(r"[^\W_][\w’'-]*")


def tells(reading: Reading, chosen: Sequence[Quote]) -> bool:
    """Whether the sentences give an answer of the kind asked for, and, where one is asked for,
    say enough of what is asked."""
    if not is_given(reading.question, [quote.text for quote in chosen]):
        return False
    return form_of(reading.question) is not Form.POINT or met(reading, chosen) >= _MET


def met(reading: Reading, chosen: Sequence[Quote]) -> float:
    """How well the question's words that are no names are met in the sentences together: the
    mean over their tokens of the best cosine. 1 where there are none."""
    own = _own(reading.question, reading.asked, reading.own)
    if not own.any() or not chosen:
        return 1.0
    said = np.vstack([quote.tokens.vectors for quote in chosen])
    return float((reading.asked.vectors[own] @ said.T).max(axis=1).mean())


def _own(question: str, asked: TokenVectors, own: Set[str]) -> NDArray[np.bool_]:
    """Which tokens of the question belong to these terms."""
    found = np.zeros(len(asked.spans), dtype=np.bool_)
    for word in _WORD.finditer(question):
        if not own.isdisjoint(terms(word[0])):
            found |= (asked.spans[:, 0] >= word.start()) & (asked.spans[:, 1] <= word.end())
    return found
