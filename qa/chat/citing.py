"""A citation as a link that opens the source panel: written here, read back here.

The link carries the article's id and the quoted spans with their words, so that it stays
good in a conversation that is reopened later, and a changed article is noticed.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from corpus.article import Source
from corpus.errors import InputError

_MAX_ID = 1_000  # characters
_MAX_SPANS = 100
_MAX_QUOTE = 20_000  # characters; a passage is far shorter


@dataclass(frozen=True, slots=True)
class Span:
    """Words quoted from an article: code points ``start:end``, and what stood there."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation points at."""

    article: str
    spans: tuple[Span, ...] = ()


def link(
    label: str, reference: Reference, *, title: str, source: Source, spoken: str | None = None
) -> str:
    """An ``a.cite``; ``spoken`` is its name for screen readers, where ``label`` is not enough."""
    payload = json.dumps(
        {
            "article": reference.article,
            "spans": [[span.start, span.end, span.quote] for span in reference.spans],
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
        reference = Reference(article, tuple(Span(*span) for span in spans[: _MAX_SPANS + 1]))
        if not _is_sound(reference):
            raise ValueError("a field is of the wrong type or size")
    except (TypeError, KeyError, ValueError) as error:
        raise InputError(
            "This link is not one that Newsdesk made. Ask the question anew."
        ) from error
    return reference


def _is_sound(reference: Reference) -> bool:
    return (
        isinstance(reference.article, str)
        and 0 < len(reference.article) <= _MAX_ID
        and len(reference.spans) <= _MAX_SPANS
        and all(_is_sound_span(span) for span in reference.spans)
    )


def _is_sound_span(span: Span) -> bool:
    return (
        type(span.start) is int
        and type(span.end) is int
        and 0 <= span.start < span.end
        and isinstance(span.quote, str)
        and len(span.quote) <= _MAX_QUOTE
    )


def origin(source: Source) -> str:
    """Outlet and day, as far as they are known: ``The Harbour Post, 30 October 2024``."""
    return _listed((source.outlet, day(source)))


def day(source: Source) -> str:
    """The day of publication in words, or nothing."""
    return f"{source.day.day} {source.day:%B %Y}" if source.day else ""


def _listed(parts: Iterable[str | None]) -> str:
    return ", ".join(part for part in parts if part)
