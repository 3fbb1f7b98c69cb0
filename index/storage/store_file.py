"""The store's file as a whole: open, of which format, and what it notes of all that is in it.

The number of articles and their digest are noted when they are published, for the rows do not
tell what is missing: SQLite passes over what it finds in a page of zeroes, and in a tree of which
a branch is gone.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpus.errors import StoreError
from index.storage.database import connect

FILE_NAME = "newsdesk.sqlite"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """How many articles there are, and the sum of their digests modulo 2**128.

    A sum can be brought up to date: Bellare and Micciancio's AdHash (EUROCRYPT 1997).
    """

    articles: int = 0
    total: int = 0

    @classmethod
    def read(cls, noted: str) -> Self:
        """From the form in which they are noted.

        Raises:
            ValueError: They are not in that form.
        """
        articles, _, total = noted.partition("-")
        return cls(int(articles), int(total, 16))

    @property
    def noted(self) -> str:
        """The form in which they are noted."""
        return f"{self.articles}-{self.total:032x}"

    def changed(
        self, added: Iterable[tuple[int, str]], gone: Iterable[tuple[int, str]] = ()
    ) -> "Contents":
        """With these articles more, and these fewer: row and content hash of each."""
        count, total = self.articles, self.total
        for articles, sign in ((added, 1), (gone, -1)):
            for row, digest in articles:
                number = hashlib.sha256(f"{row} {digest}".encode()).digest()[:16]
                total += sign * int.from_bytes(number)
                count += sign
        return Contents(count, total % (1 << 128))


class StoreFile:
    """One connection to the file; not to be shared between threads."""

    def __init__(self, folder: Path, name: str = FILE_NAME) -> None:
        """Open ``folder``'s store; backups have names of their own.

        Raises:
            StoreError: There is none, it cannot be read, or its format is another's.
        """
        self.path = folder / name
        if not is_there(self.path):
            raise StoreError(f"{folder}: no index here; make one with `newsdesk build`")
        self._db = connect(self.path)
        try:
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
        """Whether there is a store in the folder.

        Raises:
            StoreError: The folder may not be entered.
        """
        return is_there(folder / FILE_NAME)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

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
    def bytes(self) -> int:
        """Of the whole folder, with all that is made from the store."""
        total = 0
        for folder, _, names in os.walk(self.path.parent):
            for name in names:
                with suppress(OSError):  # a build that is running may take files away
                    total += Path(folder, name).stat().st_size
        return total

    @property
    def generation(self) -> int:
        """How often something was published; what derived files are stamped with."""
        return int(self.about("generation") or 0)

    def content(self) -> str:
        """Digest of the current articles and their rows, whatever their order.

        Raises:
            StoreError: It is not the one that was noted when they were published.
        """
        found, noted = self._contents().noted, self.about("content")
        if noted != found and (noted is not None or self.published):
            raise self._damaged("the list of articles")
        return found

    def _contents(self) -> Contents:
        articles = self._db.execute("SELECT row, hash FROM articles WHERE NOT staged")
        return Contents().changed(articles)

    def about(self, key: str) -> str | None:
        """A property of the whole index, such as the encoder it was made with."""
        found = self._db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    @property
    def is_empty(self) -> bool:
        """Whether there is no current article."""
        return not self.published

    @property
    def published(self) -> int:
        """How many articles were published, as was noted then.

        Raises:
            StoreError: What is noted is no number, or was lost.
        """
        noted = self.about("content")
        if noted is None and self.generation == 0 and not self._holds_articles():
            return 0
        count = (noted or "").partition("-")[0]
        if not count.isdecimal():
            raise self._damaged("the list of articles")
        return int(count)

    def holds_letters(self, word: str) -> bool:
        """Whether any article's text or authors have these very letters; every one is read."""
        found = self._db.execute(
            "SELECT 1 FROM articles WHERE NOT staged AND instr(authors || text, ?) LIMIT 1", (word,)
        )
        return found.fetchone() is not None

    def _holds_articles(self) -> bool:
        # The table itself: an index of it may be what is damaged.
        found = self._db.execute("SELECT 1 FROM articles NOT INDEXED WHERE NOT staged LIMIT 1")
        return found.fetchone() is not None

    def require_published(self, articles: int) -> None:
        """Require that so many were published.

        Raises:
            StoreError: There were more or fewer.
        """
        if articles != self.published:
            raise self._damaged("the list of articles")

    @property
    def dimension(self) -> int:
        """How many numbers a vector has; 0 before the first build has noted it.

        Raises:
            StoreError: What is noted is no such number.
        """
        noted = self.about("dimension")
        if noted is None and self.is_empty:
            return 0
        if noted is None or not noted.isdecimal() or int(noted) == 0:
            raise self._damaged("the size of a vector")
        return int(noted)

    def _damaged(self, what: str) -> StoreError:
        return StoreError(
            f"{self.path}: {what} is damaged; `newsdesk check` names every damaged article: "
            "remove them with `newsdesk remove`, or delete the folder, and build again"
        )


def is_there(file: Path) -> bool:
    """Whether there is a file with something in it.

    Raises:
        StoreError: That cannot be told, as in a folder that may not be entered.
    """
    try:
        return file.is_file() and file.stat().st_size > 0
    except OSError as error:
        raise StoreError(
            f"{file}: cannot be looked at ({error.strerror}); ask who owns it, or name another"
        ) from error
