"""Fits the weights of qa/confidence.json; `make confidence` runs it.

Answerable questions are those of 2023 outside the development weeks, with a known article that
holds the answer, and one in 48 of short_questions.jsonl, which were written over single articles;
unanswerable ones are of 2025, asked of the same articles, without those that
answerable_after_all.jsonl lists. The development weeks are held out and measured, also without
the questions of which wrong_labels.jsonl shows that no known article tells; so are the written
questions that are held back. Each tenth of the unanswerable ones is answered by the threshold
that is fitted without it; the AUROC is by one fit, as the order of chances hangs on none. Dates
are withheld, so that they tell nothing. Measured alone, and against the written ones that are held
back: those of untold_questions.jsonl that are, about articles that do not answer them.

An answer counts as right where the gold answer, or half of the facts, stands in what would be
shown. How likely that is is fitted on all questions of 2023 outside the development weeks,
whether an article is known to tell or not, on unanswerable ones, which count as much, and on
written ones, which count half. The threshold is where at most 15 in 100 of the unanswerable
questions of news are answered, after all that they are declined for. That of questions that ask for
several facts is fitted likewise on those of open_questions_many.jsonl, asked of the articles of the
development weeks, where no sentence that is read tells any of their facts.

How much more the same tells among fewer passages is fitted after that, on the small sets of
small_sets.py but for the one that is held out, and on what is not declined for another reason.
"""

import json
import math
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

import open_questions
import small_sets
from fitting import Floats
from index.search import Index
from index.types import Filters
from qa.asking.forms import Form, form_of
from qa.confidence import WEIGHTS, signs
from qa.declining import of_its_time
from qa.extract import read
from qa.look import look
from qa.matching.told import tells
from qa.metrics.bootstrap import bootstrap, mean
from qa.metrics.confidence import auroc, calibration_error
from qa.quoting.select import choose
from reader_lessons import UNTOLD, WRITTEN
from real_news import FIRST_TRAINING_DAY, Row, day, folders, located, questions, rows_of
from results import write_result
from small_sets import is_answerable

ANSWERABLE = Path(__file__).with_name("answerable_after_all.jsonl")
WRONG = Path(__file__).with_name("wrong_labels.jsonl")
FALSE_ANSWERS = 0.15  # share of unanswerable questions that are answered
EVERY = 48  # of so many written questions one is asked
# What each sign counts beside the relevance: chosen on the development weeks, the small sets and
# the written questions that are held back, for reader and short answers have been taught by the
# others.
SHARES = {"relevance": 1.0, "likeness": 2.5, "told": 2.0, "answerability": 0.12}


def main(index_folder: str, development_folder: str) -> int:
    quiz = [row for row in questions() if row["relevant"] or "answer" in row]
    later = [row for row in quiz if day(row) >= FIRST_TRAINING_DAY]
    held_out = [row for row in quiz if row["relevant"] and day(row) < FIRST_TRAINING_DAY]
    after_all = {row["id"] for row in rows_of(ANSWERABLE)}
    every = rows_of(located("unanswerable-2025q1.jsonl"))
    with Index(index_folder) as index:
        asked = _measured(index, later)
        taught = _measured(index, rows_of(WRITTEN, "train")[::EVERY])
        foreign = _measured(index, [row for row in every if row["id"] not in after_all])
        development = _measured(index, held_out)
        held_back = _measured(index, rows_of(WRITTEN, "held"))
        untold = _measured(index, rows_of(UNTOLD, "held"))
        told = _measured_open(index, "held", answerable=True)
    with Index(development_folder) as index:
        beside = [
            row
            for split in ("train", "weigh")
            for row in _measured_open(index, split, answerable=False)
        ]
        held_beside = _measured_open(index, "held", answerable=False)
    small = {name: _measured_small(name) for name in small_sets.NAMES}
    news = asked, taught, foreign
    fitting = [row for name in small_sets.FITTING for row in small[name]]
    fitted = _fitted(*news, fitting, beside)
    development = _judged(development, fitted)
    crossed = []
    for tenth in range(10):
        rest = [row for place, row in enumerate(foreign) if place % 10 != tenth]
        by_rest = _judged(foreign[tenth::10], _fitted(asked, taught, rest, fitting, beside))
        crossed += [
            {**judged, "answered": by_others["answered"]}
            for judged, by_others in zip(_judged(foreign[tenth::10], fitted), by_rest, strict=True)
        ]
    known = [row for row in asked if row["known"]]
    sets = {
        "training": _judged([*known, *taught, *foreign], fitted),
        "small, training": _judged(fitting, fitted),
        "small, held out": _judged(small[small_sets.HELD], fitted),
        "held out": development + crossed,
        "held out, told": [row for row in development if row["told_of"]] + crossed,
        "written, held back": _judged(held_back, fitted) + crossed,
        "written, held back, and untold": _judged([*held_back, *untold], fitted),
        "several facts, held back": _judged([*told, *held_beside], fitted),
    }
    figures = {name: _figures(rows) for name, rows in sets.items()}
    for name, measured in figures.items():
        print(name, measured)
    print(write_result("confidence", {"fitted": fitted, "figures": figures}))
    WEIGHTS.write_text(json.dumps(fitted, indent=1) + "\n")
    return 0


