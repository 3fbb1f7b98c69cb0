"""What the commands print: UTF-8, and nothing that a terminal would obey.

An article may hold the sequences by which a program moves the cursor, changes the title of
the window or turns around the direction of a line. They are written as ``\\u001b``: plain to
see, and inside of JSON the very same character.
"""

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import BinaryIO, TextIO

# Controls but line breaks and tabs; further line breaks; marks of direction.
_OBEYED = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str) -> str:
    """The text with every character that a terminal would obey written as its number."""
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


@contextmanager
def plain_output() -> Iterator[None]:
    """For the block, what is printed is UTF-8 whatever the locale, and made visible."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    with redirect_stdout(_Visible(stream)):
        yield


class _Visible(io.TextIOBase):
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def buffer(self) -> BinaryIO:
        """The bytes beneath, for a protocol that is spoken with a program, not a terminal."""
        return self._stream.buffer

    def write(self, text: str) -> int:
        self._stream.write(visible(text))
        return len(text)

    def flush(self) -> None:
        self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()
