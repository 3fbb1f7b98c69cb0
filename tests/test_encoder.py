"""A name to an encoder: which form is run, and what is said where there is none."""

import gc
from pathlib import Path

import huggingface_hub.constants
import pytest
from sentence_transformers import SentenceTransformer

from corpus.errors import EncoderError
from index.encoder import load_encoder, shared_encoder
from index.encoding.graph_encoder import GraphEncoder
from index.encoding.torch_encoder import TorchEncoder
from model_folders import SENTENCES, cosines, make_bert


@pytest.mark.parametrize("name", ["no such model!", "acme/no-such-model", ""])
def test_an_unknown_name_is_refused_with_a_remedy(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match=r"encoder .*: .*name a folder, or all-MiniLM-L6-v2"):
        load_encoder(name)


@pytest.mark.usefixtures("own_cache")
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


@pytest.mark.usefixtures("own_cache")
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


@pytest.mark.usefixtures("own_cache")
def test_a_graph_that_disagrees_with_the_original_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from index.encoding import bert

    folder = make_bert(tmp_path)
    monkeypatch.setattr(bert, "supported", lambda folder: bert.Pooling("cls", True))
    encoder = load_encoder(str(folder))
    assert isinstance(encoder, TorchEncoder)
    assert "disagrees with the original" in caplog.text


@pytest.mark.usefixtures("own_cache")
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


@pytest.mark.usefixtures("own_cache")
def test_who_holds_an_encoder_at_the_same_time_holds_the_same_one(tmp_path: Path) -> None:
    folder = make_bert(tmp_path)
    first = shared_encoder(str(folder))
    assert shared_encoder(str(folder)) is first
    (folder / "config.json").write_text("damaged")
    assert shared_encoder(str(folder)) is first
    del first
    gc.collect()
    with pytest.raises(EncoderError, match="encoder"):  # nobody held it: it is loaded anew
        shared_encoder(str(folder))


@pytest.mark.usefixtures("own_cache")
def test_a_folder_is_found_again_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_bert(tmp_path)
    monkeypatch.chdir(tmp_path)
    encoder = load_encoder("model")
    assert encoder.name == str(tmp_path / "model")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir("other")
    assert load_encoder(encoder.name).fingerprint == encoder.fingerprint
