"""Trains the weights of qa/reading/weighing.json; `make sentences` runs it.

Questions in people's own words, and those of 2023 outside the development weeks with a known
article, each as of its day, over an index of the year's articles. A sentence is right where it
says an answer, of the known article's where one of them does. The weights make the right
sentences likely among all of their question, with a small ridge. The development weeks are
measured, never trained on.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from tqdm import tqdm

from fitting import Flags, Floats, cross_validated, fit, named
from index.search import Index
from index.types import Filters
from qa.extract import read
from qa.metrics.answers import contains
from qa.reading.weighing import SIGNS, WEIGHTS
from reader_lessons import WRITTEN
from real_news import FIRST_TRAINING_DAY, Row, day, folders, questions, rows_of
from results import write_result

RIDGE = 0.01
_FIRST = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Listed:
    """The sentences of one question: ``signs`` (sentences, signs), ``right`` (sentences,)."""

    day: date
    signs: Floats
    right: Flags


def main(index_folder: str) -> int:
    with Index(index_folder) as index:
        anew = [listed(index, row) for row in tqdm(rows_of(WRITTEN, "train"), mininterval=30)]
        lists = [listed(index, row) for row in tqdm(questions(labelled=True), mininterval=30)]
    other = [each for each in lists if each.day >= FIRST_TRAINING_DAY]
    held_out = [each for each in lists if each.day < FIRST_TRAINING_DAY]
    weights = fit([*anew, *other], RIDGE)
    trained = {
        "trained_on": {"questions": len(anew) + len(other)},
        "weights": named(SIGNS, weights),
    }
    sums = cross_validated([*anew, *other], RIDGE)
    figures = {
        "in their own words, cross-validation": _measure(anew, sums[: len(anew)]),
        "other weeks, cross-validation": _measure(other, sums[len(anew) :]),
        "development": _measure(held_out, [each.signs @ weights for each in held_out]),
    }
    print(json.dumps(figures, indent=1))
    print(write_result("sentences", {"trained": trained, "ridge": RIDGE, "figures": figures}))
    WEIGHTS.write_text(json.dumps(trained, indent=1) + "\n")
    return 0


def listed(index: Index, row: Row) -> Listed:
    """The sentences that are read for a question whose article is known."""
    as_of = day(row)
    answers = row.get("answers") or [row["answer"]]
    hits = index.search_articles(row["question"], filters=Filters(as_of=as_of))
    quotes = read(row["question"], hits, index.encoder, index.rarity).quotes
    says = np.array([contains(quote.text, answers) for quote in quotes], dtype=np.bool_)
    known = set(row.get("relevant") or [row["article"]])
    of_known = np.array(
        [not known.isdisjoint((each.hit.passage.article_id, *each.hit.copies)) for each in quotes],
        dtype=np.bool_,
    )
    right = says & of_known if (says & of_known).any() else says
    return Listed(as_of, np.array([quote.signs for quote in quotes]), right)


def _measure(lists: Sequence[Listed], sums: Sequence[Floats]) -> dict[str, float]:
    """How often a right sentence is among the first so many."""
    ranked = [
        each.right[np.argsort(-values, kind="stable")]
        for each, values in zip(lists, sums, strict=True)
    ]
    return {
        f"in_first_{count}": round(float(np.mean([each[:count].any() for each in ranked])), 4)
        for count in _FIRST
    }


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
