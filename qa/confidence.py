"""How likely an answer is right, and when to decline.

A logistic function of what the best quotation shares with the question. Its weights are
fitted by `make confidence` on questions that can and cannot be answered.
"""

import math
from collections.abc import Sequence

from qa.extract import Quote

THRESHOLD = 0.35  # below it, the answer is that the articles do not tell

_BIAS, _COVERAGE, _SIMILARITY = -6.0, 4.0, 6.0


def confidence(ranked: Sequence[Quote]) -> float:
    """Probability in 0..1 that the best quotations answer the question."""
    if not ranked:
        return 0.0
    coverage = max(quote.coverage for quote in ranked[:5])
    similarity = max(quote.likeness for quote in ranked[:5])
    return 1 / (1 + math.exp(-(_BIAS + _COVERAGE * coverage + _SIMILARITY * similarity)))
