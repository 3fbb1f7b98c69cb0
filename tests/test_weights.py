"""The folder of a model: found, held against the official one, and told from others."""

import shutil
from pathlib import Path

import pytest
import torch
from huggingface_hub.utils import filter_repo_objects

from corpus.errors import EncoderError
from index.encoding.weights import DEFAULT_ENCODER, fingerprint, locate, verify
from model_folders import make_bert


@pytest.mark.usefixtures("own_cache")
def test_altered_weights_are_refused_by_name(tmp_path: Path) -> None:
    official = locate(DEFAULT_ENCODER) / "model.safetensors"
    copy = tmp_path / "model.safetensors"
    shutil.copyfile(official, copy)
    verify(copy)
    with copy.open("r+b") as file:
        file.seek(50_000_000)
        byte = file.read(1)[0]
        file.seek(50_000_000)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(EncoderError, match=r"model\.safetensors: sha256 is [0-9a-f]{64}, not"):
        verify(copy)
    copy.unlink()
    with pytest.raises(EncoderError, match=r"model\.safetensors: cannot be read .*reinstall"):
        verify(copy)


def test_encoders_are_told_apart_by_their_fingerprints(tmp_path: Path) -> None:
    torch.manual_seed(1)
    first = make_bert(tmp_path / "first")
    second = make_bert(tmp_path / "second")
    copy = Path(shutil.copytree(first, tmp_path / "copy"))
    prints = [fingerprint(folder, 98) for folder in (first, second, copy)]
    assert prints[0] == prints[2] != prints[1]
    assert fingerprint(first, 97) != prints[0]


def test_of_a_model_of_the_hub_no_form_is_fetched_that_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fetched(name: str, ignore_patterns: list[str]) -> str:
        named.append(name)
        kept.extend(filter_repo_objects([*used, *unused], ignore_patterns=ignore_patterns))
        return "folder"

    # Of the fingerprint are also these weights of OpenVINO's: it stays what indexes have noted.
    used = ["config.json", "1_Pooling/config.json", "model.safetensors", "vocab.txt",
            "pytorch_model.bin", "openvino/openvino_model.bin", "onnx/config.json"]  # fmt: skip
    unused = ["onnx/model_O4.onnx", "onnx/model.onnx_data", "model.onnx", "rust_model.ot",
              "tf_model.h5", "flax_model.msgpack"]  # fmt: skip
    named: list[str] = []
    kept: list[str] = []
    monkeypatch.setattr("huggingface_hub.snapshot_download", fetched)
    assert locate("acme/model") == Path("folder")
    assert (named, kept) == (["acme/model"], used)
