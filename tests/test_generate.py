"""A language model's endpoint over real HTTP, well and ill behaved."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest

from corpus.errors import ModelError
from model_server import (
    KEY,
    Reply,
    Request,
    drops,
    fails,
    hangs,
    model_server,
    says,
    says_at_once,
)
from qa import generate
from qa.generate import ATTEMPTS, LanguageModel, Meter

MESSAGES = [{"role": "user", "content": "Who?"}]


def written(
    *replies: Reply, meter: Meter | None = None, **endpoint: Any
) -> tuple[str, list[dict[str, Any]], list[float]]:
    """What was written, what was asked, and the pauses between."""
    pauses: list[float] = []
    with model_server(*replies) as server:
        model = LanguageModel(server.endpoint(**endpoint), pause=pauses.append)
        try:
            return "".join(model.stream(MESSAGES, meter or Meter())), server.asked, pauses
        finally:
            model.close()


def error_of(*replies: Reply, **endpoint: Any) -> str:
    with pytest.raises(ModelError) as caught:
        written(*replies, **endpoint)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    assert KEY not in str(caught.value)
    return str(caught.value)


def test_a_reply_comes_in_pieces_and_is_counted() -> None:
    meter = Meter()
    with model_server(says("Lilongwe is in ", "Malawi. [1]")) as server:
        model = LanguageModel(server.endpoint())
        pieces = list(model.stream(MESSAGES, meter))
        model.close()
    assert "".join(pieces) == "Lilongwe is in Malawi. [1]"
    assert len(pieces) > 2
    assert (meter.calls, meter.prompt_tokens, meter.completion_tokens) == (1, 900, 40)
    asked, headers = server.asked[0], server.headers[0]
    assert asked["model"] == "scripted"
    assert asked["messages"] == MESSAGES
    assert asked["temperature"] == 0
    assert headers["authorization"] == f"Bearer {KEY}"
    assert not {"openai-organization", "openai-project"} & set(headers)


def test_an_endpoint_without_streams_is_read_too() -> None:
    meter = Meter()
    assert written(says_at_once("Malawi. [1]"), meter=meter)[0] == "Malawi. [1]"
    assert meter.usage().prompt_tokens == 900


def test_tokens_are_counted_here_where_the_endpoint_does_not_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(generate, "token_counter", lambda name: len)
    meter = Meter()
    written(says("x" * 40, usage=False), meter=meter)
    assert meter.prompt_tokens == len("Who?")
    assert meter.completion_tokens == 10


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
def test_what_may_pass_is_tried_again_and_backs_off(status: int) -> None:
    text, asked, pauses = written(fails(status), fails(status), says("Yes. [1]"))
    assert (text, len(asked)) == ("Yes. [1]", 3)
    assert 0.3 < pauses[0] < 0.7 < pauses[1] < 1.4


def test_a_dropped_connection_is_tried_again() -> None:
    text, asked, _ = written(drops, says("Yes. [1]"))
    assert (text, len(asked)) == ("Yes. [1]", 2)


def test_an_endpoint_is_left_alone_for_as_long_as_it_asks() -> None:
    assert written(fails(429, retry_after="7"), says("Yes."))[2] == [7.0]
    later = formatdate(time.time() + 20, usegmt=True)
    (pause,) = written(fails(503, retry_after=later), says("Yes."))[2]
    assert 15 < pause <= 21


def test_no_visitor_waits_for_an_endpoint_that_asks_for_an_hour() -> None:
    assert "is busy (status 429)" in error_of(fails(429, retry_after="3600"))


@pytest.mark.parametrize("jump", [-86_400, 86_400])
def test_a_clock_that_is_set_in_the_midst_neither_keeps_nor_hurries_a_visitor(
    jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    told = formatdate(now + 5, usegmt=True)
    monkeypatch.setattr(time, "time", lambda: now + jump)
    if jump < 0:  # the moment seems a day away: nobody waits for that
        assert "is busy (status 429)" in error_of(fails(429, retry_after=told))
    else:  # it seems long past: as if nothing had been asked for
        (pause,) = written(fails(429, retry_after=told), says("Yes."))[2]
        assert 0.3 < pause < 0.7


def test_attempts_come_to_an_end() -> None:
    with model_server(fails(500)) as server:
        model = LanguageModel(server.endpoint(), pause=lambda _: None)
        with pytest.raises(ModelError, match=r"failed \(status 500\)"):
            list(model.stream(MESSAGES, Meter()))
        model.close()
        assert len(server.asked) == ATTEMPTS


@pytest.mark.parametrize(
    ("status", "told"),
    [(400, "refused the request"), (401, "refused the key"), (404, "is not known")],
)
def test_what_will_not_pass_is_not_tried_again(status: int, told: str) -> None:
    with model_server(fails(status)) as server:
        model = LanguageModel(server.endpoint(), pause=lambda _: None)
        with pytest.raises(ModelError, match=told):
            list(model.stream(MESSAGES, Meter()))
        model.close()
        assert len(server.asked) == 1


@pytest.mark.parametrize("option", ["temperature", "stream_options", "max_tokens"])
def test_an_option_that_is_refused_is_done_without(option: str) -> None:
    refused = fails(400, f"Unsupported parameter: '{option}'")
    text, asked, pauses = written(refused, says("Yes."))
    assert (text, pauses) == ("Yes.", [])
    assert option in asked[0]
    assert option not in asked[1]
    if option == "max_tokens":
        assert asked[1]["max_completion_tokens"] == 600


def test_an_option_is_kept_where_all_is_too_long() -> None:
    told = "'max_tokens' is too large: 600; the model's maximum context length is 2048 tokens"
    with model_server(fails(400, told)) as server:
        model = LanguageModel(server.endpoint(), pause=lambda _: None)
        with pytest.raises(ModelError, match="refused the request"):
            list(model.stream(MESSAGES, Meter()))
        model.close()
        assert [each["max_tokens"] for each in server.asked] == [600]


def test_an_option_that_two_threads_are_refused_at_once_is_done_without_by_both() -> None:
    both = Barrier(2)

    def refused(request: Request) -> None:
        both.wait(30)
        fails(400, "Unsupported parameter: 'temperature'")(request)

    with model_server(refused, refused, says("Yes."), says("Yes.")) as server:
        model = LanguageModel(server.endpoint(), pause=lambda _: None)
        with ThreadPoolExecutor(2) as pool:
            told = pool.map(lambda _: "".join(model.stream(MESSAGES, Meter())), range(2))
            assert list(told) == ["Yes.", "Yes."]
        model.close()


def test_an_endpoint_that_hangs_is_not_waited_for() -> None:
    assert "took longer than" in error_of(hangs, seconds=0.2)


def test_an_endpoint_that_hangs_in_the_midst_is_not_waited_for() -> None:
    def reply(request: Request) -> None:
        request.begin()
        request.piece("Malawi")
        hangs(request)

    assert "took longer than" in error_of(reply, seconds=0.2)


def test_an_endpoint_that_drips_is_not_waited_for() -> None:
    def reply(request: Request) -> None:
        request.begin()
        while not request.server_of.stopped.wait(0.02):
            request.wfile.write(b": still there\n\n")
            request.wfile.flush()

    assert "took longer than" in error_of(reply, seconds=0.3)


class Clock:
    """Seconds that pass where a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def passes(self, seconds: float, reply: Reply) -> Reply:
        """The reply after so many seconds."""

        def later(request: Request) -> None:
            self.now += seconds
            reply(request)

        return later


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    times = SimpleNamespace(monotonic=lambda: clock.now, time=time.time, sleep=time.sleep)
    monkeypatch.setattr(generate, "time", times)
    return clock


