"""A small reader: question and sentences looked at together, which words would answer it?

    tokens of the question ──┐
    tokens of the sentences ─┴─ attention, twice ─ for each token: does the answer begin here,
                                                   does it end here; for each window: no answer

The signs of qa/quoting/short.py say of a span how near it stands to the question's words; the
reader has learned from questions and answers what stands where in such sentences. It is two
small layers of a transformer (Vaswani et al., NeurIPS 2017) over token vectors that the encoder
has made anyhow, so that reading costs a tenth of an answer. All windows of a question
share one softmax, in which each can also say that it does not tell (Clark and Gardner, ACL
2018); by how much one rather tells is a sign of whether there is an answer at all, as in BERT's
reading of SQuAD 2.0 (Devlin et al., NAACL 2019). It was taught by questions made of articles' own
sentences (as in Lewis, Denoyer and Riedel, ACL 2019; benchmarks/made_questions.py), then by a few
hundred that were asked.

The weights lie in reader.safetensors, in half precision; `make reader` trains them
(benchmarks/train_reader.py). They hold for the vectors of one encoder only. Windows are computed
one by one, and products on one thread: what is read does not depend on anything beside it.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from corpus.errors import EncoderError
from index.terms import STOPWORDS
from index.threads import one_thread
from index.types import Encoder, TokenVectors, Vectors
from qa.extract import Quote, Reading

WEIGHTS = Path(__file__).with_name("reader.safetensors")
HEADS = 4
FLAGS = 5  # of a token: said by the question, capital, digit, best and mean cosine to it
SENTENCES = 40  # of the best, in which an answer is looked for
ASKED = 64  # tokens of the question, its last ones
SCALE = 4.9  # of token vectors, so that a number of one is about .25
_WINDOW = 96  # tokens read together; a longer sentence is read alone
_WIDE = 3.0  # cosines are that much wider than they come
_AROUND = 2  # tokens before and after each that are seen at once
_SMALL = np.float32(1e-5)
_UNLIKELY = -12.0  # the least log of a probability that counts

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences of one passage that are read together.

    ``quotes`` are places in ``Reading.quotes``; ``vectors`` has the shape (tokens, dimension)
    and ``flags`` the shape (tokens, FLAGS), the sentences one after the other.
    """

    quotes: tuple[int, ...]
    vectors: Vectors
    flags: Floats


@dataclass(frozen=True, slots=True)
class ReaderOutput:
    """What the reader makes of a question's sentences.

    ``spans`` has of each sentence, shape (tokens, 2), the log of the probability that the answer
    begins with a token, and that it ends with it. ``answerability`` is the log odds of the best
    window between its likeliest beginning and end and telling nothing.
    """

    spans: list[Floats]
    answerability: float

    def log_chance(self, places: Sequence[tuple[int, int, int]]) -> float:
        """The log of the probability that the answer stands at any of these places: of each its
        sentence, its first token, and the one after its last."""
        logs = [
            self.spans[sentence][first, 0] + self.spans[sentence][after - 1, 1]
            for sentence, first, after in places
            if first < after
        ]
        return max(_UNLIKELY, float(np.logaddexp.reduce(logs)))


