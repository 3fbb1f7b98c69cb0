"""A BERT model as a graph on the processor: texts in batches of like length, on every core.

Importing this file imports OpenVINO, so it is imported when a model is loaded.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.encoding.bert import Pooling, build_graph
from index.encoding.int8 import Ranges
from index.encoding.quiet_openvino import ov
from index.encoding.weights import fingerprint
from index.threads import cores
from index.types import TokenVectors, Vectors

_WINDOW = 4096  # texts sorted by length together
_BATCH_TOKENS = 1024  # tokens of one call, padding included: their attention stays in the cache

# Every layer needs a kernel for every number of texts and of tokens, and making one takes as long
# as using it. So lengths are rounded up to a multiple of eight, and this many kernels are kept
# ready: OpenVINO's own 5,000 grow to a gigabyte and a half within two hundred questions.
ROUND_TO = 8
_KERNELS = 256


class GraphEncoder:
    """A BERT model as an OpenVINO graph on the processor. Safe to call from several threads."""

    def __init__(
        self,
        name: str,
        folder: Path,
        pooling: Pooling,
        ranges: Ranges | None = None,
    ) -> None:
        """Make the graph of a folder that ``bert.supported`` knows to pool like this.

        With ``ranges`` its matrix products are computed in eight bits. What the libraries raise
        of files that they cannot read is raised as it is.
        """
        self.name = name
        self.max_tokens = max_tokens(folder)
        self.fingerprint = fingerprint(folder, self.max_tokens)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The file's own truncation is not the model's: it would drop words without a sound.
        self._tokenizer.enable_truncation(self.max_tokens + 2)
        self._tokenizer.no_padding()
        model = build_graph(folder, pooling, ranges)
        self.dimension: int = model.output(0).partial_shape[1].get_length()
        self._cores = cores()
        self.precision = precision()
        self.products = self.precision if ranges is None else "int8"
        self._model = compiled(model)
        self._queue = ov.AsyncInferQueue(self._model)
        self._queue_lock = threading.Lock()
        self._free: list[ov.InferRequest] = []

    @property
    def machine(self) -> str:
        """What its vectors depend on besides the model: engine, processor and number types."""
        return f"{engine()} {self.precision} {self.products}"

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text; the true number, also beyond what the model reads."""
        encodings = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (texts, dimension), in the order of the texts.

        A text has the same vector alone and among others, with whose length it is padded: on the
        processors that were tried to the last bit, in float32 but for the last one.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        if len(texts) == 1:
            ids = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
            with self._request() as request:
                vectors[:] = request.infer(self._padded(ids))["vectors"]
            return vectors
        for start in range(0, len(texts), _WINDOW):
            window = self._tokenizer.encode_batch_fast(list(texts[start : start + _WINDOW]))

            def keep(batch: Sequence[int], found: ov.InferRequest, start: int = start) -> None:
                vectors[np.asarray(batch) + start] = found.get_tensor("vectors").data

            self._infer([encoding.ids for encoding in window], keep)
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of each text's tokens, as they are read in their context."""
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = [encoding.ids for encoding in encodings]
        spans = [
            np.array(encoding.offsets[1:-1], dtype=np.int64).reshape(-1, 2)
            for encoding in encodings
        ]
        read: dict[int, TokenVectors] = {}

        def keep(batch: Sequence[int], found: ov.InferRequest) -> None:
            tokens, lower = found.get_tensor("tokens").data, found.get_tensor("lower").data
            for row, place in enumerate(batch):
                own = slice(1, len(ids[place]) - 1)
                states = tokens[row, own]
                read[place] = TokenVectors.of(states, spans[place], lower[row, own].copy())

        self._infer(ids, keep)
        return [read[place] for place in range(len(ids))]

    def _infer(
        self,
        ids: Sequence[Sequence[int]],
        keep: Callable[[Sequence[int], ov.InferRequest], None],
    ) -> None:
        """Run texts of like length together, on all cores; ``keep`` gets each batch."""
        with self._queue_lock:
            self._queue.set_callback(lambda request, batch: keep(batch, request))
            for batch in _batches([len(tokens) for tokens in ids], self._cores):
                self._queue.start_async(self._padded([ids[place] for place in batch]), batch)
            self._queue.wait_all()

    def _padded(self, ids: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int32]]:
        longest = _rounded(max(map(len, ids)))
        longest = min(longest, self.max_tokens + 2)  # the model has no positions beyond
        tokens = np.zeros((len(ids), longest), dtype=np.int32)
        mask = np.zeros((len(ids), longest), dtype=np.int32)
        for row, sequence in enumerate(ids):
            tokens[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        return {"ids": tokens, "mask": mask}

    @cached_property
    def _counter(self) -> Tokenizer:
        # Truncation is a tokenizer's state, so counting has its own.
        counter = Tokenizer.from_str(self._tokenizer.to_str())
        counter.no_truncation()
        return counter

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


def engine() -> str:
    """What computes: the version of OpenVINO, the processor and how many of its cores."""
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


def max_tokens(folder: Path) -> int:
    """Tokens that the model reads of a text, [CLS] and [SEP] not counted."""
    limits = [json.loads((folder / "config.json").read_text())["max_position_embeddings"]]
    for name, key in (
        ("sentence_bert_config.json", "max_seq_length"),
        ("tokenizer_config.json", "model_max_length"),  # where newer versions write it
    ):
        if (folder / name).is_file():
            limits.append(json.loads((folder / name).read_text()).get(key) or limits[0])
    return int(min(limits)) - 2


def _batches(lengths: Sequence[int], cores: int) -> Iterator[list[int]]:
    """Positions of texts of like length, so that hardly any padding is computed.

    Few texts make as many batches as there are cores. How many texts a batch has is a power of
    two: of others there would be too many, each with kernels of its own.
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    tokens = min(_BATCH_TOKENS, -(-sum(lengths) // cores))
    start = 0
    while start < len(order):
        size = min(len(order) - start, tokens // _rounded(lengths[order[start]]))
        size = 1 << max(size, 1).bit_length() - 1
        yield order[start : start + size]
        start += size


def _rounded(length: int) -> int:
    return max(1, -(-length // ROUND_TO)) * ROUND_TO
