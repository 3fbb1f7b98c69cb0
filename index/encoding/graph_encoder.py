"""A BERT model as a graph on the processor: texts in batches of like length, on every core."""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.encoding.engine import Batch, Engine, Inputs
from index.encoding.weights import fingerprint
from index.threads import cores
from index.types import TokenVectors, Vectors

_WINDOW = 4096  # texts sorted by length together
_BATCH_TOKENS = 1024  # tokens of one call, padding included: their attention stays in the cache


class GraphEncoder:
    """A BERT model as a graph on the processor. Safe to call from several threads."""

    def __init__(self, name: str, folder: Path, engine: Engine) -> None:
        """Of a model's folder; ``engine`` computes its graph."""
        self.name = name
        self.max_tokens = max_tokens(folder)
        self.fingerprint = fingerprint(folder, self.max_tokens)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The file's own truncation is not the model's: it would drop words without a sound.
        self._tokenizer.enable_truncation(self.max_tokens + 2)
        self._tokenizer.no_padding()
        self._engine = engine
        self._cores = cores()
        self.dimension = engine.dimension
        self.products = engine.products
        self.machine = engine.machine

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
            (only,) = self._tokenizer.encode_batch_fast(list(texts))
            (vectors[:],) = self._engine.once(self._padded([only.ids]), ["vectors"])
            return vectors
        for start in range(0, len(texts), _WINDOW):
            window = self._tokenizer.encode_batch_fast(list(texts[start : start + _WINDOW]))

            def keep(places: Sequence[int], found: list[Vectors], start: int = start) -> None:
                (vectors[np.asarray(places) + start],) = found

            batches = self._batches([encoding.ids for encoding in window])
            self._engine.many(batches, ["vectors"], keep)
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

        def keep(places: Sequence[int], found: list[Vectors]) -> None:
            tokens, lower = found
            for row, place in enumerate(places):
                own = slice(1, len(ids[place]) - 1)
                states = tokens[row, own]
                read[place] = TokenVectors.of(states, spans[place], lower[row, own].copy())

        self._engine.many(self._batches(ids), ["tokens", "lower"], keep)
        return [read[place] for place in range(len(ids))]

    def _batches(self, ids: Sequence[Sequence[int]]) -> Iterator[Batch]:
        """Texts of like length together."""
        lengths = [self._rounded(len(tokens)) for tokens in ids]
        for places in _batches(lengths, self._cores):
            yield places, self._padded([ids[place] for place in places])

    def _padded(self, ids: Sequence[Sequence[int]]) -> Inputs:
        longest = self._rounded(max(map(len, ids)))
        tokens = np.zeros((len(ids), longest), dtype=np.int32)
        mask = np.zeros((len(ids), longest), dtype=np.int32)
        for row, sequence in enumerate(ids):
            tokens[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        return Inputs(tokens, mask)

    def _rounded(self, length: int) -> int:
        """To how many tokens a text is padded; the model has no positions beyond its own."""
        up = -(-length // self._engine.round_to) * self._engine.round_to
        return min(up, self.max_tokens + 2)

    @cached_property
    def _counter(self) -> Tokenizer:
        # Truncation is a tokenizer's state, so counting has its own.
        counter = Tokenizer.from_str(self._tokenizer.to_str())
        counter.no_truncation()
        return counter


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
    """Positions of texts of like length, so that hardly any padding is computed, by the lengths to
    which they are padded alone.

    Few texts make as many batches as there are cores. How many texts a batch has is a power of
    two: of others there would be too many, each with kernels of its own.
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    tokens = min(_BATCH_TOKENS, -(-sum(lengths) // cores))
    start = 0
    while start < len(order):
        size = min(len(order) - start, tokens // max(1, lengths[order[start]]))
        size = 1 << max(size, 1).bit_length() - 1
        yield order[start : start + size]
        start += size
