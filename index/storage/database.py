"""The one place that speaks to SQLite: the tables, and a connection whose errors are told.

Damage, a full disk and a lock can show in any statement and at any row that is read, so
every error of SQLite's becomes a StoreError with the file's name right here.
"""

import sqlite3
import threading
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from corpus.errors import InputError, StoreError

SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    row INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again, so no stale row can be mistaken
    id TEXT NOT NULL,
    staged INTEGER NOT NULL,
    hash TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    outlet TEXT,
    url TEXT,
    published TEXT,
    authors TEXT NOT NULL,
    related TEXT NOT NULL,
    UNIQUE (id, staged)
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    read INTEGER NOT NULL,                  -- digest of what the encoder read
    vector BLOB NOT NULL,                   -- float16, little endian
    crc INTEGER NOT NULL                    -- of the other columns
);
CREATE INDEX passages_of_article ON passages (article);
CREATE INDEX passages_read ON passages (read);
"""


# The second is of a message that quotes what is damaged.
_ERRORS = (sqlite3.Error, UnicodeDecodeError)


class Database(sqlite3.Connection):
    """A connection whose statements raise StoreError and nothing else.

    It may be closed while another thread is within a statement: closing waits for that, and the
    next one fails. SQLite's own would take the memory away from under it.
    """

    path: Path

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.statement = _Statement()
        super().__init__(*arguments, **named)

    def close(self) -> None:
        """Close it, once no statement is being run."""
        with self.statement:
            super().close()

    @property
    def in_transaction(self) -> bool:
        """Whether there is an open transaction; none is where the connection was closed."""
        try:
            return super().in_transaction
        except sqlite3.ProgrammingError:
            return False

    def cursor(self, factory: Any = None) -> Any:
        """A cursor that maps errors.

        Raises:
            StoreError: The connection was closed.
        """
        with self.statement:
            return super().cursor(factory or _Cursor)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """Run one statement.

        Raises:
            StoreError: SQLite could not.
        """
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Any:
        """Run one statement for each of the parameters.

        Raises:
            StoreError: SQLite could not.
        """
        return self.cursor().executemany(sql, parameters)

    def copy_to(self, path: Path) -> None:
        """Write what is committed, as one moment has it, to a new file.

        Uses SQLite's online backup, which neither waits for writers nor stops them.

        Raises:
            StoreError: The file cannot be written, or this one cannot be read.
        """
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                self.backup(copy)
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path}: cannot be copied to {path} ({error}); name a folder with room for it"
            ) from error


class _Statement:
    """One call of SQLite's at a time; what error of its leaves the block is a StoreError.

    A name that is no text, as bytes that a shell or a program gave, is an InputError.
    """

    path: Path | None = None

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        self._lock.release()
        if isinstance(error, UnicodeEncodeError):  # no id or outlet that is kept holds such
            raise InputError(
                f"{str(error.object)[:80]!a}: not text in UTF-8; write the name as it is shown"
            ) from error
        if isinstance(error, _ERRORS):
            raise _store_error(self.path, error) from error


class _Cursor(sqlite3.Cursor):
    connection: Database

    def execute(self, sql: str, parameters: Any = ()) -> Self:
        with self.connection.statement:
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        with self.connection.statement:
            return super().executemany(sql, parameters)

    def fetchone(self) -> Any:
        with self.connection.statement:
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with self.connection.statement:
            return super().fetchall()

    def __next__(self) -> Any:
        with self.connection.statement:
            return super().__next__()


def connect(path: Path) -> Database:
    """A connection to the file; one that only reads where its folder cannot be written.

    Raises:
        StoreError: The file cannot be opened.
    """
    try:
        str(path).encode()
    except UnicodeEncodeError as error:  # bytes that are none, or a locale that cannot name it
        raise StoreError(
            f"{path}: not a name in UTF-8, which the engines need; set PYTHONUTF8=1, or name "
            "another folder with --index"
        ) from error
    try:
        db = _open(str(path), path)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")  # a retracted article leaves no bytes
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA temp_store = MEMORY")  # nothing of it outside the folder
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return db
        except StoreError as error:
            db.close()
            log = path.with_name(f"{path.name}-wal")
            if log.is_file() and log.stat().st_size > 0:
                raise StoreError(
                    f"{path}: cannot be opened with its log {log.name}, which holds what was "
                    f"stored last ({error}); make room where the disk is full, and open it once "
                    "where its folder can be written"
                ) from error
        # A folder that nobody may write to: without a log the file is read as it is.
        return _open(f"{path.absolute().as_uri()}?mode=ro&immutable=1", path)
    except (*_ERRORS, OSError) as error:
        raise StoreError(f"{path}: cannot be opened ({error})") from error


def delete(path: Path) -> None:
    """Delete the file and its log, where they are there.

    A log that is left would be replayed over the next file of that name.

    Raises:
        OSError: The system does not let it.
    """
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _open(address: str, path: Path) -> Database:
    db = sqlite3.connect(
        address,
        uri=address.startswith("file:"),
        isolation_level=None,
        timeout=30.0,
        check_same_thread=False,  # whoever closes an index is not who searched it
        factory=Database,
    )
    db.path = db.statement.path = path
    return db


def _store_error(path: Path | None, error: Exception) -> StoreError:
    return StoreError(
        f"{path}: {error}; make room where the disk is full, and where the file is damaged "
        "move it away and build again"
    )
