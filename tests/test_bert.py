"""The OpenVINO graph of a BERT encoder against sentence-transformers, on models made here."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file
from sentence_transformers import SentenceTransformer

from index.encoding.bert import Pooling, build_graph, build_upper, supported
from index.encoding.quiet_openvino import ov
from model_folders import SENTENCES, make_bert, make_distilbert


@pytest.fixture(autouse=True)
def _seed() -> None:
    torch.manual_seed(7)


def run(graph: ov.Model, ids: list[list[int]]) -> tuple[Any, Any]:
    """Vectors and token states in full precision; 0 pads."""
    found = run_all(graph, ids)
    return found["vectors"], found["tokens"]


def run_all(graph: ov.Model, ids: list[list[int]]) -> Any:
    longest = max(map(len, ids))
    table = np.zeros((len(ids), longest), dtype=np.int32)
    for row, sequence in enumerate(ids):
        table[row, : len(sequence)] = sequence
    mask = (np.arange(longest) < np.array([[len(sequence)] for sequence in ids])).astype(np.int32)
    return computed(graph, {"ids": table, "mask": mask})


def computed(graph: ov.Model, given: dict[str, Any]) -> Any:
    return ov.Core().compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(given)


@pytest.mark.parametrize("mode", ["mean", "cls"])
@pytest.mark.parametrize("normalize", [True, False])
def test_the_graph_gives_the_original_s_vectors(tmp_path: Path, mode: str, normalize: bool) -> None:
    folder = make_bert(tmp_path, mode, normalize=normalize)
    pooling = supported(folder)
    assert pooling == Pooling(mode, normalize)
    original = SentenceTransformer(str(folder), device="cpu")
    ids = original.tokenizer(list(SENTENCES), truncation=True, max_length=100)["input_ids"]
    vectors, states = run(build_graph(folder, pooling), ids)
    # Of unit length in either case: the index compares by cosine.
    expected = original.encode(list(SENTENCES), normalize_embeddings=True)
    np.testing.assert_allclose(vectors, expected, atol=2e-5)
    tokens = original.encode(list(SENTENCES), output_value="token_embeddings")
    for state, wanted, sequence in zip(states, tokens, ids, strict=True):
        np.testing.assert_allclose(state[: len(sequence)], wanted.numpy(), atol=2e-4)


def test_upper_layers_over_lower_ones_are_all_of_them(tmp_path: Path) -> None:
    folder = make_bert(tmp_path)
    found = run_all(build_graph(folder, Pooling("mean", True)), [[2, 6, 7, 3]])
    width = found["tokens"].shape[2]
    given = {"states": found["lower"], "mask": np.ones((1, 4), np.int32)}
    upper = computed(build_upper(folder, {}, np.eye(width, dtype=np.float32)), given)
    np.testing.assert_allclose(upper["numbers"], found["tokens"], atol=1e-4)
    head = np.arange(3 * width, dtype=np.float32).reshape(3, width) / width
    upper = computed(build_upper(folder, {}, head), given)
    np.testing.assert_allclose(upper["numbers"], found["tokens"] @ head.T, atol=1e-3)


def test_weights_of_the_upper_layers_are_changed(tmp_path: Path) -> None:
    folder = make_bert(tmp_path)
    weights = load_file(folder / "model.safetensors")
    layers = json.loads((folder / "config.json").read_text())["num_hidden_layers"]
    name = f"encoder.layer.{layers - 1}.attention.self.query"
    outputs, width = weights[f"{name}.weight"].shape
    chance = np.random.default_rng(3)
    changes = {
        f"{name}.weight.up": chance.normal(0, 1, (outputs, 2)).astype(np.float32),
        f"{name}.weight.down": chance.normal(0, 1, (2, width)).astype(np.float32),
        f"{name}.bias": np.ones(outputs, np.float32),
    }
    states = chance.normal(0, 1, (1, 5, width)).astype(np.float32)
    given = {"states": states, "mask": np.ones((1, 5), np.int32)}
    head = np.eye(width, dtype=np.float32)
    before = computed(build_upper(folder, {}, head), given)["numbers"]
    changed = computed(build_upper(folder, changes, head), given)["numbers"]
    weights[f"{name}.weight"] += changes[f"{name}.weight.up"] @ changes[f"{name}.weight.down"]
    weights[f"{name}.bias"] = changes[f"{name}.bias"]
    save_file(weights, folder / "model.safetensors")
    written = computed(build_upper(folder, {}, head), given)["numbers"]
    np.testing.assert_allclose(changed, written, atol=1e-4)
    assert np.abs(changed - before).max() > 0.01


def test_mean_and_cls_pooling_differ(tmp_path: Path) -> None:
    folder = make_bert(tmp_path)
    ids = [[2, 6, 7, 3]]
    mean, _ = run(build_graph(folder, Pooling("mean", True)), ids)
    first, _ = run(build_graph(folder, Pooling("cls", True)), ids)
    assert float((mean * first).sum()) < 0.99


def test_the_form_that_older_versions_wrote_is_known(tmp_path: Path) -> None:
    folder = make_bert(tmp_path)
    modules = json.loads((folder / "modules.json").read_text())
    for module in modules:
        module["type"] = f"sentence_transformers.models.{module['type'].rsplit('.', 1)[-1]}"
    (folder / "modules.json").write_text(json.dumps(modules))
    older = {
        "word_embedding_dimension": 32,
        "pooling_mode_cls_token": False,
        "pooling_mode_mean_tokens": True,
        "pooling_mode_max_tokens": False,
        "pooling_mode_mean_sqrt_len_tokens": False,
    }
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(older))
    assert supported(folder) == Pooling("mean", True)
    older |= {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(older))
    assert supported(folder) == Pooling("cls", True)


@pytest.mark.parametrize(
    "changes",
    [
        {"hidden_act": "relu"},
        {"model_type": "roberta"},
        {"position_embedding_type": "relative_key"},
    ],
)
def test_a_model_that_the_graph_does_not_compute_is_not_claimed(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    folder = make_bert(tmp_path)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | changes))
    assert supported(folder) is None


@pytest.mark.parametrize("mode", ["max", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"])
def test_other_poolings_are_not_claimed(tmp_path: Path, mode: str) -> None:
    assert supported(make_bert(tmp_path, mode)) is None


@pytest.mark.parametrize(
    "name", ["modules.json", "config.json", "model.safetensors", "tokenizer.json"]
)
def test_a_folder_that_lacks_a_file_is_not_claimed(tmp_path: Path, name: str) -> None:
    folder = make_bert(tmp_path)
    (folder / name).unlink()
    assert supported(folder) is None


def test_other_architectures_and_empty_folders_are_not_claimed(tmp_path: Path) -> None:
    assert supported(tmp_path) is None
    assert supported(make_distilbert(tmp_path)) is None
