"""What the commands print: UTF-8, and nothing that a terminal would obey.

An article may hold the sequences by which a program moves the cursor, changes the title of
the window or turns around the direction of a line. They are written as ``\\u001b``: plain to
see, and inside of JSON the very same character.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import BinaryIO, TextIO

from corpus.errors import InputError

# Controls but line breaks and tabs; further line breaks; marks of direction.
_OBEYED = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str) -> str:
    """The text with every character that a terminal would obey written as its number."""
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


@contextmanager
def plain_output() -> Iterator[None]:
    """For the block, what is printed is UTF-8 whatever the locale, and made visible.

    Raises:
        InputError: It cannot be written, as where the disk is full.
    """
    stream = sys.stdout
    if stream is None:  # closed by who started this, and nothing is to be printed
        yield
        return
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    shown = _Visible(stream)
    with redirect_stdout(shown):
        yield
        shown.flush()  # here, where a failure can still be told


@contextmanager
def _told(stream: TextIO) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # whoever read it has seen enough
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # or Python tries again at exit
        raise InputError(
            f"the output cannot be written ({error.strerror}); make room, or send it elsewhere"
        ) from error


class _Visible(io.TextIOBase):
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def buffer(self) -> BinaryIO:
        """The bytes beneath, for a protocol that is spoken with a program, not a terminal."""
        return self._stream.buffer

    def write(self, text: str) -> int:
        with _told(self._stream):
            self._stream.write(visible(text))
        return len(text)

    def flush(self) -> None:
        with _told(self._stream):
            self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()
