"""A zip file into a folder, as much of it as is safe to write."""

import errno
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from corpus.errors import InputError
from corpus.findings import Rejected

MOST_FILES = 100_000
MOST_BYTES = 2_000_000_000  # of all that is unpacked, whatever the archive says of itself
_CHUNK = 1 << 20
# A name that is too long, or that of a folder and of a file at once.
_OF_NAMES = {errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTDIR, errno.EISDIR}


def unpack(archive: Path, into: Path) -> Iterator[Rejected]:
    """Write the files of a zip below ``into``; yields what was left out, and why.

    A member whose name leads elsewhere is written nowhere. Members keep their folders.

    Raises:
        InputError: It is no zip file, or it holds more than can be taken.
        OSError: ``into`` cannot be written.
    """
    left = MOST_BYTES
    try:
        opened = zipfile.ZipFile(archive)
    except Exception as error:  # zipfile raises all sorts of things of a damaged one
        raise InputError(f"not a zip file that can be read ({error}); pack it again") from error
    with opened:
        members = [each for each in opened.infolist() if not each.is_dir()]
        if len(members) > MOST_FILES:
            raise InputError(f"more than {MOST_FILES:,} files; split it")
        for member in members:
            target = _target(member.filename, into)
            if target is None:
                yield Rejected(member.filename, None, "its name leads out of the archive")
                continue
            try:
                left -= _write(_chunks(opened, member), target, left)
            except zipfile.BadZipFile as error:
                target.unlink(missing_ok=True)
                yield Rejected(member.filename, None, f"cannot be unpacked: {error}")
            except OSError as error:
                if error.errno not in _OF_NAMES:
                    raise
                yield Rejected(member.filename, None, f"cannot have that name: {error.strerror}")


def _target(name: str, into: Path) -> Path | None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or any(part in ("..", "/") or "\0" in part or ":" in part for part in parts):
        return None
    return into.joinpath(*parts)


def _chunks(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member holds.

    Raises:
        zipfile.BadZipFile: It cannot be read to its end.
    """
    try:
        with opened.open(member) as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except Exception as error:  # whatever its way of packing raises
        raise zipfile.BadZipFile(str(error) or "it ends early") from error


def _write(chunks: Iterable[bytes], target: Path, left: int) -> int:
    """Write a member; gives its size, counted as it comes: a header may lie."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with target.open("wb") as out:
        for chunk in chunks:
            written += len(chunk)
            if written > left:
                raise InputError(f"more than {MOST_BYTES:,} bytes when unpacked; split it")
            out.write(chunk)
    return written