def _fitted(
    asked: list[Row], written: list[Row], foreign: list[Row], small: list[Row], beside: list[Row]
) -> dict[str, Any]:
    """What qa/confidence.json holds, fitted on these; the thresholds on ``foreign`` alone, and on
    ``beside`` alone."""
    news = [*asked, *written, *foreign]
    groups = (asked, 2), (written, 1), (foreign, 2)
    weights = np.concatenate([np.full(len(rows), share / len(rows)) for rows, share in groups])
    slope, bias = _line(_evidence(news), _array(news, "right"), weights)
    searched = float(_array(news, "passages")[0])
    small = [row for row in small if row["kept"] and row["given"]]
    odds = slope * _evidence(small) + bias
    away = _array(small, "passages") - searched
    size = _slope(away, odds, _array(small, "right"))
    fitted = {
        "fitted_on": {"questions": len(news), "small": len(small)},
        "bias": round(bias - size * searched, 4),
        "average": {
            sign: round(float(np.average(_array(news, sign), weights=weights)), 4)
            for sign in ("told", "answerability")
        },
        "weights": {
            **{sign: round(share * slope, 4) for sign, share in SHARES.items()},
            "passages": round(size, 4),
        },
    }
    fitted["threshold_of_facts"] = _threshold(beside, int(FALSE_ANSWERS * len(beside)), fitted)
    several = [row for row in foreign if row["threshold"] == "threshold_of_facts"]
    points = [row for row in foreign if row["threshold"] == "threshold"]
    left = int(FALSE_ANSWERS * len(foreign)) - int(
        _array(_judged(several, fitted), "answered").sum()
    )
    return fitted | {"threshold": _threshold(points, left, fitted)}


def _threshold(foreign: list[Row], count: int, fitted: dict[str, Any]) -> float:
    """The least with which no more than ``count`` of these unanswerable ones are answered."""
    chances = _chances(foreign, fitted) * _array(foreign, "kept") * _array(foreign, "given")
    one_too_many = float(np.sort(chances)[-count - 1])
    return (math.floor(one_too_many * 10_000) + 1) / 10_000


def _chances(rows: list[Row], fitted: dict[str, Any]) -> Floats:
    sums = sum(weight * _array(rows, name) for name, weight in fitted["weights"].items())
    return _chance(sums + fitted["bias"])


def _evidence(rows: list[Row]) -> Floats:
    evidence: Floats = sum(
        (share * _array(rows, sign) for sign, share in SHARES.items()), np.zeros(1)
    )
    return evidence


def _judged(rows: list[Row], fitted: dict[str, Any]) -> list[Row]:
    """The rows with their chance to be right, and whether they are answered."""
    return [
        {
            **row,
            "chance": chance * row["kept"],
            "answered": chance >= fitted[row["threshold"]] and row["kept"] and row["given"],
        }
        for row, chance in zip(rows, _chances(rows, fitted).tolist(), strict=True)
    ]