@dataclass(frozen=True, slots=True)
class Reader:
    """The weights by name, and the fingerprint of the encoder whose vectors they know."""

    weights: dict[str, Floats]
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
        weights = {name: value.astype(np.float32) for name, value in halves.items()}
        return cls(weights, told["encoder"])

    def read(self, reading: Reading, count: int) -> ReaderOutput | None:
        """What it makes of the first ``count`` sentences; None where there are none."""
        cut = windows(reading, count)
        if not cut:
            return None
        with one_thread():
            lead = self._lead(reading.asked.vectors[-ASKED:])
            logits, silences = zip(*(self._logits(lead, each) for each in cut), strict=True)
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

    def _lead(self, asked: Vectors) -> Floats:
        """What stands before every window, (1 + tokens of the question, width)."""
        return np.vstack([self.weights["none"], self._linear("asked", asked * SCALE)])

    def _logits(self, lead: Floats, window: Window) -> tuple[Floats, Floats]:
        """Of a window's tokens, (tokens, 2), and of its telling nothing, (1, 2), both alike."""
        said = self._linear("said", np.hstack([window.vectors * SCALE, window.flags]))
        state = np.vstack([lead, said + self._neighbours(said)])
        for layer in range(sum(name.endswith(".mix.weight") for name in self.weights)):
            state = self._layer(f"layers.{layer}", state)
        state = self._norm("norm", state)
        silence = self._linear("silence", state[:1])
        return self._linear("span", state[len(lead) :]), np.hstack([silence, silence])

    def _layer(self, name: str, state: Floats) -> Floats:
        """Attention among all of (tokens, width), then each by itself."""
        length, width = state.shape
        mixed = self._linear(f"{name}.mix", self._norm(f"{name}.before", state))
        query, key, value = mixed.reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        weight = query @ key.swapaxes(-1, -2) * np.float32((width // HEADS) ** -0.5)
        weight = np.exp(weight - weight.max(axis=-1, keepdims=True))
        weight /= weight.sum(axis=-1, keepdims=True)
        joined = (weight @ value).swapaxes(0, 1).reshape(length, width)
        state = state + self._linear(f"{name}.join", joined)
        inner = self._linear(f"{name}.widen", self._norm(f"{name}.between", state))
        return state + self._linear(f"{name}.narrow", np.maximum(inner, 0))

    def _neighbours(self, said: Floats) -> Floats:
        """What stands beside each token, channel by channel."""
        kernel = self.weights["near.weight"][:, 0]
        around = np.pad(said, ((_AROUND, _AROUND), (0, 0)))
        near = np.broadcast_to(self.weights["near.bias"], said.shape).copy()
        for at in range(kernel.shape[1]):
            near += around[at : at + len(said)] * kernel[:, at]
        return near

    def _linear(self, name: str, state: Floats) -> Floats:
        return state @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _norm(self, name: str, state: Floats) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        deviation = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + _SMALL)
        scaled: Floats = centred / deviation * self.weights[f"{name}.weight"]
        return scaled + self.weights[f"{name}.bias"]


def read_closely(reading: Reading, encoder: Encoder) -> ReaderOutput | None:
    """What the trained reader makes of the best sentences, where it knows this encoder's vectors.

    Raises:
        EncoderError: Its weights are missing or damaged.
    """
    reader = reader_for(encoder)
    return reader.read(reading, SENTENCES) if reader else None


def reader_for(encoder: Encoder) -> Reader | None:
    """The trained reader, where it knows the vectors of this encoder.

    Raises:
        EncoderError: Its weights are missing or damaged.
    """
    reader = _trained()
    return reader if reader.encoder == encoder.fingerprint else None


def digest(weights: Mapping[str, NDArray[np.float16]]) -> str:
    """SHA-256 of names and values, which is kept beside them."""
    made = hashlib.sha256()
    for name, value in sorted(weights.items()):
        made.update(name.encode() + value.tobytes())
    return made.hexdigest()


@lru_cache(maxsize=1)
def _trained() -> Reader:
    return Reader.load(WEIGHTS)


def windows(reading: Reading, count: int) -> list[Window]:
    """The first ``count`` sentences, those of a passage together as far as they fit."""
    quotes = reading.quotes[:count]
    by_passage = sorted(
        range(len(quotes)), key=lambda at: (quotes[at].hit.rank, quotes[at].start, at)
    )
    cut = []
    for _, places in groupby(by_passage, lambda at: quotes[at].hit.rank):
        for group in _fitting(list(places), quotes):
            said = [(quotes[at].hit.passage.text, quotes[at].tokens) for at in group]
            looks = [flags(reading.question, reading.asked, *each) for each in said]
            vectors = np.concatenate([tokens.vectors for _, tokens in said])
            cut.append(Window(tuple(group), vectors, np.concatenate(looks)))
    return cut


def flags(question: str, asked: TokenVectors, text: str, said: TokenVectors) -> Floats:
    """How each token looks beside the question, shape (tokens, FLAGS).

    Args:
        question: The question, into which the spans of ``asked`` point.
        asked: Its tokens.
        text: The text into which the spans of ``said`` point.
        said: Tokens of it.
    """
    words = {question[start:end].lower() for start, end in asked.spans.tolist()} - STOPWORDS
    tokens = [text[start:end] for start, end in said.spans.tolist()]
    looks = [(t.lower() in words, t[:1].isupper(), t[:1].isdigit()) for t in tokens]
    vectors = asked.vectors[-ASKED:]
    whole = vectors.sum(axis=0)
    whole = whole / max(float(np.linalg.norm(whole)), 1e-12)
    best = (said.vectors @ vectors.T).max(axis=1, initial=-1.0)
    cosines = np.stack([best, said.vectors @ whole], axis=1) * np.float32(_WIDE)
    flat = np.array(looks, dtype=np.float32).reshape(-1, FLAGS - 2)
    return np.hstack([flat, cosines]).astype(np.float32)


def _fitting(places: Sequence[int], quotes: Sequence[Quote]) -> Iterator[list[int]]:
    """The places in runs of at most ``_WINDOW`` tokens, or of one sentence."""
    group: list[int] = []
    tokens = 0
    for at in places:
        size = len(quotes[at].tokens.spans)
        if group and tokens + size > _WINDOW:
            yield group
            group, tokens = [], 0
        group.append(at)
        tokens += size
    if group:
        yield group
