"""Products in eight bits: how values are rounded, and for which model."""

import numpy as np
from numpy.typing import NDArray

from index.encoding.graph_encoder import GraphEncoder
from index.encoding.int8 import Range, calibrated, rounded_input, rounded_weight
from index.encoding.quiet_openvino import op, ov
from index.encoding.weights import DEFAULT_ENCODER, locate
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
    state = op.parameter([1, 1, 3], np.float32)
    weight = np.array([[1, 0.5, -1], [0.25, 0.125, 0.25]], dtype=np.float32)
    product = op.matmul(
        rounded_input(state, within, 3), rounded_weight(weight, within), False, True
    )
    values = np.array([[[5, 72, -3]]], dtype=np.float32)
    # A step is 20 / 255 of an input, and of a weight 4 / 127 and 1 / 127.
    np.testing.assert_allclose(
        computed(product, [state], values), values @ weight.T, atol=0.7, rtol=0
    )
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


def test_the_forms_of_the_packaged_model_agree(encoder: Encoder) -> None:
    texts = [f"Ship {n} left the harbour before noon, the minister said. " * n for n in range(1, 9)]
    from index.encoding.bert import supported

    folder = locate(DEFAULT_ENCODER)
    pooling = supported(folder)
    assert pooling is not None
    ranges = calibrated(encoder.fingerprint)
    eight = GraphEncoder("eight", folder, pooling, ranges)
    plain = GraphEncoder("plain", folder, pooling)
    assert (eight.products, plain.products) == ("int8", plain.precision)
    assert eight.machine != plain.machine
    assert eight.fingerprint == plain.fingerprint
    found = cosines(eight.encode(texts), plain.encode(texts))
    assert 0.99 < found.min() < 0.99999
