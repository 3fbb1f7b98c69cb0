"""Articles that a reader brings: uploaded files, archives, and pasted links."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.article import Article
from corpus.errors import InputError
from corpus.findings import Rejected
from corpus.read import read_all
from corpus.unpack import unpack

MOST_LINKS = 500
MOST_FILES = 1_000
_LONGEST_NAME = 1_000  # characters, with the folders that a file lies in


def checked_links(text: str) -> list[str]:
    """The links of a text, one a line.

    Raises:
        InputError: A line is no address of a page or a feed, or there are too many.
    """
    links = list(dict.fromkeys(filter(None, (line.strip() for line in text.splitlines()))))
    for link in links:
        # Nothing else: a path would be one of this machine's.
        if not link.lower().startswith(("http://", "https://")):
            raise InputError(
                f"{link[:80]!r} is no link; paste addresses that begin with https://, one a line"
            )
    if len(links) > MOST_LINKS:
        raise InputError(f"{len(links):,} links; at most {MOST_LINKS} are read at a time")
    return links


def checked_uploads(payload: Any, kept: Path) -> dict[Path, str]:
    """Where the server keeps each upload, and what it was called where it came from.

    Args:
        payload: ``[{"path", "name"}, ..]``, or None; it may be anything at all.
        kept: The folder that uploads are kept in: no other file of this machine is read.

    Raises:
        InputError: It is something else, a file is not one of the uploads, or there are too many.
    """
    try:
        found = {Path(each["path"]).resolve(): each["name"] for each in payload or ()}
        if not all(
            file.is_relative_to(kept.resolve()) and file.is_file() and _is_name(name)
            for file, name in found.items()
        ):
            raise ValueError("not an upload")
    except (TypeError, KeyError, ValueError, AttributeError, OSError) as error:
        raise InputError("The server does not have these files. Choose them again.") from error
    if len(found) > MOST_FILES:
        raise InputError(f"{len(found):,} files; put them into one zip archive")
    return found


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME


@contextmanager
def brought(
    files: Mapping[Path, str], links: Sequence[str]
) -> Iterator[Iterator[Article | Rejected]]:
    """What the readers find in the files and behind the links, as a stream for the block.

    A zip file stands for the files in it. Places are told by the names that the reader of
    the page knows, which ``files`` gives for each, not by where the server keeps them meanwhile.
    """
    with TemporaryDirectory(prefix="newsdesk-") as scratch:
        yield _found(files, links, Path(scratch))


def _found(
    files: Mapping[Path, str], links: Sequence[str], scratch: Path
) -> Iterator[Article | Rejected]:
    sources: list[Path | str] = []
    shown: dict[str, str] = {}
    for number, (file, name) in enumerate(files.items()):
        if file.suffix.lower() != ".zip":
            sources.append(file)
            shown[str(file)] = name
            continue
        folder = scratch / f"{number:04}"  # none is the beginning of another
        folder.mkdir()
        shown[str(folder)] = name
        try:
            for left_out in unpack(file, folder):
                yield replace(left_out, where=f"{name}/{left_out.where}")
            sources.append(folder)
        except InputError as error:
            yield Rejected(name, None, str(error))
        except OSError as error:
            yield Rejected(name, None, f"cannot be unpacked here: {error.strerror or error}")
    for found in read_all([*sources, *links]):
        yield _named(found, shown) if isinstance(found, Rejected) else found


def _named(rejected: Rejected, shown: dict[str, str]) -> Rejected:
    where, reason = rejected.where, rejected.reason
    for kept, name in shown.items():
        where, reason = where.replace(kept, name), reason.replace(kept, name)
    return Rejected(where, rejected.line, reason)
