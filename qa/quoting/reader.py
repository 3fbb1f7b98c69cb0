"""A small reader: question and sentences looked at together, which words would answer it?

    tokens of the question ──┐
    tokens of the headline ──┤
    tokens of the sentences ─┴─ the upper layers ─ for each token: does the answer begin here,
                                                   does it end here; for each window: no answer

The signs of qa/quoting/short.py say of a span how near it stands to the question's words; the
reader has learned from questions and answers what stands where in such sentences. It is the
upper half of the encoder's own layers, taught to read, over what its lower half has made of
question and passages anyhow (index/encoding/upper_layers.py). All windows of a question
share one softmax, in which each can also say that it does not tell (Clark and Gardner, ACL
2018); by how much one rather tells is a sign of whether there is an answer at all, as in BERT's
reading of SQuAD 2.0 (Devlin et al., NAACL 2019). It was taught by questions made of articles' own
sentences (as in Lewis, Denoyer and Riedel, ACL 2019; benchmarks/made_questions.py), then by some
fifteen thousand that were asked. The headline says what "the mission" is, and holds no answer.

What it was taught lies in reader.safetensors, in half precision; `make reader` trains it
(benchmarks/train_reader.py). It holds for one encoder only. What the layers make of a window does
not depend on the others.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from corpus.errors import EncoderError
from index.encoding.weights import locate
from index.threads import one_thread
from index.types import Encoder, TokenVectors, Vectors
from qa.extract import Reading
from qa.quoting.windows import Floats, Window, lower_states, windows

if TYPE_CHECKING:
    from index.encoding.bert import Changes

WEIGHTS = Path(__file__).with_name("reader.safetensors")
SENTENCES = 40  # of the best, in which an answer is looked for
CLOSELY = 24  # of these, the best again, which are read
ASKED = 64  # tokens of the question, its last ones
UNLIKELY = -12.0  # the least log of a probability that counts
_LONGEST = 12  # tokens of an answer

Layers = Callable[[Sequence[Vectors]], list[Vectors]]
"""Of sequences, each (tokens, width), for each token three numbers: how much speaks for the
answer to begin with it, to end with it, and, of the first token, for there being none."""


@dataclass(frozen=True, slots=True)
class ReaderOutput:
    """What the reader makes of a question's best sentences.

    ``spans`` has of each that is read, shape (tokens, 2), the log of the probability that the
    answer begins with a token, and that it ends with it. ``answerability`` is the log odds of the
    best window between its likeliest beginning and end and telling nothing.
    """

    spans: list[Floats]
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

    def best_spans(self) -> Floats:
        """The log of the probability of the likeliest span of each sentence, (sentences,)."""
        return np.array([_best_span(logs) for logs in self.spans], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Taught:
    """What lies in reader.safetensors.

    ``changes`` are those of the encoder's upper layers, ``encoder`` is its fingerprint, and
    ``head``, shape (3, width), and ``bias``, shape (3,), make the numbers of each token.
    ``ends``, shape (2, width), stand before the question and behind it; ``asked``, shape
    (width,), is added to its tokens, and ``flags``, shape (width, FLAGS), says what flags add
    to those of sentences.
    """

    changes: "Changes"
    head: Floats
    bias: Floats
    ends: Floats
    asked: Floats
    flags: Floats
    encoder: str

    @classmethod
    def load(cls, file: Path) -> Self:
        """From a safetensors file.

        Raises:
            EncoderError: It is missing or damaged.
        """
        try:
            with safe_open(file, framework="np") as kept:
                told = kept.metadata() or {}
                halves = {name: kept.get_tensor(name) for name in kept.keys()}  # noqa: SIM118
        except (OSError, SafetensorError) as error:
            raise EncoderError(f"{file}: cannot be read ({error}); reinstall it") from error
        if "encoder" not in told or told.get("sha256") != digest(halves):
            raise EncoderError(f"{file}: is damaged or altered; reinstall it")
        changes = {name: value.astype(np.float32) for name, value in halves.items()}
        own = {name: changes.pop(name) for name in ("head", "bias", "ends", "asked", "flags")}
        return cls(changes, **own, encoder=told["encoder"])


@dataclass(frozen=True, slots=True)
class Reader:
    """What was taught, and the layers that compute it."""

    taught: Taught
    layers: Layers

    def read(self, reading: Reading, count: int) -> ReaderOutput | None:
        """What it makes of the first ``count`` sentences; None where there are none, or where it
        is not known what the encoder's lower layers make of them."""
        cut = windows(reading, count)
        if not cut:
            return None
        lead = self._lead(reading.asked)
        numbers = [
            each + self.taught.bias
            for each in self.layers([np.vstack([lead, self._said(window)]) for window in cut])
        ]
        logits = [
            each[len(lead) + window.headline :, :2]
            for each, window in zip(numbers, cut, strict=True)
        ]
        silences = [np.repeat(each[:1, 2:], 2, axis=1) for each in numbers]
        every = np.concatenate([*logits, *silences])
        peak = every.max(axis=0)
        total = peak + np.log(np.exp(every - peak).sum(axis=0))
        spans: list[Floats] = [np.empty((0, 2), np.float32)] * min(count, len(reading.quotes))
        for window, values in zip(cut, logits, strict=True):
            start = 0
            for quote in window.quotes:
                end = start + len(reading.quotes[quote].tokens.spans)
                spans[quote] = values[start:end] - total
                start = end
        told = [each.max(axis=0).sum() for each in logits]
        odds = max(best - none.sum() for best, none in zip(told, silences, strict=True))
        return ReaderOutput(spans, float(odds))

    def _lead(self, asked: TokenVectors) -> Floats:
        """What stands before every window, (tokens of the question + 2, width)."""
        first, last = self.taught.ends[:1], self.taught.ends[1:]
        return np.vstack([first, lower_states(asked)[-ASKED:] + self.taught.asked, last])

    def _said(self, window: Window) -> Floats:
        with one_thread():
            said: Floats = window.states + window.flags @ self.taught.flags.T
        return said


def read_closely(reading: Reading, encoder: Encoder) -> ReaderOutput | None:
    """What the trained reader makes of the best sentences, where it was taught with this encoder.

    Raises:
        EncoderError: What it was taught is missing or damaged.
    """
    reader = reader_for(encoder)
    return reader.read(reading, CLOSELY) if reader else None


def reader_for(encoder: Encoder) -> Reader | None:
    """The trained reader, where it was taught with this encoder.

    Raises:
        EncoderError: What it was taught is missing or damaged.
    """
    taught = _taught()
    return _trained(encoder.name) if taught.encoder == encoder.fingerprint else None


@lru_cache(maxsize=1)
def _taught() -> Taught:
    return Taught.load(WEIGHTS)


@lru_cache(maxsize=1)
def _trained(encoder: str) -> Reader:
    # Imported where it is needed: OpenVINO takes its time.
    from index.encoding.upper_layers import UpperLayers

    taught = _taught()
    return Reader(taught, UpperLayers(locate(encoder), taught.changes, taught.head))


def digest(weights: Mapping[str, NDArray[np.float16]]) -> str:
    """SHA-256 of names and values, which is kept beside them."""
    made = hashlib.sha256()
    for name, value in sorted(weights.items()):
        made.update(name.encode() + value.tobytes())
    return made.hexdigest()


def _best_span(logs: Floats) -> float:
    """Of all spans of at most ``_LONGEST`` tokens, the best sum at their ends."""
    begins, ends = logs.T
    sums = [begins[: len(logs) - more] + ends[more:] for more in range(min(_LONGEST, len(logs)))]
    return max((float(each.max()) for each in sums), default=-np.inf)
