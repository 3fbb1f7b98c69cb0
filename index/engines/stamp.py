"""The stamp on a folder of files: what they were made from, and whether they are still whole.

Sizes are compared whenever a folder is opened. So are checksums, as long as that takes no
more than a moment; those of a large index are compared by `newsdesk check`.
"""

import json
import os
import shutil
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.errors import StoreError

NAME = "stamp.json"
_READ_AT_ONCE = 512 << 20  # bytes that are read to compare checksums when a folder is opened


def write(
    folder: Path, origin: dict[str, Any], notes: Any, known: dict[str, list[int]] | None = None
) -> None:
    """Stamp every file in the folder and make all of them durable.

    Args:
        folder: Complete, but for its name.
        origin: What the files were made from.
        notes: Anything further to keep with them.
        known: Size and checksum of files that an earlier stamp vouches for.
    """
    known = known or {}
    files = {}
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        name = file.relative_to(folder).as_posix()
        if name not in known:
            with file.open("rb") as stream:
                os.fsync(stream.fileno())
        files[name] = known.get(name) or [file.stat().st_size, _crc(file)]
    stamp = {"origin": origin, "notes": notes, "files": files}
    with (folder / NAME).open("w") as stream:
        json.dump(stamp, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())


def read(folder: Path) -> dict[str, Any]:
    """The stamp: ``origin``, ``notes``, ``files``.

    Raises:
        StoreError: There is none, or it cannot be read.
    """
    try:
        stamp = json.loads((folder / NAME).read_text())
        if not isinstance(stamp, dict) or not {"origin", "notes", "files"} <= stamp.keys():
            raise ValueError("not a stamp")
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder}: cannot be read ({error})") from error
    return stamp


def require(folder: Path, origin: dict[str, Any], *, thoroughly: bool = False) -> Any:
    """Require whole files of this origin; gives the notes.

    Raises:
        StoreError: They are missing, damaged or made from something else.
    """
    stamp = read(folder)
    if stamp["origin"] != origin:
        raise StoreError(f"{folder}: made from something else")
    try:
        files: Iterable[tuple[str, list[int]]] = stamp["files"].items()
        sizes = sum(size for _, (size, _) in files)
        comparing = thoroughly or sizes <= _READ_AT_ONCE
        for name, (size, crc) in files:
            require_whole(folder / name, size, crc if comparing else None)
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"{folder}: cannot be read ({error})") from error
    return stamp["notes"]


def require_whole(file: Path, size: int, crc: int | None) -> None:
    """Require a file of this size and checksum; None where that is not to be compared.

    Raises:
        StoreError: It is missing, or not that file.
    """
    try:
        if file.stat().st_size != size:
            raise StoreError(f"{file}: truncated")
        if crc is not None and _crc(file) != crc:
            raise StoreError(f"{file}: damaged")
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error})") from error


def link(file: Path, other: Path) -> None:
    """Give a file that never changes a second name; a copy where that is impossible."""
    try:
        other.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, other)


def _crc(file: Path) -> int:
    value = 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            value = zlib.crc32(block, value)
    return value
