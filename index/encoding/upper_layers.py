"""The upper half of a BERT model's layers, taught something else, over what the lower half gave.

Texts go through the lower layers once, each by itself. What has to be read together is joined
there, and only the upper layers are computed anew, as in PreTTR (MacAvaney et al., SIGIR 2020).
Importing this file imports OpenVINO.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoding.bert import Changes, build_upper
from index.encoding.graph_encoder import compiled
from index.encoding.quiet_openvino import ov
from index.types import Vectors

_ROUND_TO = 16  # tokens: every length needs kernels of its own


class UpperLayers:
    """The graph of them on the processor. Safe to call from several threads."""

    def __init__(self, folder: Path, changes: Changes, head: NDArray[np.float32]) -> None:
        """Of the model in a folder that ``bert.supported`` knows.

        ``head``, shape (numbers, width), is a last product. What the libraries raise of files
        that they cannot read is raised as it is.
        """
        self._queue = ov.AsyncInferQueue(compiled(build_upper(folder, changes, head), fused=False))
        self._lock = threading.Lock()

    def __call__(self, states: Sequence[Vectors]) -> list[Vectors]:
        """Of sequences of states, each (tokens, width), the numbers, each (tokens, numbers).

        Each is padded alone, so that what comes of it does not depend on the others.
        """
        read: dict[int, Vectors] = {}

        def keep(request: ov.InferRequest, place: int) -> None:
            read[place] = request.get_tensor("numbers").data[0, : len(states[place])].copy()

        with self._lock:
            self._queue.set_callback(keep)
            for place, sequence in enumerate(states):
                self._queue.start_async(_padded(sequence), place)
            self._queue.wait_all()
        return [read[place] for place in range(len(states))]


def _padded(sequence: Vectors) -> dict[str, NDArray[np.float32] | NDArray[np.int32]]:
    length, width = sequence.shape
    longest = -(-length // _ROUND_TO) * _ROUND_TO
    states = np.zeros((1, longest, width), dtype=np.float32)
    states[0, :length] = sequence
    mask = np.zeros((1, longest), dtype=np.int32)
    mask[0, :length] = 1
    return {"states": states, "mask": mask}
