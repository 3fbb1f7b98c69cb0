"""Any sentence-transformers model, through torch.

torch and sentence_transformers take seconds to import, so they are imported when a model is
made and not with this file.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import EncoderError
from index.encoding.weights import fingerprint
from index.types import TokenVectors, Vectors


class TorchEncoder:
    """A sentence-transformers model; in half precision on a GPU.

    Safe to call from several threads; they take turns, since padding and truncation are
    states of the one tokenizer.
    """

    def __init__(self, name: str, folder: Path) -> None:
        """Load the model of a folder; ``name`` is what it was asked for by.

        Raises:
            EncoderError: It cannot be loaded.
        """
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
        self.fingerprint = fingerprint(folder, self.max_tokens)
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
            found.append(TokenVectors.of(vectors[real], spans[real]))
        return found
