"""The upper half of a BERT model's layers, taught something else, over what the lower half gave.

Texts go through the lower layers once, each by itself. What has to be read together is joined
there, and only the upper layers are computed anew, as in PreTTR (MacAvaney et al., SIGIR 2020).
Importing this file imports OpenVINO.
"""

import threading
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoding.bert import Changes, build_upper
from index.encoding.openvino_engine import compiled
from index.encoding.quiet_openvino import ov
from index.types import Vectors

_ROUND_TO = 32  # tokens: every length needs kernels of its own, which take as long as their use
_TOGETHER = 4  # sequences of a call


class UpperLayers:
    """The graph of them on the processor. Safe to call from several threads."""

    def __init__(self, folder: Path, changes: Changes, head: NDArray[np.float32]) -> None:
        """Of the model in a folder that ``bert.supported`` knows.

        ``head``, shape (numbers, width), is a last product. What the libraries raise of files
        that they cannot read is raised as it is.
        """
        self._queue = ov.AsyncInferQueue(compiled(build_upper(folder, changes, head)))
        self._lock = threading.Lock()

    def __call__(self, states: Sequence[Vectors]) -> list[Vectors]:
        """Of sequences of states, each (tokens, width), the numbers, each (tokens, numbers).

        Each is padded to the length to which it is padded alone, so that what comes of it does
        not depend on the others.
        """
        read: dict[int, Vectors] = {}

        def keep(request: ov.InferRequest, batch: Sequence[int]) -> None:
            numbers = request.get_tensor("numbers").data
            for row, place in enumerate(batch):
                read[place] = numbers[row, : len(states[place])].copy()

        by_length = sorted(range(len(states)), key=lambda place: _rounded(states[place]))
        with self._lock:
            self._queue.set_callback(keep)
            for _, group in groupby(by_length, lambda place: _rounded(states[place])):
                places = list(group)
                for start in range(0, len(places), _TOGETHER):
                    batch = places[start : start + _TOGETHER]
                    self._queue.start_async(_padded([states[place] for place in batch]), batch)
            self._queue.wait_all()
        return [read[place] for place in range(len(states))]


def _rounded(sequence: Vectors) -> int:
    return -(-len(sequence) // _ROUND_TO) * _ROUND_TO


def _padded(sequences: Sequence[Vectors]) -> dict[str, NDArray[np.float32] | NDArray[np.int32]]:
    length, width = _rounded(sequences[0]), sequences[0].shape[1]
    states = np.zeros((len(sequences), length, width), dtype=np.float32)
    mask = np.zeros((len(sequences), length), dtype=np.int32)
    for row, sequence in enumerate(sequences):
        states[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = 1
    return {"states": states, "mask": mask}
