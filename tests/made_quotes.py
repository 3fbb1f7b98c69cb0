"""Sentences as the search finds them, made of a few words."""

import numpy as np

from corpus.article import Source
from corpus.passages import Passage
from index.types import Hit, TokenVectors
from qa.quote import Quote


def told(
    text: str,
    published: str | None = "2024-03-14",
    *,
    title: str = "",
    outlet: str = "Wire",
    around: str = "",
    score: float = 2.0,
) -> Quote:
    """A sentence of its own article; ``around`` is the rest of its passage."""
    name = f"{outlet}-{published}-{text[:20]}"
    passage = Passage(name, name, 0, len(text + around), text + around)
    hit = Hit(passage, title, Source(outlet=outlet, published=published), score, 1)
    return Quote(
        hit=hit,
        start=0,
        end=len(text),
        text=text,
        score=score,
        meeting=0.8,
        likeness=0.8,
        coverage=0.9,
        context=0.9,
        rest=0.8,
        vector=np.zeros(1, dtype=np.float32),
        tokens=TokenVectors(np.zeros((0, 1), dtype=np.float32), np.zeros((0, 2), dtype=np.int64)),
    )
