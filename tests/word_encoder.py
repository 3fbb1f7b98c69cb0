"""An encoder for tests in which meaning does not matter: words hashed into a unit vector.

The same text always gives the same vector, bit for bit, on every machine and in every
batch; texts that share words are near each other.
"""

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np

from index.types import TokenVectors, Vectors

_WORD = re.compile(r"\w+|[^\w\s]")
DIMENSION = 64


class WordEncoder:
    """Counts what it was asked to encode, so that a test can say that nothing was."""

    def __init__(self, on_encode: Callable[[], None] = lambda: None) -> None:
        self.name = "words"
        self.fingerprint = "words-64"
        self.dimension = DIMENSION
        self.max_tokens = 100
        self.texts: list[str] = []  # every text that was encoded, in order
        self._on_encode = on_encode

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(_WORD.findall(text)) for text in texts]

    def encode(self, texts: Sequence[str]) -> Vectors:
        self._on_encode()
        self.texts += texts
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _WORD.findall(text.lower()):
                digest = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
                vectors[row, digest[0] % DIMENSION] += 1.0 if digest[1] % 2 else -1.0
            vectors[row, 0] += 0.5  # no text is without a direction
            norm = float(np.linalg.norm(vectors[row]))
            vectors[row] = vectors[row] / norm if norm else np.eye(DIMENSION, dtype=np.float32)[0]
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        found = []
        for text in texts:
            words = list(_WORD.finditer(text))
            spans = np.array([word.span() for word in words], dtype=np.int64).reshape(-1, 2)
            vectors = self.encode([word[0] for word in words])
            found.append(TokenVectors(vectors, spans, vectors))
        return found
