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

import numpy as np

from ablation import METRICS, measured
from index.search import Index
from index.types import Filters
from real_news import DEVELOPMENT, day, folders, questions, rows_of
from results import means, write_result

WRONG = Path(__file__).with_name("wrong_labels.jsonl")


def main(folder: str) -> int:
    wrong = {row["id"]: row for row in rows_of(WRONG)}
    labelled, corrected = [], []
    with Index(folder) as index:
        for row in questions(DEVELOPMENT, labelled=True):
            hits = index.search_articles(row["question"], filters=Filters(as_of=day(row)))
            labelled.append(measured(row, hits))
            known = set(row["relevant"])
            if change := wrong.get(row["id"]):
                known = (known - set(change["not_relevant"])) | set(change["relevant_too"])
            if known:
                corrected.append(measured({**row, "relevant": known}, hits))
    figures = {"as labelled": _figures(labelled), "corrected": _figures(corrected)}
    for name, figure in figures.items():
        print(name, {metric: value["value"] for metric, value in figure.items()})
    print(write_result("corrected-labels", {"changed": len(wrong), **figures}))
    return 0


def _figures(values: Sequence[Sequence[float]]) -> dict[str, dict[str, float]]:
    """``METRICS`` of some questions, each with its interval."""
    return means(dict(zip(METRICS, np.array(values).T, strict=True)))


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
