"""Whether what a sentence cites carries it, and where it stands: the support check.

A sentence that stands in what it cites word for word is quoted. Any other has to pass, one
after the other: its quotations to the character; its numbers, dates and names; and its
meaning, by the encoder's token vectors. The first that fails is the verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.sentences import sentences
from index.terms import STOPWORDS, fold
from index.types import Encoder, Hit, TokenVectors, Vectors
from qa.dates import Day, Span, days
from qa.names import Mentions, names
from qa.normal import normal, quotations
from qa.numbers import Number, numbers
from qa.types import Support

_MEANS = 0.70  # the least mean likeness of a sentence's words to what it cites
_SENTENCES = 3  # the most that one sentence is drawn from
_GAIN = 0.02  # in likeness, for which one more is taken


@dataclass(frozen=True, slots=True)
class Place:
    """``start:end`` of the article of ``hit``, in code points."""

    hit: Hit
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """``problem`` says what is not carried; ``places`` are the sentences that were found."""

    support: Support
    places: tuple[Place, ...] = ()
    problem: str = ""

    @property
    def holds(self) -> bool:
        """Whether a reader can rely on it."""
        return self.support in (Support.QUOTED, Support.SUPPORTED)


@dataclass(frozen=True, slots=True)
class _Told:
    """One sentence of a passage."""

    place: Place
    text: str
    vectors: Vectors


class Reading:
    """A passage made ready for checking: read once, whatever is checked against it."""

    def __init__(self, hit: Hit, tokens: TokenVectors) -> None:
        self.hit = hit
        text, offset = hit.passage.text, hit.passage.start
        self.sentences = [
            _Told(
                Place(hit, offset + start, offset + end),
                text[start:end],
                tokens.vectors[(tokens.spans[:, 0] >= start) & (tokens.spans[:, 1] <= end)],
            )
            for start, end in sentences(text)
        ]
        self.context = " ".join(
            filter(None, (hit.title, hit.source.outlet, " ".join(hit.source.authors)))
        )
        self.numbers = numbers(f"{text} {hit.title}")
        self.days = days(f"{text} {hit.title}", hit.source.day)
        if hit.source.day:
            published = hit.source.day
            self.days.append(
                Day(published.year, published.month, published.day, published.weekday(), (0, 0))
            )


class Checker:
    """Checks sentences against passages. Safe to call from several threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def read(self, hits: Sequence[Hit]) -> list[Reading]:
        """The passages, made ready."""
        tokens = self._encoder.encode_tokens([hit.passage.text for hit in hits])
        return [Reading(hit, each) for hit, each in zip(hits, tokens, strict=True)]

    def check(self, claim: str, cited: Sequence[Reading]) -> Verdict:
        """The verdict on a sentence that cites these passages."""
        if not cited:
            return Verdict(Support.UNSUPPORTED, problem="cites no passage")
        quoted = _verbatim(claim, cited)
        if quoted:
            return Verdict(Support.QUOTED, quoted)
        drawn, meaning = self._drawn_from(claim, cited)
        places = tuple(told.place for told in drawn)
        problem = _missing_quotation(claim, cited) or _missing_fact(claim, cited)
        if problem:
            return Verdict(Support.UNSUPPORTED, places, problem)
        if meaning < _MEANS:
            return Verdict(Support.UNSUPPORTED, places, "says something else")
        return Verdict(Support.SUPPORTED, places)

    def _drawn_from(self, claim: str, cited: Sequence[Reading]) -> tuple[list[_Told], float]:
        """The few sentences that say most of the claim, and how much of it they say.

        The measure is BERTScore's precision (Zhang et al., ICLR 2020) over words that carry
        meaning: of each, the best cosine with a word of the sentences, on average.
        """
        tokens = self._encoder.encode_tokens([claim])[0]
        said = tokens.vectors[_carrying(claim, tokens)]
        if not len(said):
            return [], 0.0
        waiting = [told for reading in cited for told in reading.sentences if len(told.vectors)]
        likeness = {id(told): (said @ told.vectors.T).max(axis=1) for told in waiting}
        best = np.zeros(len(said), dtype=np.float32)
        drawn: list[_Told] = []
        while waiting and len(drawn) < _SENTENCES:
            told = max(waiting, key=lambda each: float(np.maximum(best, likeness[id(each)]).mean()))
            joined = np.maximum(best, likeness[id(told)])
            if drawn and joined.mean() - best.mean() < _GAIN:
                break
            best = joined
            drawn.append(told)
            waiting.remove(told)
        return drawn, float(best.mean())


def _carrying(claim: str, tokens: TokenVectors) -> list[int]:
    """Positions of the tokens of words that carry meaning."""
    return [
        place
        for place, (start, end) in enumerate(tokens.spans.tolist())
        if (word := fold(claim[start:end])) not in STOPWORDS and word.isalnum()
    ]


def _verbatim(claim: str, cited: Sequence[Reading]) -> tuple[Place, ...]:
    """Where the claim stands as whole sentences of a passage; nowhere where it does not.

    Part of a sentence is not enough: what it leaves out may turn its sense around.
    """
    wanted = normal(claim)
    for reading in cited:
        for first in range(len(reading.sentences)):
            joined = ""
            for last in range(first, len(reading.sentences)):
                joined = f"{joined} {normal(reading.sentences[last].text)}".strip()
                if joined == wanted:
                    return tuple(each.place for each in reading.sentences[first : last + 1])
                if len(joined) >= len(wanted):
                    break
    return ()


def _missing_quotation(claim: str, cited: Sequence[Reading]) -> str:
    texts = [normal(reading.hit.passage.text) for reading in cited]
    for quotation in quotations(claim):
        if not any(normal(quotation) in text for text in texts):
            return f"“{quotation}” is not in what it cites"
    return ""


def _missing_fact(claim: str, cited: Sequence[Reading]) -> str:
    known_numbers: list[Number] = [each for reading in cited for each in reading.numbers]
    for number in numbers(claim):
        if not any(number.agrees(each) for each in known_numbers):
            return f"{_cut(claim, number.span)} is not in what it cites"
    known_days = [each for reading in cited for each in reading.days]
    for reading in cited[:1]:
        for day in days(claim, reading.hit.source.day):
            if not any(day.agrees(each) for each in known_days):
                return f"{_cut(claim, day.span)} is not in what it cites"
    mentions = Mentions(
        text for reading in cited for text in (reading.hit.passage.text, reading.context)
    )
    for name in names(claim):
        if not mentions.has(name):
            return f"{name.text} is not in what it cites"
    return ""


def _cut(text: str, span: Span) -> str:
    return text[span[0] : span[1]]
