"""Token counts for a language model, with its vocabulary and without."""

import logging
import threading
from collections.abc import Iterator

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from corpus import tokens
from corpus.tokens import token_counter, utf8_bytes

# Every byte is a token, and so is "ab".
SMALL = tiktoken.Encoding(
    "small",
    pat_str=r"\w+|\W+",
    mergeable_ranks={bytes([byte]): byte for byte in range(256)} | {b"ab": 256},
    special_tokens={"<|endoftext|>": 257},
)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    tokens._vocabulary.cache_clear()
    yield
    tokens._vocabulary.cache_clear()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: SMALL)


@pytest.mark.usefixtures("small")
def test_a_known_model_is_counted_exactly() -> None:
    count = token_counter("gpt-4o-mini")
    assert [count(text) for text in ("", "ab", "abab c", "é")] == [0, 1, 4, 2]


@pytest.mark.usefixtures("small")
def test_an_unknown_model_is_counted_upwards() -> None:
    assert token_counter("llama3.1")("ab" * 10) == 13


@pytest.mark.usefixtures("small")
def test_a_special_token_in_a_text_is_text() -> None:
    assert token_counter("gpt-4o-mini")("<|endoftext|>") == 13


@pytest.mark.usefixtures("small")
@given(st.text())
def test_bytes_are_an_upper_bound(text: str) -> None:
    assert token_counter("gpt-4o-mini")(text) <= utf8_bytes(text)


def test_half_a_surrogate_pair_is_counted() -> None:
    assert utf8_bytes("\ud800") == 3


def test_without_a_network_bytes_are_counted_and_it_is_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unreachable(name: str) -> tiktoken.Encoding:
        raise OSError("no network")

    monkeypatch.setattr(tiktoken, "get_encoding", unreachable)
    caplog.set_level(logging.WARNING)
    for model in ("gpt-4o-mini", "gpt-4o-mini", "gpt-4o"):
        assert token_counter(model)("né") == 3
    assert len(caplog.records) == 1
    assert "TIKTOKEN_CACHE_DIR" in caplog.text


def test_a_network_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def hanging(name: str) -> tiktoken.Encoding:
        over.wait()
        raise OSError("over")

    monkeypatch.setattr(tiktoken, "get_encoding", hanging)
    monkeypatch.setattr(tokens, "SECONDS", 0.05)
    try:
        assert token_counter("gpt-4o")("abc") == 3
    finally:
        over.set()
