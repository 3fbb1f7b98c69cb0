"""The packaged model as a graph: its vectors, its limits, and many threads at once."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer

from index.encoding.graph_encoder import GraphEncoder, _batches
from index.encoding.weights import DEFAULT_ENCODER, locate
from index.types import Encoder, TokenVectors
from model_folders import cosines

TEXTS = [
    "Where did the ministers meet?",
    "The central bank cut its rate to 3.25% on 17 October.",
    "",
    "東京 Київ São Paulo 🎉",
    "The U.S. and South Korean defence chiefs called for a withdrawal. " * 12,
    "[CLS] [SEP] [MASK] <|endoftext|> \0 \x1b[31m",
    *(f"Ship {n} left the harbour {'before noon ' * (n % 7)}on day {n}." for n in range(20)),
]


@pytest.fixture(scope="session")
def graph(encoder: Encoder) -> GraphEncoder:
    assert isinstance(encoder, GraphEncoder)
    return encoder


def test_the_packaged_model_gives_the_vectors_of_sentence_transformers(
    graph: GraphEncoder,
) -> None:
    original = SentenceTransformer(str(locate(DEFAULT_ENCODER)), device="cpu")
    expected = original.encode(TEXTS, normalize_embeddings=True)
    vectors = graph.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    told = [place for place, text in enumerate(TEXTS) if text]  # in "" there is little to agree on
    least = {"int8": 0.99, "bf16": 0.9995, "f32": 0.999999}[graph.products]
    assert cosines(vectors, expected)[told].min() > least
    assert cosines(vectors, expected).min() > 0.96
    assert graph.max_tokens == original.max_seq_length - 2


def test_vectors_are_of_unit_length(graph: GraphEncoder) -> None:
    assert np.abs(np.linalg.norm(graph.encode(TEXTS), axis=1) - 1).max() < 1e-3


def test_the_order_of_texts_is_kept_and_a_batch_is_as_one_by_one(graph: GraphEncoder) -> None:
    together = graph.encode(TEXTS)
    alone = np.concatenate([graph.encode([text]) for text in TEXTS])
    off = 1e-6 if graph.products == "f32" else 0  # in float32 the last bit may be another
    np.testing.assert_allclose(together, alone, atol=off, rtol=0)
    np.testing.assert_allclose(together, graph.encode(TEXTS[::-1])[::-1], atol=off, rtol=0)
    # Were two swapped, this would be far from 1.
    assert cosines(together[:2], together[1::-1]).max() < 0.5


def test_no_text_gives_no_vector(graph: GraphEncoder) -> None:
    assert graph.encode([]).shape == (0, 384)
    assert graph.count([]) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_text_has_a_vector(graph: GraphEncoder, texts: list[str]) -> None:
    vectors = graph.encode(texts)
    assert vectors.shape == (len(texts), 384)
    assert np.isfinite(vectors).all()


def test_nothing_is_truncated_up_to_the_limit_and_the_count_is_true(graph: GraphEncoder) -> None:
    # Each word is one token.
    for size in (1, 127, 128, 129, graph.max_tokens - 1, graph.max_tokens):
        text = " ".join(["harbour"] * (size - 1) + ["bridge"])
        other = " ".join(["harbour"] * (size - 1) + ["minister"])
        assert graph.count([text]) == [size]
        one, two = graph.encode([text, other])
        assert float(one @ two) < 0.99999, f"the last of {size} tokens is not read"
        (read,) = graph.encode_tokens([text])
        assert read.vectors.shape == (size, 384)
        assert [text[start:end] for start, end in read.spans] == text.split()
    assert graph.count(["harbour " * 3_000]) == [3_000]
    over = "harbour " * graph.max_tokens
    one, two = graph.encode([over + "bridge", over + "minister"])
    assert float(one @ two) > 0.99999, "what is beyond the limit cannot matter"


def test_token_vectors_are_those_of_each_text(graph: GraphEncoder) -> None:
    read = graph.encode_tokens(TEXTS)
    assert [len(tokens.vectors) for tokens in read] == graph.count(TEXTS)
    assert [len(tokens.spans) for tokens in read] == graph.count(TEXTS)
    (alone,) = graph.encode_tokens([TEXTS[1]])
    assert (alone.vectors * read[1].vectors).sum(axis=1).min() > 0.999
    assert alone.lower is not None
    assert read[1].lower is not None
    lower = [TokenVectors.of(each, alone.spans).vectors for each in (alone.lower, read[1].lower)]
    assert cosines(*lower).min() > 0.999
    assert cosines(lower[0], alone.vectors).max() < 0.9, "they are of other layers"


def test_eight_threads_get_what_one_gets(graph: GraphEncoder) -> None:
    texts = TEXTS[:4] + TEXTS[5:17]
    expected, counts = graph.encode(texts), graph.count(texts)

    def work(shift: int) -> float:
        rolled = texts[shift:] + texts[:shift]
        assert graph.count(rolled) == counts[shift:] + counts[:shift]
        many = cosines(graph.encode(rolled), np.roll(expected, -shift, axis=0)).min()
        one = float(graph.encode([texts[shift]])[0] @ expected[shift])
        return min(float(many), one)

    with ThreadPoolExecutor(8) as pool:
        assert min(pool.map(work, range(16))) > 0.9995


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(1, 4))
def test_batches_hold_every_text_once_in_few_sizes(lengths: list[int], cores: int) -> None:
    batches = list(_batches(lengths, cores))
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    assert {len(batch) for batch in batches} <= {1, 2, 4, 8, 16, 32}
    # What is left of a length fills the batch of the next, rather than make further shapes.
    ordered = [lengths[place] for batch in batches for place in batch]
    assert ordered == sorted(lengths, reverse=True)


def test_of_many_short_texts_hardly_a_batch_is_small() -> None:
    batches = list(_batches([20 + n % 21 for n in range(256)], 2))
    assert [len(batch) for batch in batches if len(batch) < 16] == []
