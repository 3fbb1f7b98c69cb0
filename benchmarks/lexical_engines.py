"""Which BM25 engine: tantivy, bm25s or SQLite FTS5, over the same passages and terms.

Quality on the development questions, latency over about 100,000 passages, and the cost of
adding 100 articles to an index that is there. `python benchmarks/lexical_engines.py` with
NEWSDESK_DATA set; bm25s is needed beside the project's own dependencies.
"""

import gzip
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import tantivy

from corpus.article import Article, article_from_row
from corpus.errors import InputError
from corpus.passages import cut
from index.terms import query_terms, terms
from real_news import DEVELOPMENT, YEAR, located, questions
from results import write_result

TOP = 100
ADDED_ARTICLES = 100
Passages = list[tuple[int, str]]
"""Article number and terms, joined by spaces."""


class Tantivy:
    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", fast=True, indexed=True)
        builder.add_text_field("body", tokenizer_name="terms", index_option="freq")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(folder))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("terms", analyzer)
        self.count = 0

    def add(self, passages: Passages) -> None:
        writer = self.index.writer(64_000_000, 1)
        for _, text in passages:
            fields = {"row": self.count, "body": text}
            writer.add_document(tantivy.Document.from_dict(fields, self.schema))
            self.count += 1
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, words: Sequence[str]) -> list[int]:
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(self.schema, "body", word, "freq"))
                for word in words
            ]
        )
        hits = self.searcher.search(query, TOP, count=False).hits
        return list(self.searcher.fast_field_values("row", [address for _, address in hits]))


class Bm25s:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts: list[list[str]] = []

    def add(self, passages: Passages) -> None:
        # bm25s holds a finished matrix of scores: adding means making it again.
        self.texts += [text.split() for _, text in passages]
        self.engine = bm25s.BM25(k1=1.2, b=0.75)
        self.engine.index(self.texts, show_progress=False)
        self.engine.save(str(self.folder / "bm25s"))

    def search(self, words: Sequence[str]) -> list[int]:
        known = [word for word in words if word in self.engine.vocab_dict]
        if not known:
            return []
        found, scores = self.engine.retrieve([known], k=TOP, show_progress=False)
        return [int(row) for row, score in zip(found[0], scores[0], strict=True) if score > 0]


class Fts5:
    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "fts5.sqlite")
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(body, content='', "
            "tokenize=\"unicode61 tokenchars '-.'\")"
        )
        self.count = 0

    def add(self, passages: Passages) -> None:
        with self.db:
            for _, text in passages:
                self.count += 1
                self.db.execute(
                    "INSERT INTO passages (rowid, body) VALUES (?, ?)", (self.count, text)
                )

    def search(self, words: Sequence[str]) -> list[int]:
        query = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
        found = self.db.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?", (query, TOP)
        )
        return [row - 1 for (row,) in found]


def main() -> int:
    articles = list(_articles(located(YEAR, "articles.jsonl.gz")))
    labelled = questions(DEVELOPMENT, labelled=True)
    held, added = articles[:-ADDED_ARTICLES], articles[-ADDED_ARTICLES:]
    passages, extra = _passages(held, 0), _passages(added, len(held))
    ids = [article.id for article in articles]
    owners = [owner for owner, _ in passages + extra]
    print(f"{len(passages):,} passages of {len(held):,} articles; {len(extra):,} added")
    figures: dict[str, Any] = {}
    engines: dict[str, Callable[[Path], Any]] = {
        "tantivy": Tantivy,
        "bm25s": Bm25s,
        "sqlite-fts5": Fts5,
    }
    for name, make in engines.items():
        folder = Path(tempfile.mkdtemp())
        engine = make(folder)
        built = _timed(engine.add, passages)
        grown = _timed(engine.add, extra)
        times, ranks = [], []
        for question in labelled:
            words = query_terms(question["question"])
            start = time.perf_counter()
            found = engine.search(words)
            times.append((time.perf_counter() - start) * 1000)
            ranked = list(dict.fromkeys(ids[owners[row]] for row in found))
            relevant = set(question["relevant"])
            ranks.append(next((i for i, a in enumerate(ranked, 1) if a in relevant), 0))
        times.sort()
        figures[name] = {
            "build_seconds": round(built, 2),
            "add_100_articles_seconds": round(grown, 3),
            "p50_ms": round(statistics.median(times), 2),
            "p95_ms": round(times[int(len(times) * 0.95)], 2),
            "article_hits_at_10": round(sum(0 < r <= 10 for r in ranks) / len(ranks), 3),
            "article_mrr_at_10": round(sum(1 / r for r in ranks if 0 < r <= 10) / len(ranks), 3),
            "megabytes": round(
                sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6, 1
            ),
        }
        print(name, figures[name])
        shutil.rmtree(folder)
    print(write_result("lexical-engines", {"passages": len(passages), "engines": figures}))
    return 0


def _articles(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            try:
                yield article_from_row(json.loads(line))
            except InputError as error:
                print(f"left out: {error}")


def _passages(articles: Sequence[Article], first: int) -> Passages:
    def words(texts: Sequence[str]) -> list[int]:
        return [len(text) // 5 for text in texts]  # no tokenizer: size is all that matters here

    return [
        (number, " ".join(terms(f"{article.title} {passage.text}")))
        for number, article in enumerate(articles, first)
        for passage in cut(article, words, 254)
    ]


def _timed(add: Callable[[Passages], None], passages: Passages) -> float:
    start = time.perf_counter()
    add(passages)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
