"""The index's source of truth: articles, passages and vectors in one SQLite file.

Everything else in the folder is made from it and can be made again. A build writes new
and changed articles as *staged* rows, each with all its passages and vectors in one
transaction, so that a killed build loses at most the batch in hand. ``publish`` then
makes all of them current at once, under a new generation number. Readers see current
rows only, and so never half a build.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Related, Source, related_to_json
from corpus.errors import StoreError
from corpus.passages import Passage
from index.database import SCHEMA, connect

FILE_NAME = "newsdesk.sqlite"
FORMAT = 1

_ARTICLE = "id, title, text, outlet, url, published, authors, related"
_VECTOR = np.dtype("<f2")


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage with its row number, and its article without the text."""

    row: int
    passage: Passage
    title: str
    source: Source


@dataclass(frozen=True, slots=True)
class Columns:
    """What filters and engines need of every current passage, in order of row.

    Arrays of one length; ``days`` are days since 0001-01-01 (``date.toordinal``), 0 where
    the article is undated; ``outlets`` index ``outlet_names`` (case folded), -1 for none.
    """

    rows: NDArray[np.int64]
    articles: NDArray[np.int64]
    days: NDArray[np.int32]
    outlets: NDArray[np.int32]
    outlet_names: tuple[str, ...]


class Store:
    """One connection to the file; not to be shared between threads."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open ``folder``'s store.

        Raises:
            StoreError: There is none, it cannot be read, or its format is another's.
        """
        self.path = folder / FILE_NAME
        if not create and not self.exists(folder):
            raise StoreError(f"{folder}: no index here; make one with `newsdesk build`")
        try:
            if create:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be made ({error.strerror})") from error
        self._db = connect(self.path)
        try:
            if create:
                self._prepare()
            found = self.about("format")
        except StoreError:
            self.close()
            raise
        if found != str(FORMAT):
            self.close()
            raise StoreError(
                f"{self.path}: format {found}, and this version reads {FORMAT}; "
                "build into a new folder with --index"
            )

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a store in the folder."""
        return (folder / FILE_NAME).is_file()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    # ------------------------------------------------------------------ reading

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """One unchanging view of the store for the block; gives its generation."""
        if self._db.in_transaction:
            yield self.generation
            return
        self._db.execute("BEGIN")
        try:
            yield self.generation
        finally:
            if self._db.in_transaction:  # an error may have ended it
                self._db.execute("COMMIT")

    @property
    def generation(self) -> int:
        """How often something was published; what derived files are stamped with."""
        return int(self.about("generation") or 0)

    def content(self) -> str:
        """Digest of the current articles and their rows, whatever their order."""
        total = count = 0
        for row, digest in self._db.execute("SELECT row, hash FROM articles WHERE NOT staged"):
            # A sum of digests: Bellare and Micciancio's AdHash (EUROCRYPT 1997).
            total += int.from_bytes(hashlib.sha256(f"{row} {digest}".encode()).digest()[:16])
            count += 1
        return f"{count}-{total % (1 << 128):032x}"

    def about(self, key: str) -> str | None:
        """A property of the whole index, such as the encoder it was made with."""
        found = self._db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def article(self, article_id: str) -> Article | None:
        """The current article of this id."""
        found = self._db.execute(
            f"SELECT {_ARTICLE} FROM articles WHERE id = ? AND NOT staged", (article_id,)
        ).fetchone()
        return None if found is None else _article(found)

    def articles(self) -> Iterator[tuple[int, Article]]:
        """Every current article with its row, in order of row."""
        for row, *fields in self._db.execute(
            f"SELECT row, {_ARTICLE} FROM articles WHERE NOT staged ORDER BY row"
        ):
            yield row, _article(fields)

    def articles_with_passages(
        self, after: int = 0
    ) -> Iterator[tuple[int, Article, list[tuple[int, Passage]]]]:
        """Every current article beyond row ``after``, with its rows and passages."""
        for row, *fields in self._db.execute(
            f"SELECT row, {_ARTICLE} FROM articles WHERE NOT staged AND row > ? ORDER BY row",
            (after,),
        ):
            article = _article(fields)
            passages = [
                (number, Passage(identity, article.id, start, stop, article.text[start:stop]))
                for number, identity, start, stop in self._db.execute(
                    "SELECT row, id, start, stop FROM passages WHERE article = ? ORDER BY row",
                    (row,),
                )
            ]
            yield row, article, passages

    def passages(self, rows: Sequence[int]) -> dict[int, PassageRow]:
        """The passages of these rows, by row; rows that are no more are left out."""
        found = self._db.execute(
            "SELECT p.row, p.id, p.start, p.stop, p.article FROM passages p "
            "WHERE p.row IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rows)),),
        ).fetchall()
        wanted = sorted({article for *_, article in found})
        # Whole texts, sliced here: SQLite's substr ends at a NUL, which a text may hold.
        articles = {
            row: _article(fields)
            for row, *fields in self._db.execute(
                f"SELECT row, {_ARTICLE} FROM articles "
                "WHERE row IN (SELECT value FROM json_each(?)) AND NOT staged",
                (json.dumps(wanted),),
            )
        }
        return {
            row: PassageRow(
                row,
                Passage(identity, article.id, start, stop, article.text[start:stop]),
                article.title,
                article.source,
            )
            for row, identity, start, stop, number in found
            if (article := articles.get(number)) is not None
        }

    def article_rows(self, ids: Iterable[str]) -> list[int]:
        """The rows of the current articles of these ids."""
        found = self._db.execute(
            "SELECT row FROM articles WHERE id IN (SELECT value FROM json_each(?)) AND NOT staged",
            (json.dumps(list(ids)),),
        )
        return [row for (row,) in found]

    def columns(self) -> Columns:
        """What filters need of every current passage."""
        names: dict[str, int] = {}
        found = [
            (row, article, _ordinal(published), _code(outlet, names))
            for row, article, published, outlet in self._db.execute(
                "SELECT p.row, p.article, a.published, a.outlet FROM passages p "
                "JOIN articles a ON a.row = p.article WHERE NOT a.staged ORDER BY p.row"
            )
        ]
        table = np.array(found, dtype=np.int64).reshape(-1, 4)
        return Columns(
            rows=table[:, 0].copy(),
            articles=table[:, 1].copy(),
            days=table[:, 2].astype(np.int32),
            outlets=table[:, 3].astype(np.int32),
            outlet_names=tuple(names),
        )

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors of all current passages, shape (rows, dimension), in order of row.

        Raises:
            StoreError: They are not the rows that were asked for.
        """
        found = self._db.execute(
            "SELECT p.row, p.vector FROM passages p JOIN articles a ON a.row = p.article "
            "WHERE NOT a.staged ORDER BY p.row"
        )
        dimension = int(self.about("dimension") or 0)
        table = np.empty((len(rows), dimension), dtype=np.float32)
        count = 0
        for position, (row, blob) in enumerate(found):
            whole = len(blob) == dimension * _VECTOR.itemsize
            if position >= len(rows) or row != rows[position] or not whole:
                raise StoreError(f"{self.path}: passage row {row} is damaged; build again")
            table[position] = np.frombuffer(blob, dtype=_VECTOR)
            count += 1
        if count != len(rows):
            raise StoreError(f"{self.path}: {len(rows) - count} vectors are missing; build again")
        return table

    def counts(self) -> dict[str, int]:
        """Numbers of current articles and passages."""
        (articles,) = self._db.execute("SELECT count(*) FROM articles WHERE NOT staged").fetchone()
        (passages,) = self._db.execute(
            "SELECT count(*) FROM passages p JOIN articles a ON a.row = p.article "
            "WHERE NOT a.staged"
        ).fetchone()
        return {"articles": articles, "passages": passages}

    def outlets(self) -> list[tuple[str | None, int]]:
        """Outlets and their numbers of articles, most first."""
        return list(
            self._db.execute(
                "SELECT outlet, count(*) FROM articles WHERE NOT staged GROUP BY outlet "
                "ORDER BY count(*) DESC, outlet"
            )
        )

    def days(self) -> tuple[str, str] | None:
        """First and last day of publication."""
        first, last = self._db.execute(
            "SELECT min(substr(published, 1, 10)), max(substr(published, 1, 10)) "
            "FROM articles WHERE NOT staged"
        ).fetchone()
        return None if first is None else (first, last)

    def newest(self, limit: int) -> list[tuple[str, str]]:
        """Titles and texts of the newest articles, newest first."""
        return list(
            self._db.execute(
                "SELECT title, text FROM articles WHERE NOT staged "
                "ORDER BY published DESC, row LIMIT ?",
                (limit,),
            )
        )

    def problems(self) -> Iterator[str]:
        """What is wrong with the file, a line each; nothing where all is well."""
        for (line,) in self._db.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield f"{self.path}: {line}"
        for table, key, parent, _ in self._db.execute("PRAGMA foreign_key_check"):
            yield f"{self.path}: row {key} of {table} has no {parent}"
        dimension = int(self.about("dimension") or 0)
        for identity, stored, *fields in self._db.execute(
            f"SELECT id, hash, {_ARTICLE} FROM articles"
        ):
            if _article(fields).hash != stored:
                yield f"{self.path}: article {identity} is not what was stored"
        for row, size in self._db.execute(
            "SELECT row, length(vector) FROM passages WHERE length(vector) != ?",
            (dimension * _VECTOR.itemsize,),
        ):
            yield f"{self.path}: the vector of passage {row} has {size} bytes"
        for (identity,) in self._db.execute(
            "SELECT id FROM articles a WHERE NOT EXISTS "
            "(SELECT 1 FROM passages p WHERE p.article = a.row)"
        ):
            yield f"{self.path}: article {identity} has no passages"

    # ------------------------------------------------------------------ writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in the block is written together or not at all."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk may have ended it
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def set_about(self, key: str, value: str) -> None:
        """Set a property of the whole index."""
        self._db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def hashes(self, article_id: str) -> tuple[str | None, str | None]:
        """Content hashes of the current and of the staged article of this id."""
        found = dict(
            self._db.execute("SELECT staged, hash FROM articles WHERE id = ?", (article_id,))
        )
        return found.get(0), found.get(1)

    def known_vector(self, read: int) -> bytes | None:
        """The stored vector of a text that the encoder has read before."""
        found = self._db.execute(
            "SELECT vector FROM passages WHERE read = ? LIMIT 1", (read,)
        ).fetchone()
        return None if found is None else bytes(found[0])

    def stage(self, article: Article, passages: Iterable[tuple[Passage, int, bytes]]) -> None:
        """Write an article with its passages, what the encoder read, and the vectors."""
        source = article.source
        self._db.execute("DELETE FROM articles WHERE id = ? AND staged", (article.id,))
        row = self._db.execute(
            f"INSERT INTO articles (staged, hash, {_ARTICLE}) "
            "VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.hash,
                article.id,
                article.title,
                article.text,
                source.outlet,
                source.url,
                source.published,
                json.dumps(source.authors, ensure_ascii=False),
                json.dumps([related_to_json(item) for item in source.related], ensure_ascii=False),
            ),
        ).lastrowid
        self._db.executemany(
            "INSERT INTO passages (article, id, start, stop, read, vector) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (row, passage.id, passage.start, passage.end, read, vector)
                for passage, read, vector in passages
            ],
        )

    def unstage(self, article_id: str) -> None:
        """Drop the staged version of an article."""
        self._db.execute("DELETE FROM articles WHERE id = ? AND staged", (article_id,))

    def start_run(self) -> None:
        """Forget which articles the last run met."""
        self._db.execute("DROP TABLE IF EXISTS temp.seen")
        self._db.execute("CREATE TEMP TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")

    def mark_seen(self, article_id: str) -> None:
        """Note that this run met the article."""
        self._db.execute("INSERT OR IGNORE INTO temp.seen VALUES (?)", (article_id,))

    def unseen(self) -> list[str]:
        """Current articles that this run did not meet."""
        return [
            identity
            for (identity,) in self._db.execute(
                "SELECT id FROM articles WHERE NOT staged "
                "AND id NOT IN (SELECT id FROM temp.seen) ORDER BY row"
            )
        ]

    def discard_unseen_stage(self) -> None:
        """Drop what an earlier run staged and this one did not meet."""
        self._db.execute(
            "DELETE FROM articles WHERE staged AND id NOT IN (SELECT id FROM temp.seen)"
        )

    def publish(self, remove: Iterable[str] = ()) -> int:
        """Make staged articles current and remove others, at once; gives the generation.

        To be called within a transaction.
        """
        self._db.executemany(
            "DELETE FROM articles WHERE id = ? AND NOT staged", [(name,) for name in remove]
        )
        self._db.execute(
            "DELETE FROM articles WHERE NOT staged AND id IN (SELECT id FROM articles WHERE staged)"
        )
        self._db.execute("UPDATE articles SET staged = 0 WHERE staged")
        generation = self.generation + 1
        self.set_about("generation", str(generation))
        return generation

    def compact(self) -> None:
        """Fold the log of recent writes into the file."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        with self.transaction():
            if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                for statement in SCHEMA.split(";\n"):
                    self._db.execute(statement)
                self.set_about("format", str(FORMAT))
                self.set_about("generation", "0")


def pack_vectors(vectors: NDArray[np.float32]) -> list[bytes]:
    """Vectors, shape (n, dimension), in the form in which they are stored."""
    return [row.tobytes() for row in vectors.astype(_VECTOR)]


def _article(fields: Sequence[Any]) -> Article:
    identity, title, text, *source = fields
    return Article(identity, title, text, _source(*source))


def _source(
    outlet: str | None, url: str | None, published: str | None, authors: str, related: str
) -> Source:
    return Source(
        outlet,
        url,
        published,
        tuple(json.loads(authors)),
        tuple(Related(item["title"], item["url"]) for item in json.loads(related)),
    )


def _ordinal(published: str | None) -> int:
    day = Source(published=published).day
    return day.toordinal() if day else 0


def _code(outlet: str | None, names: dict[str, int]) -> int:
    return -1 if outlet is None else names.setdefault(outlet.casefold(), len(names))
