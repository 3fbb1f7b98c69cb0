"""Cosines of many questions with many vectors, as matrix products of OpenVINO.

It compiles for whatever the processor has. The OpenBLAS that numpy brings along chooses among
kernels by the processor's name: one that it does not know is given those of ten years ago, which
take twice as long. Importing this file imports OpenVINO.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.quiet_openvino import op, ov
from index.types import Vectors

_IN_CACHE = 1 << 11  # vectors that are brought to float32 and multiplied at a time


def products(queries: Vectors, vectors: NDArray[np.float16]) -> Vectors:
    """Inner products of each query with each vector in float32, shape (queries, vectors).

    Args:
        queries: Shape (queries, dimension).
        vectors: Shape (vectors, dimension).
    """
    found = np.empty((len(queries), len(vectors)), dtype=np.float32)
    request = _model().create_infer_request()  # not to be shared between threads
    for first in range(0, len(vectors), _IN_CACHE):
        part = slice(first, first + _IN_CACHE)
        given = {"queries": queries, "vectors": vectors[part]}
        (found[:, part],) = request.infer(given, share_inputs=True, share_outputs=True).values()
    return found


@cache
def _model() -> Any:
    queries = op.parameter([-1, -1], np.float32, name="queries")
    vectors = op.parameter([-1, -1], np.float16, name="vectors")
    product = op.matmul(queries, op.convert(vectors, "f32"), False, True)
    model = ov.Model([op.result(product)], [queries, vectors], "products")
    # One thread, which goes wherever a core is free: the encoder runs beside it.
    settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1}
    return ov.Core().compile_model(model, "CPU", {**settings, "ENABLE_CPU_PINNING": False})
