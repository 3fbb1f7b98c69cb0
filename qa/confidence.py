"""How likely the answer shown is right, and when to decline.

What the search found for the best passage tells it best; beside it, how alike the question is the
sentence shown first, how likely the short answer is among what is shown, what a small reader makes
of the sentences (qa/reading/reader.py), and how many passages there were: the more, the nearer
stands one that happens to say the same words. How these become a probability is fitted (Platt,
1999), by `make confidence`, on questions that large and small collections can and cannot answer.
How much is enough differs: sentences about a matter tell of it where a point of it is not told.
The numbers lie in confidence.json.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.asking.forms import Form, form_of
from qa.quote import Quote, Reading
from qa.reading.reader import ReaderOutput
from qa.short_answers.likely import Short

WEIGHTS = Path(__file__).with_name("confidence.json")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Confidence:
    """``value`` in 0..1, and the least with which such a question is answered."""

    value: float
    threshold: float

    @property
    def enough(self) -> bool:
        """Whether the question is answered."""
        return self.value >= self.threshold

    def without_answer(self) -> "Confidence":
        """That of sentences that do not give what is asked for, below what is enough."""
        return Confidence(self.value * self.threshold, self.threshold)

    def told_outright(self) -> "Confidence":
        """That of sentences that say in so many words what is asked: half as much is enough."""
        if not _HALF * self.threshold <= self.value < self.threshold:
            return self
        return Confidence(self.threshold, self.threshold)


def confidence(
    reading: Reading,
    chosen: Sequence[Quote],
    passages: int,
    likely: Sequence[Short] = (),
    output: ReaderOutput | None = None,
) -> Confidence:
    """How likely the quotations answer the question; found among so many passages.

    Args:
        reading: The question, and the sentences that can answer it.
        chosen: Those of them that would be shown, in their order.
        passages: How many were searched.
        likely: What could be the short answer, empty where none was looked for.
        output: What the reader makes of the sentences, None where none has read them.
    """
    fitted = _fitted()
    asks_point = form_of(reading.question) is Form.POINT
    threshold = float(fitted["threshold" if asks_point else "threshold_of_facts"])
    if not chosen:
        return Confidence(0.0, threshold)
    weights: Mapping[str, float] = fitted["weights"]
    found = signs(reading, chosen, passages, likely, output)
    log_odds = fitted["bias"] + sum(weights[name] * value for name, value in found.items())
    value = 1 / (1 + math.exp(-log_odds))
    return Confidence(value, threshold)


def signs(
    reading: Reading,
    chosen: Sequence[Quote],
    passages: int,
    likely: Sequence[Short] = (),
    output: ReaderOutput | None = None,
) -> dict[str, float]:
    """What speaks for an answer, and against it. There must be a sentence.

    Reader and short answers tell of one point: of a question that asks for several facts, and where
    none was looked for, they say as much as they do on average.
    Not the age of what was found: old news can be right. Nor the length of the question, though
    that would fit the data better: it tells who asks, not what is known.
    """
    average: Mapping[str, float] = _fitted()["average"]
    form = form_of(reading.question)
    read, likely = (output, likely) if form is Form.POINT else (None, ())
    first = chosen if form is Form.TIMELINE else chosen[:1]  # it begins with what happened first
    told = sum(s.chance for s in likely if any(s.written_in(quote.text) for quote in chosen))
    return {
        "relevance": max(quote.hit.relevance for quote in reading.quotes),
        "likeness": max((quote.likeness for quote in first), default=0.0),
        "told": told if likely else average["told"],
        "answerability": read.answerability if read else average["answerability"],
        "passages": math.log10(max(1, passages)),
    }


@lru_cache(maxsize=1)
def _fitted() -> dict[str, Any]:
    fitted: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    return fitted
