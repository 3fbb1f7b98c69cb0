"""Weights that were trained: numbers by name, in a JSON file beside the code that they are for."""

import json
from functools import cache
from pathlib import Path

import numpy as np

from index.arrays import Floats


@cache
def weights(file: Path) -> dict[str, float]:
    """The weights of a file, by name; it is read once."""
    trained: dict[str, float] = json.loads(file.read_text("utf-8"))["weights"]
    return trained


@cache
def weights_of(file: Path, signs: tuple[str, ...]) -> Floats:
    """The weights of these signs, in their order."""
    trained = weights(file)
    return np.array([trained[name] for name in signs])
