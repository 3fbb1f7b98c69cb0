"""The folder of a model: found, held against the official one, and told from others."""

import shutil
from pathlib import Path

import pytest
import torch

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
