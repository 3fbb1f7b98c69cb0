"""How likely a sentence tells one of the facts that an open answer should hold."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from made_quotes import told
from qa.quote import Quote
from qa.quoting import salience as module
from qa.quoting.salience import SIGNS, in_deviations, salience, signs, timeliness

QUESTION = "what happened in norwick harbour"


def sentences() -> list[Quote]:
    """Three of two articles; what they say is shared by the first two."""
    storm = told("A storm of 1953 closed the harbour.", "2024-03-14")
    after = replace(told("The storm closed both docks.", "2024-03-04"), start=400)
    mayor = told("I trust our mayor.", None)
    hits = [replace(quote.hit, rank=rank) for rank, quote in ((2, storm), (3, after), (1, mayor))]
    return [replace(quote, hit=hit) for quote, hit in zip((storm, after, mayor), hits, strict=True)]


def column(name: str) -> list[float]:
    found = signs(sentences(), QUESTION, [0.2, 0.6, 0.7])
    assert found.shape == (3, len(SIGNS))
    values: list[float] = found[:, SIGNS.index(name)].tolist()
    return values


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("met", [0.2, 0.6, 0.7]),
        ("shared", [2 / 4, 2 / 4, 0]),  # storm, close; 1953, harbour and both, dock are not
        ("new", [3 / 4, 1, 1]),  # the question says harbour
        ("early", [0, -math.log(3), 0]),  # 400 code points, by 200
        ("length", [math.log(7), math.log(5), math.log(4)]),
        ("figures", [1, 0, 0]),
        ("personal", [0, 0, 1]),
    ],
)
def test_signs_are_about_their_mean_in_standard_deviations(name: str, values: list[float]) -> None:
    mean, deviation = np.mean(values), np.std(values)
    assert column(name) == pytest.approx([(value - mean) / deviation for value in values])


def test_what_was_found_first_is_told_by_its_article_and_its_passage() -> None:
    assert column("first article") == [0, 0, 1]
    assert column("first passage") == [0, 0, 1]


def test_what_is_alike_everywhere_is_no_sign() -> None:
    assert in_deviations([3.0, 3.0]).tolist() == [0, 0]
    assert column("score") == [0, 0, 0]


def test_an_undated_article_is_as_far_away_as_the_farthest() -> None:
    newest, older, undated = timeliness(sentences(), QUESTION)
    assert newest == pytest.approx(0)
    assert older == undated == pytest.approx(-math.log(11))


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = dict.fromkeys(SIGNS, 0.0) | {"first article": 2.0, "bias": -0.5}
    file = tmp_path / "salience.json"
    file.write_text(json.dumps({"weights": weights}))
    monkeypatch.setattr(module, "WEIGHTS", file)


@pytest.mark.usefixtures("trained")
def test_log_odds_are_weighted_signs_and_the_bias() -> None:
    assert salience(sentences(), QUESTION, [0, 0, 0]).tolist() == [-0.5, -0.5, 1.5]
