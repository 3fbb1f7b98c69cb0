"""Products in eight bits: how values are rounded, and for which model."""

import numpy as np
from numpy.typing import NDArray

from index.encoding.bert import Pooling, supported
from index.encoding.engine import Inputs
from index.encoding.fastest import forms
from index.encoding.graph_encoder import max_tokens
from index.encoding.int8 import Range, calibrated, rounded_input, rounded_weight
from index.encoding.onnx_bert import build_graph
from index.encoding.onnx_engine import OnnxEngine
from index.encoding.openvino_engine import precision
from index.encoding.quiet_openvino import op, ov
from index.encoding.weights import DEFAULT_ENCODER, fingerprint, locate
from index.types import Encoder
from model_folders import cosines


def computed(
    node: object, inputs: list[object], values: NDArray[np.float32]
) -> NDArray[np.float32]:
    """In full precision; the graph is otherwise the product's own."""
    model = ov.Core().compile_model(ov.Model([node], inputs, "one"), "CPU")
    return np.asarray(model([values])[0])


def test_an_input_is_rounded_to_256_steps_between_its_bounds() -> None:
    # Steps of 1: the bounds are -100 and 155.
    state = op.parameter([1, 1, 4], np.float32)
    rounded = rounded_input(state, Range(-100, 155, {}), 4)
    found = computed(rounded, [state], np.array([[[0.4, 0.6, -300, 300]]], dtype=np.float32))
    np.testing.assert_allclose(found, [[[0, 1, -100, 155]]], atol=1e-4)


def test_a_large_channel_is_divided_and_its_weight_multiplied() -> None:
    within = Range(-10, 10, {1: 8.0})
    assert within.divisors(3).tolist() == [1, 8, 1]
    state, empty = op.parameter([1, 1, 3], np.float32), op.parameter([1, 1], np.float32)
    weight = np.array([[1, 0.5, -1], [0.25, 0.125, 0.25]], dtype=np.float32)
    values = np.array([[[5, 72, -3]]], dtype=np.float32)
    # A step is 20 / 255 of an input, and of a weight 4 / 127 and 1 / 127.
    given = computed(rounded_input(state, within, 3), [state], values)
    kept = computed(rounded_weight(weight, within) + empty, [empty], np.zeros((1, 1), np.float32))
    # Multiplied here: on some processors OpenVINO's own product cuts what sixteen bits do not hold.
    np.testing.assert_allclose(given @ kept.T, values @ weight.T, atol=0.7, rtol=0)
    without = op.matmul(
        rounded_input(state, Range(-10, 10, {}), 3),
        rounded_weight(weight, Range(-10, 10, {})),
        False,
        True,
    )
    assert np.abs(computed(without, [state], values) - values @ weight.T).max() > 5


def test_only_the_model_that_was_measured_has_ranges(encoder: Encoder) -> None:
    assert calibrated("another") is None
    ranges = calibrated(encoder.fingerprint)
    assert ranges is not None
    assert len(ranges) == 6 * 4
    for within in ranges.values():
        assert within.low < 0 < within.high
        assert all(factor > 1 for factor in within.factors.values())


def test_the_forms_of_the_packaged_model_agree() -> None:
    texts = [f"Ship {n} left the harbour before noon, the minister said. " * n for n in range(1, 9)]
    folder = locate(DEFAULT_ENCODER)
    pooling = supported(folder)
    assert pooling is not None
    made = {name: make() for name, make in forms(DEFAULT_ENCODER, folder, pooling).items()}
    assert [graph.products for graph in made.values()] == [precision(), "int8", "int8"]
    assert len({graph.machine for graph in made.values()}) == 3
    assert len({graph.fingerprint for graph in made.values()}) == 1
    expected = made["own"].encode(texts)
    for name in ("eight", "onnx"):
        found = cosines(made[name].encode(texts), expected)
        assert 0.99 < found.min() < 0.99999, name


def test_onnx_reads_a_text_the_same_alone_and_among_longer_ones() -> None:
    # Of every length up to a dozen tokens: in what order numbers are added may depend on it.
    shorter = ["tide " * length for length in range(1, 13)]
    texts = ["Where did the ministers meet?", "The ship left. " * 40, "", "tide " * 300, *shorter]
    graph = forms(DEFAULT_ENCODER, locate(DEFAULT_ENCODER), Pooling("mean", True))["onnx"]()
    together = graph.encode(texts)
    alone = np.concatenate([graph.encode([text]) for text in texts])
    np.testing.assert_array_equal(together, alone)
    read = graph.encode_tokens(texts)
    assert [len(each.vectors) for each in read] == [6, 160, 0, graph.max_tokens, *range(1, 13)]
    for text, each in zip(texts, read, strict=True):
        (own,) = graph.encode_tokens([text])
        assert own.lower is not None
        assert each.lower is not None
        np.testing.assert_allclose(each.lower, own.lower, atol=1e-4)


def test_onnx_pools_as_the_model_does() -> None:
    folder = locate(DEFAULT_ENCODER)
    ranges = calibrated(fingerprint(folder, max_tokens(folder)))
    assert ranges is not None
    inputs = Inputs(np.array([[101, 2183, 102]], np.int32), np.ones((1, 3), np.int32))
    for mode in ("cls", "mean"):
        engine = OnnxEngine(build_graph(folder, ranges), Pooling(mode, True), "int8")
        vectors, tokens = engine.once(inputs, ["vectors", "tokens"])
        expected = tokens[0, 0] if mode == "cls" else tokens[0].mean(axis=0)
        np.testing.assert_allclose(vectors[0], expected / np.linalg.norm(expected), atol=1e-6)
