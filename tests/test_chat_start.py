"""The page as it is started: from a shell, without a network, and as a hosted Space."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from corpus.article import Article
from corpus.errors import InputError
from index.build import build
from index.types import Encoder
from qa.chat.settings import require_address
from qa.visiting.named import named

ROOT = Path(__file__).parent.parent
QUESTION = "How many North Korean soldiers are in the Kursk region?"


@contextmanager
def started(
    *options: str | Path, **environment: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """``python app.py``: where it serves on this machine, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    theirs = ("NEWSDESK_", "GRADIO_", "SPACE_ID")
    variables = {key: value for key, value in os.environ.items() if not key.startswith(theirs)}
    variables |= {"GRADIO_SERVER_PORT": port, "PYTHONUNBUFFERED": "1"} | environment
    command = [sys.executable, ROOT / "app.py", *options]
    with subprocess.Popen(
        command,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # What runs the tests in the background may have it ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        try:
            yield f":{port}/", process
        finally:
            process.kill()


def told(process: subprocess.Popen[str], words: str) -> str:
    """What the process prints, up to the line with these words."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError(f"never told {words!r}: {''.join(lines)}")


def test_without_a_network_share_says_what_to_do_and_serves_here(sample_index: Path) -> None:
    nowhere = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    local = {"NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
    lower = {name.lower(): value for name, value in nowhere.items()}
    with started("--share", "--index", sample_index, **nowhere, **lower, **local) as (at, process):
        said = told(process, "give out this machine's address")
        assert "no way out to the internet" in said
        assert "GRADIO_SERVER_NAME=0.0.0.0" in said
        assert "Traceback" not in said
        answer = Client(f"http://127.0.0.1{at}", verbose=False).predict(QUESTION, api_name="/ask")
        assert answer["answered"]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def test_a_space_indexes_the_samples_serves_everyone_and_sets_limits(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    space = {"SPACE_ID": "someone/newsdesk", "SYSTEM": "spaces"}
    with started(NEWSDESK_INDEX=str(folder), **space) as (at, process):
        told(process, "Running on local URL")
        # An address that only who listens on every one is reached at.
        client = Client(f"http://127.0.0.2{at}", verbose=False)
        answer = client.predict(QUESTION, api_name="/ask")
        assert answer["answered"]
        assert answer["citations"][0]["url"].startswith("https://")
        for _ in range(19):
            with pytest.raises(AppError, match="no index 'x'"):
                client.predict("Who?", index="x", api_name="/ask")
        with pytest.raises(AppError, match="more than 20 a minute"):
            for _ in range(20):  # a few are let in again meanwhile
                try:
                    client.predict("Who?", index="x", api_name="/ask")
                except AppError as error:
                    if "no index 'x'" not in str(error):
                        raise
        assert "Add your own" not in httpx.get(f"http://127.0.0.2{at}config").text
        upload = f"http://127.0.0.2{at}gradio_api/upload"
        assert httpx.post(upload, files={"files": b"x"}).status_code == 404


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        *(("GRADIO_SERVER_PORT", value) for value in ("abc", "0", "65536", "-1")),
        *(("GRADIO_SERVER_NAME", value) for value in ("300.1.2.3", "192.0.2.1", "\u2603" * 80)),
    ],
)
def test_an_address_that_no_page_can_be_served_at_is_told(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(InputError, match=variable):
        require_address()


@pytest.mark.parametrize("variable", ["GRADIO_SERVER_PORT", "GRADIO_SERVER_NAME"])
def test_an_empty_address_is_none_for_gradio_too(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "")
    require_address()
    assert variable not in os.environ


def test_on_this_machine_alone_nobody_else_is_served(sample_index: Path) -> None:
    with started("--index", sample_index) as (at, process):
        told(process, "Running on local URL")
        assert "Add your own" in httpx.get(f"http://127.0.0.1{at}config").text
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.2{at}")
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert "launch()" not in process.stdout.read()  # what only a programmer could call


def test_several_indexes_are_named_by_options_or_found_in_a_folder(
    tmp_path: Path, encoder: Encoder, sample_articles: dict[str, Article]
) -> None:
    for name, article in zip(("Bridges", "Trams"), sample_articles.values(), strict=False):
        build(tmp_path / name, [article], encoder=encoder)
    assert list(named([tmp_path])) == ["Bridges", "Trams"]
    with started("--index", tmp_path / "Trams", "--index", tmp_path / "Bridges") as (at, process):
        told(process, "Running on local URL")
        client = Client(f"http://127.0.0.1{at}", verbose=False)
        with pytest.raises(AppError, match="choose one of: Trams, Bridges"):
            client.predict("Who?", index="Nowhere", api_name="/ask")
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert "Traceback" not in process.stdout.read(), "what a visitor mistypes fills no log"


def test_a_folder_that_is_named_and_holds_no_index_stops_the_start(tmp_path: Path) -> None:
    mistyped = tmp_path / "mistyped"
    with started("--index", mistyped) as (_, process):
        assert f"newsdesk: {mistyped}: no index here" in told(process, "no index here")
        assert process.wait(timeout=60) == 1
    assert not mistyped.exists()
