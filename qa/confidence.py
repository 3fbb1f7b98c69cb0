"""How likely the answer shown is right, and when to decline.

A logistic function of a few signs, each explained where it is computed. Its weights lie in
confidence.json; `make confidence` fits them on questions that the articles can and cannot
answer (Platt, 1999).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.terms import query_terms, terms
from qa.extract import Quote

WEIGHTS = Path(__file__).with_name("confidence.json")
_FIRST = 5


@dataclass(frozen=True, slots=True)
class Confidence:
    """``value`` in 0..1, and whether it is enough to answer."""

    value: float
    enough: bool


def confidence(question: str, ranked: Sequence[Quote]) -> Confidence:
    """How likely the best quotations answer the question."""
    if not ranked:
        return Confidence(0.0, enough=False)
    fitted = _fitted()
    weights: Mapping[str, float] = fitted["weights"]
    log_odds = fitted["bias"] + sum(
        weights[name] * value for name, value in signs(question, ranked).items()
    )
    value = 1 / (1 + math.exp(-log_odds))
    return Confidence(value, enough=value >= fitted["threshold"])


def signs(question: str, ranked: Sequence[Quote]) -> dict[str, float]:
    """What speaks for an answer. ``ranked`` must not be empty."""
    best = ranked[0]
    wanted = query_terms(question)
    numbers = [term for term in wanted if any(character.isdigit() for character in term)]
    day = best.hit.source.published or ""
    told = frozenset(terms(f"{best.hit.title} {best.hit.passage.text} {day[:4]}"))
    return {
        # The weight of the best sentence, as it was chosen.
        "score": best.score,
        # How well each word of the question is met in meaning, where it is met best.
        "meeting": max(quote.meeting for quote in ranked),
        "likeness": max(quote.likeness for quote in ranked),
        # The share of the question's words that one sentence, and one passage, holds.
        "coverage": max(quote.coverage for quote in ranked[:_FIRST]),
        "context": max(quote.context for quote in ranked),
        # A year or a figure that was asked about and that the best passage does not have.
        "numbers": sum(term in told for term in numbers) / len(numbers) if numbers else 1.0,
        # The same likeness means more for a long question than for a short one.
        "length": math.log(1 + len(wanted)),
    }


@lru_cache(maxsize=1)
def _fitted() -> dict[str, Any]:
    fitted: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    return fitted
