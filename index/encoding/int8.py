"""Matrix products in eight bits, for models of which it was measured that retrieval bears it.

Weights are rounded to 255 steps for each output. What they are multiplied with is rounded to
256 steps between two bounds that were met in calibration. A few channels are many times as
large as the others, and would leave these few steps; they are divided by a factor before,
and their weights multiplied by it (SmoothQuant, Xiao et al., ICML 2023). Everything else is
computed as in the other forms. Importing this file imports OpenVINO.

int8.json holds bounds and factors of every product's input and the fingerprint of the model
that they are of; benchmarks/calibrate_int8.py makes it.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.quiet_openvino import op

CALIBRATION = Path(__file__).with_name("int8.json")


@dataclass(frozen=True, slots=True)
class Range:
    """How an input is rounded: its bounds after channels were divided by their factors."""

    low: float
    high: float
    factors: dict[int, float]

    def divisors(self, width: int) -> NDArray[np.float32]:
        """What each of ``width`` channels is divided by; 1 for most."""
        divisors = np.ones(width, dtype=np.float32)
        divisors[list(self.factors)] = list(self.factors.values())
        return divisors


Ranges = dict[str, Range]
"""By the name of the layer whose input it is."""


@lru_cache(maxsize=1)
def _calibration() -> dict[str, Any]:
    return dict(json.loads(CALIBRATION.read_text("utf-8")))


def calibrated(fingerprint: str) -> Ranges | None:
    """The ranges of the model with this fingerprint; None where it was not measured."""
    calibration = _calibration()
    if calibration["model"] != fingerprint:
        return None
    return {
        name: Range(low, high, {int(channel): factor for channel, factor in factors.items()})
        for name, (low, high, factors) in calibration["inputs"].items()
    }


def rounded_input(state: Any, within: Range, width: int) -> Any:
    """The input of a product, (batch, length, width), rounded to 256 steps."""
    if within.factors:
        state = state * _constant(1 / within.divisors(width))
    low, high = _constant(within.low), _constant(within.high)
    return op.fake_quantize(state, low, high, low, high, 256)


def rounded_weight(weight: NDArray[np.float32], within: Range) -> Any:
    """The weight of a product, (outputs, width), rounded to 255 steps for each output."""
    weight = weight * within.divisors(weight.shape[1])
    bound = np.abs(weight).max(axis=1, keepdims=True)
    low, high = _constant(-bound), _constant(bound)
    return op.fake_quantize(_constant(weight), low, high, low, high, 255)


def _constant(value: Any) -> Any:
    return op.constant(np.asarray(value, dtype=np.float32))
