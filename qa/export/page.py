"""A conversation as one HTML file that asks nothing of the network."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.links import safe_url
from qa.export.footnotes import footnotes
from qa.export.telling import SINCE, beside, circumstances, marked, outcome
from qa.visiting.conversation import Exchange
from qa.visiting.marks import Piece
from qa.visiting.sources import origin_html, text_fragment


def to_html(exchanges: Sequence[Exchange]) -> str:
    """Questions and answers with footnotes that lead to the sources and back."""
    found = footnotes(exchanges)
    told = [
        (each, Markup(_outcome(each, numbers)), numbers)
        for each, numbers in zip(exchanges, found.numbers, strict=True)
    ]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        exchanges=told,
        notes=found.notes,
        beside=beside,
        circumstances=circumstances,
        mark=lambda number, numbers: Markup(_mark(number, numbers)),
        origin=lambda source: Markup(origin_html(source)),
        link=lambda note: _link(safe_url(note.source.url), note.quotes),
        became=SINCE,
    )


def _link(url: str | None, quotes: Sequence[str]) -> str | None:
    return text_fragment(url, quotes[0]) if url and quotes else url


def _outcome(exchange: Exchange, numbers: Mapping[int, int]) -> str:
    answer = exchange.answer
    if answer is None or not answer.answered:
        return escape(outcome(exchange, lambda piece: piece.text))
    return outcome(exchange, lambda piece: _piece(piece, numbers))


def _piece(piece: Piece, numbers: Mapping[int, int]) -> str:
    return marked(piece, escape, lambda number: _mark(number, numbers))


def _mark(number: int, numbers: Mapping[int, int]) -> str:
    if number not in numbers:
        return f" [{number}]"
    note = numbers[number]
    return f'<sup><a href="#note-{note}">[{note}]</a></sup>'
