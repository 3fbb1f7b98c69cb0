"""Graphs on the processor by OpenVINO, on every core.

Importing this file imports OpenVINO, so it is imported when a model is loaded.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from index.encoding.engine import Batch, Inputs, Keep
from index.encoding.quiet_openvino import ov
from index.threads import cores
from index.types import Vectors

# Every layer needs a kernel for every number of texts and of tokens, and making one takes as long
# as using it. So lengths are rounded up to a multiple of this, and so many kernels are kept ready:
# OpenVINO's own 5,000 grow to a gigabyte and a half within two hundred questions.
ROUND_TO = 8
_KERNELS = 256


class OpenVinoEngine:
    """A graph of index/encoding/bert.py. Safe to call from several threads."""

    round_to = ROUND_TO

    def __init__(self, model: ov.Model, products: str | None = None) -> None:
        """``products`` is the number type of matrix products where it is not the processor's."""
        self.products = products or precision()
        self.machine = f"openvino {processor()} {precision()} {self.products}"
        self.dimension: int = model.output("vectors").partial_shape[1].get_length()
        self._model = compiled(model)
        self._queue = ov.AsyncInferQueue(self._model)
        self._queue_lock = threading.Lock()
        self._free: list[ov.InferRequest] = []

    def once(self, inputs: Inputs, outputs: Sequence[str]) -> list[Vectors]:
        """As ``Engine``."""
        with self._request() as request:
            found = request.infer(inputs._asdict())
            return [found[name] for name in outputs]

    def many(self, batches: Iterable[Batch], outputs: Sequence[str], keep: Keep) -> None:
        """As ``Engine``."""

        def lend(request: ov.InferRequest, places: Sequence[int]) -> None:
            keep(places, [request.get_tensor(name).data for name in outputs])

        with self._queue_lock:
            self._queue.set_callback(lend)
            for places, inputs in batches:
                self._queue.start_async(inputs._asdict(), places)
            self._queue.wait_all()

    @contextmanager
    def _request(self) -> Iterator[ov.InferRequest]:
        # One that is free, and not one a thread: a request holds several megabytes for as long as
        # it lives, and a server's threads are many more than ever ask at the same time.
        try:
            request = self._free.pop()
        except IndexError:
            request = self._model.create_infer_request()
        yield request
        self._free.append(request)


def processor() -> str:
    """The version of OpenVINO, the processor and how many of its cores."""
    return f"{ov.__version__} {_core().get_property('CPU', 'FULL_DEVICE_NAME')} {cores()}"


def precision() -> str:
    """The number type in which this processor multiplies."""
    return "bf16" if "BF16" in _core().get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


def compiled(model: ov.Model) -> ov.CompiledModel:
    """The graph for this processor."""
    # One stream a core: matrices of this size run faster on one core each than on all.
    return _core().compile_model(
        model,
        "CPU",
        {
            "INFERENCE_PRECISION_HINT": precision(),
            "NUM_STREAMS": cores(),
            "INFERENCE_NUM_THREADS": cores(),
            "CPU_RUNTIME_CACHE_CAPACITY": str(_KERNELS),
            # No kernels that OpenVINO makes of several operations: see attention in bert.py.
            "SNIPPETS_MODE": "DISABLE",
        },
    )


@cache
def _core() -> ov.Core:
    return ov.Core()
