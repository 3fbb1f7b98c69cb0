"""A BERT sentence encoder as an OpenVINO graph, made from its own weights.

sentence-transformers runs a model through torch, in float32 and with every import that
takes. The same weights written as one graph start in a fraction of a second, and run in
bfloat16 where the processor has it. The graph is BERT's (Devlin et al., NAACL 2019) with
the pooling and normalisation of the sentence-transformers folder; index/encoder.py
compares it with the original before it is used.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from index.encoding.int8 import Ranges, rounded_input, rounded_weight
from index.encoding.quiet_openvino import op, ov

Changes = Mapping[str, NDArray[np.float32]]
"""What of a model's weights is changed: arrays by the names of those whose place they take, or by
such a name and ".up" and ".down", whose product is added to it (LoRA, Hu et al., ICLR 2022)."""


class Pooling(NamedTuple):
    """How token vectors become one: ``mean`` or ``cls``, and whether to unit length."""

    mode: str
    normalize: bool


def supported(folder: Path) -> Pooling | None:
    """How this sentence-transformers folder pools, or None if the graph does not fit it."""
    modules_file, config_file = folder / "modules.json", folder / "config.json"
    if not (modules_file.is_file() and config_file.is_file()):
        return None
    config = json.loads(config_file.read_text())
    modules = [module["type"].rsplit(".", 1)[-1] for module in json.loads(modules_file.read_text())]
    plain = (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and (folder / "model.safetensors").is_file()
        and (folder / "tokenizer.json").is_file()
    )
    pooled = ["Transformer", "Pooling"]
    if not plain or modules not in (pooled, [*pooled, "Normalize"]):
        return None
    pooling = json.loads((folder / "1_Pooling" / "config.json").read_text())
    modes = [key for key, on in pooling.items() if key.startswith("pooling_mode_") and on is True]
    if "pooling_mode" in pooling:  # as sentence-transformers 6 writes it
        modes = [pooling["pooling_mode"]]
    known = {
        "mean": "mean",
        "cls": "cls",
        "pooling_mode_mean_tokens": "mean",
        "pooling_mode_cls_token": "cls",
    }
    if len(modes) != 1 or modes[0] not in known:
        return None
    return Pooling(known[modes[0]], normalize="Normalize" in modules)


def prefixed(weights: Any) -> str:
    """What the names of an open safetensors file's weights begin with."""
    return "bert." if "bert.embeddings.LayerNorm.weight" in set(weights.keys()) else ""


def build_graph(folder: Path, pooling: Pooling, ranges: Ranges | None = None) -> ov.Model:
    """The graph, whose inputs and outputs are those of index/encoding/engine.py.

    With ``ranges`` the layers' matrix products are computed in eight bits.
    """
    config = json.loads((folder / "config.json").read_text())
    with safe_open(folder / "model.safetensors", framework="np") as weights:
        return _Graph(weights, config, ranges).encoder(pooling)


def build_upper(folder: Path, changes: Changes, head: NDArray[np.float32]) -> ov.Model:
    """The upper half of the layers: ``states`` (batch, length, width) float32 and ``mask``
    (batch, length) int32 -> ``numbers`` (batch, length, numbers), float32.

    States are those that ``build_graph`` gives as ``lower``. ``head``, shape (numbers, width),
    is a last product with what comes out.
    """
    config = json.loads((folder / "config.json").read_text())
    with safe_open(folder / "model.safetensors", framework="np") as weights:
        return _Graph(weights, config, None, changes).upper(head)


