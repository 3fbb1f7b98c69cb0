"""A small reader: question and sentences looked at together, which words would answer it?

The signs of qa/short_answers/short.py say of a span how near it stands to the question's words; the
reader (qa/reading/joint_reader.py) has learned from questions and answers what stands where in such
sentences: for each token whether the answer begins here and ends here, and for each window whether
it tells none. All windows of a question share one softmax, in which each can also say that it does
not tell (Clark and Gardner, ACL 2018); by how much one rather tells is a sign of whether there is
an answer at all, as in BERT's reading of SQuAD 2.0 (Devlin et al., NAACL 2019). It was taught by
questions made of articles' own sentences (as in Lewis, Denoyer and Riedel, ACL 2019;
benchmarks/made_questions.py), then by some fifty thousand that were asked. The headline holds no
answer. `make reader` trains it (benchmarks/train_reader.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.types import Encoder, Vectors
from qa.quote import Reading
from qa.reading.joint_reader import JointReader, taught_reader
from qa.reading.windows import by_sentence, windows

WEIGHTS = Path(__file__).with_name("reader.safetensors")
SENTENCES = 40  # of the best, in which an answer is looked for
CLOSELY = 24  # of these, the best again, which are read
UNLIKELY = -12.0  # the least log of a probability that counts
_LONGEST = 12  # tokens of an answer
_SAY = 0.2  # what the log of a sentence's likeliest span counts, as the reader reads it


@dataclass(frozen=True, slots=True)
class ReaderOutput:
    """What the reader makes of a question's best sentences.

    ``spans`` has of each that is read, shape (tokens, 2), the log of the probability that the
    answer begins with a token, and that it ends with it. ``answerability`` is the log odds of the
    best window between its likeliest beginning and end and telling nothing.
    """

    spans: list[Vectors]
    answerability: float

    def log_chance(self, places: Sequence[tuple[int, int, int]]) -> float:
        """The log of the probability that the answer stands at any of these places: of each its
        sentence, its first token, and the one after its last; least where none of them is read."""
        logs = [
            self.spans[sentence][first, 0] + self.spans[sentence][after - 1, 1]
            for sentence, first, after in places
            if first < after and sentence < len(self.spans)
        ]
        return max(UNLIKELY, float(np.logaddexp.reduce(logs)))

    def best_spans(self) -> Vectors:
        """The log of the probability of the likeliest span of each sentence, (sentences,)."""
        return np.array([_best_span(logs) for logs in self.spans], dtype=np.float32)


def read_closely(reading: Reading, encoder: Encoder) -> ReaderOutput | None:
    """What the trained reader makes of the best sentences, where it was taught with this encoder.

    Raises:
        EncoderError: What it was taught is missing or damaged.
    """
    reader = reader_for(encoder)
    return read_by(reader, reading, CLOSELY) if reader else None


def reader_for(encoder: Encoder) -> JointReader | None:
    """The trained reader, where it was taught with this encoder.

    Raises:
        EncoderError: What it was taught is missing or damaged.
    """
    return taught_reader(WEIGHTS, encoder)


def read_by(reader: JointReader, reading: Reading, count: int) -> ReaderOutput | None:
    """What a reader makes of the first ``count`` sentences; None where there are none, or where it
    is not known what the encoder's lower layers make of them.

    Of its three numbers of a token two say how much speaks for the answer to begin with it and to
    end with it; the third, of the first token, how much speaks for there being none.
    """
    cut = windows(reading, count)
    if not cut:
        return None
    numbers = reader.read(reading.asked, cut)
    logits = [each.said[:, :2] for each in numbers]
    silences = [np.repeat(each.whole[None, 2:], 2, axis=1) for each in numbers]
    every = np.concatenate([*logits, *silences])
    peak = every.max(axis=0)
    total = peak + np.log(np.exp(every - peak).sum(axis=0))
    spans: list[Vectors] = [np.empty((0, 2), np.float32)] * min(count, len(reading.quotes))
    for window, values in zip(cut, logits, strict=True):
        for place, own in by_sentence(reading, window, values):
            spans[place] = own - total
    told = [each.max(axis=0).sum() for each in logits]
    odds = max(best - none.sum() for best, none in zip(told, silences, strict=True))
    return ReaderOutput(spans, float(odds))


def weighed(reading: Reading, output: ReaderOutput | None) -> Reading:
    """The sentences in their order, with what the reader says in their weights: how likely the
    answer stands in each beside the likeliest."""
    if output is None or not reading.quotes:
        return reading
    best = output.best_spans()
    says = np.full(len(reading.quotes), UNLIKELY)
    says[: len(best)] = np.maximum(best - best.max(), UNLIKELY)
    quotes = [
        replace(quote, score=quote.score + _SAY * float(said))
        for quote, said in zip(reading.quotes, says, strict=True)
    ]
    return replace(reading, quotes=quotes)


def _best_span(logs: Vectors) -> float:
    """Of all spans of at most ``_LONGEST`` tokens, the best sum at their ends."""
    begins, ends = logs.T
    sums = [begins[: len(logs) - more] + ends[more:] for more in range(min(_LONGEST, len(logs)))]
    return max((float(each.max()) for each in sums), default=-np.inf)
