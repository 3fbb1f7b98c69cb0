"""A question and sentences looked at together, by the encoder's own upper layers.

    tokens of the question ──┐
    tokens of the headline ──┤
    tokens of the sentences ─┴─ the upper layers ─ numbers of each token

The lower half of the encoder's layers has made something of question and passages anyhow; the upper
half was taught to look at both together (index/encoding/upper_layers.py), once to find short
answers (qa/reading/reader.py) and once to find facts (qa/reading/telling.py). The headline says
what "the mission" is. What was taught lies in a safetensors file, in half precision, and holds for
one encoder only. What the layers make of a window does not depend on the others.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from corpus.errors import EncoderError
from index.encoding.weights import locate
from index.threads import one_thread
from index.types import Encoder, TokenVectors, Vectors
from qa.reading.windows import Window, lower_states

if TYPE_CHECKING:
    from index.encoding.bert import Changes

ASKED = 64  # tokens of the question, its last ones

Layers = Callable[[Sequence[Vectors]], list[Vectors]]
"""Of sequences, each (tokens, width), some numbers for each token, (tokens, numbers)."""


class Numbers(NamedTuple):
    """Of a window: ``whole``, shape (numbers,), are those of what stands before everything, and
    ``said``, shape (tokens, numbers), those of the sentences, one after the other."""

    whole: Vectors
    said: Vectors


@dataclass(frozen=True, slots=True)
class Taught:
    """What lies in such a file.

    ``changes`` are those of the encoder's upper layers, ``encoder`` is its fingerprint, and
    ``head``, shape (numbers, width), and ``bias``, shape (numbers,), make the numbers of each
    token. ``ends``, shape (2, width), stand before the question and behind it; ``asked``, shape
    (width,), is added to its tokens, and ``flags``, shape (width, FLAGS), says what flags add
    to those of sentences.
    """

    changes: "Changes"
    head: Vectors
    bias: Vectors
    ends: Vectors
    asked: Vectors
    flags: Vectors
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
class JointReader:
    """What was taught, and the layers that compute it."""

    taught: Taught
    layers: Layers

    def read(self, asked: TokenVectors, windows: Sequence[Window]) -> list[Numbers]:
        """What comes of the question with each window; of both it has to be known what the
        encoder's lower layers make of them."""
        lead = self._lead(asked)
        joined = [np.vstack([lead, self._said(window)]) for window in windows]
        numbers = [each + self.taught.bias for each in self.layers(joined)]
        return [
            Numbers(each[0], each[len(lead) + window.headline :])
            for each, window in zip(numbers, windows, strict=True)
        ]

    def _lead(self, asked: TokenVectors) -> Vectors:
        """What stands before every window, (tokens of the question + 2, width)."""
        first, last = self.taught.ends[:1], self.taught.ends[1:]
        return np.vstack([first, lower_states(asked)[-ASKED:] + self.taught.asked, last])

    def _said(self, window: Window) -> Vectors:
        with one_thread():
            said: Vectors = window.states + window.flags @ self.taught.flags.T
        return said


def taught_reader(file: Path, encoder: Encoder) -> JointReader | None:
    """What was taught, where it was with this encoder.

    Raises:
        EncoderError: The file is missing or damaged.
    """
    return _built(file, encoder.name) if _kept(file).encoder == encoder.fingerprint else None


@lru_cache(maxsize=4)
def _kept(file: Path) -> Taught:
    return Taught.load(file)


@lru_cache(maxsize=4)
def _built(file: Path, encoder: str) -> JointReader:
    # Imported where it is needed: OpenVINO takes its time.
    from index.encoding.upper_layers import UpperLayers

    taught = _kept(file)
    return JointReader(taught, UpperLayers(locate(encoder), taught.changes, taught.head))


def digest(weights: Mapping[str, NDArray[np.float16]]) -> str:
    """SHA-256 of names and values, which is kept beside them."""
    made = hashlib.sha256()
    for name, value in sorted(weights.items()):
        made.update(name.encode() + value.tobytes())
    return made.hexdigest()
