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
from pathlib import Path

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
from qa.reading.telling import told
from results import write_result

OPEN = Path(__file__).with_name("open_questions_many.jsonl")
RIDGE = 0.001
ALL = 2.0  # facts that make a sentence wholly right


@dataclass(frozen=True, slots=True)
class Listed:
    """What could be quoted for a question: ``signs`` (sentences, signs), and how many of its facts
    each sentence tells, (sentences,)."""

    signs: Floats
    facts: Floats


def main(index_folder: str) -> int:
    asked = open_questions.read(OPEN)
    with Index(index_folder) as index:
        weighed = _every(index, [each for each in asked if each.split == "weigh"])
        held = _every(index, [each for each in asked if each.split == "held"])
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
    right = np.concatenate([np.minimum(1.0, each.facts / ALL) for each in lists])
    counts = np.concatenate([np.full(len(each.facts), 1 / len(each.facts)) for each in lists])
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
    return [each for each in lists if len(each.facts)]


def _listed(index: Index, question: Question) -> Listed:
    hits = index.search_articles(question.text, filters=Filters(as_of=question.day))
    reading = told(read(question.text, hits, index.encoder, index.rarity), index.encoder)
    form = form_of(question.text)
    within = among(reading, form, on_the_matter(reading, form))
    quotes = quotable(within, question.text, form)
    facts = np.array([sum(question.told(quote.text)) for quote in quotes], dtype=np.float64)
    if not quotes:
        return Listed(np.empty((0, len(SIGNS))), facts)
    return Listed(signs(quotes, question.text, [max(quote.parts) for quote in quotes]), facts)


def _auroc(lists: Sequence[Listed], weights: Floats) -> float:
    """Of sentences that tell a fact and others of the same question, the mean over questions."""
    found = []
    for each in lists:
        odds = _with_bias(each.signs) @ weights
        tells = each.facts > 0
        if tells.any() and not tells.all():
            one, other = odds[tells][:, None], odds[~tells]
            found.append(float((one > other).mean() + (one == other).mean() / 2))
    return round(float(np.mean(found)), 4)


def _with_bias(table: Floats) -> Floats:
    return np.hstack([table, np.ones((len(table), 1))])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
