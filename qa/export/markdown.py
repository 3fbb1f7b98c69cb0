"""A conversation as Markdown with footnotes (CommonMark, and footnotes as GitHub has them)."""

import re
from collections.abc import Mapping, Sequence

from corpus.links import safe_url
from qa.export.footnotes import Note, footnotes
from qa.export.telling import SINCE, Table, beside, circumstances, marked, outcome
from qa.visiting.conversation import Exchange
from qa.visiting.marks import Piece
from qa.visiting.sources import origin

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$!]")
# What opens a block where it begins a line: lists, headings underlined, thematic breaks.
_OPENING = re.compile(r"^([ \t]*)(?:([-+=:])|(\d+)([.)]))", re.M)


def to_markdown(exchanges: Sequence[Exchange]) -> str:
    """Questions as headings, answers as paragraphs, the sources as footnotes."""
    found = footnotes(exchanges)
    parts = [
        _exchange(each, numbers) for each, numbers in zip(exchanges, found.numbers, strict=True)
    ]
    return "\n\n".join([*parts, *(_note(note) for note in found.notes)]) + "\n"


def escaped(text: str) -> str:
    """The text such that Markdown shows it as it is, on one line for each paragraph."""
    plain = "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    safe = _SPECIAL.sub(r"\\\g<0>", plain)
    return _OPENING.sub(_closed, safe)


def _closed(opening: re.Match[str]) -> str:
    space, sign, number, after = opening.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{after}"


def _exchange(exchange: Exchange, numbers: Mapping[int, int]) -> str:
    parts = [f"## {_line(exchange.question)}"]
    parts += map(_line, circumstances(exchange))
    answer = exchange.answer
    if answer and answer.short_answer and answer.answered:
        parts.append(f"**{_line(answer.short_answer)}**")
    if answer is None or not answer.answered:
        parts.append(escaped(outcome(exchange, lambda piece: piece.text)))
    else:
        parts.append(outcome(exchange, lambda piece: _piece(piece, numbers)))
    parts += [_table(table, numbers) for table in beside(answer)]
    return "\n\n".join(parts)


def _piece(piece: Piece, numbers: Mapping[int, int]) -> str:
    return marked(piece, _kept_space, lambda number: _mark(number, numbers))


def _mark(number: int, numbers: Mapping[int, int]) -> str:
    return f"[^{numbers[number]}]" if number in numbers else f" \\[{number}\\]"


def _table(table: Table, numbers: Mapping[int, int]) -> str:
    rows = "\n".join(
        f"- {_line(text)}{''.join(_mark(number, numbers) for number in marks)}"
        for text, marks in table.rows
    )
    return f"### {_line(table.heading)}\n\n{rows}"


def _kept_space(text: str) -> str:
    """Escaped, with a space where the text begins or ends with one."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{escaped(text.strip())}{after}"


def _note(note: Note) -> str:
    about = [f"“{_line(note.title)}”", _line(origin(note.source))]
    if url := safe_url(note.source.url):
        about.append(f"<{url.replace('<', '%3C').replace('>', '%3E')}>")
    told = ", ".join(filter(None, about)) + "."
    quotes = " ".join(f"“{_line(quote)}”" for quote in note.quotes)
    became = f" {SINCE[note.since]}" if note.since else ""
    return f"[^{note.number}]: {told} {quotes}{became}"


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))
