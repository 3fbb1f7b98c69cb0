"""The development questions with known articles, by their labels and by corrected ones.

    python benchmarks/corrected_labels.py INDEX

wrong_labels.jsonl holds what was found by reading: where the first article is not labelled, this
article and the labelled ones; where it is, the article, and the others that are labelled if it does
not tell the answer. Questions that no known article answers then are left out, also where the gold
answer stands in the first passages: there it stands by chance.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from index.search import Index
from index.types import Filters
from qa.metrics.answers import contains
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
            holds = [contains(hit.passage.text, [row["answer"]]) for hit in hits]
            known = set(row["relevant"])
            labelled.append(_measured([article in known for article in articles], holds))
            if change := wrong.get(row["id"]):
                known = (known - set(change["not_relevant"])) | set(change["relevant_too"])
            if known:
                corrected.append(_measured([article in known for article in articles], holds))
    figures = {"as labelled": _figures(labelled), "corrected": _figures(corrected)}
    for name, figure in figures.items():
        print(name, {metric: value["value"] for metric, value in figure.items()})
    print(write_result("corrected-labels", {"changed": len(wrong), **figures}))
    return 0


def _measured(relevant: Sequence[bool], holds: Sequence[bool]) -> dict[str, float]:
    """Of one question, by its articles and by its passages, best first."""
    figures: dict[str, float] = {f"hits_at_{k}": hits_at(relevant, k) for k in (1, 4, 10)}
    figures["mrr_at_10"] = reciprocal_rank_at(relevant, 10)
    return figures | {f"gold_in_{k}": hits_at(holds, k) for k in (5, 20)}


def _figures(measured: Sequence[dict[str, float]]) -> dict[str, dict[str, float]]:
    found = {
        name: bootstrap(mean([each[name] for each in measured]), len(measured))
        for name in measured[0]
    }
    return {name: figure.to_dict() for name, figure in found.items() if figure}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
