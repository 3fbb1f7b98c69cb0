"""How often one visitor may ask, by a clock that the test turns."""

import pytest

from corpus.errors import InputError
from qa.chat.settings import Settings, parse_auth
from qa.visiting.limits import RateLimit, visitor


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_then_one_by_one_as_time_goes() -> None:
    clock = Clock()
    limit = RateLimit(6, clock)
    for _ in range(6):
        limit.admit("ann")
    with pytest.raises(InputError, match=r"more than 6 a minute\. Try again in 10 seconds"):
        limit.admit("ann")
    limit.admit("bob")  # who has a bucket of his own
    clock.now += 9.9
    with pytest.raises(InputError, match="in 1 seconds"):
        limit.admit("ann")
    clock.now += 0.1
    limit.admit("ann")
    with pytest.raises(InputError):
        limit.admit("ann")


def test_a_bucket_fills_no_further_than_it_was_and_none_means_no_limit() -> None:
    clock = Clock()
    limit = RateLimit(2, clock)
    clock.now += 3600
    limit.admit("ann")
    limit.admit("ann")
    with pytest.raises(InputError):
        limit.admit("ann")
    for _ in range(1000):
        RateLimit(None).admit("ann")


def test_those_who_have_not_asked_for_longest_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qa.visiting.limits._MOST_VISITORS", 2)
    limit = RateLimit(1, Clock())
    limit.admit("ann")
    limit.admit("bob")
    with pytest.raises(InputError):
        limit.admit("ann")  # so that bob is the one of longest ago
    limit.admit("cat")
    limit.admit("bob")
    with pytest.raises(InputError):
        limit.admit("cat")


@pytest.mark.parametrize(
    ("peer", "forwarded", "hosted", "who"),
    [
        ("8.8.8.8", "", False, "8.8.8.8"),
        ("8.8.8.8", "10.0.0.1", True, "8.8.8.8"),  # no proxy of ours: anybody could write it
        ("127.0.0.1", "198.51.100.7", False, "198.51.100.7"),
        ("10.1.2.3", "1.1.1.1, 198.51.100.7", True, "198.51.100.7"),
        ("10.1.2.3", "1.1.1.1, 198.51.100.7", False, "10.1.2.3"),  # a neighbour, and no proxy
        ("not an address", "1.1.1.1", True, "not an address"),
        (None, "1.1.1.1", True, "unknown"),
    ],
)
def test_who_asks(peer: str | None, forwarded: str, hosted: bool, who: str) -> None:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert visitor(peer, headers, hosted=hosted) == who


# ---- what suits where the page is served ----


def test_limits_hold_by_default_where_strangers_may_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPACE_ID", raising=False)
    monkeypatch.delenv("GRADIO_SERVER_NAME", raising=False)
    assert Settings().questions_a_minute is None
    assert Settings(rate=5).questions_a_minute == 5
    assert Settings(share=True).questions_a_minute == 20
    assert Settings(share=True).requests_a_minute == 200
    monkeypatch.setenv("GRADIO_SERVER_NAME", "127.0.0.1")
    assert not Settings().to_strangers
    monkeypatch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")
    assert Settings().to_strangers
    monkeypatch.setenv("GRADIO_SERVER_NAME", "localhost")
    monkeypatch.setenv("SPACE_ID", "someone/newsdesk")
    assert Settings().to_strangers


def test_names_and_passwords_are_read_from_arguments_or_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert parse_auth(["ann:a:b"]) == (("ann", "a:b"),)
    monkeypatch.setenv("NEWSDESK_AUTH", "ann:one\n\nbob:two\n")
    assert parse_auth(None) == (("ann", "one"), ("bob", "two"))
    monkeypatch.delenv("NEWSDESK_AUTH")
    assert parse_auth(None) == ()
    for wrong in ("ann", "ann:", ":x"):
        with pytest.raises(InputError, match="USER:PASSWORD"):
            parse_auth([wrong])
