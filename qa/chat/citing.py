"""A citation as a link that opens the source panel: written here, read back here.

The link carries the article's id and the quoted spans with their words, so that it stays
good in a conversation that is reopened later, and a changed article is noticed.
"""

import json
from dataclasses import dataclass
from html import escape
from typing import Any

from corpus.article import Source
from corpus.errors import InputError
from qa.visiting.sources import origin

_MAX_ID = 1_000  # characters
_MAX_SPANS = 100
_MAX_QUOTE = 20_000  # characters; hardly a passage has as many


@dataclass(frozen=True, slots=True)
class Span:
    """Words quoted from an article: code points ``start:end``, and what stood there."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation points at; ``copies`` are the articles that are its near-copies."""

    article: str
    spans: tuple[Span, ...] = ()
    copies: tuple[str, ...] = ()


def link(
    label: str, reference: Reference, *, title: str, source: Source, spoken: str | None = None
) -> str:
    """An ``a.cite``, of as much as ``parse_reference`` takes.

    ``spoken`` is its name for screen readers, where ``label`` is not enough.
    """
    payload = json.dumps(
        {
            "article": reference.article,
            "spans": [
                [span.start, span.end, span.quote]
                for span in reference.spans
                if len(span.quote) <= _MAX_QUOTE
            ][:_MAX_SPANS],
            "copies": list(reference.copies[:_MAX_SPANS]),
        },
        ensure_ascii=False,
    )
    name = f' aria-label="{escape(spoken)}"' if spoken else ""
    return (
        f'<a class="cite" href="#source"{name} data-cite="{escape(payload)}"'
        f' data-title="{escape(title)}" data-from="{escape(origin(source))}">{escape(label)}</a>'
    )


def parse_reference(payload: Any) -> Reference:
    """The reference that a browser sends back; it may be anything at all.

    Raises:
        InputError: It is not what ``link`` writes.
    """
    try:
        article, spans = payload["article"], payload["spans"]
        reference = Reference(
            article,
            tuple(Span(*span) for span in spans[: _MAX_SPANS + 1]),
            tuple(payload.get("copies", ())[: _MAX_SPANS + 1]),
        )
        if not _is_sound(reference):
            raise ValueError("a field is of the wrong type or size")
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise InputError(
            "This link is not one that Newsdesk made. Ask the question anew."
        ) from error
    return reference


def _is_sound(reference: Reference) -> bool:
    return (
        all(_is_sound_id(name) for name in (reference.article, *reference.copies))
        and max(len(reference.spans), len(reference.copies)) <= _MAX_SPANS
        and all(_is_sound_span(span) for span in reference.spans)
    )


def _is_sound_id(name: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= _MAX_ID


def _is_sound_span(span: Span) -> bool:
    return (
        type(span.start) is int
        and type(span.end) is int
        and 0 <= span.start < span.end
        and isinstance(span.quote, str)
        and len(span.quote) <= _MAX_QUOTE
    )
