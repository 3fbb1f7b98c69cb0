"""What readers said of answers, kept in the index folder.

In an SQLite file of its own beside the store: a build holds the store's write lock for as
long as publishing takes, and what a reader says must neither wait for that nor be lost.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from corpus.sentences import sentences
from index.storage.database import Database, connect

FILE_NAME = "feedback.sqlite"
MOST_BYTES = 500_000_000  # some 50,000 verdicts; anyone who sees the page may give one
_KNOWN_AGAIN = 25  # characters; shorter sentences stand in many articles
_WORD = re.compile(r"\w+")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    row INTEGER PRIMARY KEY,
    exchange TEXT NOT NULL,   -- the id of what was asked and answered
    article TEXT NOT NULL,    -- the article that is meant, or '' where the answer is
    verdict TEXT NOT NULL,
    at TEXT NOT NULL,         -- UTC
    asked TEXT NOT NULL,      -- JSON: what was asked, and what was answered
    UNIQUE (exchange, article)
)
"""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict on an answer, or on an article that it cites.

    ``exchange`` identifies what was asked and answered, ``article`` is the id of the
    article, or empty where the whole answer is meant. ``asked`` is JSON-ready.
    """

    exchange: str
    verdict: str
    asked: Mapping[str, Any]
    article: str = ""
    at: str = ""


def keep(folder: Path, said: Feedback) -> None:
    """Store a verdict; a later one on the same replaces it.

    Raises:
        StoreError: There is no index in the folder, or it cannot be written.
    """
    if not folder.is_dir():
        raise StoreError(f"{folder}: no index here; make one with `newsdesk build`")
    file = folder / FILE_NAME
    if file.is_file() and file.stat().st_size > MOST_BYTES:
        raise StoreError(
            f"{file}: is full; save its verdicts with `newsdesk feedback` and move the file away"
        )
    at = said.at or datetime.now(UTC).isoformat(timespec="seconds")
    with closing(_open(folder / FILE_NAME)) as db:
        db.execute(
            "INSERT INTO feedback (exchange, article, verdict, at, asked) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (exchange, article) DO UPDATE SET "
            "verdict = excluded.verdict, at = excluded.at, asked = excluded.asked",
            (said.exchange, said.article, said.verdict, at, json.dumps(said.asked)),
        )


def withdraw(folder: Path, exchange: str, article: str = "") -> None:
    """Forget a verdict; nothing happens where there is none.

    Raises:
        StoreError: The file cannot be written.
    """
    if (folder / FILE_NAME).is_file():
        with closing(_open(folder / FILE_NAME)) as db:
            db.execute(
                "DELETE FROM feedback WHERE exchange = ? AND article = ?", (exchange, article)
            )


def forget_verdicts(folder: Path, articles: Mapping[str, Iterable[str]]) -> None:
    """Take away every verdict on an answer that names or quotes one of these articles.

    Args:
        folder: The index folder.
        articles: Their ids, and the texts that were stored under each.

    Raises:
        StoreError: The file cannot be read or written, or a reader keeps its log.
    """
    if not articles or not (folder / FILE_NAME).is_file():
        return
    quotes = {quote for texts in articles.values() for text in texts for quote in _quotes(text)}
    with closing(_open(folder / FILE_NAME)) as db:
        for row, article, asked in db.execute(
            "SELECT row, article, asked FROM feedback"
        ).fetchall():
            said = list(_texts(json.loads(asked)))
            words = _words(" ".join(text for _, text in said))
            named = {article, *(text for key, text in said if key == "article_id")}
            if not named.isdisjoint(articles) or any(quote in words for quote in quotes):
                db.execute("DELETE FROM feedback WHERE row = ?", (row,))
        db.execute("VACUUM")  # as StoreWriter.scrub does
        busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(f"{folder / FILE_NAME}: being read; remove the same articles again")


def kept(folder: Path) -> Iterator[Feedback]:
    """Every verdict, in the order in which they were first given.

    Raises:
        StoreError: The file cannot be read.
    """
    for exchange, article, verdict, at, asked in _rows(folder / FILE_NAME):
        yield Feedback(exchange, verdict, json.loads(asked), article, at)


def copy_verdicts(source: Path, target: Path) -> None:
    """Copy every verdict from one SQLite file to another, all or none of them.

    Raises:
        StoreError: One cannot be read, or the other not be written.
    """
    if rows := _rows(source):
        with closing(_open(target)) as db:
            db.execute("BEGIN")
            db.executemany(
                "INSERT OR REPLACE INTO feedback (exchange, article, verdict, at, asked) "
                "VALUES (?, ?, ?, ?, ?)",
                rows,
            )
            db.execute("COMMIT")


def drop_verdicts(file: Path) -> None:
    """Take the verdicts out of a file that holds other things too.

    Raises:
        StoreError: It cannot be written.
    """
    with closing(connect(file)) as db:
        db.execute("DROP TABLE IF EXISTS feedback")


def _rows(file: Path) -> list[tuple[str, str, str, str, str]]:
    """Exchange, article, verdict, time and what was asked, in the order first given."""
    if not file.is_file():
        return []
    with closing(connect(file)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'feedback'").fetchone():
            return []
        return list(
            db.execute("SELECT exchange, article, verdict, at, asked FROM feedback ORDER BY row")
        )


def _texts(said: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text anywhere in what was said, each after the key that it stands under."""
    if isinstance(said, str):
        yield key, said
    elif isinstance(said, dict):
        for name, value in said.items():
            yield from _texts(value, name)
    elif isinstance(said, list):
        for value in said:
            yield from _texts(value, key)


def _quotes(text: str) -> Iterator[str]:
    """The words of each sentence that is long enough to be known again."""
    for start, end in sentences(text):
        words = _words(text[start:end])
        if len(words) >= _KNOWN_AGAIN:
            yield words


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _open(file: Path) -> Database:
    db = connect(file)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(_SCHEMA)
    except StoreError:
        db.close()
        raise
    return db
