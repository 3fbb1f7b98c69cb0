"""How likely the answer shown is right, and when to decline.

What the search found for the best passage tells it as well as any other signs together, beside
among how many it was the best: the more there are, the nearer stands one that happens to say
the same words. How both become a probability is fitted (Platt, 1999), by `make confidence`, on
questions that large and small collections can and cannot answer. The numbers lie in
confidence.json.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.extract import Quote

WEIGHTS = Path(__file__).with_name("confidence.json")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Confidence:
    """``value`` in 0..1, and whether it is enough to answer."""

    value: float
    enough: bool

    def without_answer(self) -> "Confidence":
        """That of sentences that do not give what is asked for, below what is enough."""
        return Confidence(self.value * float(_fitted()["threshold"]), enough=False)

    def told_outright(self) -> "Confidence":
        """That of sentences that say in so many words what is asked: half as much is enough."""
        enough = float(_fitted()["threshold"])
        if not _HALF * enough <= self.value < enough:
            return self
        return Confidence(enough, enough=True)


def confidence(ranked: Sequence[Quote], passages: int) -> Confidence:
    """How likely the best quotations answer the question; found among so many passages."""
    if not ranked:
        return Confidence(0.0, enough=False)
    fitted = _fitted()
    weights: Mapping[str, float] = fitted["weights"]
    log_odds = fitted["bias"] + sum(
        weights[name] * value for name, value in signs(ranked, passages).items()
    )
    value = 1 / (1 + math.exp(-log_odds))
    return Confidence(value, enough=value >= fitted["threshold"])


def signs(ranked: Sequence[Quote], passages: int) -> dict[str, float]:
    """What speaks for an answer, and against it. ``ranked`` must not be empty.

    Not the age of what was found: old news can be right. Nor the length of the question, though
    that would fit the data better: it tells who asks, not what is known.
    """
    return {
        "relevance": max(quote.hit.relevance for quote in ranked),
        "passages": math.log10(max(1, passages)),
    }


@lru_cache(maxsize=1)
def _fitted() -> dict[str, Any]:
    fitted: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    return fitted
