"""The index's source of truth: articles, passages and vectors in one SQLite file.

Everything else in the folder is made from it and can be made again. Readers see current
rows only, and so never half a build; what a build does to the file is told in
index/building/writer.py. Each passage carries a checksum, so that a bit that has changed is told
and never becomes a vector to search by or a place to cite.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import StoreError
from corpus.passages import Passage
from index.arrays import Ints
from index.storage.rows import HASHED, PASSAGE, VECTOR, Columns, PassageRow, article_of, checksum
from index.storage.store_file import StoreFile

Rows = tuple[int, int]
"""From a row to another, both included."""
EVERY_ROW: Rows = (0, (1 << 63) - 1)
_DAMAGES = (ValueError, TypeError, KeyError, AttributeError)  # of what is no longer an article


class Store(StoreFile):
    """One connection to the file, to read it; not to be shared between threads."""

    def article(self, article_id: str) -> Article | None:
        """The current article of this id."""
        found = self._db.execute(
            f"SELECT {HASHED} FROM articles WHERE id = ? AND NOT staged", (article_id,)
        ).fetchone()
        if found is None:
            self._require_unknown([article_id])
            return None
        article = self._article(found)
        if article.id != article_id:  # the index of ids is damaged, and leads to another one
            raise self._damaged(f"article {article_id}")
        return article

    def articles(self, within: Rows = EVERY_ROW) -> Iterator[tuple[int, Article]]:
        """Every current article of these rows with its row, in order of row."""
        for row, *fields in self._db.execute(
            f"SELECT row, {HASHED} FROM articles "
            "WHERE NOT staged AND row BETWEEN ? AND ? ORDER BY row",
            within,
        ):
            yield row, self._article(fields)

    def articles_with_passages(
        self, within: Rows = EVERY_ROW
    ) -> Iterator[tuple[int, Article, list[tuple[int, Passage]]]]:
        """Every current article of these rows with its row, and its passages with theirs."""
        for row, article in self.articles(within):
            passages = [
                (number, Passage(identity, article.id, start, stop, article.text[start:stop]))
                for number, identity, start, stop in self._db.execute(
                    "SELECT row, id, start, stop FROM passages WHERE article = ? ORDER BY row",
                    (row,),
                )
            ]
            yield row, article, passages

    def passages(
        self, rows: Sequence[int], articles: dict[int, Article] | None = None
    ) -> dict[int, PassageRow]:
        """The passages of these current rows, by row.

        Args:
            rows: Of passages.
            articles: Current articles that are known, by row; what is read is added to them.

        Raises:
            StoreError: One is damaged or missing.
        """
        found = self._db.execute(
            f"SELECT p.row, p.crc, {PASSAGE} FROM passages p "
            "WHERE p.row IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rows)),),
        ).fetchall()
        # Whole texts, sliced here: SQLite's substr ends at a NUL, which a text may hold.
        articles = {} if articles is None else articles
        wanted = {number for _, _, number, *_ in found if isinstance(number, int)}
        for row, *fields in self._db.execute(
            f"SELECT row, {HASHED} FROM articles "
            "WHERE row IN (SELECT value FROM json_each(?)) AND NOT staged",
            (json.dumps(list(wanted - articles.keys())),),
        ):
            articles[row] = self._article(fields)
        passages = {}
        for row, crc, *fields in found:
            number, identity, start, stop, *_ = fields
            article = articles.get(number)
            if article is None:
                raise self._damaged(f"row {number} of the articles")
            if checksum(*fields) != crc:
                raise self._damaged(f"article {article.id}")
            passage = Passage(identity, article.id, start, stop, article.text[start:stop])
            passages[row] = PassageRow(row, passage, article.title, article.source)
        missing = set(rows).difference(passages)
        if missing:
            raise self._damaged(f"row {min(missing)} of the passages")
        return passages

    def article_rows(self, ids: Iterable[str]) -> list[int]:
        """The rows of the current articles of these ids; those that are unknown are left out."""
        wanted = set(ids)
        found = dict(
            self._db.execute(  # ids as the articles have them, not as the index of ids has
                "SELECT id, row FROM articles WHERE NOT staged AND row IN "
                "(SELECT row FROM articles WHERE id IN (SELECT value FROM json_each(?)))",
                (json.dumps(list(wanted)),),
            )
        )
        self._require_unknown(wanted.difference(found))
        return [row for name, row in found.items() if name in wanted]

    def _require_unknown(self, ids: Iterable[str]) -> None:
        """Look for articles that were not found by the index of ids, which may be damaged."""
        if ids := list(ids):
            found = self._db.execute(
                "SELECT id FROM articles NOT INDEXED "
                "WHERE id IN (SELECT value FROM json_each(?)) AND NOT staged",
                (json.dumps(ids),),
            ).fetchone()
            if found is not None:
                raise self._damaged(f"the place of article {found[0]}")

    def article_ids(self, rows: Iterable[int]) -> dict[int, str]:
        """The ids of the current articles of these rows, by row."""
        return dict(
            self._db.execute(
                "SELECT row, id FROM articles "
                "WHERE row IN (SELECT value FROM json_each(?)) AND NOT staged",
                (json.dumps(list(rows)),),
            )
        )

    def sizes(self, within: Rows = EVERY_ROW) -> Iterator[tuple[int, int]]:
        """Row and number of passages of every current article of these rows, in order of row.

        Raises:
            StoreError: After the last of all, where they are not as many as were published.
        """
        found = 0
        for row, size in self._db.execute(
            "SELECT p.article, count(*) FROM passages p WHERE p.article IN "
            "(SELECT row FROM articles WHERE NOT staged AND row BETWEEN ? AND ?) "
            "GROUP BY p.article ORDER BY p.article",
            within,
        ):
            found += 1
            yield row, size
        if within == EVERY_ROW:
            self.require_published(found)

    def columns(self, within: Rows = EVERY_ROW) -> Columns:
        """What filters need of every current passage of the articles of these rows.

        Raises:
            StoreError: A day is damaged.
        """
        found = self._db.execute(
            "SELECT p.row, p.article, a.published, a.outlet FROM passages p "
            "JOIN articles a ON a.row = p.article "
            "WHERE NOT a.staged AND p.article BETWEEN ? AND ? ORDER BY p.row",
            within,
        )
        try:
            return Columns.of(found)
        except (ValueError, TypeError, AttributeError) as error:
            raise self._damaged("the day or the outlet of an article") from error

    def vectors(self, rows: Ints) -> NDArray[np.float32]:
        """Vectors of these passages, shape (rows, dimension).

        Args:
            rows: Of all current passages between the first and the last of them, in order.

        Raises:
            StoreError: They are not the rows that were asked for, or one is damaged.
        """
        found = self._db.execute(
            f"SELECT p.row, a.id, p.crc, {PASSAGE} FROM passages p "
            "JOIN articles a ON a.row = p.article "
            "WHERE NOT a.staged AND p.row BETWEEN ? AND ? ORDER BY p.row",
            (int(rows[0]), int(rows[-1])) if len(rows) else (0, 0),
        )
        dimension = self.dimension
        table = np.empty((len(rows), dimension), dtype=np.float32)
        count = 0
        for position, (row, article, crc, *fields) in enumerate(found):
            whole = (
                position < len(rows)
                and row == rows[position]
                and checksum(*fields) == crc
                and len(fields[-1]) == dimension * VECTOR.itemsize
            )
            if not whole:
                raise self._damaged(f"article {article}")
            table[position] = np.frombuffer(fields[-1], dtype=VECTOR)
            count += 1
        if count != len(rows):
            raise StoreError(f"{self.path}: {len(rows) - count} vectors are missing; build again")
        return table

    def copy_to(self, path: Path) -> None:
        """Write the whole store, as one moment has it, to a new file.

        Raises:
            StoreError: The file cannot be written, or the store cannot be read.
        """
        self._db.copy_to(path)

    def counts(self) -> dict[str, int]:
        """Numbers of current articles and passages.

        Raises:
            StoreError: The articles are not as many as were published.
        """
        (articles,) = self._db.execute("SELECT count(*) FROM articles WHERE NOT staged").fetchone()
        (passages,) = self._db.execute(
            "SELECT count(*) FROM passages p JOIN articles a ON a.row = p.article "
            "WHERE NOT a.staged"
        ).fetchone()
        self.require_published(articles)
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
        """First and last day of publication, as ``Source.day`` has it."""
        first, last = self._db.execute(
            "SELECT min(substr(published, 1, 10)), max(substr(published, 1, 10)) FROM articles "
            "WHERE NOT staged AND substr(published, 1, 4) NOT IN ('0001', '9999')"
        ).fetchone()
        return None if first is None else (first, last)

    def newest(self, limit: int) -> list[tuple[str, str]]:
        """Titles and texts of the newest articles, newest first."""
        found = self._db.execute(
            f"SELECT {HASHED} FROM articles WHERE NOT staged ORDER BY published DESC, row LIMIT ?",
            (limit,),
        )
        return [(article.title, article.text) for article in map(self._article, found)]

    def problems(self) -> Iterator[str]:
        """What is wrong with the file, a line each; nothing where all is well."""
        for (line,) in self._db.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield f"{self.path}: {line}"
        for table, key, parent, _ in self._db.execute("PRAGMA foreign_key_check"):
            yield f"{self.path}: row {key} of {table} has no {parent}"
        try:
            dimension = self.dimension
        except StoreError as error:
            yield str(error)
            return
        for fields in self._db.execute(f"SELECT {HASHED} FROM articles"):
            try:
                article_of(fields)
            except _DAMAGES:
                yield f"{self.path}: article {fields[1]} is not what was stored"
        try:
            self.content()
        except StoreError as error:
            yield str(error)
        for article, passage, crc, *fields in self._db.execute(
            f"SELECT a.id, p.id, p.crc, {PASSAGE} FROM passages p "
            "JOIN articles a ON a.row = p.article ORDER BY p.row"
        ):
            if checksum(*fields) != crc:
                yield f"{self.path}: passage {passage} of article {article} is damaged"
            elif len(fields[-1]) != dimension * VECTOR.itemsize:
                size = len(fields[-1])
                yield f"{self.path}: the vector of passage {passage} has {size} bytes"
        for (identity,) in self._db.execute(
            "SELECT id FROM articles a WHERE NOT EXISTS "
            "(SELECT 1 FROM passages p WHERE p.article = a.row)"
        ):
            yield f"{self.path}: article {identity} has no passages"

    def _article(self, fields: Sequence[Any]) -> Article:
        try:
            return article_of(fields)
        except _DAMAGES as error:
            raise self._damaged(f"article {fields[1]}") from error
