"""Replies of endpoints that keep to the protocol in their own ways."""

import gzip
import json
from typing import Any

import pytest

from corpus.errors import ModelError
from model_server import Reply, Request, model_server
from qa.generate import LanguageModel, Meter

SAID = "Lilongwe is in Malawi. [1]"


def sends(*choices: dict[str, Any], **beside: Any) -> Reply:
    """A stream of these choices, each with ``beside`` in its event."""

    def reply(request: Request) -> None:
        request.begin()
        for choice in choices:
            request.event({"id": "1", "choices": [{"index": 0, **choice}], **beside})
        request.event("[DONE]")

    return reply


def written(*replies: Reply) -> tuple[str, Meter]:
    meter = Meter()
    with model_server(*replies) as server:
        model = LanguageModel(server.endpoint(), pause=lambda _: None)
        try:
            return "".join(model.stream([{"role": "user", "content": "Who?"}], meter)), meter
        finally:
            model.close()


@pytest.mark.parametrize(
    "usage",
    [
        {},
        None,
        [1],
        "many",
        {"total_tokens": 5},
        {"prompt_tokens": None, "completion_tokens": 3},
        {"prompt_tokens": "x", "completion_tokens": "y"},
        {"prompt_tokens": -1, "completion_tokens": 3},
    ],
)
def test_a_count_that_makes_no_sense_costs_no_reply(usage: Any) -> None:
    text, meter = written(sends({"delta": {"content": SAID}, "finish_reason": "stop"}, usage=usage))
    assert text == SAID
    assert meter.completion_tokens == 7  # counted here


def test_words_come_in_parts_too_and_what_is_thought_is_left_out() -> None:
    thinking = {"type": "thinking", "thinking": [{"type": "text", "text": "Is it Zambia?"}]}
    parts = [thinking, {"type": "text", "text": SAID[:9]}, {"type": "text", "text": SAID[9:]}]
    assert written(sends({"delta": {"content": parts}, "finish_reason": "stop"}))[0] == SAID
    beside = {"delta": {"reasoning_content": "Is it Zambia?", "content": SAID}}
    assert written(sends(beside, {"delta": {}, "finish_reason": "stop"}))[0] == SAID


def test_a_character_may_be_cut_between_packets() -> None:
    def reply(request: Request) -> None:
        request.begin()
        event = f'data: {{"choices": [{{"delta": {{"content": "Zoë 🎉 {SAID}"}}}}]}}\n\n'.encode()
        for place in range(len(event)):
            request.wfile.write(event[place : place + 1])
            request.wfile.flush()
        request.piece(None, finished="stop")

    assert written(reply)[0] == f"Zoë 🎉 {SAID}"


def test_an_end_may_be_told_without_a_reason() -> None:
    assert written(sends({"delta": {"content": SAID}}))[0] == SAID
    choice = {"index": 0, "message": {"role": "assistant", "content": SAID}}
    assert written(lambda request: request.whole(json.dumps({"choices": [choice]})))[0] == SAID

    def breaks_off(request: Request) -> None:
        request.begin()
        request.piece("It ends with [DONE]")

    with pytest.raises(ModelError, match="broke off"):
        written(breaks_off)


def test_nothing_packed_is_asked_for_or_unpacked() -> None:
    """Packed, 50,000 bytes may be a gigabyte of words."""

    def packs(request: Request) -> None:
        assert request.headers["accept-encoding"] == "identity"
        data = gzip.compress(b": " + b"x" * 5_000_000)
        request.whole(data, content_type="text/event-stream", content_encoding="gzip")

    with pytest.raises(ModelError, match="sent what is no reply"):
        written(packs)


@pytest.mark.parametrize("told", ["Mon, 01 Jan 99999 00:00:00 GMT", "Mon, 99 Foo 0 GMT", "inf"])
def test_a_time_that_is_none_is_not_waited_for(told: str) -> None:
    def busy(request: Request) -> None:
        request.whole("{}", status=429, retry_after=told)

    assert written(busy, sends({"delta": {"content": SAID}, "finish_reason": "stop"}))[0] == SAID
