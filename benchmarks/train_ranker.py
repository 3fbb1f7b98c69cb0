"""Trains the weights of index/ranking.json; `make ranker` runs it.

Questions of 2023 outside the development weeks, each as of its day, over an index of the
year's articles. A candidate passage is right where it stands in an article that is known to
be relevant and holds the gold answer. The weights make the right passages likely among all
candidates of their question (a softmax over each list: Cao et al., ICML 2007), with a small
ridge. The development weeks are measured, never trained on.
"""

import json
import os
import sys
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from tqdm import tqdm

from corpus.article import parse_published
from index.ranking import SIGNS, WEIGHTS, Floats, trained_weights
from index.search import Index
from index.store import Store
from index.types import Filters
from qa.metrics.answers import contains
from results import write_result

FIRST_TRAINING_DAY = date(2023, 4, 2)
RIDGE = 0.01


@dataclass(frozen=True, slots=True)
class Listed:
    """The candidates of one question."""

    day: date
    signs: Floats
    articles: NDArray[np.int64]
    relevant: NDArray[np.bool_]
    right: NDArray[np.bool_]


def main(index_folder: str) -> int:
    if not os.environ.get("NEWSDESK_DATA"):
        print("set NEWSDESK_DATA to the folder that holds realtimeqa-2023/", file=sys.stderr)
        return 2
    path = Path(os.environ["NEWSDESK_DATA"]) / "realtimeqa-2023" / "questions.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with Index(index_folder) as index, Store(Path(index_folder)) as store:
        lists = [listed(index, store, row) for row in tqdm(rows, mininterval=10) if row["relevant"]]
    training = [each for each in lists if each.day >= FIRST_TRAINING_DAY]
    held_out = [each for each in lists if each.day < FIRST_TRAINING_DAY]
    before = trained_weights()
    with_right = [each for each in training if each.right.any()]
    weights = train(with_right)
    named = {name: round(float(w), 4) for name, w in zip(SIGNS, weights, strict=True)}
    WEIGHTS.write_text(
        json.dumps({"trained_on": {"questions": len(training)}, "weights": named}, indent=1) + "\n"
    )
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
    print(write_result("ranker", {"weights": named, "figures": figures}))
    return 0


def listed(index: Index, store: Store, row: dict[str, Any]) -> Listed:
    """The candidates of a row of questions.jsonl, as of its day."""
    day = date.fromisoformat(parse_published(row["date"])[:10])
    found, derived = index.candidates(row["question"], Filters(as_of=day))
    rows = derived.columns.rows[found.positions].tolist()
    passages = store.passages(rows)
    relevant = set(row["relevant"])
    known = [passages[number].passage for number in rows]
    in_relevant = np.array([passage.article_id in relevant for passage in known], dtype=bool)
    holds = np.array([contains(passage.text, [row["answer"]]) for passage in known], dtype=bool)
    articles = derived.columns.articles[found.positions]
    return Listed(day, found.signs, articles, in_relevant, in_relevant & holds)


def train(lists: list[Listed], signs: Collection[str] = SIGNS) -> Floats:
    """Weights of the signs; those that are not among ``signs`` have none.

    Every list has a right passage.
    """
    table = np.concatenate([each.signs for each in lists])
    spread = table.std(axis=0) + 1e-9
    spread[[name not in signs for name in SIGNS]] = np.inf
    scaled = table / spread
    sizes = np.array([len(each.signs) for each in lists])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    shares = np.concatenate([each.right / each.right.sum() for each in lists])

    def loss(weights: Floats) -> tuple[float, Floats]:
        sums = scaled @ weights
        peaks = np.maximum.reduceat(sums, starts)
        odds = np.exp(sums - np.repeat(peaks, sizes))
        totals = np.add.reduceat(odds, starts)
        likely = peaks + np.log(totals)
        value = (likely.sum() - sums @ shares) / len(lists) + RIDGE * weights @ weights
        slope = scaled.T @ (odds / np.repeat(totals, sizes) - shares) / len(lists)
        return float(value), slope + 2 * RIDGE * weights

    best = minimize(loss, np.zeros(len(SIGNS)), jac=True, method="L-BFGS-B").x
    weights: Floats = best / spread
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
    sys.exit(main(sys.argv[1]))
