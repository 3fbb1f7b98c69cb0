"""Trains the weights of index/searching/ranking.json; `make ranker` runs it.

Questions of 2023 outside the development weeks, each as of its day, over an index of the
year's articles. A candidate passage is right where it stands in an article that is known to
be relevant and holds the gold answer. The weights make the right passages likely among all
candidates of their question, with a small ridge. The development weeks are measured, never
trained on.
"""

import json
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from fitting import Flags, Floats, fit_lists, named
from index.search import Index
from index.searching.ranking import SIGNS, WEIGHTS, trained_weights
from index.store import Store
from index.types import Filters
from qa.metrics.answers import contains
from real_news import FIRST_TRAINING_DAY, Row, day, folders, questions
from results import write_result

RIDGE = 0.01


@dataclass(frozen=True, slots=True)
class Listed:
    """The candidates of one question: ``signs`` (candidates, signs), else (candidates,)."""

    day: date
    signs: Floats
    articles: NDArray[np.int64]
    relevant: Flags
    right: Flags


def main(index_folder: str) -> int:
    rows = questions(labelled=True)
    with Index(index_folder) as index, Store(Path(index_folder)) as store:
        lists = [listed(index, store, row) for row in tqdm(rows, mininterval=10)]
    training = [each for each in lists if each.day >= FIRST_TRAINING_DAY]
    held_out = [each for each in lists if each.day < FIRST_TRAINING_DAY]
    before = trained_weights()
    with_right = [each for each in training if each.right.any()]
    weights = train(with_right)
    trained = {"trained_on": {"questions": len(training)}, "weights": named(SIGNS, weights)}
    figures = {
        f"{name}, {which}": _measure(part, used)
        for name, part in (("training", training), ("development", held_out))
        for which, used in (("before", before), ("trained", weights))
    }
    figures |= {
        f"development, without {name}": _measure(
            held_out, train(with_right, [sign for sign in SIGNS if sign != name])
        )
        for name in SIGNS
    }
    for name, figure in figures.items():
        print(f"{name:36}", figure)
    print(write_result("ranker", {"trained": trained, "ridge": RIDGE, "figures": figures}))
    WEIGHTS.write_text(json.dumps(trained, indent=1) + "\n")
    return 0


def listed(index: Index, store: Store, row: Row) -> Listed:
    """The candidates of a row of questions.jsonl, as of its day."""
    as_of = day(row)
    found, derived = index.candidates(row["question"], Filters(as_of=as_of))
    rows = derived.columns.rows[found.positions].tolist()
    passages = store.passages(rows)
    relevant = set(row["relevant"])
    known = [passages[number].passage for number in rows]
    in_relevant = np.array([passage.article_id in relevant for passage in known], dtype=bool)
    right = np.zeros(len(known), dtype=bool)
    for place in np.flatnonzero(in_relevant):
        right[place] = contains(known[place].text, [row["answer"]])
    articles = derived.columns.articles[found.positions]
    return Listed(as_of, found.signs, articles, in_relevant, right)


def train(lists: Sequence[Listed], signs: Collection[str] = SIGNS) -> Floats:
    """Weights of ``SIGNS`` under which right passages are likeliest, (signs,).

    Signs that are not among ``signs`` have none. Every list has a right passage.
    """
    used = np.array([name in signs for name in SIGNS])
    weights = np.zeros(len(SIGNS))
    weights[used] = fit_lists(
        [each.signs[:, used] for each in lists], [each.right for each in lists], RIDGE
    )
    return weights


def _measure(lists: list[Listed], weights: Floats) -> dict[str, float]:
    ranks, passages = [], []
    for each in lists:
        order = np.argsort(-(each.signs @ weights), kind="stable")
        seen = list(dict.fromkeys(each.articles[order].tolist()))
        known = set(each.articles[each.relevant].tolist())
        ranks.append(next((i for i, article in enumerate(seen, 1) if article in known), 0))
        passages.append(bool(each.right[order[:5]].any()))
    placed = np.array(ranks)
    return {
        "questions": len(lists),
        "hits_at_1": round(float((placed == 1).mean()), 4),
        "hits_at_4": round(float(((placed > 0) & (placed <= 4)).mean()), 4),
        "hits_at_10": round(float(((placed > 0) & (placed <= 10)).mean()), 4),
        "mrr_at_10": round(float(np.mean([1 / r if 0 < r <= 10 else 0.0 for r in ranks])), 4),
        "right_passage_in_5": round(float(np.mean(passages)), 4),
    }


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
