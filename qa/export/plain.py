"""A conversation as plain text: what is pasted into a mail or a draft."""

from collections.abc import Mapping, Sequence
from functools import partial

from corpus.links import safe_url
from qa.export.footnotes import Note, footnotes
from qa.export.telling import SINCE, Table, beside, circumstances, marked, outcome
from qa.visiting.conversation import Exchange
from qa.visiting.marks import Piece
from qa.visiting.sources import origin


def to_text(exchanges: Sequence[Exchange]) -> str:
    """Questions and answers with bracketed numbers, the sources below."""
    found = footnotes(exchanges)
    parts = []
    for each, own in zip(exchanges, found.numbers, strict=True):
        parts += [each.question, *circumstances(each), outcome(each, partial(_piece, own))]
        parts += [_table(table, own) for table in beside(each.answer)]
    sources = "\n".join(_note(note) for note in found.notes)
    return "\n\n".join([*parts, *([f"Sources\n{sources}"] if sources else [])]) + "\n"


def _piece(numbers: Mapping[int, int], piece: Piece) -> str:
    return marked(piece, lambda text: text, lambda number: f" [{numbers.get(number, number)}]")


def _table(table: Table, numbers: Mapping[int, int]) -> str:
    rows = "".join(
        f"\n- {text}{''.join(f' [{numbers.get(number, number)}]' for number in marks)}"
        for text, marks in table.rows
    )
    return f"{table.heading}{rows}"


def _note(note: Note) -> str:
    about = ", ".join(filter(None, (note.title, origin(note.source), safe_url(note.source.url))))
    return f"[{note.number}] {about}{f'. {SINCE[note.since]}' if note.since else ''}"
