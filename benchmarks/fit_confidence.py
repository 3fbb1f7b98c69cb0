"""Fits the weights of qa/confidence.json; `make confidence` runs it.

Answerable questions are those of 2023 outside the development weeks, with a known article
that holds the answer; unanswerable ones are of 2025, asked of the same articles, without those
that answerable_after_all.jsonl lists. The development weeks are held out and measured, also
without the questions of which wrong_labels.jsonl shows that no known article tells. Each half of
the unanswerable ones is answered by the threshold that is fitted without it; the AUROC is by one
fit, as the order of chances by one sign depends on none. Dates are withheld, so that they tell
nothing.

How much more the same tells among fewer passages is fitted after that, on the small sets of
small_sets.py but for the one that is held out, and on what is not declined for another reason.

An answer counts as right where the gold answer, or half of the facts, stands in what would be
shown. The threshold is where 15 in 100 of the unanswerable questions of news are answered,
after all that they are declined for.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

import small_sets
from fitting import Floats
from index.search import Index
from index.types import Filters
from qa.confidence import WEIGHTS, signs
from qa.declining import of_its_time
from qa.extract import read
from qa.metrics.bootstrap import bootstrap, mean
from qa.metrics.confidence import auroc, calibration_error
from qa.quoting.reader import read_closely
from qa.quoting.select import choose
from qa.quoting.short import shorts
from qa.quoting.told import tells
from real_news import FIRST_TRAINING_DAY, Row, day, located, questions, rows_of
from results import write_result
from small_sets import is_answerable, is_right

ANSWERABLE = Path(__file__).with_name("answerable_after_all.jsonl")
WRONG = Path(__file__).with_name("wrong_labels.jsonl")
FALSE_ANSWERS = 0.15  # share of unanswerable questions that are answered
# What the reader's log odds count beside the relevance: chosen on the development weeks and on the
# small sets, for the reader has been taught by the questions of the other weeks.
READ = 0.15


def main(index_folder: str) -> int:
    labelled = questions(labelled=True)
    later = [row for row in labelled if day(row) >= FIRST_TRAINING_DAY]
    held_out = [row for row in labelled if day(row) < FIRST_TRAINING_DAY]
    after_all = {row["id"] for row in rows_of(ANSWERABLE)}
    every = rows_of(located("unanswerable-2025q1.jsonl"))
    foreign = [row for row in every if row["id"] not in after_all]
    with Index(index_folder) as index:
        known, foreign = _measured(index, later), _measured(index, foreign)
        development = _measured(index, held_out)
    small = {name: _measured_small(name) for name in small_sets.NAMES}
    fitting = [row for name in small_sets.FITTING for row in small[name]]
    fitted = _fitted(known, foreign, fitting)
    development = _judged(development, fitted)
    halves = foreign[::2], foreign[1::2]
    crossed = [
        {**judged, "answered": by_other["answered"]}
        for half, other in (halves, halves[::-1])
        for judged, by_other in zip(
            _judged(half, fitted), _judged(half, _fitted(known, other, fitting)), strict=True
        )
    ]
    told = [row for row in development if row["told"]]
    sets = {
        "training": _judged(known + foreign, fitted),
        "small, training": _judged(fitting, fitted),
        "small, held out": _judged(small[small_sets.HELD], fitted),
        "held out": development + crossed,
        "held out, told": told + crossed,
    }
    figures = {name: _figures(rows) for name, rows in sets.items()}
    for name, measured in figures.items():
        print(name, measured)
    print(write_result("confidence", {"fitted": fitted, "figures": figures}))
    WEIGHTS.write_text(json.dumps(fitted, indent=1) + "\n")
    return 0


def _fitted(known: list[Row], foreign: list[Row], small: list[Row]) -> dict[str, Any]:
    """What qa/confidence.json holds, fitted on these; the threshold on ``foreign`` alone."""
    news = known + foreign
    slope, bias = _line(_evidence(news), _array(news, "right"))
    searched = float(_array(news, "passages")[0])
    small = [row for row in small if row["kept"] and row["given"]]
    odds = slope * _evidence(small) + bias
    away = _array(small, "passages") - searched
    size = _slope(away, odds, _array(small, "right"))
    odds = slope * _evidence(foreign) + bias
    chances = _chance(odds) * _array(foreign, "kept") * _array(foreign, "given")
    return {
        "fitted_on": {"questions": len(news), "small": len(small)},
        "bias": round(bias - size * searched, 4),
        "threshold": round(float(np.quantile(chances, 1 - FALSE_ANSWERS)), 4),
        "unread": round(float(_array(news, "answerability").mean()), 4),
        "weights": {
            "relevance": round(slope, 4),
            "answerability": round(READ * slope, 4),
            "passages": round(size, 4),
        },
    }


def _evidence(rows: list[Row]) -> Floats:
    return _array(rows, "relevance") + READ * _array(rows, "answerability")


def _judged(rows: list[Row], fitted: dict[str, Any]) -> list[Row]:
    """The rows with their chance to be right, and whether they are answered."""
    sums = sum(weight * _array(rows, name) for name, weight in fitted["weights"].items())
    chances = _chance(sums + fitted["bias"])
    return [
        {
            **row,
            "chance": chance * row["kept"],
            "answered": chance >= fitted["threshold"] and row["kept"] and row["given"],
        }
        for row, chance in zip(rows, chances.tolist(), strict=True)
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


def _measured(index: Index, rows: list[Row]) -> list[Row]:
    untold, passages = _untold(), index.passages(Filters())
    measured = []
    for row in tqdm(rows, mininterval=10):
        hits = index.search_articles(row["question"])
        reading = read(row["question"], hits, index.encoder, index.rarity)
        output = read_closely(reading, index.encoder)
        likely = shorts(reading, index.encoder, index.rarity, output)
        chosen = choose(reading, likely)
        shown = " ".join(quote.text for quote in chosen)
        measured.append(
            {
                **signs(reading, passages, output),
                "answerable": int(is_answerable(row)),
                "right": int(is_right(row, shown)),
                "kept": int(bool(of_its_time(reading, index, Filters()).quotes)),
                "given": int(tells(reading, chosen)),
                "told": row["id"] not in untold,
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


def _line(sign: Floats, right: Floats) -> tuple[float, float]:
    """Slope and bias of the log odds (Platt, 1999)."""
    slope, bias = minimize(lambda line: _loss(line[0] * sign + line[1], right), np.zeros(2)).x
    return float(slope), float(bias)


def _slope(sign: Floats, odds: Floats, right: Floats) -> float:
    """What a further sign weighs beside log odds that stay as they are."""
    return float(minimize(lambda slope: _loss(odds + slope[0] * sign, right), np.zeros(1)).x[0])


def _loss(odds: Floats, right: Floats) -> float:
    return float(np.logaddexp(0, -(2 * right - 1) * odds).mean())


def _chance(odds: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-odds))
    return chances


def _array(rows: list[Row], key: str) -> Floats:
    return np.array([row[key] for row in rows], dtype=np.float64)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
