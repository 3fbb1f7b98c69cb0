"""Metrics against the implementations that others measure with, on drawn cases.

TREC's trec_eval for rankings, torchmetrics for SQuAD's scores, AUROC and calibration.
"""

import random
from statistics import fmean

import numpy as np
import pytest
import pytrec_eval
import torch
from torchmetrics.functional.classification import binary_auroc, binary_calibration_error
from torchmetrics.functional.text import squad as squad_scores

from qa.metrics import answers, retrieval
from qa.metrics.confidence import auroc, calibration_error

K = 10
WORDS = "the a an Archer's harbour, Norwick bridge! of 1932 (closed) U.S. and $4.2 Über".split()


@pytest.mark.parametrize("seed", range(50))
def test_rankings_are_scored_as_by_trec_eval(seed: int) -> None:
    draw = random.Random(seed)
    every = [f"a{number}" for number in range(40)]
    relevant = set(draw.sample(every, draw.randint(1, 15)))
    ranking = draw.sample(every, K)  # trec_eval's reciprocal rank has no depth of its own
    run = {"q": {item: float(-rank) for rank, item in enumerate(ranking)}}
    names = {f"ndcg_cut.{K}", f"map_cut.{K}", f"recall.4,{K}", "recip_rank", "success.1,5,10"}
    judged = pytrec_eval.RelevanceEvaluator({"q": dict.fromkeys(relevant, 1)}, names)
    expected = judged.evaluate(run)["q"]
    found, total = [item in relevant for item in ranking], len(relevant)
    ours = {
        "ndcg_cut_10": retrieval.ndcg_at(found, total, K),
        "map_cut_10": retrieval.average_precision_at(found, total, K),
        "recall_4": retrieval.recall_at(found, total, 4),
        "recall_10": retrieval.recall_at(found, total, K),
        "recip_rank": retrieval.reciprocal_rank_at(found, K),
        "success_1": retrieval.hits_at(found, 1),
        "success_5": retrieval.hits_at(found, 5),
        "success_10": retrieval.hits_at(found, K),
    }
    assert ours == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(50))
def test_answers_are_scored_as_by_squad(seed: int) -> None:
    draw = random.Random(seed)

    def text() -> str:
        return " ".join(draw.choices(WORDS, k=draw.randint(1, 5)))

    cases = [(text(), [text() for _ in range(draw.randint(1, 3))]) for _ in range(20)]
    predictions = [{"prediction_text": said, "id": str(n)} for n, (said, _) in enumerate(cases)]
    targets = [
        {"answers": {"text": golds, "answer_start": [0] * len(golds)}, "id": str(n)}
        for n, (_, golds) in enumerate(cases)
    ]
    expected = squad_scores(predictions, targets)
    assert 100 * fmean(answers.exact_match(said, golds) for said, golds in cases) == pytest.approx(
        float(expected["exact_match"]), abs=1e-3
    )
    assert 100 * fmean(answers.token_f1(said, golds) for said, golds in cases) == pytest.approx(
        float(expected["f1"]), abs=1e-3
    )


@pytest.mark.parametrize("seed", range(20))
def test_confidence_is_scored_as_by_torchmetrics(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    # With ties; and none on the border of two bins, which torchmetrics gives to the upper one.
    chances = drawn.integers(100, size=200) / 100 + 0.005
    right = drawn.random(200) < chances
    both = torch.tensor(chances), torch.tensor(right.astype(np.int64))
    once = np.ones((1, 200))
    assert auroc(chances, right)(once)[0] == pytest.approx(float(binary_auroc(*both)))
    expected = binary_calibration_error(*both, n_bins=10, norm="l1")
    assert calibration_error(chances, right, 10)(once)[0] == pytest.approx(float(expected))