def test_options_are_dropped_for_no_longer_than_there_is_time(clock: Clock) -> None:
    refused = [
        clock.passes(15, fails(400, f"Unsupported parameter: '{option}'"))
        for option in ("temperature", "max_tokens", "stream_options")
    ]
    with model_server(*refused, says("Yes.")) as server:
        model = LanguageModel(server.endpoint(seconds=20), pause=lambda _: None)
        with pytest.raises(ModelError, match="took longer than 20 seconds"):
            list(model.stream(MESSAGES, Meter()))
        model.close()
        assert len(server.asked) == 2


def test_the_replies_of_one_answer_have_their_time_together(clock: Clock) -> None:
    meter = Meter()
    with model_server(clock.passes(15, says("Yes."))) as server:
        model = LanguageModel(server.endpoint(seconds=20))
        assert "".join(model.stream(MESSAGES, meter)) == "Yes."
        for requests in (2, 2):  # the time is up in the midst of the second, before the third
            with pytest.raises(ModelError, match="took longer than 20 seconds"):
                list(model.stream(MESSAGES, meter))
            assert len(server.asked) == requests
        assert "".join(model.stream(MESSAGES, Meter())) == "Yes."
        model.close()


def test_what_the_reader_does_meanwhile_is_not_the_models_time(clock: Clock) -> None:
    meter, text = Meter(), ""
    with model_server(clock.passes(2, says("word " * 40))) as server:
        model = LanguageModel(server.endpoint(seconds=20))
        for piece in model.stream(MESSAGES, meter):
            text += piece
            clock.now += 10
        model.close()
    assert text == "word " * 40
    assert meter.waited == 2


