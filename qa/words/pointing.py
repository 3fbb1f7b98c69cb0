"""Sentences that begin with words for what stands before them."""

import re

from qa.words.lexicon import COMPANIES

_POINTS = re.compile(
    r"[\"“]?(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Both|Neither|Such|"
    rf"The (?:{'|'.join(sorted(COMPANIES))}|agency|two|three|latter|former|pair|move|decision))\b"
)


def points_back(text: str) -> bool:
    """Whether a sentence begins with words that mean what stands before it."""
    return _POINTS.match(text) is not None
