"""Trains the weights of qa/asking/factoid.json; `make factoid` runs it.

Questions of our own and of the weeks outside the development set that have one answer; open ones
(open_questions_many.jsonl) and matters as people type them who want to read
of them as a whole (topic_queries.txt); each with the form that the rules give it.
A logistic regression, whose ridge of absolute weights leaves few; names are no signs. Those held
back and those of the development weeks are measured, never trained on.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from fitting import Floats
from open_questions import MANY, SETS
from qa.asking.factoid import WEIGHTS, features
from qa.asking.forms import Form, by_rules, form_of
from reader_lessons import EVERYDAY, WRITTEN
from real_news import DEVELOPMENT, FIRST_TRAINING_DAY, day, questions, rows_of
from results import write_result

TOPICS = Path(__file__).with_name("topic_queries.txt")
RARE = 40  # questions; what stands in fewer is no sign
RIDGE = 3.0  # on the sum of absolute weights, beside the summed loss of all questions
OPEN_COUNTS = 6.0  # an open question, as there are few, beside one of a point
WEEKLY, TOPIC = 3, 4  # times that these are among the others, of which there are more
_ONE_IN = 6  # topics is held back
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_WORD = re.compile(r"(?<=[a-z,] )[A-Za-z][a-z]+")


def main() -> int:
    topics = TOPICS.read_text("utf-8").splitlines()
    held = [
        ("short", _points(WRITTEN, "held"), False),
        ("everyday", _points(EVERYDAY, "held"), False),
        ("development", [row["question"] for row in questions(DEVELOPMENT)], False),
        ("open", _texts(MANY, "held"), True),
        ("open, weeks", _texts(SETS["weeks"][0], "develop", "held"), True),
        ("topics", topics[::_ONE_IN], True),
        ("open, year", _texts(SETS["year"][0], "held"), True),
    ]
    weeks = [row["question"] for row in questions() if day(row) >= FIRST_TRAINING_DAY]
    points = [*WEEKLY * weeks, *_points(WRITTEN, "train"), *_points(EVERYDAY, "train")]
    several = _texts(MANY, "train", "weigh")
    several += TOPIC * [topic for place, topic in enumerate(topics) if place % _ONE_IN]
    trained = fit(points, several)
    WEIGHTS.write_text(json.dumps({"weights": trained}, indent=0, ensure_ascii=False) + "\n")
    measured = {
        name: {
            "questions": len(texts),
            "by_rules": _share(texts, by_rules, several=kind),
            "trained": _share(texts, form_of, several=kind),
        }
        for name, texts, kind in held
    }
    for name, figures in measured.items():
        print(name, figures)
    counts = {"points": len(points), "several": len(several), "weights": len(trained)}
    print(write_result("factoid", {"trained_on": counts, "right": measured}))
    return 0


def fit(points: Sequence[str], several: Sequence[str]) -> dict[str, float]:
    """The weights of features that tell questions of several facts from those of a point.

    The log loss and the lasso by L-BFGS-B, a weight being the difference of two that are not
    negative; the bias, under "", is free.
    """
    asked = [question for question in (*points, *several) if by_rules(question) is not Form.WHY]
    of_several = set(several)
    is_open = np.array([question in of_several for question in asked])
    told = [features(question, by_rules(question)) for question in asked]
    counts = Counter(feature for each in told for feature in each)
    names = _names([*points, *several])
    kept = [f for f, n in counts.items() if n >= RARE and names.isdisjoint(f.split())]
    column = {feature: place for place, feature in enumerate(kept)}
    cells = [(row, column[f]) for row, each in enumerate(told) for f in each if f in column]
    rows, columns = zip(*cells, strict=True)
    table = csr_matrix((np.ones(len(cells)), (rows, columns)), (len(asked), len(kept)))
    counted = np.where(is_open, OPEN_COUNTS, 1.0)

    def loss(both: Floats) -> tuple[float, Floats]:
        weights = both[1 : 1 + len(kept)] - both[1 + len(kept) :]
        odds = table @ weights + both[0]
        value = counted @ np.logaddexp(0.0, np.where(is_open, -odds, odds))
        slope = counted * (1 / (1 + np.exp(-odds)) - is_open)
        by_weight = table.T @ slope
        slopes = np.concatenate([[slope.sum()], by_weight + RIDGE, RIDGE - by_weight])
        return float(value + RIDGE * both[1:].sum()), slopes

    bounds = [(None, None)] + [(0.0, None)] * (2 * len(kept))
    found = minimize(
        loss, np.zeros(1 + 2 * len(kept)), jac=True, method="L-BFGS-B", bounds=bounds,
        options={"maxiter": 2000, "maxfun": 4000},
    ).x  # fmt: skip
    weights = np.round(found[1 : 1 + len(kept)] - found[1 + len(kept) :], 2)
    largest = sorted(zip(kept, weights.tolist(), strict=True), key=lambda pair: -abs(pair[1]))
    return {"": round(float(found[0]), 2)} | {name: weight for name, weight in largest if weight}


def _names(asked: Sequence[str]) -> set[str]:
    """Words that within questions have a capital more often than not."""
    written = [question for question in asked if question[:1].isupper()]
    every = Counter(word.lower() for question in written for word in _WORD.findall(question))
    named = Counter(word.lower() for question in written for word in _CAPITAL.findall(question))
    return {word for word, count in named.items() if 2 * count > every[word]}


def _points(path: Path, split: str) -> list[str]:
    """Questions of a part that have an answer."""
    return [row["question"] for row in rows_of(path, split) if row["answers"]]


def _texts(path: Path, *splits: str) -> list[str]:
    return [row["question"] for row in rows_of(path, *splits)]


def _share(asked: Sequence[str], form: Callable[[str], Form], *, several: bool) -> float:
    """The share of questions whose form is one of several facts, or of a point."""
    right = [(form(question) is not Form.POINT) == several for question in asked]
    return round(sum(right) / len(right), 3)


if __name__ == "__main__":
    sys.exit(main())
