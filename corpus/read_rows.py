"""Article rows: JSONL, gzipped JSONL, and a JSON file holding a list of rows.

Files of lines are read one line at a time, however large they are; a line that is
longer than an article may be is passed over in pieces and never held.
"""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpus.article import article_from_row, json_kind
from corpus.errors import InputError
from corpus.findings import Found, Rejected, shown_path

LINE_BYTES = 50_000_000
_BOMB_BYTES = 20_000_000  # unpacked, from which on it matters ...
_BOMB_RATIO = 200  # ... how much more that is than what was packed; texts pack to a third
_PIECE = 1 << 20


def read_jsonl(path: Path, line_bytes: int = LINE_BYTES) -> Iterator[Found | Rejected]:
    """Every row of a ``.jsonl`` or ``.jsonl.gz`` file; bad rows carry their line number.

    Raises:
        OSError: The file cannot be opened or read.
    """
    where = shown_path(path)
    number = 0
    packed = path.suffix.lower() == ".gz"
    try:
        with path.open("rb") as raw, _opened(raw, packed) as stream:
            for number, line in _lines(stream, line_bytes):
                if line is None:
                    yield Rejected(
                        where,
                        number,
                        f"the line is longer than {line_bytes:,} bytes; split the article",
                    )
                    continue
                if not line.strip():
                    continue
                try:
                    yield Found(where, number, article_from_row(_row(line, first=number == 1)))
                except InputError as error:
                    yield Rejected(where, number, str(error))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Rejected(
            where,
            number + 1,
            f"the gzip data cannot be read from here on ({error}); copy or pack the file again",
            whole=True,
        )


def read_json(data: bytes, where: str) -> Iterator[Found | Rejected]:
    """The rows of a JSON file: a list of them, or one alone.

    Raises:
        InputError: The file as a whole is no such JSON.
    """
    value = _json(_utf8(data, first=True))
    for number, row in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            yield Found(where, None, article_from_row(_object(row)))
        except InputError as error:
            yield Rejected(where, None, f"row {number}: {error}")


def _opened(raw: BinaryIO, packed: bool) -> BinaryIO:
    # Buffered, as gzip itself takes twenty times as long over each line.
    return cast(BinaryIO, io.BufferedReader(_Unpacked(raw), _PIECE)) if packed else raw


class _Unpacked(io.RawIOBase):
    """Gzip data unpacked as it is read, until it turns out to be a bomb (``_BOMB_RATIO``)."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._gzip = gzip.GzipFile(fileobj=packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._gzip.read1(len(buffer))  # what there is, up to where the data is damaged
        unpacked = self._gzip.tell()
        if unpacked > _BOMB_BYTES and unpacked > _BOMB_RATIO * self._packed.tell():
            raise gzip.BadGzipFile(f"it unpacks to more than {_BOMB_RATIO} times its size")
        buffer[: len(data)] = data
        return len(data)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None stands for one that is over the limit."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_PIECE)
        yield number, None


def _row(line: bytes, *, first: bool) -> dict[str, Any]:
    return _object(_json(_utf8(line, first=first)))


def _utf8(data: bytes, *, first: bool) -> str:
    try:
        return data.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {error.start + 1} of the row is not UTF-8; save the file as UTF-8"
        ) from error


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise InputError("the JSON is nested too deeply to be an article") from error
    except json.JSONDecodeError as error:
        lines = "; a file of one row a line is named .jsonl" if error.msg == "Extra data" else ""
        raise InputError(f"not JSON: {error}{lines}") from error
    except ValueError as error:  # an integer that is too long for Python
        raise InputError("the JSON holds a number of thousands of digits; leave it out") from error


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError(
            f'expected an object such as {{"title": .., "text": ..}}, found {json_kind(value)}'
        )
    return value
