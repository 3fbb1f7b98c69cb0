"""A passage made ready for checking, and the sentences that a claim is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import Span, sentences
from index.terms import STOPWORDS, fold
from index.types import Hit, TokenVectors, Vectors
from qa.checking.numbers import numbers
from qa.checking.speakers import speeches

_SENTENCES = 3  # the most that one claim is drawn from
_MET = 0.5  # the least cosine by which a word counts as met
_GAIN = 0.02  # in likeness, for which one more sentence is taken


@dataclass(frozen=True, slots=True)
class Place:
    """``start:end`` of the article of ``hit``, in code points."""

    hit: Hit
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class SourceSentence:
    """One sentence of a passage.

    ``vectors`` are those of its tokens, shape (tokens, dimension); ``spans`` say where these begin
    and end in ``text``, shape (tokens, 2).
    """

    place: Place
    text: str
    vectors: Vectors
    spans: NDArray[np.int64]


class Reading:
    """A passage made ready for checking: read once, whatever is checked against it.

    ``before`` is what its article says before it: there stand the names that it goes on to
    call "he" and "the company". ``about`` names the article, its outlet and its authors.
    """

    def __init__(self, hit: Hit, tokens: TokenVectors, before: str) -> None:
        self.hit = hit
        text, offset = hit.passage.text, hit.passage.start
        self.sentences = [_sentence(hit, offset, text, span, tokens) for span in sentences(text)]
        self.before = [before[start:end] for start, end in sentences(before)]
        self.about = " ".join(filter(None, (hit.title, hit.source.outlet, *hit.source.authors)))
        self.context = f"{self.about} {before}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sentences that a claim is drawn from.

    Attributes:
        main: The one that says most of the claim.
        all: All of them, ``main`` first.
        met: Where in ``main`` the claim's words are met, in code points.
        likeness: How well its words are met in all of them, 0 to 1 (``drawn_from``).
    """

    main: SourceSentence
    all: tuple[SourceSentence, ...]
    met: tuple[int, ...]
    likeness: float

    @property
    def text(self) -> str:
        """The sentences as one text, ``main`` first."""
        return " ".join(sentence.text for sentence in self.all)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where each of them stands."""
        return tuple(sentence.place for sentence in self.all)


def drawn_from(claim: str, tokens: TokenVectors, cited: Sequence[Reading]) -> Drawn | None:
    """The few sentences that say most of the claim; None where there are none.

    The measure is BERTScore's precision (Zhang et al., ICLR 2020) over words that carry
    meaning: of each, the best cosine with a word of the sentences, on average.
    """
    whole, core = _carrying(claim, tokens)
    said = tokens.vectors[core]
    waiting = [
        sentence for reading in cited for sentence in reading.sentences if len(sentence.vectors)
    ]
    if not len(said) or not waiting:
        return None
    cosines = {id(sentence): said @ sentence.vectors.T for sentence in waiting}
    best = np.zeros(len(said), dtype=np.float32)
    drawn: list[SourceSentence] = []

    def with_it(sentence: SourceSentence) -> Vectors:
        joined: Vectors = np.maximum(best, cosines[id(sentence)].max(axis=1))
        return joined

    while waiting and len(drawn) < _SENTENCES:
        sentence = max(waiting, key=lambda each: float(with_it(each).mean()))
        joined = with_it(sentence)
        if drawn and joined.mean() - best.mean() < _GAIN:
            break
        best = joined
        drawn.append(sentence)
        waiting.remove(sentence)
    main = drawn[0]
    similar = cosines[id(main)]
    met = [
        main.spans[at, 0]
        for at, cosine in zip(similar.argmax(axis=1), similar.max(axis=1), strict=True)
        if cosine >= _MET
    ]
    found = np.concatenate([sentence.vectors for sentence in drawn])
    likeness = max(
        float((tokens.vectors[part] @ found.T).max(axis=1).mean()) for part in (whole, core)
    )
    return Drawn(main, tuple(drawn), tuple(map(int, met)), likeness)


def _sentence(hit: Hit, offset: int, text: str, span: Span, tokens: TokenVectors) -> SourceSentence:
    start, end = span
    inside = tokens.within(start, end)
    return SourceSentence(
        Place(hit, offset + start, offset + end),
        text[start:end],
        tokens.vectors[inside],
        tokens.spans[inside] - start,
    )


def _carrying(claim: str, tokens: TokenVectors) -> tuple[list[int], list[int]]:
    """Positions of the tokens of words that carry meaning, with speakers and numbers and without.

    These have checks of their own, and must not draw in other sentences that have them.
    """
    aside = [each.name.span for each in speeches(claim)]
    aside += [each.span for each in numbers(claim)]
    places = [
        place
        for place, (start, end) in enumerate(tokens.spans.tolist())
        if (word := fold(claim[start:end])) not in STOPWORDS and word.isalnum()
    ]
    core = [
        place
        for place in places
        if not any(a <= tokens.spans[place, 0] and tokens.spans[place, 1] <= b for a, b in aside)
    ]
    return places, core or places


def others(drawn: Drawn, cited: Sequence[Reading]) -> list[str]:
    """The sentences of the passages besides the one that says most of the claim."""
    return [
        sentence.text
        for reading in cited
        for sentence in reading.sentences
        if sentence is not drawn.main
    ]


def neighbours(drawn: Drawn, cited: Sequence[Reading]) -> list[str]:
    """The sentences right before and after those that the claim was drawn from."""
    found = []
    for reading in cited:
        for place, sentence in enumerate(reading.sentences):
            if sentence in drawn.all:
                around = reading.sentences[max(0, place - 1) : place + 2]
                found += [each.text for each in around if each not in drawn.all]
    return found
