"""A BERT sentence encoder in eight bits as an ONNX graph, made from its own weights.

The same graph as bert.py's with the rounding of int8.py, for processors whose widest products of
eight bits are AVX2's or NEON's: ONNX Runtime has kernels for these, OpenVINO has none that gain.
AVX2 adds two such products in sixteen bits, and what is larger than these hold is cut. With
weights of at most ``_STEPS`` that is rare: over 500 passages the cosine to float32 is .9974 in the
mean and .9950 at least, with 63 steps .9954 and .9918, with 127 .9950 and .9864.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from onnx import TensorProto, helper, numpy_helper
from safetensors import safe_open

from index.encoding.bert import prefixed
from index.encoding.int8 import Ranges

_STEPS = 100  # of a weight, either side of zero
_INPUT_STEPS = 255
_OWN = "com.microsoft"  # where ONNX Runtime's own operations are
_VERSIONS = {"": 17, _OWN: 1}
_FORMAT = 9  # of the file, which goes with these versions


def build_graph(folder: Path, ranges: Ranges) -> bytes:
    """The graph, as a file: inputs and outputs are those of index/encoding/engine.py, but for
    ``vectors``, which onnx_engine.py makes of ``tokens``."""
    config = json.loads((folder / "config.json").read_text())
    with safe_open(folder / "model.safetensors", framework="np") as weights:
        return _Graph(weights, config, ranges).encoder()


class _Graph:
    def __init__(self, weights: Any, config: dict[str, Any], ranges: Ranges) -> None:
        self.weights = weights
        self.ranges = ranges
        self.prefix = prefixed(weights)
        self.layers: int = config["num_hidden_layers"]
        self.heads: int = config["num_attention_heads"]
        self.width: int = config["hidden_size"]
        self.epsilon: float = config["layer_norm_eps"]
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def encoder(self) -> bytes:
        lengths = self._op("ReduceSum", "mask", self._ints(1), keepdims=0)
        state = self._embed()
        for layer in range(self.layers):
            if layer == self.layers // 2:
                self._named("lower", "Identity", state)
            state = self._layer(f"encoder.layer.{layer}.", state, lengths)
        self._named("tokens", "Identity", state)
        return self._file()

    def _file(self) -> bytes:
        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", "length", self.width])
            for name in ("tokens", "lower")
        ]
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT32, ["texts", "length"])
            for name in ("ids", "mask")
        ]
        graph = helper.make_graph(self.nodes, "sentence-encoder", inputs, outputs, self.constants)
        versions = [helper.make_opsetid(*each) for each in _VERSIONS.items()]
        model = helper.make_model(graph, opset_imports=versions, ir_version=_FORMAT)
        return bytes(model.SerializeToString())

    def _embed(self) -> str:
        words = self._op("Gather", self._weight("embeddings.word_embeddings.weight"), "ids")
        length = self._op("Slice", self._op("Shape", "ids"), self._ints(1), self._ints(2))
        every = self._weight("embeddings.position_embeddings.weight")
        places = self._op("Slice", every, self._ints(0), length)
        kind = self._constant(self._array("embeddings.token_type_embeddings.weight")[:1])
        summed = self._op("Add", self._op("Add", words, places), kind)
        return self._norm("embeddings.LayerNorm", summed)

    def _layer(self, name: str, state: str, lengths: str) -> str:
        mixed = self._linear(f"{name}attention.self", state, ".query", ".key", ".value")
        query, key, value = (
            self._op("Slice", mixed, self._ints(start), self._ints(start + self.width), last)
            for last in [self._ints(2)]
            for start in range(0, 3 * self.width, self.width)
        )
        joined = self._op(
            "MultiHeadAttention", query, key, value, "", lengths, domain=_OWN, num_heads=self.heads
        )
        attended = self._linear(f"{name}attention.output.dense", joined)
        state = self._norm(f"{name}attention.output.LayerNorm", self._op("Add", attended, state))
        inner = self._linear(f"{name}intermediate.dense", state)
        outer = self._linear(f"{name}output.dense", self._op("Gelu", inner, domain=_OWN))
        return self._norm(f"{name}output.LayerNorm", self._op("Add", outer, state))

    def _linear(self, name: str, state: str, *parts: str) -> str:
        """The layer's products with one input, one behind the other."""
        within = self.ranges[name]
        names = [f"{name}{part}" for part in parts or ("",)]
        weight = np.concatenate([self._array(f"{each}.weight") for each in names])
        bias = np.concatenate([self._array(f"{each}.bias") for each in names])
        divisors = within.divisors(weight.shape[1])
        if within.factors:
            state = self._op("Mul", state, self._constant(1 / divisors))
        weight = weight * divisors
        steps = np.abs(weight).max(axis=1) / _STEPS
        rounded = np.round(weight / steps[:, None]).astype(np.int8)
        step = self._constant(np.float32((within.high - within.low) / _INPUT_STEPS))
        zero = round(-within.low * _INPUT_STEPS / (within.high - within.low))
        zero_input = self._constant(np.uint8(zero))
        return self._op(
            "MatMulIntegerToFloat",
            self._op("QuantizeLinear", state, step, zero_input),
            self._constant(np.ascontiguousarray(rounded.T)),
            step,
            self._constant(steps.astype(np.float32)),
            zero_input,
            self._constant(np.zeros(len(steps), dtype=np.int8)),
            self._constant(bias),
            domain=_OWN,
        )

    def _norm(self, name: str, state: str) -> str:
        weight, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._op("LayerNormalization", state, weight, bias, epsilon=self.epsilon)

    def _op(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self._named(f"{kind}-{len(self.nodes)}", kind, *inputs, domain=domain, **attributes)

    def _named(
        self, output: str, kind: str, *inputs: str, domain: str = "", **attributes: Any
    ) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def _weight(self, name: str) -> str:
        return self._constant(self._array(name))

    def _array(self, name: str) -> Any:
        return np.asarray(self.weights.get_tensor(self.prefix + name), dtype=np.float32)

    def _ints(self, *values: int) -> str:
        return self._constant(np.array(values, dtype=np.int64))

    def _constant(self, value: ArrayLike) -> str:
        name = f"constant-{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name
