"""The development questions with known articles, by their labels and by corrected ones.

    python benchmarks/corrected_labels.py INDEX

wrong_labels.jsonl holds what was found by reading the questions whose first article is not
labelled: labelled articles that do not tell the answer, and articles that tell it and are not
labelled. Questions that no known article answers then are left out. Hits were not read, so the
corrected figures are on the high side.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from index.search import Index
from index.types import Filters
from qa.metrics.bootstrap import bootstrap, mean
from qa.metrics.retrieval import first_ranks, hits_at, reciprocal_rank_at
from real_news import DEVELOPMENT, day, questions, rows_of
from results import write_result

WRONG = Path(__file__).with_name("wrong_labels.jsonl")


def main(folder: str) -> int:
    wrong = {row["id"]: row for row in rows_of(WRONG)}
    labelled, corrected = [], []
    with Index(folder) as index:
        for row in questions(DEVELOPMENT, labelled=True):
            hits = index.search_articles(row["question"], filters=Filters(as_of=day(row)))
            articles = first_ranks(hit.passage.article_id for hit in hits)
            known = set(row["relevant"])
            labelled.append([article in known for article in articles])
            if change := wrong.get(row["id"]):
                known = (known - set(change["not_relevant"])) | set(change["relevant_too"])
            if known:
                corrected.append([article in known for article in articles])
    figures = {"as labelled": _figures(labelled), "corrected": _figures(corrected)}
    for name, figure in figures.items():
        print(name, {metric: value["value"] for metric, value in figure.items()})
    print(write_result("corrected-labels", {"changed": len(wrong), **figures}))
    return 0


def _figures(relevance: Sequence[Sequence[bool]]) -> dict[str, dict[str, float]]:
    columns = {f"hits_at_{k}": [hits_at(each, k) for each in relevance] for k in (1, 4, 10)}
    columns["mrr_at_10"] = [reciprocal_rank_at(each, 10) for each in relevance]
    found = {name: bootstrap(mean(values), len(values)) for name, values in columns.items()}
    return {name: figure.to_dict() for name, figure in found.items() if figure}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