def _figures(rows: list[Row]) -> dict[str, dict[str, float]]:
    chances, answered = _array(rows, "chance"), _array(rows, "answered")
    answerable = _array(rows, "answerable")
    known, foreign = answered[answerable == 1], answered[answerable == 0]
    measured = {
        "auroc_answerable": (auroc(chances, answerable), len(rows)),
        "answered_answerable": (mean(known), len(known)),
        "answered_unanswerable": (mean(foreign), len(foreign)),
        "calibration_error": (calibration_error(chances, _array(rows, "right")), len(rows)),
    }
    found = {name: bootstrap(statistic, count) for name, (statistic, count) in measured.items()}
    return {name: figure.to_dict() for name, figure in found.items() if figure}


def _measured_small(name: str) -> list[Row]:
    with small_sets.index_of(name) as index:
        return _measured(index, small_sets.questions(name))


def _measured_open(index: Index, split: str, *, answerable: bool) -> list[Row]:
    """Open questions that ask for several facts; of those that are not answerable the ones of
    which no sentence that is read tells any."""
    rows = [
        {"id": each.id, "question": each.text, "answerable": answerable, "told": each.told}
        for each in open_questions.read(open_questions.MANY, split)
        if form_of(each.text) is not Form.POINT
    ]
    measured = _measured(index, rows)
    return measured if answerable else [row for row in measured if not row["read"]]


def _measured(index: Index, rows: list[Row]) -> list[Row]:
    untold, passages = _untold(), index.passages(Filters())
    measured = []
    for row in tqdm(rows, mininterval=10):
        question, told = row["question"], row.get("told", partial(small_sets.told, row))
        reading = read(question, index.search_articles(question), index.encoder, index.rarity)
        seen = look(reading, index.encoder, index.rarity)
        chosen = choose(seen.reading, seen.likely)
        shown = told(" ".join(quote.text for quote in chosen))
        answerable = is_answerable(row)
        measured.append(
            {
                **signs(reading, chosen, passages, seen.likely, seen.output),
                "threshold": "threshold"
                if form_of(question) is Form.POINT
                else "threshold_of_facts",
                "answerable": int(answerable),
                "right": int(answerable and bool(shown) and 2 * sum(shown) >= len(shown)),
                "kept": int(bool(of_its_time(reading, index, Filters()).quotes)),
                "given": int(bool(chosen) and tells(reading, chosen)),
                "known": bool(row.get("relevant") or row.get("article")),
                "told_of": row["id"] not in untold,
                "read": any(any(told(quote.text)) for quote in reading.quotes),
            }
        )
    return measured


def _untold() -> set[str]:
    """Labelled questions of which no known article tells the answer."""
    wrong = {row["id"]: row for row in rows_of(WRONG)}
    return {
        row["id"]
        for row in questions(labelled=True)
        if (change := wrong.get(row["id"]))
        and not set(row["relevant"]) - set(change["not_relevant"])
        and not change["relevant_too"]
    }


def _line(sign: Floats, right: Floats, weights: Floats) -> tuple[float, float]:
    """Slope and bias of the log odds (Platt, 1999)."""
    slope, bias = minimize(
        lambda line: _loss(line[0] * sign + line[1], right, weights), np.zeros(2)
    ).x
    return float(slope), float(bias)


def _slope(sign: Floats, odds: Floats, right: Floats) -> float:
    """What a further sign weighs beside log odds that stay as they are."""
    return float(minimize(lambda slope: _loss(odds + slope[0] * sign, right), np.zeros(1)).x[0])


def _loss(odds: Floats, right: Floats, weights: Floats | None = None) -> float:
    return float(np.average(np.logaddexp(0, -(2 * right - 1) * odds), weights=weights))


def _chance(odds: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-odds))
    return chances


def _array(rows: list[Row], key: str) -> Floats:
    return np.array([row[key] for row in rows], dtype=np.float64)


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "YEAR_INDEX", "DEVELOPMENT_INDEX")))
