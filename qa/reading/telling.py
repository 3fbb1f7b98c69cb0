"""Whether a sentence tells a fact that an open answer should hold, read beside the question.

The encoder's upper layers (qa/reading/joint_reader.py) look at question, headline and the sentences
of a passage together. For each token they give a number; the mean over a sentence's tokens is what
speaks for its telling a fact of a good answer. They were taught so by open questions whose facts
are known, from what they had been taught for short answers: `make telling`
(benchmarks/train_telling.py).
"""

from dataclasses import replace
from pathlib import Path

from index.types import Encoder
from qa.quote import Reading
from qa.reading.joint_reader import JointReader, taught_reader
from qa.reading.windows import by_sentence, windows

WEIGHTS = Path(__file__).with_name("telling.safetensors")
MOST = 48  # of the best sentences, which are read


def with_telling(reading: Reading, encoder: Encoder) -> Reading:
    """The sentences with what speaks for each telling a fact, as far as they are read; as they are
    where nothing was taught with this encoder.

    Raises:
        EncoderError: What was taught is missing or damaged.
    """
    reader = taught_reader(WEIGHTS, encoder)
    return told_by(reader, reading) if reader else reading


def told_by(reader: JointReader, reading: Reading) -> Reading:
    """The same by a reader that gives each token one number; as they are where it is not known
    what the encoder's lower layers make of them."""
    cut = windows(reading, MOST)
    if not cut:
        return reading
    quotes = list(reading.quotes)
    for window, numbers in zip(cut, reader.read(reading.asked, cut), strict=True):
        for place, own in by_sentence(reading, window, numbers.said):
            quotes[place] = replace(quotes[place], telling=float(own.mean()))
    return replace(reading, quotes=quotes)