def half(request: Request) -> None:
    request.begin()
    request.piece("The bridge fell. [1] It")


def half_of_a_length(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/event-stream")
    request.send_header("Content-Length", "100000")
    request.end_headers()
    request.piece("The bridge fell. [1] It")
    request.close_connection = True


def error_in_the_midst(request: Request) -> None:
    request.begin()
    request.piece("The bridge")
    request.event({"error": {"message": f"key {KEY} used up", "type": "server_error"}})


@pytest.mark.parametrize("reply", [half, half_of_a_length, error_in_the_midst])
def test_half_a_stream_is_no_reply(reply: Reply) -> None:
    assert "broke off its reply" in error_of(reply)


def event(data: Any) -> Reply:
    def reply(request: Request) -> None:
        request.begin()
        request.event(data)
        request.event("[DONE]")

    return reply


@pytest.mark.parametrize(
    "reply",
    [
        event('{"choices": [{"del'),
        event({"choices": {"a": 1}}),
        event({"choices": [{"delta": {"content": ["a"]}, "finish_reason": "stop"}]}),
        lambda request: request.whole(b"\xff\xfe\x00", content_type="text/event-stream"),
    ],
)
def test_what_is_no_reply_is_told(reply: Reply) -> None:
    told = error_of(reply)
    assert "sent what is no reply" in told or "broke off its reply" in told


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        *((body, "application/json") for body in ("{", "[]", '{"error": {"message": "quota"}}')),
        ("<html>Sign in</html>", "text/html; charset=utf-8"),
    ],
)
def test_what_another_server_says_is_no_reply_and_the_address_is_named(
    body: str, kind: str
) -> None:
    told = error_of(lambda request: request.whole(body, content_type=kind))
    assert "sent what is no reply; see NEWSDESK_LLM_BASE_URL" in told


@pytest.mark.parametrize("text", ["", "  ", " \n\n\t \n \n\n"])
def test_an_empty_reply_is_told(text: str) -> None:
    assert "wrote nothing" in error_of(says(text))
    assert "wrote nothing" in error_of(event({"choices": [], "usage": {"prompt_tokens": "many"}}))


def test_a_reply_that_was_withheld_is_told() -> None:
    assert "withheld" in error_of(says("Malawi", finished="content_filter"))


def test_a_reply_that_is_too_long_is_cut() -> None:
    meter = Meter()
    text, _, _ = written(says("word " * 4000), meter=meter, answer_tokens=100)
    assert len(text) == 1600
    assert meter.cut
    written(says("word", finished="length"), meter=meter)
    assert meter.cut
    written(says("word"), meter=meter)
    assert not meter.cut


def test_no_more_than_some_megabytes_are_read() -> None:
    def reply(request: Request) -> None:
        request.begin()
        while not request.server_of.stopped.is_set():
            request.wfile.write(b": " + b"x" * 65536 + b"\n\n")

    assert "broke off its reply" in error_of(reply)


def test_a_redirect_is_not_followed() -> None:
    with model_server(says("Yes.")) as other:
        elsewhere = f"{other.url}/chat/completions"
        moved: Callable[[Request], None] = lambda request: request.whole(  # noqa: E731
            "{}", status=307, location=elsewhere
        )
        assert "is at another address; see NEWSDESK_LLM_BASE_URL" in error_of(moved)
        assert other.asked == []


def test_an_endpoint_that_is_not_there_is_told() -> None:
    with model_server(says("Yes.")) as server:
        gone = server.endpoint()
    model = LanguageModel(gone, pause=lambda _: None)
    with pytest.raises(ModelError, match="cannot be reached"):
        list(model.stream(MESSAGES, Meter()))
    model.close()


def test_the_key_is_in_no_message_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for reply in (fails(401, f"bad key {KEY}"), fails(500, KEY), error_in_the_midst):
        error_of(reply)
    written(says("Yes."))
    assert caplog.records
    assert KEY not in caplog.text
    assert KEY not in "".join(str(record.__dict__) for record in caplog.records)


def test_what_is_set_does_not_show_the_key() -> None:
    with model_server(says("Yes.")) as server:
        assert KEY not in repr(server.endpoint())
