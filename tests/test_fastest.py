"""Which form of a model is run: the fastest, measured once, and noted."""

import json
from pathlib import Path

import pytest

from index.encoder import load_encoder
from index.encoding import fastest
from index.encoding.bert import Pooling
from index.encoding.graph_encoder import GraphEncoder
from index.encoding.openvino_engine import precision
from index.encoding.weights import DEFAULT_ENCODER, locate
from model_folders import SENTENCES, cosines, make_bert

MEAN = Pooling("mean", normalize=True)


def test_the_fastest_comes_first_and_nearly_as_fast_is_no_reason_to_change() -> None:
    assert fastest.ranked([3.0, 1.0, 2.0]) == [1, 2, 0]
    assert fastest.ranked([1.04, 2.0, 1.0]) == [0, 2, 1]
    assert fastest.ranked([1.2, 1.04, 1.0]) == [1, 2, 0]
    assert fastest.ranked([1.0]) == [0]


@pytest.mark.usefixtures("own_cache")
def test_forms_are_tried_once_and_a_note_that_cannot_be_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = locate(DEFAULT_ENCODER)
    tried: list[list[str]] = []

    def seconds(graphs: list[GraphEncoder]) -> list[float]:
        tried.append([graph.products for graph in graphs])
        return [2.0, 1.0, 3.0]

    monkeypatch.setattr(fastest, "_seconds", seconds)
    for _ in range(2):
        order = list(fastest.fastest_first(DEFAULT_ENCODER, folder, MEAN))
        assert [graph.products for graph in order] == ["int8", precision(), "int8"]
    assert tried == [[precision(), "int8", "int8"]]
    (note,) = (tmp_path / "cache").glob("fastest-*.json")
    noted = json.loads(note.read_text())
    note.write_text(json.dumps({**noted, "value": 7}))
    assert next(fastest.fastest_first(DEFAULT_ENCODER, folder, MEAN)).products == "int8"
    assert len(tried) == 2


def test_of_a_single_form_nothing_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fastest, "_seconds", None)
    (graph,) = fastest.fastest_first("name", make_bert(tmp_path), MEAN)
    assert graph.products == precision()


@pytest.mark.usefixtures("own_cache")
def test_trying_takes_the_time_of_every_form() -> None:
    graphs = list(fastest.fastest_first(DEFAULT_ENCODER, locate(DEFAULT_ENCODER), MEAN))
    assert [graph.products for graph in graphs].count("int8") == 2
    assert all(seconds > 0 for seconds in fastest._seconds(graphs))


def test_every_form_of_the_packaged_model_gives_nearly_the_same_vectors() -> None:
    folder = locate(DEFAULT_ENCODER)
    made = [make() for make in fastest.forms(DEFAULT_ENCODER, folder, MEAN).values()]
    assert len({graph.machine for graph in made}) == 3
    assert len({graph.fingerprint for graph in made}) == 1
    expected = made[0].encode(SENTENCES)
    for graph in made[1:]:
        found = cosines(graph.encode(SENTENCES), expected)
        assert found.min() > 0.965, graph.machine  # of an empty text there is little to agree on
        told = [place for place, text in enumerate(SENTENCES) if text]
        assert found[told].min() > 0.99, graph.machine


def test_the_default_encoder_is_the_first_form() -> None:
    encoder = load_encoder()
    assert isinstance(encoder, GraphEncoder)
    first = next(fastest.fastest_first(DEFAULT_ENCODER, locate(DEFAULT_ENCODER), MEAN))
    assert encoder.machine == first.machine
