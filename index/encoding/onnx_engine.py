"""Graphs on the processor by ONNX Runtime, on every core.

Importing this file imports ONNX Runtime, so it is imported when a model is loaded.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from index.encoding.bert import Pooling
from index.encoding.engine import Batch, Inputs, Keep
from index.encoding.openvino_engine import processor
from index.threads import cores
from index.types import Vectors


class OnnxEngine:
    """A graph of index/encoding/onnx_bert.py. Safe to call from several threads."""

    round_to = 1

    def __init__(self, model: bytes, pooling: Pooling, products: str) -> None:
        """``products`` is the number type of matrix products."""
        options = onnxruntime.SessionOptions()
        # One thread a batch, and as many batches at a time as there are cores: matrices of this
        # size run faster on one core each than on all.
        options.intra_op_num_threads = 1
        # A pattern would be kept for every number of texts and of tokens.
        options.enable_mem_pattern = False
        self._pooling = pooling
        self.products = products
        self.machine = f"onnxruntime {onnxruntime.__version__} {processor()} {products}"
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self.dimension: int = self._session.get_outputs()[0].shape[2]
        self._threads = ThreadPoolExecutor(cores(), "encoding")

    def once(self, inputs: Inputs, outputs: Sequence[str]) -> list[Vectors]:
        """As ``Engine``."""
        asked = ["tokens" if name == "vectors" else name for name in outputs]
        found: list[Vectors] = self._session.run(asked, inputs._asdict())
        return [
            self._pooled(states, inputs.mask) if name == "vectors" else states
            for name, states in zip(outputs, found, strict=True)
        ]

    def many(self, batches: Iterable[Batch], outputs: Sequence[str], keep: Keep) -> None:
        """As ``Engine``."""

        def compute(batch: Batch) -> None:
            places, inputs = batch
            keep(places, self.once(inputs, outputs))

        for _ in self._threads.map(compute, batches):
            pass

    def _pooled(self, states: Vectors, mask: NDArray[np.int32]) -> Vectors:
        """Unit vectors of texts, from the states of their tokens."""
        if self._pooling.mode == "cls":
            pooled = states[:, 0]
        else:
            # Each text by itself, token after token: in what order a graph adds depends on the
            # padding, and with it the last digits. Its length does not matter: it is made one.
            sizes = mask.sum(axis=1).tolist()
            pooled = np.stack(
                [own[:size].sum(axis=0) for own, size in zip(states, sizes, strict=True)]
            )
        vectors: Vectors = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return vectors
