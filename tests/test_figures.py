"""Figures of a run from scores that are made by hand."""

from typing import Any

import pytest

from qa.batch.figures import figures, groups, known_confidences, metrics_of, shown_confidences
from qa.batch.scoring import Score


def made(id: str, *, answered: bool = True, confidence: float = 0.5, **fields: Any) -> Score:
    plain = {"answerable": None, "correct": None, "failure": None, "kind": "who", "month": None}
    values = fields.pop("values", {})
    return Score(id, values, confidence, answered, **{**plain, **fields})


def test_each_metric_is_over_the_questions_that_have_it() -> None:
    found = figures([made("1", values={"m": 1.0, "k": 0.2}), made("2", values={"m": 0.0})])
    assert (found["m"].value, found["m"].n) == (0.5, 2)
    assert (found["k"].value, found["k"].n) == (0.2, 1)
    assert set(found) == {"m", "k"}


def test_confidence_is_judged_on_the_questions_it_is_about() -> None:
    scores = [
        made("1", confidence=0.9, answerable=True, correct=True),
        made("2", confidence=0.6, answerable=True, correct=False, answered=False),
        made("3", confidence=0.1, answerable=False, correct=True, answered=False),
        made("4", confidence=0.8, answerable=False, correct=False),
        made("5", confidence=1.0),
    ]
    found = figures(scores)
    # .9 and .6 against .1 and .8: three of four pairs.
    assert (found["confidence_auroc"].value, found["confidence_auroc"].n) == (0.75, 4)
    # Right, wrong, wrong, right: risks 0, 1/2, 2/3, 2/4.
    assert found["risk_coverage_area"].value == pytest.approx((1 / 2 + 2 / 3 + 2 / 4) / 4)
    # Only .9 (right) and .8 (wrong) were shown.
    assert found["calibration_error"].value == pytest.approx((0.1 + 0.8) / 2)
    assert found["calibration_error"].n == 2
    assert known_confidences(scores) == ([0.9, 0.6, 0.1, 0.8], [1.0, 0.0, 1.0, 0.0])
    assert shown_confidences(scores) == ([0.9, 0.8], [1.0, 0.0])


def test_latency_has_percentiles_by_stage() -> None:
    found = figures([made(str(ms), timings_ms={"search": float(ms)}) for ms in range(1, 101)])
    assert found["latency_search_ms_p50"].value == 50.0
    assert found["latency_search_ms_p95"].value == 95.0


def test_groups_are_over_known_answers_largest_first() -> None:
    scores = [
        made("1", correct=True, outlets=("A",)),
        made("2", correct=False, outlets=("A", "B")),
        made("3", correct=None, outlets=("C",)),
    ]
    found = groups(scores, lambda score: score.outlets)
    assert {label: (figure.value, figure.n) for label, figure in found.items()} == {
        "A": (0.5, 2),
        "B": (0.0, 1),
    }
    assert list(found) == ["A", "B"]


def test_every_metric_says_which_way_is_better() -> None:
    names = ("article_hits_at_1", "answered_unanswerable", "answer_words", "error")
    scores = [made("1", values=dict.fromkeys(names, 1.0), timings_ms={"total": 1.0})]
    better = {metric.name: metric.better for metric in metrics_of(scores)}
    assert better == {
        "article_hits_at_1": 1,
        "answered_unanswerable": -1,
        "answer_words": 0,
        "error": -1,
        "confidence_auroc": 1,
        "risk_coverage_area": -1,
        "calibration_error": -1,
        "latency_total_ms_p50": -1,
        "latency_total_ms_p95": -1,
    }
