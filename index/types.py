"""The types at the border of the index: encoders and their vectors, filters and hits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from corpus.article import Source
from corpus.passages import Passage
from index.arrays import Ints

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The tokens of one text, special ones left out.

    ``vectors`` has the shape (tokens, dimension) and rows of unit length; ``spans`` has the
    shape (tokens, 2): where each token begins and ends, in code points. ``lower``, shape
    (tokens, width), is what the lower half of the model's layers makes of them, None where the
    encoder does not tell.
    """

    vectors: Vectors
    spans: Ints
    lower: Vectors | None = None

    @classmethod
    def of(cls, states: NDArray[Any], spans: Ints, lower: Vectors | None = None) -> Self:
        """From a model's states, shape (tokens, dimension), of any length and precision."""
        wide = np.asarray(states, dtype=np.float32)
        unit = wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-12)
        return cls(unit, spans, lower)

    def only(self, these: NDArray[np.bool_]) -> Self:
        """The tokens for which ``these``, shape (tokens,), is true."""
        lower = None if self.lower is None else self.lower[these]
        return type(self)(self.vectors[these], self.spans[these], lower)

    def within(self, start: int, end: int) -> NDArray[np.bool_]:
        """Which tokens stand in ``start:end`` of the text."""
        within: NDArray[np.bool_] = (self.spans[:, 0] >= start) & (self.spans[:, 1] <= end)
        return within


class Encoder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def name(self) -> str:
        """The name it was asked for by."""

    @property
    def fingerprint(self) -> str:
        """Digest of the weights and of how they are used; equal means comparable vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """Most tokens of one text, special tokens not counted; the rest would not be read."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (texts, dimension), in the order of the texts."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of each text's tokens, as they are read in their context."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a question may be answered from.

    Days are UTC and inclusive; undated articles pass every restriction by date.
    ``as_of`` leaves out what was published later, and recency counts from it.
    Outlets compare without case. Empty means no restriction.
    """

    since: date | None = None
    until: date | None = None
    outlets: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """How much filters leave to be searched.

    ``articles`` and ``outlets`` are numbers; ``first`` and ``last`` the days of the oldest and
    of the newest article, None where none is dated; ``all_dated`` is whether all of them are.
    """

    articles: int
    outlets: int
    first: date | None
    last: date | None
    all_dated: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, best first from rank 1.

    ``score`` is comparable within one search only. ``copies`` are the ids of articles
    that carry nearly the same words and are not listed themselves. ``parts`` says what
    each ranking gave to the score.
    """

    passage: Passage
    title: str
    source: Source
    score: float
    rank: int
    copies: tuple[str, ...] = ()
    parts: dict[str, float] = field(default_factory=dict, compare=False)

    @property
    def relevance(self) -> float:
        """What its ``parts`` add up to without its age; comparable between searches."""
        return sum(part for sign, part in self.parts.items() if sign != "recency")
