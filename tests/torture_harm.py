"""Inputs made to do harm: bombs, loops, traps, and names that leave the folder."""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from corpus.parsing import Parser
from paper_files import make_docx, make_pdf, pdf_of_streams
from torture_input import read_each


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _docx_with(name: str, data: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(make_docx("Vote", ["One."])))
    members = {member: source.read(member) for member in source.namelist()}
    return _zip(members | {name: data})


_ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
_BOMB = f'<!DOCTYPE x [<!ENTITY e0 "ha">{_ENTITIES}]>'.encode()
_EXTERNAL = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

HARMFUL: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entity bomb, feed": (
        "feed",
        lambda: _BOMB + b"<rss><channel><title>&e11;</title></channel></rss>",
    ),
    "entity bomb, docx": (
        ".docx",
        lambda: _docx_with("word/document.xml", _BOMB + b"<a>&e11;</a>"),
    ),
    "entity bomb, html": (".html", lambda: _BOMB + b"<p>&e11;</p>"),
    "foreign entity, feed": (
        "feed",
        lambda: _EXTERNAL + b"<rss><channel><title>&e;</title></channel></rss>",
    ),
    "foreign entity, docx": (
        ".docx",
        lambda: _docx_with("word/document.xml", _EXTERNAL + b"<a>&e;</a>"),
    ),
    "zip bomb": (".docx", lambda: _docx_with("word/document.xml", bytes(300_000_000))),
    "zip bomb that says it is small": (
        ".docx",
        lambda: _lying(_docx_with("word/document.xml", bytes(50_000_000))),
    ),
    "many members": (".docx", lambda: _zip({f"word/{n}.xml": b"" for n in range(6000)})),
    "archive in an archive": (
        ".docx",
        lambda: _docx_with("word/embeddings/a.docx", make_docx("In", ["It."]) * 20),
    ),
    "names that leave the folder": (
        ".docx",
        lambda: _docx_with("../../../../tmp/torture-escaped", b"x"),
    ),
    "gzip bomb of lines": (".jsonl.gz", lambda: gzip.compress(b"\n" * 60_000_000)),
    "gzip bomb of one line": (".jsonl.gz", lambda: gzip.compress(b" " * 60_000_000)),
    "gzip in gzip": (".jsonl.gz", lambda: gzip.compress(gzip.compress(b"{}"))),
    "pdf bomb": (
        ".pdf",
        lambda: pdf_of_streams([b"BT /F1 12 Tf (" + b"x" * 60_000_000 + b") Tj ET"]),
    ),
    "pdf whose pages are its parents": (
        ".pdf",
        lambda: make_pdf([["a"]]).replace(b"[4 0 R]", b"[2 0 R]"),
    ),
    "pdf of deep nesting": (".pdf", lambda: pdf_of_streams([b"[" * 2_000_000])),
    "line of 50 MB": (".jsonl", lambda: _row("word " * 10_000_000)),
    "line of 60 MB and a good one": (".jsonl", lambda: b"x" * 60_000_000 + b"\n" + _row("y")),
    "row of lists": (".jsonl", lambda: b'{"title": "t", "text": [' + b"[]," * 5_000_000 + b"[]]}"),
    "row of depth": (".jsonl", lambda: b"[" * 10_000_000),
    "number of a million digits": (
        ".jsonl",
        lambda: b'{"id": ' + b"9" * 1_000_000 + b', "text": "x"}',
    ),
    "lone surrogate": (".jsonl", lambda: b'{"title": "\\ud800", "text": "x \\udfff"}'),
    "NULs": (".jsonl", lambda: b'{"title": "a\\u0000b", "text": "x \\u0000 y"}'),
    "text of NULs": (".txt", lambda: bytes(1_000_000)),
    "text of 60 MB": (".txt", lambda: b"word " * 12_000_000),
    "text of noise": (".txt", lambda: Random(1).randbytes(5_000_000)),
    "one word of 4 MB": (".txt", lambda: b"a" * 4_000_000),
    "combining marks": (".txt", lambda: b"e" + "\u0301".encode() * 1_000_000),
    "quotation marks": (".txt", lambda: b'"' * 1_000_000),
    "full stops": (".txt", lambda: b"A. " * 500_000),
    "white space": (".txt", lambda: b"a" + b" \n" * 1_000_000 + b"b"),
    "headings of marks": (".md", lambda: b"# x" + b" #" * 1_000_000 + b"y"),
    "front matter of merges": (
        ".md",
        lambda: b"---\na: &a {k: v}\nb: {? !!merge x : [*a, *a]}\n---\ntext",
    ),
    "front matter of code": (
        ".md",
        lambda: b"---\ntitle: !!python/object/apply:os.system [touch /tmp/torture-escaped]\n---\nx",
    ),
    "front matter of brackets": (".md", lambda: b"---\ntitle: " + b"[" * 90_000 + b"\n---\ntext"),
    "tags of depth": (".html", lambda: b"<div>" * 200_000 + b"text"),
    "attributes without end": (".html", lambda: b"<p " + b"a='" * 500_000),
    "comments without end": (".html", lambda: b"<!--" * 500_000),
    "tables in tables": (".html", lambda: b"<table><tr><td>" * 20_000 + b"text"),
    "links": (
        ".html",
        lambda: (
            b"<article>" + b"<p><a href='https://a.example/'>a link of some words</a></p>" * 20_000
        ),
    ),
    "feed of depth": ("feed", lambda: b"<rss><channel>" + b"<item>" * 100_000),
    "feed of a million entries": (
        "feed",
        lambda: b"<rss><channel>" + b"<item/>" * 1_000_000 + b"</channel></rss>",
    ),
}


def _row(text: str) -> bytes:
    return f'{{"title": "t", "text": "{text}"}}\n'.encode()


def _lying(data: bytes) -> bytes:
    """A zip whose directory says that its largest member is a hundred bytes."""
    size = (50_000_000).to_bytes(4, "little")
    return data.replace(size, (100).to_bytes(4, "little"))


def made_to_do_harm(random: Random, cases: int, folder: Path) -> Iterator[str | None]:
    """Bombs, loops and traps, each once; a case is one of them."""
    escaped = Path("/tmp/torture-escaped")
    with Parser() as parser:
        for name, (suffix, make) in random.sample(sorted(HARMFUL.items()), cases):
            (outcome,) = read_each(suffix, [make()], folder / name, [], parser)
            if escaped.exists():
                escaped.unlink()
                outcome = "a file was written outside"
            yield f"{name}: {outcome}" if outcome else None
