"""Texts to vectors: the packaged model, and models made here."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import huggingface_hub.constants
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer

from corpus.errors import EncoderError
from index import encoder as encoding
from index.encoder import Encoder, GraphEncoder, TorchEncoder, load_encoder
from model_folders import SENTENCES, make_bert, make_distilbert

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


@pytest.fixture
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No check of an earlier run is believed, and none of this one is left behind."""
    monkeypatch.setenv("NEWSDESK_CACHE", str(tmp_path / "cache"))
    torch.manual_seed(7)


def cosines(one: encoding.Vectors, other: encoding.Vectors) -> encoding.Vectors:
    return np.asarray((one * other).sum(axis=1))


def test_the_packaged_model_gives_the_vectors_of_sentence_transformers(
    graph: GraphEncoder,
) -> None:
    original = SentenceTransformer(str(encoding._locate(encoding.DEFAULT_ENCODER)), device="cpu")
    expected = original.encode(TEXTS, normalize_embeddings=True)
    vectors = graph.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    # bfloat16 keeps eight bits of each product.
    assert cosines(vectors, expected).min() > (0.9995 if graph.precision == "bf16" else 0.999999)
    assert graph.max_tokens == original.max_seq_length - 2


def test_vectors_are_of_unit_length(graph: GraphEncoder) -> None:
    assert np.abs(np.linalg.norm(graph.encode(TEXTS), axis=1) - 1).max() < 1e-3


def test_the_order_of_texts_is_kept_and_a_batch_is_as_one_by_one(graph: GraphEncoder) -> None:
    together = graph.encode(TEXTS)
    alone = np.concatenate([graph.encode([text]) for text in TEXTS])
    assert cosines(together, alone).min() > 0.9995
    assert cosines(together, graph.encode(TEXTS[::-1])[::-1]).min() > 0.9995
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


def test_altered_weights_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSDESK_CACHE", str(tmp_path / "cache"))
    official = encoding._locate(encoding.DEFAULT_ENCODER) / "model.safetensors"
    copy = tmp_path / "model.safetensors"
    shutil.copyfile(official, copy)
    encoding._verify_weights(copy)
    with copy.open("r+b") as file:
        file.seek(50_000_000)
        byte = file.read(1)[0]
        file.seek(50_000_000)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(EncoderError, match=r"model\.safetensors: sha256 is [0-9a-f]{64}, not"):
        encoding._verify_weights(copy)
    copy.unlink()
    with pytest.raises(EncoderError, match=r"model\.safetensors: cannot be read .*reinstall"):
        encoding._verify_weights(copy)


@pytest.mark.parametrize("name", ["no such model!", "acme/no-such-model", ""])
def test_an_unknown_name_is_refused_with_a_remedy(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match=r"encoder .*: .*name a folder, or all-MiniLM-L6-v2"):
        load_encoder(name)


@pytest.mark.usefixtures("_own_cache")
@pytest.mark.parametrize(
    "damaged", ["modules.json", "config.json", "model.safetensors", "tokenizer.json"]
)
def test_a_damaged_folder_is_refused(tmp_path: Path, damaged: str) -> None:
    folder = make_bert(tmp_path)
    (folder / damaged).write_bytes(b"\x00 not what it was")
    with pytest.raises(EncoderError, match=f"encoder {folder}: "):
        load_encoder(str(folder))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=f"cannot load {tmp_path}"):
        load_encoder(str(tmp_path))


@pytest.mark.usefixtures("_own_cache")
@pytest.mark.parametrize("mode", ["mean", "cls"])
def test_a_bert_of_the_user_runs_as_a_graph(tmp_path: Path, mode: str) -> None:
    folder = make_bert(tmp_path, mode)
    encoder = load_encoder(str(folder))
    assert isinstance(encoder, GraphEncoder)
    original = SentenceTransformer(str(folder), device="cpu")
    expected = original.encode(list(SENTENCES), normalize_embeddings=True)
    assert cosines(encoder.encode(SENTENCES), expected).min() > 0.999
    assert (encoder.dimension, encoder.max_tokens) == (32, 98)
    plain = TorchEncoder(str(folder), folder)
    assert plain.max_tokens == encoder.max_tokens
    assert plain.fingerprint == encoder.fingerprint
    assert plain.count(SENTENCES) == encoder.count(SENTENCES)


@pytest.mark.usefixtures("_own_cache")
def test_a_graph_that_disagrees_with_the_original_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from index import bert

    folder = make_bert(tmp_path)
    monkeypatch.setattr(bert, "supported", lambda folder: bert.Pooling("cls", True))
    encoder = load_encoder(str(folder))
    assert isinstance(encoder, TorchEncoder)
    assert "disagrees with the original" in caplog.text


@pytest.mark.usefixtures("_own_cache")
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


@pytest.mark.usefixtures("_own_cache")
def test_token_vectors_are_the_same_through_torch(tmp_path: Path) -> None:
    folder = make_bert(tmp_path)
    texts = [*SENTENCES, "The harbour 🎉 où was e\u0301closed, a\0b " * 2, "the " * 300]
    fast = load_encoder(str(folder)).encode_tokens(texts)
    plain = TorchEncoder(str(folder), folder).encode_tokens(texts)
    for one, other in zip(fast, plain, strict=True):
        np.testing.assert_array_equal(one.spans, other.spans)
        assert cosines(one.vectors, other.vectors).min(initial=1) > 0.99
    assert [len(tokens.spans) for tokens in fast][-1] == 98


@pytest.mark.usefixtures("_own_cache")
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


def test_encoders_are_told_apart_by_their_fingerprints(tmp_path: Path) -> None:
    torch.manual_seed(1)
    first = make_bert(tmp_path / "first")
    second = make_bert(tmp_path / "second")
    copy = Path(shutil.copytree(first, tmp_path / "copy"))
    prints = [encoding._fingerprint(folder, 98) for folder in (first, second, copy)]
    assert prints[0] == prints[2] != prints[1]
    assert encoding._fingerprint(first, 97) != prints[0]


@pytest.mark.usefixtures("_own_cache")
def test_the_agreement_is_asked_once_and_a_damaged_note_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_bert(tmp_path)
    asked: list[str] = []
    original = TorchEncoder.__init__

    def counted(self: TorchEncoder, name: str, folder: Path) -> None:
        asked.append(name)
        original(self, name, folder)

    monkeypatch.setattr(TorchEncoder, "__init__", counted)
    load_encoder(str(folder))
    load_encoder(str(folder))
    assert len(asked) == 1
    (note,) = (tmp_path / "cache").glob("agreement-*.json")
    note.write_text("damaged")
    load_encoder(str(folder))
    assert len(asked) == 2


def test_the_cache_folder_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    monkeypatch.setenv("NEWSDESK_CACHE", "/mine")
    assert encoding.cache_folder() == Path("/mine")
    monkeypatch.delenv("NEWSDESK_CACHE")
    assert encoding.cache_folder() == Path("/caches/newsdesk")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert encoding.cache_folder() == Path.home() / ".cache" / "newsdesk"
