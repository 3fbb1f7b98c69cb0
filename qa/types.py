"""The types of an answer. They import nothing of the rest of qa/.

``Answer.to_dict`` is the JSON that ``newsdesk ask --json``, the API and
``answers.jsonl`` all print; its words are a contract with scripts.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from corpus.article import Source, related_to_json
from corpus.passages import Passage
from index.types import Hit

SCHEMA = 1


class Support(StrEnum):
    """How far what a sentence cites carries it."""

    QUOTED = "quoted"
    SUPPORTED = "supported"
    WEAK = "weak"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Citation:
    """One quoted span. Spans of one article share its ``number``.

    ``start`` and ``end`` are code points into the article's text, and ``quote``
    is exactly that slice; ``passage`` is where the span was found.
    """

    number: int
    passage: Passage
    title: str
    source: Source
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, without its citation marks.

    ``citations`` are numbers as the reader sees them; ``evidence`` are positions
    in ``Answer.citations``.
    """

    text: str
    citations: tuple[int, ...]
    evidence: tuple[int, ...]
    support: Support
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline: what happened on a day, and where that stands.

    ``day`` is ISO 8601: ``2023-03-10``, or ``2023-03`` where no more is told.
    ``citations`` and ``evidence`` are as in ``Sentence``.
    """

    day: str
    text: str
    citations: tuple[int, ...]
    evidence: tuple[int, ...]


class Relation(StrEnum):
    """How the values of a disagreement stand to each other."""

    SUPERSEDED = "superseded"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that an article gives; ``evidence`` is its position in ``Answer.citations``."""

    value: str
    citation: int
    evidence: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Different values for the same thing, oldest first.

    ``SUPERSEDED``: the last one replaces the earlier ones. ``CONTRADICTED``: they stand
    against each other.
    """

    about: str
    relation: Relation
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model was asked for one answer.

    Tokens are those that its endpoint counted, or counted here where it did not say.
    """

    calls: int
    prompt_tokens: int
    completion_tokens: int

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """What came of a multiple-choice question: the probability of each choice, together 1."""

    scores: tuple[float, ...]
    usage: Usage | None = None

    @property
    def best(self) -> int:
        """The place of the likeliest choice, the first of several."""
        return max(range(len(self.scores)), key=self.scores.__getitem__)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an answer was made from: enough to ask again and to tell what has changed.

    ``index`` is the fingerprint of the articles and the encoder, ``code`` of the program,
    ``filters`` what the question was asked with, ``language_model`` its name, or None where
    the answer is quoted, and ``nli_model`` that of the one which checked what it wrote, if one
    did. ``passages`` are the SHA-256 digests of the cited passages by their ids, ``articles``
    the digests of the cited articles by theirs.
    """

    index: str
    code: str
    filters: Mapping[str, Any]
    language_model: str | None
    passages: Mapping[str, str]
    articles: Mapping[str, str]
    nli_model: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question; ``answered`` is False where the articles do not tell.

    ``by_model`` is whether a language model wrote it, or declined; it may have been asked
    (``usage``) and have failed.
    """

    question: str
    standalone_question: str
    answered: bool
    confidence: float
    text: str
    short_answer: str | None = None
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    reason: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    timeline: tuple[Event, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences that a reader should know of, such as that a language model did not reply."""
    provenance: Provenance | None = None
    usage: Usage | None = None
    by_model: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready values, in the contract's words."""
        fields: dict[str, Any] = {
            "schema": SCHEMA,
            "question": self.question,
            "standalone_question": self.standalone_question,
            "answered": self.answered,
            "confidence": round(self.confidence, 4),
            "short_answer": self.short_answer,
            "text": self.text,
            "sentences": [_sentence_to_dict(sentence) for sentence in self.sentences],
            "citations": [_citation_to_dict(citation) for citation in self.citations],
            "hits": [_hit_to_dict(hit) for hit in self.hits],
            "reason": self.reason,
            "timings_ms": {stage: round(ms, 1) for stage, ms in self.timings_ms.items()},
            "provenance": asdict(self.provenance) if self.provenance else None,
        }
        further = {
            "timeline": [_event_to_dict(event) for event in self.timeline],
            "disagreements": [_disagreement_to_dict(item) for item in self.disagreements],
            "notes": list(self.notes),
            "usage": asdict(self.usage) if self.usage else None,
            # Near-copies of articles among the hits, by their ids.
            "copies": {hit.passage.article_id: list(hit.copies) for hit in self.hits if hit.copies},
        }
        return fields | {name: value for name, value in further.items() if value}


def _sentence_to_dict(sentence: Sentence) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "evidence": list(sentence.evidence),
        "support": str(sentence.support),
    }
    return fields | {"struck": True} if sentence.struck else fields


def _event_to_dict(event: Event) -> dict[str, Any]:
    return {
        "day": event.day,
        "text": event.text,
        "citations": list(event.citations),
        "evidence": list(event.evidence),
    }


def _disagreement_to_dict(disagreement: Disagreement) -> dict[str, Any]:
    return {
        "about": disagreement.about,
        "relation": str(disagreement.relation),
        "claims": [
            {"value": claim.value, "citation": claim.citation, "evidence": claim.evidence}
            for claim in disagreement.claims
        ],
    }


def _citation_to_dict(citation: Citation) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "number": citation.number,
        "article_id": citation.passage.article_id,
        "title": citation.title,
        "outlet": citation.source.outlet,
        "url": citation.source.url,
        "published": citation.source.published,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }
    related = [related_to_json(item) for item in citation.source.related]
    return fields | {"related": related} if related else fields


def _hit_to_dict(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "article_id": hit.passage.article_id,
        "start": hit.passage.start,
        "end": hit.passage.end,
    }
