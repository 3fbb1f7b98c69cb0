"""The list of what a build could not take: INDEX/rejected.jsonl, a line each."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from corpus.findings import Rejected

REJECTED_FILE = "rejected.jsonl"
MOST_BYTES = 100_000_000  # some 500,000 lines; a hostile file can have any number of bad rows


class Rejections:
    """The list of the build at hand."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._size = self._unlisted = 0

    def add(self, rejected: Rejected) -> None:
        """Note one thing that was rejected; once the list is full, only count it."""
        if self._size > MOST_BYTES:
            self._unlisted += 1
        else:
            self._write(rejected)

    def finish(self) -> None:
        """Tell how many are not in the list, if any."""
        if self._unlisted:
            reason = f"the list is full; {self._unlisted:,} more were rejected"
            self._write(Rejected(REJECTED_FILE, None, reason))

    def _write(self, rejected: Rejected) -> None:
        row = {"where": rejected.where, "line": rejected.line, "reason": rejected.reason}
        line = json.dumps(row, ensure_ascii=False) + "\n"
        self._size += len(line.encode())
        self._stream.write(line)


@contextmanager
def rejections(folder: Path) -> Iterator[Rejections]:
    """A new list, which takes the place of the last one when the block ends well.

    Raises:
        OSError: It cannot be written.
    """
    with _replaced(folder) as stream:
        listed = Rejections(stream)
        yield listed
        listed.finish()


def forget_rejections(folder: Path, ids: Iterable[str], urls: Iterable[str]) -> None:
    """Take every line that names one of these articles or addresses from the list.

    A line that was damaged goes as well: it may have named one.

    Raises:
        OSError: It cannot be read or written.
    """
    (folder / f"{REJECTED_FILE}.part").unlink(missing_ok=True)  # of a build that was killed
    if not (folder / REJECTED_FILE).exists():
        return
    names = [*(f"id: {name!r} " for name in ids), *filter(None, urls)]
    file = folder / REJECTED_FILE
    with file.open(encoding="utf-8", errors="replace") as old, _replaced(folder) as new:
        for line in old:
            told = _told(line)
            if told is not None and not any(name in told for name in names):
                new.write(line)


def _told(line: str) -> str | None:
    """What a line of the list tells; None where it is none."""
    try:
        row = json.loads(line)
        return f"{row['where']}\n{row['reason']}"
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


@contextmanager
def _replaced(folder: Path) -> Iterator[TextIO]:
    part = folder / f"{REJECTED_FILE}.part"
    with part.open("w", encoding="utf-8") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(folder / REJECTED_FILE)
