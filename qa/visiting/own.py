"""Articles that a reader brings: uploaded files, archives, and pasted links."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.article import Article
from corpus.errors import InputError
from corpus.findings import Rejected
from corpus.read import read_all
from corpus.unpack import unpack

MOST_LINKS = 500


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


@contextmanager
def brought(files: Sequence[Path], links: Sequence[str]) -> Iterator[Iterator[Article | Rejected]]:
    """What the readers find in the files and behind the links, as a stream for the block.

    A zip file stands for the files in it. Places are told by the names that the reader of
    the page knows, not by where the server keeps them meanwhile.
    """
    with TemporaryDirectory(prefix="newsdesk-") as scratch:
        yield _found(files, links, Path(scratch))


def _found(
    files: Sequence[Path], links: Sequence[str], scratch: Path
) -> Iterator[Article | Rejected]:
    sources: list[Path | str] = []
    shown = {str(scratch): ""}
    for number, file in enumerate(files):
        if file.suffix.lower() != ".zip":
            sources.append(file)
            shown[str(file.parent)] = ""
            continue
        folder = scratch / str(number)
        folder.mkdir()
        shown[str(folder)] = file.name
        try:
            yield from unpack(file, folder)
            sources.append(folder)
        except (InputError, OSError) as error:
            yield Rejected(file.name, None, str(error))
    for found in read_all([*sources, *links]):
        yield _named(found, shown) if isinstance(found, Rejected) else found


def _named(rejected: Rejected, shown: dict[str, str]) -> Rejected:
    where, reason = rejected.where, rejected.reason
    for folder in sorted(shown, key=len, reverse=True):
        where = where.replace(folder, shown[folder])
        reason = reason.replace(folder, shown[folder])
    return Rejected(where.lstrip("/") or where, rejected.line, reason)
