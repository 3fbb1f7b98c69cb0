"""Weights that were trained, as they lie in a file."""

import json
from pathlib import Path

import pytest

from index.trained import weights, weights_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "weights.json"
    file.write_text(json.dumps({"trained": "today", "weights": {"bias": -1.0, "near": 2.5}}))
    return file


def test_weights_have_names(file: Path) -> None:
    assert weights(file) == {"bias": -1.0, "near": 2.5}


def test_those_of_signs_come_in_their_order(file: Path) -> None:
    assert weights_of(file, ("near", "bias")).tolist() == [2.5, -1.0]


def test_a_file_is_read_once(file: Path) -> None:
    before = weights_of(file, ("near",))
    file.unlink()
    assert weights_of(file, ("near",)) is before


def test_a_sign_without_a_weight_is_an_error(file: Path) -> None:
    with pytest.raises(KeyError, match="far"):
        weights_of(file, ("far",))
