"""What builds do to the store: staging, publishing, removing.

A build writes new and changed articles as *staged* rows, each with all its passages and
vectors in one transaction, so that a killed build loses at most the batch in hand.
``publish`` then makes all of them current at once, under a new generation number.

What is deleted is gone from the file without the rest being written anew: see blank.py.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from corpus.article import Article
from corpus.errors import StoreError
from corpus.passages import Passage
from index.building.blank import Log
from index.storage.database import SCHEMA, Database, connect, delete
from index.storage.rows import ARTICLE, HASHED, PASSAGE, article_fields, checksum
from index.storage.store_file import FILE_NAME, FORMAT, Contents
from index.store import Store

# By the index of ids, which is read faster than the articles themselves.
_STAGED = "SELECT row FROM articles WHERE staged"
# Noted where no page holds a copy of what SQLite moved. The first write takes the note away, so
# that none is there after a kill.
_BLANK = "blank"
_FREE_SHARE = 0.25  # of the pages; from here on the file is written anew


class Published(NamedTuple):
    """The generation that was published, and the rows of the articles that went, in order."""

    generation: int
    gone: list[int]


class StoreWriter(Store):
    """One connection to the file, to change it; for builds, which hold the folder's lock."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open ``folder``'s store; where there is none, ``create`` makes an empty one.

        Raises:
            StoreError: There is none, it cannot be made or read, or its format is another's.
        """
        if create:
            _create(folder)
        super().__init__(folder)
        self._log = Log(self._db)
        self._was_blank = self.about(_BLANK) is not None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in the block is written together or not at all."""
        with _transaction(self._db):
            self._db.execute("DELETE FROM about WHERE key = ?", (_BLANK,))
            yield

    def set_about(self, key: str, value: str) -> None:
        """Set a property of the whole index."""
        self._db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def hashes(self, article_id: str) -> tuple[str | None, str | None]:
        """Content hashes of the current and of the staged article of this id."""
        found = dict(
            self._db.execute("SELECT staged, hash FROM articles WHERE id = ?", (article_id,))
        )
        return found.get(0), found.get(1)

    def versions(self, article_id: str) -> list[tuple[str, str]]:
        """Url (or "") and text of the current and of the staged article of this id.

        Also of a damaged one, as far as it can be read.
        """
        found = self._db.execute(
            "SELECT CAST(url AS BLOB), CAST(text AS BLOB) FROM articles WHERE id = ?", (article_id,)
        )
        return [
            ((url or b"").decode(errors="replace"), (text or b"").decode(errors="replace"))
            for url, text in found
        ]

    def known_vector(self, read: int) -> bytes | None:
        """The stored vector of a text that the encoder has read before."""
        for crc, *fields in self._db.execute(
            f"SELECT p.crc, {PASSAGE} FROM passages p WHERE p.read = ?", (read,)
        ):
            if checksum(*fields) == crc:  # a damaged one is not handed on under a new sum
                return bytes(fields[-1])
        return None

    def stage(self, article: Article, passages: Iterable[tuple[Passage, int, bytes]]) -> None:
        """Write an article with its passages, what the encoder read, and the vectors."""
        self._db.execute("DELETE FROM articles WHERE id = ? AND staged", (article.id,))
        row = self._db.execute(
            f"INSERT INTO articles (staged, hash, {ARTICLE}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article.hash, *article_fields(article)),
        ).lastrowid
        stored = [
            (row, passage.id, passage.start, passage.end, read, vector)
            for passage, read, vector in passages
        ]
        self._db.executemany(
            "INSERT INTO passages (article, id, start, stop, read, vector, crc) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*fields, checksum(*fields)) for fields in stored],
        )

    def unstage(self, article_id: str) -> None:
        """Drop the staged version of an article."""
        with self.transaction():
            self._db.execute("DELETE FROM articles WHERE id = ? AND staged", (article_id,))

    def start_run(self) -> None:
        """Forget which articles the last run met."""
        self._db.execute("DROP TABLE IF EXISTS temp.seen")
        self._db.execute("CREATE TEMP TABLE seen (id TEXT PRIMARY KEY, hash TEXT) WITHOUT ROWID")

    def mark_seen(self, article: Article) -> str | None:
        """Note that this run met the article; the content hash under which it did before."""
        found = self._db.execute(
            "SELECT hash FROM temp.seen WHERE id = ?", (article.id,)
        ).fetchone()
        if found is not None:
            return str(found[0])
        self._db.execute("INSERT INTO temp.seen VALUES (?, ?)", (article.id, article.hash))
        return None

    def unseen(self) -> list[tuple[str, str | None]]:
        """Ids and addresses of the current articles that this run did not meet."""
        return list(
            self._db.execute(
                "SELECT id, url FROM articles WHERE NOT staged "
                "AND id NOT IN (SELECT id FROM temp.seen) ORDER BY row"
            )
        )

    def discard_unseen_stage(self) -> None:
        """Drop what an earlier run staged and this one did not meet."""
        unseen = f"row IN ({_STAGED}) AND id NOT IN (SELECT id FROM temp.seen)"
        if self._db.execute(f"SELECT 1 FROM articles WHERE {unseen} LIMIT 1").fetchone():
            with self.transaction():
                self._db.execute(f"DELETE FROM articles WHERE {unseen}")

    def publish(self, remove: Iterable[str] = ()) -> Published:
        """Make staged articles current and remove others, at once.

        To be called within a transaction. It reads what comes and goes, and counts the rest.
        """
        gone = self._going(remove)
        contents = self._contents_without(gone)
        self._db.executemany("DELETE FROM articles WHERE row = ?", [(row,) for row in gone])
        self._db.execute(f"UPDATE articles SET staged = 0 WHERE row IN ({_STAGED})")
        (count,) = self._db.execute("SELECT count(*) FROM articles WHERE NOT staged").fetchone()
        if contents is None or contents.articles != count:  # of what is damaged, what is there
            contents = self._contents()
        generation = self.generation + 1
        self.set_about("generation", str(generation))
        self.set_about("content_before", self.about("content") or "")
        self.set_about("content", contents.noted)
        return Published(generation, gone)

    def _going(self, remove: Iterable[str]) -> list[int]:
        """Rows of the current articles to remove, and of those that staged ones replace."""
        named = (
            row
            for name in remove
            for row in self._db.execute(
                "SELECT row FROM articles WHERE id = ? AND NOT staged", (name,)
            )
        )
        replaced = self._db.execute(  # in this order no list of all staged ids is made
            "SELECT a.row FROM articles s CROSS JOIN articles a "
            "ON a.id = s.id AND a.staged = 0 WHERE s.staged"
        )
        return sorted({row for (row,) in chain(named, replaced)})

    def _contents_without(self, gone: Iterable[int]) -> Contents | None:
        """The contents to be, from those that were noted; None where these cannot be trusted."""
        coming = self._db.execute(f"SELECT row, hash FROM articles WHERE row IN ({_STAGED})")
        try:
            noted = Contents.read(self.about("content") or "")
            return noted.changed(coming, map(self._verified, gone))
        except (ValueError, StoreError):
            return None

    def _verified(self, row: int) -> tuple[int, str]:
        found = self._db.execute(f"SELECT {HASHED} FROM articles WHERE row = ?", (row,)).fetchone()
        return row, self._article(found).hash

    def scrub(self) -> None:
        """Make sure that nothing is in the file but what is in the store, and little room.

        The file is written anew where an earlier build was killed, which may have left copies of
        what SQLite moved, or where much of it is free. SQLite copies everything that is left,
        which may be more than memory holds: to a file without a name in the same folder, where
        it can be told so.
        """
        (free,) = self._db.execute("PRAGMA freelist_count").fetchone()
        (pages,) = self._db.execute("PRAGMA page_count").fetchone()
        if self.about(_BLANK) is not None and free < _FREE_SHARE * pages:
            return
        with self.transaction():
            pass  # the file is not blank while it is written anew
        folder = str(self.path.parent.absolute())
        quoted = folder.replace("'", "''")
        self._db.execute(f"PRAGMA temp_store_directory = '{quoted}'")
        taken = self._db.execute("PRAGMA temp_store_directory").fetchone()
        if taken == (folder,):  # SQLite was built to obey it
            self._db.execute("PRAGMA temp_store = FILE")
        try:
            self._db.execute("VACUUM")
        finally:
            self._db.execute("PRAGMA temp_store = MEMORY")
            self._db.execute("PRAGMA temp_store_directory = ''")
        self._was_blank = True

    def fold_long_log(self) -> None:
        """Fold the log of recent writes into the file where it has become long."""
        self._log.fold_long()

    def compact(self) -> bool:
        """Fold the log of recent writes into the file; False where readers still need it."""
        if not self._log.fold():
            return False
        if self._was_blank and self._log.blanked and self.about(_BLANK) is None:
            self._db.execute("INSERT INTO about VALUES (?, '')", (_BLANK,))
            self._log.fold()
        return True


def _create(folder: Path) -> None:
    """Make the folder and an empty store in it, as far as they are missing.

    The file has its name only when its tables are in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if Store.exists(folder):
            return
        place, part = folder / FILE_NAME, folder / f"{FILE_NAME}.part"
        delete(part)  # of a build that was killed
        delete(place)  # what is left of a store that was moved away
        with closing(connect(part)) as db:
            with _transaction(db):
                for statement in SCHEMA.split(";\n"):
                    db.execute(statement)
                db.executemany(
                    "INSERT INTO about VALUES (?, ?)",
                    [
                        ("format", str(FORMAT)),
                        ("generation", "0"),
                        (_BLANK, ""),
                        # What conversations know the index by when its folder is renamed.
                        ("identity", secrets.token_hex(8)),
                    ],
                )
            db.execute("PRAGMA journal_mode = WAL")
        part.replace(place)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror})") from error


@contextmanager
def _transaction(db: Database) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:  # a full disk may have ended it
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
