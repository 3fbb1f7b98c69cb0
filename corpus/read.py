"""Reading articles: files, folders, pages and feeds in; articles and rejections out.

    read_all ─ a path ─── a folder ── walked, in order
             │            .txt ──────────────────── read_text
             │            .jsonl .jsonl.gz .json ── read_rows
             │            .md .html .pdf .docx ──── parsing ── read_markdown, read_html, ..
             └ a url ──── fetch ── read_web ─────── parsing ── read_html, read_feed

Nothing is held but the article at hand, and some 400 bytes for each article that passed:
its id, digests and place.
Whatever cannot be read is reported with its reason, and the rest goes on.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.article import Article, article_from_row, article_id
from corpus.boilerplate import Boilerplate
from corpus.errors import InputError
from corpus.fetch import Fetcher
from corpus.findings import Found, Rejected, shown_path
from corpus.parsing import Parser
from corpus.read_rows import read_json, read_jsonl
from corpus.read_text import text_row
from corpus.read_web import read_web

FILE_BYTES = 50_000_000  # of one file that holds one article; JSONL has no limit
_PARSED = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
_ROWS = (".jsonl", ".jsonl.gz")
_FORMATS = " ".join(sorted([*_PARSED, *_ROWS, ".txt", ".json"]))
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
# What systems and programs leave behind in folders; nobody meant them as articles.
_LITTER = frozenset(("__pycache__", "__macosx", "thumbs.db", "desktop.ini"))
_INDEX = "newsdesk.sqlite"  # a folder that holds it was made by a build


def read_all(
    sources: Iterable[str | Path], fetch: Fetcher | None = None
) -> Iterator[Article | Rejected]:
    """Every article of the sources, in order, and everything that could not be one.

    Args:
        sources: Files, folders, and addresses of pages and feeds.
        fetch: How addresses are fetched; by default public ones only.

    An article that was already read in this run, the same in everything, is yielded
    once. Another one under its id is rejected, and so is boilerplate.
    """
    fetcher = fetch or Fetcher()
    boilerplate = Boilerplate()
    seen: dict[str, tuple[str, str, int | None]] = {}  # by id: digest and place
    with Parser() as parser:
        for source in sources:
            for found in _read(source, fetcher, parser):
                if isinstance(found, Rejected):
                    yield found
                    continue
                article = found.article
                first = seen.get(article.id)
                if first is not None and first[0] == article.hash:
                    continue
                reason = boilerplate.reason(article)
                if reason is None and first is not None:
                    _, where, line = first
                    place = where if line is None else f"{where}, line {line}"
                    reason = (
                        f"id: {article.id!r} {_made_from(article)}is that of another article, "
                        f"in {place}; give each its own"
                    )
                if reason is not None:
                    yield Rejected(found.where, found.line, reason)
                    continue
                seen[article.id] = (article.hash, found.where, found.line)
                yield article


def _made_from(article: Article) -> str:
    """Of what the id was made, where the article brought none."""
    url = article.source.url
    made = article.id == article_id(url, article.title, article.text)
    return f"(made from its {'url' if url else 'title and text'}) " if made else ""


def _read(source: str | Path, fetcher: Fetcher, parser: Parser) -> Iterator[Found | Rejected]:
    if isinstance(source, str) and _SCHEME.match(source):
        try:
            yield from read_web(source, fetcher, parser)
        except InputError as error:
            yield Rejected(source, None, str(error), whole=True)
        return
    if source == "":  # which would be the working folder, all of it
        yield Rejected(source, None, "an empty path; name a file or a folder", whole=True)
        return
    for path in _files(Path(source)):
        if isinstance(path, Rejected):
            yield path
            continue
        try:
            yield from _read_file(path, parser)
        except InputError as error:
            yield Rejected(shown_path(path), None, str(error), whole=True)
        except OSError as error:
            yield _unreadable(path, error)


def _read_file(path: Path, parser: Parser) -> Iterator[Found | Rejected]:
    """The articles and rejections of one file.

    Raises:
        InputError: The file as a whole cannot be read.
        OSError: The system does not let it be read.
    """
    where, suffix = shown_path(path), path.suffix.lower()
    if path.name.lower().endswith(_ROWS):
        yield from read_jsonl(path)
    elif suffix == ".json":
        yield from read_json(_bytes(path), where)
    elif suffix == ".txt" or suffix in _PARSED:
        name = shown_path(Path(path.stem))
        data = _bytes(path)
        row = parser.parse(_PARSED[suffix], data) if suffix in _PARSED else text_row(data)
        yield Found(where, None, article_from_row({**row, "title": row["title"] or name}))
    else:
        yield Rejected(where, None, f"no known format; articles are read from {_FORMATS}")


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise InputError(f"larger than {FILE_BYTES:,} bytes; split it, or write JSONL")
    return data


def _files(top: Path) -> Iterator[Path | Rejected]:
    """The files at and below a path, in sorted order, but what is hidden, and indexes."""
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                if path is not top and path.is_symlink():
                    yield Rejected(
                        shown_path(path), None, "a link to a folder; name the folder itself"
                    )
                    continue
                names = sorted(os.listdir(path), reverse=True)
                if path is not top and _INDEX in names:
                    continue
                waiting += [path / name for name in names if not _is_litter(name)]
            elif stat.S_ISREG(mode):
                yield path
            else:  # a pipe or a device, which may never end
                yield Rejected(shown_path(path), None, "not a regular file")
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            yield _unreadable(path, error)


def _is_litter(name: str) -> bool:
    return name.startswith(".") or name.lower() in _LITTER


def _unreadable(path: Path, error: OSError | ValueError) -> Rejected:
    if isinstance(error, FileNotFoundError):
        return Rejected(shown_path(path), None, "no such file or folder", whole=True)
    reason = getattr(error, "strerror", None) or str(error)
    return Rejected(shown_path(path), None, f"cannot be read: {reason}", whole=True)