class _Graph:
    def __init__(
        self,
        weights: Any,
        config: dict[str, Any],
        ranges: Ranges | None,
        changes: Changes | None = None,
    ) -> None:
        self.weights = weights
        self.changes = changes or {}
        self.ranges = ranges
        self.prefix = prefixed(weights)
        self.layers: int = config["num_hidden_layers"]
        self.heads: int = config["num_attention_heads"]
        self.width: int = config["hidden_size"]
        self.epsilon: float = config["layer_norm_eps"]

    def encoder(self, pooling: Pooling) -> ov.Model:
        ids = op.parameter([-1, -1], np.int32, name="ids")
        mask = op.parameter([-1, -1], np.int32, name="mask")
        attended = op.convert(mask, "f32")
        half = self.layers // 2
        lower = self._layers(range(half), self._embed(ids), attended)
        state = self._layers(range(half, self.layers), lower, attended)
        if pooling.mode == "mean":
            weight = op.unsqueeze(attended, _ints(2))
            summed = op.reduce_sum(state * weight, _ints(1))
            pooled = summed / op.reduce_sum(weight, _ints(1))
        else:
            pooled = op.gather(state, _ints(0), _int(1))
            pooled = op.squeeze(pooled, _ints(1))
        vectors = op.normalize_l2(pooled, _ints(1), 1e-12, "max")
        vectors.output(0).set_names({"vectors"})
        state.output(0).set_names({"tokens"})
        lower.output(0).set_names({"lower"})
        results = [op.result(each) for each in (vectors, state, lower)]
        return ov.Model(results, [ids, mask], "sentence-encoder")

    def upper(self, head: NDArray[np.float32]) -> ov.Model:
        states = op.parameter([-1, -1, self.width], np.float32, name="states")
        mask = op.parameter([-1, -1], np.int32, name="mask")
        upper = range(self.layers // 2, self.layers)
        state = self._layers(upper, states, op.convert(mask, "f32"))
        numbers = op.matmul(state, op.constant(head), False, True)
        numbers.output(0).set_names({"numbers"})
        return ov.Model([op.result(numbers)], [states, mask], "upper-layers")

    def _layers(self, these: range, state: Any, attended: Any) -> Any:
        # 0 where a token may be looked at and a large negative number where it is padding,
        # broadcast over heads and queries.
        bias = op.unsqueeze((attended - _float(1)) * _float(1e9), _ints(1, 2))
        for layer in these:
            state = self._layer(f"encoder.layer.{layer}.", state, bias)
        return state

    def _embed(self, ids: Any) -> Any:
        words = op.gather(self._weight("embeddings.word_embeddings.weight"), ids, _int(0))
        length = op.gather(op.shape_of(ids, "i32"), _int(1), _int(0))
        positions = op.range(_int(0), length, _int(1), "i32")
        places = op.gather(
            self._weight("embeddings.position_embeddings.weight"), positions, _int(0)
        )
        kind = self._array("embeddings.token_type_embeddings.weight")[:1]
        return self._norm("embeddings.LayerNorm", words + places + op.constant(kind))

    def _layer(self, name: str, state: Any, bias: Any) -> Any:
        query, key, value = map(
            self._heads,
            self._linear(f"{name}attention.self", state, ".query", ".key", ".value"),
        )
        mixed = self._attention(query, key, value, bias)
        joined = op.reshape(
            op.transpose(mixed, _ints(0, 2, 1, 3)), _ints(0, 0, self.width), special_zero=True
        )
        (attended,) = self._linear(f"{name}attention.output.dense", joined)
        state = self._norm(f"{name}attention.output.LayerNorm", attended + state)
        (inner,) = self._linear(f"{name}intermediate.dense", state)
        (outer,) = self._linear(f"{name}output.dense", op.gelu(inner, "erf"))
        return self._norm(f"{name}output.LayerNorm", outer + state)

    def _attention(self, query: Any, key: Any, value: Any, bias: Any) -> Any:
        # Not op.scaled_dot_product_attention, whose kernels take longer to be made and to run.
        scale = _float((self.width // self.heads) ** -0.5)
        scores = op.matmul(query, key, False, True) * scale + bias
        return op.matmul(op.softmax(scores, -1), value, False, False)

    def _heads(self, state: Any) -> Any:
        split = op.reshape(
            state, _ints(0, 0, self.heads, self.width // self.heads), special_zero=True
        )
        return op.transpose(split, _ints(0, 2, 1, 3))

    def _linear(self, name: str, state: Any, *parts: str) -> list[Any]:
        """The layer's products with one input: one, or one for each of its parts."""
        names = [f"{name}{part}" for part in parts or ("",)]
        weights = [self._array(f"{each}.weight") for each in names]
        if self.ranges is None:
            constants = [op.constant(weight) for weight in weights]
        else:
            within = self.ranges[name]
            state = rounded_input(state, within, weights[0].shape[1])
            constants = [rounded_weight(weight, within) for weight in weights]
        return [
            op.matmul(state, constant, False, True) + self._weight(f"{each}.bias")
            for each, constant in zip(names, constants, strict=True)
        ]

    def _norm(self, name: str, state: Any) -> Any:
        centred = op.mvn(state, _ints(-1), True, self.epsilon, "inside_sqrt")
        return centred * self._weight(f"{name}.weight") + self._weight(f"{name}.bias")

    def _weight(self, name: str) -> Any:
        return op.constant(self._array(name))

    def _array(self, name: str) -> NDArray[np.float32]:
        if name in self.changes:
            return self.changes[name]
        kept = np.asarray(self.weights.get_tensor(self.prefix + name), dtype=np.float32)
        down = self.changes.get(f"{name}.down")
        return kept if down is None else kept + self.changes[f"{name}.up"] @ down


def _ints(*values: int) -> Any:
    return op.constant(np.array(values, dtype=np.int64))


def _int(value: int) -> Any:
    return op.constant(np.array(value, dtype=np.int32))


def _float(value: float) -> Any:
    return op.constant(np.array(value, dtype=np.float32))
