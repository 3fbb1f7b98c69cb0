"""A language model's endpoint on loopback, as a test writes it down: the OpenAI protocol.

Each request to ``/v1/chat/completions`` takes the next of ``replies``; the last one is given
again and again.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from loopback import listening
from qa.settings import Endpoint

Reply = Callable[["Request"], None]
KEY = "sk-very-secret-key-0123456789"


@dataclass
class ModelServer:
    """``asked`` are the bodies of the requests, ``headers`` what they came with."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def endpoint(self, **changed: Any) -> Endpoint:
        """Where this server is."""
        return Endpoint(**{"model": "scripted", "base_url": self.url, "api_key": KEY} | changed)


class Request(BaseHTTPRequestHandler):
    """One request, with what replies are made of."""

    protocol_version = "HTTP/1.1"
    server_of: ModelServer
    body: dict[str, Any]

    def do_POST(self) -> None:
        desk = self.server_of
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        desk.asked.append(self.body)
        desk.headers.append({name.lower(): value for name, value in self.headers.items()})
        reply = desk.replies[min(len(desk.asked), len(desk.replies)) - 1]
        # A reader hangs up, as it should, on what is too long or too slow.
        with suppress(BrokenPipeError, ConnectionResetError):
            reply(self)

    def log_message(self, *_: Any) -> None:
        pass

    def whole(self, body: str | bytes, *, status: int = 200, **headers: str) -> None:
        """A body of known length."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in {"content_type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        """The head of a stream of events."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def event(self, data: Any) -> None:
        """One event of a stream."""
        line = data if isinstance(data, str) else json.dumps(data)
        self.wfile.write(f"data: {line}\n\n".encode())
        self.wfile.flush()

    def piece(self, text: str | None, *, finished: str | None = None) -> None:
        """An event with some words."""
        delta = {} if text is None else {"content": text}
        choice = {"index": 0, "delta": delta, "finish_reason": finished}
        self.event({"id": "1", "object": "chat.completion.chunk", "choices": [choice]})


def says(*parts: str, finished: str | None = "stop", usage: bool = True) -> Reply:
    """A stream of these parts, each cut into pieces of a few characters."""

    def reply(request: Request) -> None:
        request.begin()
        for part in parts:
            for start in range(0, len(part), 7):
                request.piece(part[start : start + 7])
        if finished:
            request.piece(None, finished=finished)
        if usage:
            counts = {"prompt_tokens": 900, "completion_tokens": 40, "total_tokens": 940}
            request.event({"id": "1", "choices": [], "usage": counts})
        request.event("[DONE]")

    return reply


def says_at_once(text: str) -> Reply:
    """One JSON body, as an endpoint gives that knows no streams."""

    def reply(request: Request) -> None:
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 900, "completion_tokens": 40, "total_tokens": 940}
        request.whole(json.dumps({"id": "1", "choices": [choice], "usage": usage}))

    return reply


def fails(status: int, text: str = "", **headers: str) -> Reply:
    """An error of this status."""
    body = json.dumps({"error": {"message": text or "no", "type": "error"}})
    return lambda request: request.whole(body, status=status, **headers)


def hangs(request: Request) -> None:
    """Nothing at all, until the test is over."""
    request.server_of.stopped.wait()


def drops(request: Request) -> None:
    """The connection closed before any reply."""
    request.close_connection = True


@contextmanager
def model_server(*replies: Reply) -> Iterator[ModelServer]:
    """Serve these replies."""
    desk = ModelServer(replies=list(replies))
    handler = type("Handler", (Request,), {"server_of": desk})
    with listening(handler) as url:
        desk.url = f"{url}/v1"
        try:
            yield desk
        finally:
            desk.stopped.set()
