"""Nothing that is printed moves a cursor, hides a word or turns a line around."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Source
from index.build import build
from index.types import Encoder
from qa.terminal import plain_output, visible

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext,\nlines and ü 数 🎉", "plain\ttext,\nlines and ü 数 🎉"),
        ("of Windows\r\n", "of Windows\r\n"),
        ("over\rwritten", "over\\u000dwritten"),
        ("\x1b[2J\x1b]0;title\x07", "\\u001b[2J\\u001b]0;title\\u0007"),
        ("\x9b31m", "\\u009b31m"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("two\u2028lines\x85here\x0c", "two\\u2028lines\\u0085here\\u000c"),
    ],
)
def test_what_a_terminal_would_obey_is_seen_instead(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_json_stays_one_line_of_the_same_json(text: str) -> None:
    line = visible(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(line) == {"text": text}
    assert len(line.splitlines()) == 1


def test_output_is_utf8_whatever_the_locale() -> None:
    raw = io.BytesIO()
    with contextlib.redirect_stdout(io.TextIOWrapper(raw, encoding="ascii")) as stream:
        with plain_output():
            print("“déjà” \udc80 \x1b")
        stream.flush()
    assert raw.getvalue() == "“déjà” \\udc80 \\u001b\n".encode()


def test_where_the_output_is_closed_nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with plain_output():
        print("unheard")


def test_an_article_full_of_controls_is_printed_harmlessly_by_every_command(
    tmp_path: Path, encoder: Encoder
) -> None:
    hostile = "\x1b[31mZebras\x1b]0;x\x07 \u202eescaped\x9b2J from the zoo in Riga\r gone"
    article = Article(
        "\x1bid", hostile, f"{hostile} on Monday.", Source(hostile, "https://a.example/\x1b[0m")
    )
    build(tmp_path / "index", [article], encoder=encoder)
    for arguments in (["ask", "Who escaped from the zoo in Riga?"], ["search", "zoo"], ["info"],
                      ["show", "\x1bid"], ["show", "\x1b-none"], ["check"]):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "qa.cli", *arguments, "--index", str(tmp_path / "index")],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=False,
        )
        said = (done.stdout + done.stderr).decode()
        assert said
        assert visible(said) == said
        assert "Traceback" not in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [["info"], ["search", "the", "-k", "99"]])
def test_an_output_that_cannot_be_written_is_told(sample_index: Path, arguments: list[str]) -> None:
    """Little of it is written at the end, much meanwhile."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "qa.cli", *arguments, "--index", str(sample_index)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("newsdesk: the output cannot be written (No space left on")
    assert "Traceback" not in done.stderr
