"""A zip file into a folder, as much of it as is safe to write."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from corpus.errors import InputError
from corpus.findings import Rejected

MOST_FILES = 100_000
MOST_BYTES = 2_000_000_000  # of all that is unpacked, whatever the archive says of itself
_CHUNK = 1 << 20


def unpack(archive: Path, into: Path) -> Iterator[Rejected]:
    """Write the files of a zip below ``into``; yields what was left out, and why.

    A member whose name leads elsewhere is written nowhere. Members keep their folders.

    Raises:
        InputError: It is no zip file, or it holds more than can be taken.
        OSError: ``into`` cannot be written.
    """
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [each for each in opened.infolist() if not each.is_dir()]
            if len(members) > MOST_FILES:
                raise InputError(f"more than {MOST_FILES:,} files; split it")
            for member in members:
                target = _target(member.filename, into)
                if target is None:
                    yield Rejected(member.filename, None, "its name leads out of the archive")
                    continue
                try:
                    left -= _write(opened, member, target, left)
                except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
                    target.unlink(missing_ok=True)
                    yield Rejected(member.filename, None, f"cannot be unpacked: {error}")
    except (zipfile.BadZipFile, ValueError) as error:
        raise InputError(f"not a zip file that can be read ({error}); pack it again") from error


def _target(name: str, into: Path) -> Path | None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or any(part in ("..", "/") or "\0" in part or ":" in part for part in parts):
        return None
    return into.joinpath(*parts)


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Copy a member; gives its size, counted as it comes: a header may lie."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with opened.open(member) as source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > left:
                raise InputError(f"more than {MOST_BYTES:,} bytes when unpacked; split it")
            out.write(chunk)
    return written
