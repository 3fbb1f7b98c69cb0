"""What is known of a sentence that can be quoted, and of all that were read for a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import Span
from index.types import Hit, TokenVectors, Vectors


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence worth quoting: ``start:end`` are code points into its article's text.

    ``meeting`` says how well the question's tokens are met in the sentence (mean of the
    best cosines), ``likeness`` is the cosine of question and sentence, ``coverage`` the
    share of the question's words in the sentence or its headline, weighted by rarity, and
    ``context`` the same for the whole passage. ``parts`` are the sums of both cosines for
    each question that is asked in the one. ``rest`` is ``meeting`` without the words that
    ask. ``near`` is the coverage with the words of neighbouring sentences, each worth half as
    much as that of the sentence before it, and ``naming`` the share of the question's names in
    the passage or its headline. ``tokens`` are the sentence's, with spans into its
    passage; ``vector`` is their mean, and ``meant`` is where in the article the name stands
    that its first words stand for. ``behind`` tells how near it stands behind a heading that
    asks the question itself, and ``signs`` are what it weighs by (qa/reading/weighing.py).
    ``telling`` is what speaks for its telling a fact of an open answer (qa/reading/telling.py),
    None where it was not read for that.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    meeting: float
    likeness: float
    coverage: float
    context: float
    rest: float
    vector: Vectors = field(repr=False, compare=False)
    tokens: TokenVectors = field(repr=False, compare=False)
    parts: tuple[float, ...] = ()
    near: float = 1.0
    naming: float = 1.0
    behind: float = 0.0
    telling: float | None = None
    meant: Span | None = None
    dated: tuple[int, date] | None = None
    signs: tuple[float, ...] = field(default=(), repr=False, compare=False)

    @property
    def place(self) -> tuple[str, int]:
        """Its article, and where in it the sentence begins."""
        return self.hit.passage.article_id, self.start

    @property
    def size(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, the vectors of its tokens, and every sentence read for it, best first.

    ``own`` tells which of its tokens belong to words that carry meaning and are no names, and
    ``headlines`` has the tokens of each headline.
    """

    question: str
    asked: TokenVectors
    quotes: list[Quote]
    own: NDArray[np.bool_]
    headlines: Mapping[str, TokenVectors]
