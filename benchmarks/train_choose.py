"""Trains the weights of qa/choosing/choose.json; `make choose` runs it.

Multiple-choice questions of 2023 outside the development weeks, each as of its day, over an
index of the year's articles. The weights make the right choices likely (maximum likelihood of
the mixture, with a small ridge). Design and ridge were chosen by cross-validation over whole
weeks; the development weeks are measured, never trained on.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

from fitting import FOLDS, Floats, folds, named
from index.search import Index
from index.types import Filters
from qa.ahead import Wanted, led_to
from qa.choosing.choose import CHOICE_SIGNS, PASSAGE_SIGNS, WEIGHTS, evidence
from qa.choosing.mixture import Evidence, Mixture
from qa.choosing.plausible import PLAUSIBLE_SIGNS
from qa.metrics.answers import with_none_of_the_above
from real_news import FIRST_TRAINING_DAY, Row, day, folders, questions
from results import means, write_result

RIDGE = 0.003
_PASSAGE = len(PASSAGE_SIGNS)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what speaks for its choices, and the place of the right one."""

    day: date
    evidence: Evidence
    gold: int
    labelled: bool


def main(index_folder: str) -> int:
    with Index(index_folder) as index:
        every = [
            _asked(index, row)
            for row in tqdm(questions(), mininterval=30)
            if row["answer"] in row.get("choices", ())
        ]
    training = [asked for asked in every if asked.day >= FIRST_TRAINING_DAY]
    held_out = [asked for asked in every if asked.day < FIRST_TRAINING_DAY]
    mixture = train(training)
    trained = {
        "trained_on": {"questions": len(training)},
        "passage": named(PASSAGE_SIGNS, mixture.passage),
        "choice": named(CHOICE_SIGNS, mixture.choice),
        "plausible": named(PLAUSIBLE_SIGNS, mixture.plausible),
        "silence": round(mixture.silence, 4),
    }
    figures = {
        "cross-validation": _measure(training, _cross_validated(training)),
        "development": _measure(held_out, [mixture.chances(each.evidence) for each in held_out]),
    }
    print(json.dumps(figures, indent=1))
    print(write_result("choose", {"trained": trained, "ridge": RIDGE, "figures": figures}))
    WEIGHTS.write_text(json.dumps(trained, indent=1) + "\n")
    return 0


def _asked(index: Index, row: Row) -> Asked:
    as_of = day(row)
    filters, question, choices = Filters(as_of=as_of), row["question"], row["choices"]
    hits = index.search_articles(question, filters=filters)
    led = led_to(index, Wanted(question, filters, tuple(choices)))
    weighed = evidence(question, choices, hits, led, index.rarity, as_of)
    return Asked(as_of, weighed, choices.index(row["answer"]), bool(row["relevant"]))


def train(asked: Sequence[Asked]) -> Mixture:
    """The mixture under which the right choices are likeliest, found by L-BFGS."""
    spreads = _spreads(asked)
    plain = [each for each in asked if not each.evidence.negated]

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = RIDGE * weights[:-1] @ weights[:-1], 2 * RIDGE * weights
        slope[-1] = 0.0
        mixture = _mixture(weights, spreads)
        for each in plain:
            signs = each.evidence
            trust, opinions = mixture.experts(signs)
            chances = np.array(mixture.chances(signs))
            value -= np.log(chances[each.gold]) / len(plain)
            surprise = -chances
            surprise[each.gold] += 1
            # Of what a choice lacks or has too much, each expert answers for its share.
            shares = trust[:, None] * opinions
            due = shares / shares.sum(axis=0) * surprise
            owed = due.sum(axis=1)
            mean_signs = (opinions[:-1, :, None] * signs.choices).sum(axis=1)
            gradient = np.r_[
                owed[:-1] @ signs.passages,
                np.einsum("pc,pcs->s", due[:-1], signs.choices) - owed[:-1] @ mean_signs,
                surprise @ signs.plausible,
            ]
            slope -= np.append(gradient / spreads, owed[-1]) / len(plain)
        return float(value), slope

    start = np.zeros(len(spreads) + 1)
    start[0] = 0.5  # a plain start: what was found best is trusted most
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return _mixture(best, spreads)


def _spreads(asked: Sequence[Asked]) -> Floats:
    passages = np.concatenate([each.evidence.passages for each in asked])
    choices = [each.evidence.choices.reshape(-1, len(CHOICE_SIGNS)) for each in asked]
    unread = [each.evidence.plausible for each in asked]
    spreads = np.r_[
        passages.std(axis=0),
        np.concatenate(choices).std(axis=0),
        np.concatenate(unread).std(axis=0),
    ]
    return np.where(spreads > 0, spreads, 1.0)


def _mixture(weights: Floats, spreads: Floats) -> Mixture:
    scaled = weights[:-1] / spreads
    passage, choice, unread = np.split(scaled, [_PASSAGE, _PASSAGE + len(CHOICE_SIGNS)])
    return Mixture(passage, choice, unread, float(weights[-1]))


def _cross_validated(asked: Sequence[Asked]) -> list[list[float]]:
    """Chances of questions whose whole week was left out of training."""
    fold = folds([each.day for each in asked])
    mixtures = [train([each for each in asked if fold[each.day] != out]) for out in range(FOLDS)]
    return [mixtures[fold[each.day]].chances(each.evidence) for each in asked]


def _measure(asked: Sequence[Asked], chances: Sequence[Sequence[float]]) -> dict[str, Any]:
    pairs = list(zip(asked, chances, strict=True))
    right = np.array([float(np.argmax(chance) == each.gold) for each, chance in pairs])
    with_none = np.array([with_none_of_the_above(chance, each.gold) for each, chance in pairs])
    labelled = np.array([each.labelled for each in asked])
    likely = [np.log(max(chance[each.gold], 1e-12)) for each, chance in pairs]
    columns = {
        "accuracy": right,
        "accuracy_with_known_articles": right[labelled],
        "accuracy_without": right[~labelled],
        "accuracy_with_none": with_none,
    }
    return {"log_likelihood": round(float(np.mean(likely)), 4), **means(columns)}


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
