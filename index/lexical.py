"""Words matched by BM25 (Robertson and Zaragoza, 2009). The one file that imports tantivy.

Two indexes: passages, and whole articles, whose words may stand far apart. Filters are part
of the query, so that they hold inside the engine and cost no hits.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import FieldType, Occur, Query

from corpus.errors import StoreError
from index.stamp import link
from index.terms import query_terms
from index.types import Filters

TITLE_WEIGHT = 0.5  # of a term in the title, against one in the body
_HEAP_BYTES = 64_000_000
_FEW = 200  # so many articles are looked up one by one; a set is looked for among all there are
_WORDS = 1 << 12  # of which the last asked for are kept
_META, _MANAGED = "meta.json", ".managed.json"
_ANALYZER = "terms"  # index/terms.py has split the text; only spaces are left to split at


Segments = list[dict[str, Any]]
"""As tantivy's meta.json has them."""


@dataclass(frozen=True, slots=True)
class LexicalDocument:
    """What the engine is given of a passage or an article.

    ``day`` is ``date.toordinal`` or 0 for none; ``outlet`` is case folded; ``title`` and
    ``body`` are terms (index/terms.py).
    """

    row: int
    article: int
    day: int
    outlet: str | None
    title: Sequence[str]
    body: Sequence[str]


