"""Zeroes what SQLite leaves behind in pages whose rows it moved.

SQLite zeroes what is deleted (``secure_delete``), but where it moves rows to other pages, copies
of them may stay in the room that a page has left. That room lies between a page's list of cells
and the first of them (https://sqlite.org/fileformat2.html#b_tree_pages), is never read, and is
blanked here, in the pages that the log of recent writes names. So nothing of an article is in
the file once it is removed, and no other page need be looked at for that.

blank_pages.py does the writing, in a process of its own: where a process closes a file,
POSIX takes away all locks that it has on it, and SQLite relies on these.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.storage.database import Database

Pages = NDArray[np.uint32]

_LONG = 1 << 24  # bytes of a log
_LOG_HEADER, _FRAME_HEADER = 32, 24  # bytes
_PATIENCE = 30_000  # milliseconds to wait for readers


class Log:
    """The log of recent writes of a connection that alone writes, and alone folds the log."""

    def __init__(self, db: Database) -> None:
        """SQLite would fold it on its own, and nothing would know which pages it held."""
        self._db, self._path = db, db.path.with_name(f"{db.path.name}-wal")
        self._db.execute("PRAGMA wal_autocheckpoint = 0")
        self._written: Pages = np.empty(0, np.uint32)
        self.blanked = True
        """Whether all pages that were folded were blanked."""

    def fold(self, patience: int = _PATIENCE) -> bool:
        """Fold it into the file and blank the pages; False where readers still need it.

        Args:
            patience: Milliseconds to wait for readers.
        """
        self._written = np.union1d(self._written, pages_in(self._path))
        self._db.execute(f"PRAGMA busy_timeout = {patience}")
        busy, *_ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._db.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        if busy:
            return False
        if len(self._written):
            self.blanked &= blank(self._db.path, self._written)
            self._written = self._written[:0]
        return True

    def fold_long(self) -> None:
        """Fold it where it has become long and no reader needs it."""
        if self._path.exists() and self._path.stat().st_size > _LONG:
            self.fold(patience=0)


def pages_in(log: Path) -> Pages:
    """The numbers of the pages that a write-ahead log holds, each once."""
    try:
        with log.open("rb") as file:
            page_size = int.from_bytes(file.read(_LOG_HEADER)[8:12])
            size = os.fstat(file.fileno()).st_size
            frame = _FRAME_HEADER + page_size
            # Read one by one: mapped, all of the log would lie in memory.
            starts = range(_LOG_HEADER, size - frame + 1, frame)
            numbers = [int.from_bytes(os.pread(file.fileno(), 4, start)) for start in starts]
    except FileNotFoundError:
        numbers = []
    return np.unique(np.array(numbers, dtype=np.uint32))


def blank(store: Path, pages: Pages) -> bool:
    """Blank these pages of a store whose log is empty; whether that was done and is durable."""
    script = Path(__file__).with_name("blank_pages.py")
    try:
        command = [sys.executable, "-I", "-S", str(script), str(store.absolute())]
        # It goes on where this process is killed, so it holds the lock as well (lock.py).
        done = subprocess.run(command, input=pages.tobytes(), check=False, close_fds=False)
        return done.returncode == 0
    except OSError:  # no process to be had
        return False
