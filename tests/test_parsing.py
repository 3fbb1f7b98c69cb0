import io
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.parsing import MEMORY_BYTES, Parser, parse_here
from paper_files import make_docx, make_pdf, pdf_of_streams

PDF = make_pdf([["Harbour plan approved", "The council voted."]])
PAGE = b"<html><body><article><h1>T</h1><p>The council voted on it.</p></article></body></html>"


@pytest.fixture
def parser() -> Iterator[Parser]:
    with Parser() as running:
        yield running


def test_documents_follow_each_other_and_bad_ones_do_no_harm(parser: Parser) -> None:
    assert "voted" in parser.parse("pdf", PDF)["text"]
    with pytest.raises(InputError, match="not a readable PDF"):
        parser.parse("pdf", b"%PDF-1.7 broken")
    assert "voted" in parser.parse("html", PAGE, "https://x.example/")["text"]
    assert parser.parse("docx", make_docx("Vote", ["One."]))["title"] == "Vote"


# The child, with a parser that never comes back from C; what started it ignores alarms.
HANGS = """
import itertools, signal
from corpus import parsing
signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
parsing.parse_here = lambda *_: sum(itertools.count())
parsing._main()
"""


def test_a_parser_that_hangs_is_ended_and_replaced() -> None:
    with Parser(seconds=0.2, command=[sys.executable, "-c", HANGS]) as parser:
        for data in (b"x", b"x" * 1_000_000):
            with pytest.raises(InputError, match=r"longer than 0\.2 seconds"):
                parser.parse("pdf", data)


def child_alone(code: str, seconds: str) -> "subprocess.CompletedProcess[bytes]":
    """The child with one document, and then nobody at the other end any more."""
    return subprocess.run(
        [sys.executable, "-c", code, seconds, str(MEMORY_BYTES)],
        input=b'{"kind": "pdf", "url": null, "size": 1}\nx',
        capture_output=True,
        check=False,
        timeout=100,
    )


def test_a_parser_that_hangs_ends_where_its_parent_was_killed() -> None:
    done = child_alone(HANGS, "0.2")
    assert (done.returncode, done.stdout) == (-signal.SIGALRM, b"")


def test_the_clock_runs_for_documents_alone() -> None:
    code = "import signal; from corpus import parsing; parsing._main(); "
    done = child_alone(code + "print(signal.getitimer(signal.ITIMER_REAL))", "60")
    assert done.stderr.endswith(b"(0.0, 0.0)\n")
    assert b"not a readable PDF" in done.stdout


def test_a_parser_that_crashes_is_replaced() -> None:
    command = [sys.executable, "-c", "import os; os.read(0, 9); os.abort()"]
    with Parser(command=command) as parser:
        for data in (b"x", b"x" * 1_000_000):
            with pytest.raises(InputError, match="crashes"):
                parser.parse("pdf", data)


@pytest.mark.skipif(sys.platform != "linux", reason="memory limits hold on Linux")
def test_memory_is_bounded_and_the_next_document_is_read() -> None:
    bomb = pdf_of_streams([b"BT /F1 12 Tf (" + b"x" * 60_000_000 + b") Tj ET"])
    assert len(bomb) < 100_000
    with Parser(memory_bytes=300_000_000) as parser:
        with pytest.raises(InputError, match="more memory"):
            parser.parse("pdf", bomb)
        assert "voted" in parser.parse("pdf", PDF)["text"]


def test_a_closed_parser_starts_again(parser: Parser) -> None:
    parser.parse("pdf", PDF)
    parser.close()
    parser.close()
    assert "voted" in parser.parse("pdf", PDF)["text"]


def _docx_with(xml: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(make_docx("Vote", ["One."])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, xml if name == "word/document.xml" else source.read(name))
    return out.getvalue()


FEED = b"<rss version='2.0'><channel><title>T</title><item><title>I</title></item></channel></rss>"
SEEDS = {"html": PAGE, "pdf": PDF, "docx": make_docx("Vote", ["One."]), "feed": FEED}


@pytest.mark.parametrize("kind", SEEDS)
@settings(max_examples=60, deadline=None)  # libraries are loaded by the first
@given(data=st.data())
def test_mutated_documents_are_read_or_rejected_with_a_reason(
    kind: str, data: st.DataObject
) -> None:
    seed = bytearray(SEEDS[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(seed)))
        cut = data.draw(st.integers(0, 20))
        seed[at : at + cut] = data.draw(st.binary(max_size=20))
    reply = parse_here(kind, bytes(seed), None)
    assert reply.get("error") or isinstance(reply["row"], dict)


@pytest.mark.parametrize("kind", SEEDS)
@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_rejected_with_a_reason(kind: str, data: bytes) -> None:
    reply = parse_here(kind, data, None)
    assert reply.get("error") or isinstance(reply["row"], dict)


def test_entity_bombs_stay_small() -> None:
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>'.encode()
    feed = b"<?xml version='1.0'?>" + bomb + FEED.replace(b">I<", b">&e11;<")
    document = bomb + b"<w:document>&e11;</w:document>"
    for kind, data in (("feed", feed), ("docx", _docx_with(document)), ("html", bomb + PAGE)):
        assert len(str(parse_here(kind, data, None))) < 10_000
