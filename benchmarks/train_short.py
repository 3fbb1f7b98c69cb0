"""Trains the weights of qa/quoting/short.json; `make short` runs it.

Questions of 2023 outside the development weeks, each as of its day, over an index of the
year's articles. A candidate is right where it is the gold answer but for case, articles,
punctuation and ways of writing numbers and peoples. The weights make the right candidates
likely among all of their question, with a small ridge. The development weeks are measured,
never trained on.
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
from qa.choosing.wording import words
from qa.extract import read
from qa.metrics.answers import exact_match, token_f1
from qa.metrics.bootstrap import bootstrap, mean
from qa.quoting.short import SIGNS, WEIGHTS, candidates
from real_news import FIRST_TRAINING_DAY, Row, day, questions
from results import write_result

RIDGE = 0.02
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
    labelled: bool
    texts: list[str]
    quotes: list[frozenset[int]]
    signs: Floats
    right: Flags
    f1: Floats


def main(index_folder: str) -> int:
    with Index(index_folder) as index:
        lists = [listed(index, row) for row in tqdm(questions(), mininterval=30)]
    training = [each for each in lists if each.day >= FIRST_TRAINING_DAY]
    held_out = [each for each in lists if each.day < FIRST_TRAINING_DAY]
    weights = fit(training, RIDGE)
    trained = {"trained_on": {"questions": len(training)}, "weights": named(SIGNS, weights)}
    known = [each for each in held_out if each.labelled]
    figures = {
        "cross-validation": _measure(training, cross_validated(training, RIDGE)),
        "development": _measure(held_out, [each.signs @ weights for each in held_out]),
        "development, labelled": _measure(known, [each.signs @ weights for each in known]),
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
    gold = row["answer"]
    right = [exact_match(t, [gold]) == 1 or words(t) == words(gold) for t in found.texts]
    f1 = np.array([token_f1(text, [gold]) for text in found.texts])
    return Listed(
        as_of, bool(row["relevant"]), found.texts, found.quotes, found.signs, np.array(right), f1
    )


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
    figures: dict[str, Any] = {}
    for name, column in (("exact_match", exact), ("token_f1", overlap), ("in_first_5", five)):
        figure = bootstrap(mean(np.array(column, dtype=np.float64)), len(column))
        figures[name] = figure.to_dict() if figure else None
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
