"""A natural-language-inference CrossEncoder: real loading code, a tiny model."""

from pathlib import Path

import pytest

from corpus.errors import EncoderError
from model_folders import make_classifier
from qa.checking.entail import Entailment

pytestmark = pytest.mark.usefixtures("own_cache")


def make(folder: Path, labels: list[str], surest: int) -> Path:
    """A classifier that gives this label to whatever it reads."""
    places = {label: place for place, label in enumerate(labels)}
    return make_classifier(folder, surest, id2label=dict(enumerate(labels)), label2id=places)


@pytest.mark.parametrize(
    ("labels", "surest", "expected"),
    [
        (["contradiction", "entailment", "neutral"], 1, (0.909, 0.045)),
        (["ENTAILMENT", "NEUTRAL", "CONTRADICTION"], 2, (0.045, 0.909)),
        (["neutral", "entail", "contradict"], 0, (0.045, 0.045)),
    ],
)
def test_labels_are_found_by_their_names(
    tmp_path: Path, labels: list[str], surest: int, expected: tuple[float, float]
) -> None:
    # e^3 / (e^3 + 2) = 0.909 for the surest, 1 / (e^3 + 2) = 0.045 for the others
    model = Entailment(str(make(tmp_path / "nli", labels, surest)))
    assert model.judge("the harbour was closed", "the harbour") == pytest.approx(expected, abs=1e-3)
    assert model.supports("the harbour", ["the harbour was closed"]) is (expected[0] > 0.5)
    assert not model.supports("the harbour", [])


def test_other_labels_are_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "nli", ["good", "bad", "neutral"], 0)
    with pytest.raises(EncoderError, match="its labels are bad, good, neutral; needed are"):
        Entailment(str(folder))


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot load it"):
        Entailment(str(tmp_path))
