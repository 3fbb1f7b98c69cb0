"""Trains the weights of qa/quoting/salience.json; `make salience` runs it.

Open questions (open_questions_many.jsonl, "weigh", of which train_telling.py has learned nothing)
as of their days, over an index of the year's articles. A sentence that could be quoted for one is
right where it tells two of its facts, and half right where it tells one. A logistic regression with
a small ridge, in which each question counts alike. Those held back are measured, never trained on.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

import open_questions
from fitting import Floats, named
from index.search import Index
from index.types import Filters
from open_questions import Question
from qa.asking.forms import Form, form_of
from qa.extract import read
from qa.quoting.cover import quotable
from qa.quoting.salience import SIGNS, WEIGHTS, signs
from qa.quoting.select import among, on_the_matter
from qa.reading.telling import with_telling
from real_news import folders
from results import write_result

RIDGE = 0.001


@dataclass(frozen=True, slots=True)
class Listed:
    """What could be quoted for a question: ``signs`` (sentences, signs), and how right each
    sentence is, (sentences,)."""

    signs: Floats
    right: Floats


def main(index_folder: str) -> int:
    with Index(index_folder) as index:
        weighed, held = (
            _every(index, open_questions.read(open_questions.MANY, split))
            for split in ("weigh", "held")
        )
    weights = fit(weighed)
    trained = {
        "trained_on": {"questions": len(weighed)},
        "weights": {**named(SIGNS, weights[:-1]), "bias": round(float(weights[-1]), 4)},
    }
    figures = {
        name: {"questions": len(lists), "auroc": _auroc(lists, weights)}
        for name, lists in (("weighed by", weighed), ("held back", held))
    }
    print(json.dumps(figures, indent=1))
    print(write_result("salience", {"trained": trained, "ridge": RIDGE, "figures": figures}))
    WEIGHTS.write_text(json.dumps(trained, indent=1) + "\n")
    return 0


def fit(lists: Sequence[Listed]) -> Floats:
    """The weights of the signs, and last the bias, (signs + 1,)."""
    table = _with_bias(np.concatenate([each.signs for each in lists]))
    right = np.concatenate([each.right for each in lists])
    counts = np.concatenate([np.full(len(each.right), 1 / len(each.right)) for each in lists])
    counts /= len(lists)

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = table @ weights
        value = counts @ (np.logaddexp(0.0, odds) - right * odds)
        slope = table.T @ (counts * (1 / (1 + np.exp(-odds)) - right))
        slope[:-1] += 2 * RIDGE * weights[:-1]
        return float(value + RIDGE * weights[:-1] @ weights[:-1]), slope

    found: Floats = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def _every(index: Index, asked: Sequence[Question]) -> list[Listed]:
    several = [each for each in asked if form_of(each.text) is not Form.POINT]
    lists = [_listed(index, each) for each in tqdm(several, mininterval=30)]
    return [each for each in lists if len(each.right)]


def _listed(index: Index, question: Question) -> Listed:
    hits = index.search_articles(question.text, filters=Filters(as_of=question.day))
    reading = with_telling(read(question.text, hits, index.encoder, index.rarity), index.encoder)
    form = form_of(question.text)
    within = among(reading, form, on_the_matter(reading, form))
    quotes = quotable(within, question.text, form)
    right = np.array([question.right(quote.text) for quote in quotes], dtype=np.float64)
    if not quotes:
        return Listed(np.empty((0, len(SIGNS))), right)
    return Listed(signs(quotes, question.text, [max(quote.parts) for quote in quotes]), right)


def _auroc(lists: Sequence[Listed], weights: Floats) -> float:
    odds = [_with_bias(each.signs) @ weights for each in lists]
    return open_questions.auroc(odds, [each.right for each in lists])


def _with_bias(table: Floats) -> Floats:
    return np.hstack([table, np.ones((len(table), 1))])


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
