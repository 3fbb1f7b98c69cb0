"""Near-copies in an index of real articles: how many, what they cost, what hiding them does.

    python benchmarks/near_copies.py INDEX [--set NAME]

Sketches and comparisons are made anew and timed on one thread. Every question with a known
article is searched with near-copies folded and not, as of its day; a hit also counts for its
copies where the figure says so.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np

from index.derived import open_derived
from index.engines.segments import plan
from index.near_copies.alike import Table
from index.near_copies.find_copies import find_copies
from index.search import Index
from index.store import Store
from index.types import Filters, Hit
from qa.metrics.retrieval import hits_at, reciprocal_rank_at
from real_news import DEVELOPMENT, Row, day, questions
from results import write_result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--set", default=DEVELOPMENT)
    options = parser.parse_args()
    rows = questions(options.set, labelled=True)
    figures = {"found": _found(options.index)}
    with Index(options.index) as index:
        figures["retrieval, folded"] = _retrieval(index, rows)
        with patch("index.searching.finding.folded", lambda found, *_: found):
            figures["retrieval, not folded"] = _retrieval(index, rows)
    for name, figure in figures.items():
        print(name, json.dumps(figure))
    print(write_result(f"near-copies-{options.set}", figures))
    return 0


def _found(folder: Path) -> dict[str, Any]:
    with Store(folder) as store, store.snapshot(), TemporaryDirectory() as place:
        derived = open_derived(folder, store)
        columns, copies = derived.columns, derived.copies
        started = time.process_time()
        tables = [Table(Path(place), planned.span) for planned in plan([], store.sizes())]
        for table in tables:
            table.make(store, [])
        compared = find_copies(store, tables)
        afresh = time.process_time() - started
        started = time.process_time()
        find_copies(store, [], compared, tables)
        again = time.process_time() - started
    positions = np.arange(len(columns.rows))
    heads = copies.heads(positions)
    copied = heads[heads != positions]
    sizes = Counter(np.unique(copied, return_counts=True)[1].tolist())
    return {
        "articles": len(np.unique(columns.articles)),
        "passages": len(columns.rows),
        "cpu_seconds": round(afresh, 1),
        "cpu_seconds_again": round(again, 1),
        "article_pairs_compared": len(compared.pairs.numbers),
        "copied_passages": len(copied),
        "passages_of_a_group_besides_its_head": {str(n): sizes[n] for n in sorted(sizes)},
    }


def _retrieval(index: Index, rows: list[Row]) -> dict[str, dict[str, float]]:
    found = []
    for row in rows:
        hits = index.search_articles(row["question"], filters=Filters(as_of=day(row)))
        found.append((hits, set(row["relevant"])))
    return {
        "by_article": _ranks(found, lambda hit: {hit.passage.article_id}),
        "by_article_or_copy": _ranks(found, lambda hit: {hit.passage.article_id, *hit.copies}),
    }


def _ranks(
    found: list[tuple[list[Hit], set[str]]], carriers: Callable[[Hit], set[str]]
) -> dict[str, float]:
    relevance = []
    for hits, relevant in found:
        articles: dict[str, set[str]] = {}
        for hit in hits:
            articles.setdefault(hit.passage.article_id, set()).update(carriers(hit))
        relevance.append([bool(ids & relevant) for ids in articles.values()])
    means: dict[str, float] = {"questions": len(relevance)}
    for k in (1, 4, 10):
        means[f"hits_at_{k}"] = round(mean(hits_at(each, k) for each in relevance), 4)
    means["mrr_at_10"] = round(mean(reciprocal_rank_at(each, 10) for each in relevance), 4)
    return means


if __name__ == "__main__":
    sys.exit(main())
