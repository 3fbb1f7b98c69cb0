"""Question rows: what a batch asks, read as a stream from JSONL or CSV.

A row is ``{"id", "question", "date"?, "history"?, "answer"? | "answers"?, "relevant"?,
"choices"?, "answerable"?}``; other keys are left alone. A file ending in ``.csv`` has a
header with these names, and a cell that holds several values is either a JSON list or
has ``|`` between them; any other file has one JSON object a line. Either may be gzipped.
"""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpus.article import json_kind, parse_day
from corpus.errors import InputError
from corpus.findings import Rejected, shown_path
from index.types import Filters
from qa.types import Turn

_LISTS = ("answers", "relevant", "choices", "history")
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_CELL = 10_000_000  # characters; the csv module's own limit is too small for histories


@dataclass(frozen=True, slots=True)
class Question:
    """One row. ``id`` is kept as it was written, for it goes back into the results.

    ``answerable`` is what the row says, else True where it has a gold answer, else None:
    nothing is known.
    """

    id: str | int
    text: str
    as_of: date | None = None
    history: tuple[Turn, ...] = ()
    golds: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    answerable: bool | None = None

    @property
    def filters(self) -> Filters:
        """The row's date is the day as of which it is asked."""
        return Filters(as_of=self.as_of)


def read_questions(files: Iterable[Path]) -> Iterator[Question | Rejected]:
    """The rows of the files, in order, each a question or the reason why it is none.

    A rejected row is told by the line it starts on, from 1.

    Raises:
        InputError: A file is missing or cannot be read at all.
    """
    seen: dict[str, str] = {}
    for file in files:
        rows = _csv_rows if ".csv" in map(str.lower, file.suffixes) else _jsonl_rows
        try:
            with _open(file) as stream:
                for line, row in rows(stream):
                    yield _question(file, line, row, seen)
        except (OSError, EOFError, zlib.error, csv.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(
                f"{file}: cannot be read ({reason}); name a JSONL or CSV file of questions"
            ) from error


def question_from_row(row: Mapping[str, Any]) -> Question:
    """One question from a row of the documented form.

    Raises:
        InputError: A field is missing or of the wrong type; the message names it.
    """
    identity, text = row.get("id"), row.get("question")
    if isinstance(identity, bool) or not isinstance(identity, str | int) or identity == "":
        raise InputError("id: missing or no string; every question needs an id of its own")
    if not isinstance(text, str) or not text.strip():
        raise InputError("question: missing or empty")
    golds = _strings(row, "answers") or _strings(row, "answer")
    answerable = row.get("answerable")
    if not isinstance(answerable, bool | None):
        raise InputError("answerable: expected true or false")
    question = Question(
        id=identity,
        text=text,
        as_of=_date(row.get("date")),
        history=tuple(_turn(item) for item in _list(row, "history")),
        golds=() if answerable is False else golds,
        relevant=_strings(row, "relevant"),
        choices=_strings(row, "choices"),
        answerable=True if answerable is None and golds else answerable,
    )
    if len(question.choices) == 1:
        raise InputError("choices: only one; leave it out or give at least two")
    _require_unicode(question)
    return question


def _question(
    file: Path, line: int, row: Mapping[str, Any] | InputError, seen: dict[str, str]
) -> Question | Rejected:
    try:
        if isinstance(row, InputError):
            raise row
        question = question_from_row(row)
        if place := seen.get(str(question.id)):
            raise InputError(f"id: {question.id!r} is taken by {place}; give it another")
        seen[str(question.id)] = f"{shown_path(file)}, line {line}"
    except InputError as error:
        return Rejected(shown_path(file), line, str(error))
    return question


def _open(file: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(file)) if file.suffix.lower() == ".gz" else file.open("rb")


def _jsonl_rows(stream: BinaryIO) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    for line, raw in enumerate(stream, start=1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield line, InputError(f"not a line of JSON ({error})")
            continue
        yield line, row if isinstance(row, dict) else InputError("expected a JSON object")


def _csv_rows(stream: BinaryIO) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    csv.field_size_limit(_CELL)
    # A byte that is no UTF-8 becomes half of a surrogate pair, and rejects its row alone.
    with io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="") as text:
        reader = csv.reader(text, strict=True)
        names: list[str] = []
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
                if cells is None:
                    return
                if cells and names:
                    yield line, _typed(names, cells)
                names = names or cells
            except (csv.Error, InputError) as error:
                yield line, InputError(str(error))


def _typed(names: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """A row as JSON would have given it, from cells that are all strings."""
    if len(cells) > len(names):
        raise InputError("more cells than the header has names")
    row: dict[str, Any] = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
    for name in _LISTS:
        cell = row.get(name)
        if cell is not None and cell.lstrip().startswith("["):
            row[name] = _json(name, cell)
        elif cell is not None and name != "history":
            row[name] = [part.strip() for part in cell.split("|")]
    if "answerable" in row:
        row["answerable"] = _FLAGS.get(row["answerable"].strip().lower(), row["answerable"])
    return row


def _json(name: str, cell: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}: starts like a JSON list but is none ({error})") from error


def _list(row: Mapping[str, Any], key: str) -> list[Any]:
    value = row.get(key)
    if not isinstance(value, list | None):
        raise InputError(f"{key}: expected a list, found {json_kind(value)}")
    return value or []


def _strings(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The strings of a list, or the one there is; numbers are taken as they are written."""
    value = row.get(key)
    values = value if isinstance(value, list) else [value] if value is not None else []
    if any(isinstance(item, bool) or not isinstance(item, str | int | float) for item in values):
        raise InputError(f"{key}: expected strings")
    # The place of a choice is what is answered, so not even an empty one is left out.
    return tuple(str(item) for item in values if key == "choices" or str(item).strip())


def _date(value: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        return parse_day(str(value))
    except InputError as error:
        raise InputError(f"date: {str(value)[:40]!r} is no date; write 2023-01-05") from error


def _turn(item: Any) -> Turn:
    if isinstance(item, dict):
        question, answer = item.get("question"), item.get("answer")
        if isinstance(question, str) and isinstance(answer, str | None):
            return Turn(question, answer)
    raise InputError('history: expected {"question", "answer"?} objects, oldest first')


def _require_unicode(question: Question) -> None:
    turns = [part for turn in question.history for part in (turn.question, turn.answer or "")]
    named = (*question.golds, *question.choices, *question.relevant)
    text = "".join((str(question.id), question.text, *named, *turns))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            "holds characters that are no Unicode text; save the file as UTF-8"
        ) from error
