"""What computes a sentence encoder's graph on this machine.

A graph takes ``Inputs`` and has three outputs, by name: ``vectors``, (texts, dimension), of unit
length; ``tokens``, (texts, length, dimension), the token vectors before pooling; and ``lower``,
(texts, length, width), those after the lower half of the layers.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.types import Vectors


class Inputs(NamedTuple):
    """Texts of a call: ``ids`` of their tokens and ``mask``, 1 where there is one and 0 where a
    shorter text is padded, both of shape (texts, length)."""

    ids: NDArray[np.int32]
    mask: NDArray[np.int32]


Batch = tuple[Sequence[int], Inputs]
"""Places of texts, and these."""

Keep = Callable[[Sequence[int], list[Vectors]], None]
"""Gets the places of a batch's texts and its outputs, which are only lent; from any thread."""


class Engine(Protocol):
    """A graph, ready to be computed. Safe to call from several threads."""

    products: str
    """The number type of matrix products."""
    machine: str
    """What the outputs depend on beside the model: libraries, processor and number types."""
    dimension: int
    round_to: int
    """A multiple of how many tokens texts are padded to."""

    def once(self, inputs: Inputs, outputs: Sequence[str]) -> list[Vectors]:
        """The outputs of these names, on the thread that asks."""

    def many(self, batches: Iterable[Batch], outputs: Sequence[str], keep: Keep) -> None:
        """The same of many batches, on every core; ``keep`` gets each."""
