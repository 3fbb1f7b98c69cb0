"""Whether a sentence tells a fact that an open answer should hold, read beside the question.

The encoder's upper layers (qa/reading/joint_reader.py) look at question, headline and the sentences
of a passage together. For each token they give a number; the mean over a sentence's is the log odds
that it tells a fact of a good answer. They were taught so by open questions whose facts are known,
from what they had been taught for short answers: `make telling` (benchmarks/train_telling.py).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.types import Encoder
from qa.extract import Reading
from qa.reading.joint_reader import JointReader, taught_reader
from qa.reading.windows import Window, windows

WEIGHTS = Path(__file__).with_name("telling.safetensors")
MOST = 48  # of the best sentences, which are read


def told(reading: Reading, encoder: Encoder) -> Reading:
    """The sentences with what speaks for each telling a fact, as far as they are read; as they are
    where nothing was taught with this encoder.

    Raises:
        EncoderError: What was taught is missing or damaged.
    """
    reader = taught_reader(WEIGHTS, encoder)
    return told_by(reader, reading) if reader else reading


def told_by(reader: JointReader, reading: Reading) -> Reading:
    """The same by a reader that gives each token one number."""
    cut = windows(reading, MOST)
    quotes = list(reading.quotes)
    for window, numbers in zip(cut, reader.read(reading.asked, cut), strict=True):
        start = 0
        for place, size in zip(window.quotes, sizes(reading, window), strict=True):
            odds = float(numbers.said[start : start + size, 0].mean())
            quotes[place] = replace(quotes[place], telling=odds)
            start += size
    return replace(reading, quotes=quotes)


def sizes(reading: Reading, window: Window) -> Sequence[int]:
    """How many tokens each sentence of a window has."""
    return [len(reading.quotes[place].tokens.spans) for place in window.quotes]