class LexicalIndex:
    """BM25 over documents with a title and a body, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``.

        Raises:
            StoreError: It is missing or damaged.
        """
        try:
            with _writable(folder) as place:
                self._index = tantivy.Index.open(str(place))
                self._register(self._index)
                # The files never change: nothing need watch them, or lock them later.
                self._index.config_reader(reload_policy="manual")
                self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            raise StoreError(f"{folder}: not a lexical index ({error})") from error
        self._schema = self._index.schema
        # What is asked of a word, and how many hold it, take long to make and to count.
        keep = lru_cache(maxsize=_WORDS)
        self._clauses = keep(partial(_clauses, self._schema))
        self._holding = keep(partial(_holding, self._schema))
        self._frequency = keep(partial(self._searcher.doc_freq, "body"))

    @classmethod
    def build(cls, folder: Path, documents: Iterable[LexicalDocument]) -> None:
        """Make an index of the documents in a new folder; raises as ``writing`` does."""
        with cls.writing(folder) as add:
            for document in documents:
                add(document)

    @classmethod
    @contextmanager
    def writing(cls, folder: Path) -> Iterator[Callable[[LexicalDocument], None]]:
        """Make an index in a new folder, of the documents that the block adds.

        Raises:
            StoreError: It cannot be written.
        """
        folder.mkdir(parents=True)
        schema = _schema()
        try:
            index = tantivy.Index(schema, path=str(folder))
            cls._register(index)
            writer = index.writer(_HEAP_BYTES, 1)

            def add(document: LexicalDocument) -> None:
                fields = {
                    "row": document.row,
                    "article": document.article,
                    "day": document.day,
                    "outlet": [] if document.outlet is None else [document.outlet],
                    "title": " ".join(document.title),
                    "body": " ".join(document.body),
                }
                writer.add_document(tantivy.Document.from_dict(fields, schema))

            yield add
            writer.commit()
            writer.wait_merging_threads()
        except ValueError as error:
            raise StoreError(f"{folder}: cannot be written ({error}); make room for it") from error

    @classmethod
    def join(cls, folder: Path, parts: Sequence[tuple[Path, Segments]]) -> None:
        """Make an index in a new folder of segments that lie in others, by hard links.

        tantivy's segments are files that never change and know nothing of each other; which
        of them an index has, its meta.json says. So an index is put together and taken apart
        with no document written anew, and its statistics are those of all its documents.

        Args:
            folder: Of the index to be; on the file system of the others.
            parts: Folders of other indexes, and which of their segments to take.

        Raises:
            StoreError: It cannot be written.
        """
        try:
            cls.build(folder, [])
            joined: Segments = []
            for source, segments in parts:
                if not segments:
                    continue
                joined += segments
                wanted = {segment["segment_id"].replace("-", "") for segment in segments}
                for file in source.iterdir():
                    if file.stem in wanted:
                        link(file, folder / file.name)
            meta = json.loads((folder / _META).read_text())
            (folder / _META).write_text(json.dumps(meta | {"segments": joined}, indent=1))
            (folder / _MANAGED).write_text(json.dumps(sorted(f.name for f in folder.iterdir())))
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder}: cannot be written ({error}); make room for it") from error

    @staticmethod
    def segments(folder: Path) -> Segments:
        """The segments of the index in the folder, for ``join``."""
        return list(json.loads((folder / _META).read_text())["segments"])

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, question: str, k: int, filters: Filters, articles: Sequence[int] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and BM25 scores of the ``k`` best documents, best first.

        Args:
            question: Any text; its meaningful terms are looked for.
            k: How many at most.
            filters: Restrictions by date and outlet.
            articles: Article rows to stay within; None for all.
        """
        words = query_terms(question)
        if not words:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        # All side by side: a query for each word, with one for each field in it, takes half as long
        # again.
        wanted = [clause for word in words for clause in self._clauses(word)]
        restrictions = list(self._restrictions(filters, articles))
        query = Query.boolean_query(wanted)
        if restrictions:
            query = Query.boolean_query(
                [(Occur.Must, query), *((Occur.Must, free) for free in restrictions)]
            )
        return self._found(query, k)

    def held(
        self, words: Mapping[str, float], articles: Sequence[int]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows of these articles, and the weights of the words that each holds, summed.

        For an index of whole articles. However often a word stands in one, and however long it
        is; articles that hold none of the words are left out.
        """
        if not words or not articles:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        wanted = [self._holding(word, weight) for word, weight in words.items()]
        query = Query.boolean_query(wanted)
        if len(articles) < len(self):
            within = self._of_articles(articles)
            query = Query.boolean_query(
                [(Occur.Must, query), (Occur.Must, Query.const_score_query(within, 0.0))]
            )
        return self._found(query, len(articles))

    def document_frequency(self, term: str) -> int:
        """How many documents hold the term in their body."""
        return int(self._frequency(term))

    def _found(self, query: Query, k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        hits = self._searcher.search(query, k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        scores = np.array([score for score, _ in hits], dtype=np.float32)
        return np.array(rows, dtype=np.int64), scores

    def _of_articles(self, rows: Sequence[int]) -> Query:
        """Documents of these articles."""
        if len(rows) > _FEW:
            return Query.term_set_query(self._schema, "article", list(rows))
        each = (Query.term_query(self._schema, "article", row, "basic") for row in rows)
        return Query.boolean_query([(Occur.Should, query) for query in each])

    def _restrictions(self, filters: Filters, articles: Sequence[int] | None) -> Iterable[Query]:
        """Queries that every document found must match; they add nothing to its score."""
        latest = min((day for day in (filters.until, filters.as_of) if day), default=None)
        if filters.since or latest:
            dated = Query.range_query(
                self._schema,
                "day",
                FieldType.Integer,
                filters.since.toordinal() if filters.since else 1,
                latest.toordinal() if latest else None,
            )
            undated = Query.term_query(self._schema, "day", 0)
            either = Query.boolean_query([(Occur.Should, dated), (Occur.Should, undated)])
            yield Query.const_score_query(either, 0.0)
        if filters.outlets:
            names = [name.casefold() for name in filters.outlets]
            yield Query.const_score_query(Query.term_set_query(self._schema, "outlet", names), 0.0)
        if articles is not None:
            yield Query.const_score_query(self._of_articles(articles), 0.0)

    @staticmethod
    def _register(index: tantivy.Index) -> None:
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer(_ANALYZER, analyzer)


def _clauses(schema: tantivy.Schema, word: str) -> list[tuple[Occur, Query]]:
    """The word in the body or in the title."""
    body = Query.term_query(schema, "body", word, "freq")
    title = Query.term_query(schema, "title", word, "freq")
    return [(Occur.Should, body), (Occur.Should, Query.boost_query(title, TITLE_WEIGHT))]


def _holding(schema: tantivy.Schema, word: str, weight: float) -> tuple[Occur, Query]:
    """The same, with a weight for all that hold it."""
    either = Query.boolean_query(_clauses(schema, word))
    return Occur.Should, Query.const_score_query(either, weight)


@contextmanager
def _writable(folder: Path) -> Iterator[Path]:
    """The folder, or where it cannot be written a temporary one with links to its files.

    The engine makes a lock beside the files that it opens, and maps them once and for all.
    """
    if os.access(folder, os.W_OK):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="newsdesk-", ignore_cleanup_errors=True) as temporary:
        for file in folder.iterdir():
            if not file.name.endswith(".lock"):
                (Path(temporary) / file.name).symlink_to(file.absolute())
        yield Path(temporary)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True, indexed=True)
    builder.add_unsigned_field("article", fast=True, indexed=True)
    builder.add_integer_field("day", fast=True, indexed=True)
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()
