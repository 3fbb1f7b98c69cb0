"""Trains the weights of qa/short_answers/short.json; `make short` runs it.

Our own questions in other words than the articles' (short_questions.jsonl), and those of 2023
outside the development weeks with a known article, which count three times as they are fewer;
each as of its day, over an index of the year's articles. A candidate is right where it is a gold
answer but for case, articles, punctuation and ways of writing numbers and peoples. The weights
make the right candidates likely among all of their question, with a small ridge. The development
weeks, and our own that are held back, are measured, never trained on.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from tqdm import tqdm

from fitting import Flags, Floats, cross_validated, fit, named
from index.search import Index
from index.types import Filters
from qa.extract import read
from qa.metrics.answers import token_f1
from qa.short_answers.short import SIGNS, WEIGHTS, candidates
from reader_lessons import WRITTEN, is_right
from real_news import FIRST_TRAINING_DAY, Row, day, folders, questions, rows_of
from results import means, write_result

RIDGE = 0.02
OF_WEEKS = 3  # times that a question of other weeks counts
# What lets a candidate hope before its meaning is looked at; of an earlier training, rounded.
_START = {
    "meeting": 1.8, "likeness": 2.9, "rest": 1.1, "close": 1.7, "asked": 4.2, "whole": -3.5,
    "echo": -2.4, "passage": 0.6, "order": 0.1, "agreement": 1.1, "articles": -0.4, "places": 0.9,
    "repeated": -5.0, "thing": 1.2, "name": 1.4, "number": 0.7, "money": 1.6, "time": -0.4,
    "title": 1.4, "word": -0.6, "fits": 1.9, "misfits": -0.7, "named": 0.6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """The candidates of one question: ``signs`` (candidates, signs), the others (candidates,)."""

    day: date
    texts: list[str]
    quotes: list[frozenset[int]]
    signs: Floats
    right: Flags
    f1: Floats


def main(index_folder: str) -> int:
    with Index(index_folder) as index:
        own, held = (
            [listed(index, row) for row in tqdm(rows_of(WRITTEN, split), mininterval=30)]
            for split in ("train", "held")
        )
        lists = [listed(index, row) for row in tqdm(questions(labelled=True), mininterval=30)]
    other = [each for each in lists if each.day >= FIRST_TRAINING_DAY]
    development = [each for each in lists if each.day < FIRST_TRAINING_DAY]
    training = [*other * OF_WEEKS, *own]
    weights = fit(training, RIDGE)
    trained = {
        "trained_on": {"questions": len(other) + len(own)},
        "weights": named(SIGNS, weights),
    }
    crossed = cross_validated(training, RIDGE)
    figures = {
        "other weeks, cross-validation": _measure(other, crossed[: len(other)]),
        "written, cross-validation": _measure(own, crossed[len(other) * OF_WEEKS :]),
        "written, held back": _measure(held, [each.signs @ weights for each in held]),
        "development": _measure(development, [each.signs @ weights for each in development]),
    }
    print(json.dumps(figures, indent=1))
    print(write_result("short", {"trained": trained, "ridge": RIDGE, "figures": figures}))
    WEIGHTS.write_text(json.dumps(trained, indent=1) + "\n")
    return 0


def listed(index: Index, row: Row) -> Listed:
    """The candidates of a question with a gold answer."""
    as_of = day(row)
    hits = index.search_articles(row["question"], filters=Filters(as_of=as_of))
    reading = read(row["question"], hits, index.encoder, index.rarity)
    found = candidates(reading, index.encoder, index.rarity, start_weights())
    gold = row.get("answers") or [row["answer"]]
    right = np.array([is_right(text, gold) for text in found.texts], dtype=np.bool_)
    f1 = np.array([token_f1(text, gold) for text in found.texts])
    return Listed(as_of, found.texts, found.quotes, found.signs, right, f1)


def start_weights() -> Floats:
    """The weights of ``SIGNS`` by which candidates are let in for training."""
    return np.array([_START.get(name, 0.0) for name in SIGNS])


def _measure(lists: Sequence[Listed], sums: Sequence[Floats]) -> dict[str, Any]:
    exact, overlap, five = [], [], []
    for each, values in zip(lists, sums, strict=True):
        order = np.argsort(-values, kind="stable")
        exact.append(bool(each.right[order[:1]].any()))
        overlap.append(float(each.f1[order[:1]].max(initial=0.0)))
        five.append(bool(each.right[order[:5]].any()))
    return means({"exact_match": exact, "token_f1": overlap, "in_first_5": five})


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
