"""The encoder's upper layers in torch, to be taught what qa/reading/joint_reader.py reads by.

Its weights stay as they are; each product is given a change of low rank (LoRA, Hu et al., ICLR
2022), which is what is learned and kept, beside biases and norms.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from qa.reading.windows import FLAGS

RANK = 48
DROPPED = 0.1
OUTSIDE = -1e4  # the logit of what is not there
_NARROW = torch.bfloat16  # in which products are computed
_PARTS = {
    "mix": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "join": ("attention.output.dense",),
    "widen": ("intermediate.dense",),
    "narrow": ("output.dense",),
}
_EPS = 1e-12
_ENDS = [101, 102]  # [CLS] and [SEP]
_NORMS = {"between": "attention.output.LayerNorm", "behind": "output.LayerNorm"}


class Product(nn.Module):  # type: ignore[misc]
    """A product of the encoder's, and a change of low rank to it."""

    def __init__(self, weight: Any, bias: Any, rank: int) -> None:
        super().__init__()
        self.register_buffer("kept", weight, persistent=False)
        self.bias = nn.Parameter(bias)
        self.down = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
        self.up = nn.Parameter(torch.zeros(weight.shape[0], rank))

    def weight(self) -> Any:
        return self.kept + self.up @ self.down


class Layer(nn.Module):  # type: ignore[misc]
    """A layer as the encoder has it."""

    def __init__(self, weights: dict[str, Any], heads: int, rank: int) -> None:
        super().__init__()
        self.heads = heads
        for name, parts in _PARTS.items():
            own = [
                Product(weights[f"{each}.weight"], weights[f"{each}.bias"], rank) for each in parts
            ]
            setattr(self, name, nn.ModuleList(own))
        for name, norm in _NORMS.items():
            layer = nn.LayerNorm(len(weights[f"{norm}.weight"]), eps=_EPS)
            layer.weight.data, layer.bias.data = weights[f"{norm}.weight"], weights[f"{norm}.bias"]
            setattr(self, name, layer)

    def forward(self, state: Any, bias: Any) -> Any:
        rows, length, width = state.shape
        mixed = _product(self.mix, state).view(rows, length, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        # Written out: half as fast again as torch's own on a processor.
        weight = query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5 + bias
        joined = (torch.softmax(weight, -1) @ value).transpose(1, 2).reshape(rows, length, width)
        state = _norm(self.between, state + self._dropped(_product(self.join, joined)))
        inner = functional.gelu(_product(self.widen, state))
        return _norm(self.behind, state + self._dropped(_product(self.narrow, inner)))

    def _dropped(self, state: Any) -> Any:
        """Without some numbers of all tokens of a text."""
        if not self.training:
            return state
        kept = torch.rand(len(state), 1, state.shape[2]) >= DROPPED
        return state * (kept.to(state.dtype) / (1 - DROPPED))


class JointNet(nn.Module):  # type: ignore[misc]
    """The encoder's upper layers with what qa/reading/joint_reader.py has around them."""

    def __init__(self, folder: Path, numbers: int, rank: int = RANK) -> None:
        """Of the model in a folder, with so many numbers for each token."""
        super().__init__()
        with safe_open(folder / "model.safetensors", framework="pt") as file:
            weights = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        config = json.loads((folder / "config.json").read_text())
        every: int = config["num_hidden_layers"]
        self.upper = range(every // 2, every)
        width = weights["embeddings.word_embeddings.weight"].shape[1]
        self.layers = nn.ModuleList(
            [
                Layer(_below(weights, f"encoder.layer.{n}."), config["num_attention_heads"], rank)
                for n in self.upper
            ]
        )
        self.ends = nn.Parameter(_of_nothing(weights, every // 2, config["num_attention_heads"]))
        self.asked = nn.Parameter(torch.zeros(width))
        self.flags = nn.Linear(FLAGS, width, bias=False)
        nn.init.normal_(self.flags.weight, 0, 0.02)
        self.head = nn.Linear(width, numbers)

    def read(self, asked: Any, asking: Any, said: Any, flags: Any, there: Any) -> tuple[Any, Any]:
        """States and masks of questions and texts, each (texts, tokens, ...) -> the numbers of what
        stands before everything, (texts, numbers), and of the texts, (texts, tokens, numbers)."""
        first, last = self.ends[:, None, None].expand(2, len(said), 1, -1)
        said = said + self.flags(flags)
        state = torch.cat([first, asked + self.asked, last, said], 1).to(_NARROW)
        one = torch.ones(len(said), 1, dtype=torch.bool)
        mask = torch.cat([one, asking, one, there], 1)
        bias = torch.zeros(mask.shape, dtype=_NARROW).masked_fill(~mask, -1e9)[:, None, None]
        for layer in self.layers:
            state = layer(state, bias)
        numbers = self.head(state.float())
        return numbers[:, 0], numbers[:, 2 + asked.shape[1] :]

    def taught(self) -> dict[str, NDArray[np.float16]]:
        """What it has learned, by the names that qa/reading/joint_reader.py knows."""
        return {name: value.detach().half().numpy() for name, value in self._own().items()}

    def go_on_from(self, file: Path) -> None:
        """Begin with what another one was taught, whatever its numbers are."""
        begun = load_file(file)
        with torch.no_grad():
            for name, value in self._own().items():
                if name not in ("head", "bias"):
                    value.copy_(begun[name].float())

    def _own(self) -> dict[str, Any]:
        kept = {
            "ends": self.ends,
            "asked": self.asked,
            "flags": self.flags.weight,
            "head": self.head.weight,
            "bias": self.head.bias,
        }
        for number, layer in zip(self.upper, self.layers, strict=True):
            name = f"encoder.layer.{number}."
            for own, parts in _PARTS.items():
                for product, part in zip(getattr(layer, own), parts, strict=True):
                    kept[f"{name}{part}.weight.down"] = product.down
                    kept[f"{name}{part}.weight.up"] = product.up
                    kept[f"{name}{part}.bias"] = product.bias
            for own, norm in _NORMS.items():
                kept[f"{name}{norm}.weight"] = getattr(layer, own).weight
                kept[f"{name}{norm}.bias"] = getattr(layer, own).bias
        return kept


class Net(JointNet):
    """What qa/reading/reader.py reads by."""

    def __init__(self, folder: Path, rank: int = RANK) -> None:
        super().__init__(folder, 3, rank)

    def forward(self, asked: Any, asking: Any, said: Any, flags: Any, there: Any) -> Any:
        """As ``read`` is given -> logits of spans (texts, tokens, 2), and of none (texts,).

        No answer stands in a headline."""
        whole, numbers = self.read(asked, asking, said, flags, there)
        body = there & (flags[..., -1] == 0)
        return numbers[..., :2].masked_fill(~body[..., None], OUTSIDE), whole[:, 2]


class TellingNet(JointNet):
    """What qa/reading/telling.py reads by."""

    def __init__(self, folder: Path, rank: int = RANK) -> None:
        super().__init__(folder, 1, rank)

    def forward(
        self, asked: Any, asking: Any, said: Any, flags: Any, there: Any, sentences: Any
    ) -> Any:
        """As ``read`` is given, and of each token which sentence it is of, below 0 where of none ->
        the log odds of each sentence of a text, (texts, sentences)."""
        _, numbers = self.read(asked, asking, said, flags, there)
        own = sentences[..., None] == torch.arange(int(sentences.max()) + 1)
        return (numbers * own).sum(1) / own.sum(1).clamp(min=1)


def _product(products: Any, state: Any) -> Any:
    """Of all of them with a state, side by side."""
    weight = torch.cat([each.weight() for each in products])
    bias = torch.cat([each.bias for each in products])
    return functional.linear(state, weight.to(state.dtype), bias.to(state.dtype))


def _norm(layer: Any, state: Any) -> Any:
    weight, bias = layer.weight.to(state.dtype), layer.bias.to(state.dtype)
    return functional.layer_norm(state, layer.normalized_shape, weight, bias, layer.eps)


def _of_nothing(weights: dict[str, Any], lower: int, heads: int) -> Any:
    """What the lower layers make of the ends of an empty text, (2, width)."""
    words, places, kinds = (
        weights[f"embeddings.{name}_embeddings.weight"]
        for name in ("word", "position", "token_type")
    )
    norm = _below(weights, "embeddings.LayerNorm.")
    state = functional.layer_norm(
        words[_ENDS] + places[:2] + kinds[0], (words.shape[1],), norm["weight"], norm["bias"], _EPS
    )[None]
    with torch.no_grad():
        for number in range(lower):
            layer = Layer(_below(weights, f"encoder.layer.{number}."), heads, 0).eval()
            state = layer(state, torch.zeros(1))
    return state[0]


def _below(weights: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Those whose names begin so, by the rest of their names."""
    return {name.removeprefix(prefix): w for name, w in weights.items() if name.startswith(prefix)}
