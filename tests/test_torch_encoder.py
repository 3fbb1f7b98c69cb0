"""Models that the graph does not know, and the original beside the graph."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index.encoder import load_encoder
from index.encoding.torch_encoder import TorchEncoder
from model_folders import SENTENCES, cosines, make_bert, make_distilbert

pytestmark = pytest.mark.usefixtures("own_cache")


def test_any_other_model_runs_through_torch(tmp_path: Path) -> None:
    folder = make_distilbert(tmp_path)
    encoder = load_encoder(str(folder))
    assert isinstance(encoder, TorchEncoder)
    original = SentenceTransformer(str(folder), device="cpu")
    expected = original.encode(list(SENTENCES), normalize_embeddings=True)
    assert cosines(encoder.encode(SENTENCES), expected).min() > 0.99999
    assert (encoder.dimension, encoder.max_tokens) == (32, 98)
    assert encoder.encode([]).shape == (0, 32)
    assert encoder.count([]) == []
    assert encoder.count(["the harbour", "the " * 500]) == [2, 500]


def test_token_vectors_are_the_same_through_torch(tmp_path: Path) -> None:
    folder = make_bert(tmp_path)
    texts = [*SENTENCES, "The harbour 🎉 où was e\u0301closed, a\0b " * 2, "the " * 300]
    fast = load_encoder(str(folder)).encode_tokens(texts)
    plain = TorchEncoder(str(folder), folder).encode_tokens(texts)
    for one, other in zip(fast, plain, strict=True):
        np.testing.assert_array_equal(one.spans, other.spans)
        assert cosines(one.vectors, other.vectors).min(initial=1) > 0.99
    assert [len(tokens.spans) for tokens in fast][-1] == 98


def test_eight_threads_may_use_torch(tmp_path: Path) -> None:
    folder = make_distilbert(tmp_path)
    encoder = load_encoder(str(folder))
    texts = ["the harbour " * (1 + n % 60) for n in range(48)]
    expected, counts = encoder.encode(texts), encoder.count(texts)

    def work(shift: int) -> float:
        part = texts[shift : shift + 8]
        assert encoder.count(part) == counts[shift : shift + 8]
        return float(cosines(encoder.encode(part), expected[shift : shift + 8]).min())

    with ThreadPoolExecutor(8) as pool:
        assert min(pool.map(work, range(40))) > 0.9999
