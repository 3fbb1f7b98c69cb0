"""The events of an endpoint's reply -> its words, how it ended, and what was counted."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from corpus.errors import ModelError


class Reply:
    """Reads the events of one reply; ``usage`` is the tokens read and written, where told."""

    def __init__(self) -> None:
        self.finished: str | None = None
        self.usage: tuple[int, int] | None = None

    def read(self, event: Any) -> str:
        """The words of an event.

        Raises:
            ModelError: The model withheld its reply.
            ValueError: The event is none of the protocol's.
        """
        self.usage = _usage(_field(event, "usage")) or self.usage
        choices = getattr(event, "choices", None)
        if not choices:
            return ""
        choice = choices[0]
        message = getattr(choice, "message", None)  # in a reply that comes in one piece
        reason = getattr(choice, "finish_reason", None)
        self.finished = reason or self.finished or ("stop" if message else None)
        if self.finished == "content_filter":
            raise ModelError("the language model withheld its reply")
        said = getattr(choice, "delta", None) or message
        return _words(getattr(said, "content", None) or "")


def events_of(stream: Any) -> Iterator[Any]:
    """The events of a stream; the one reply of an endpoint that knows no streams.

    Raises:
        ValueError: What came is none of the protocol's.
    """
    kind = stream.response.headers.get("content-type", "")
    if "json" in kind:
        reply = stream.response.read()
        event = json.loads(reply, object_hook=lambda item: SimpleNamespace(**item))
        if not getattr(event, "choices", None):
            raise ValueError("an error, or none of the protocol's")
        yield event
    elif "html" in kind:
        raise ValueError("a page for people, as of a login")
    else:
        yield from stream


def _usage(told: Any) -> tuple[int, int] | None:
    """What the endpoint counted; some send half of it, or nothing in its place."""
    counts = _field(told, "prompt_tokens"), _field(told, "completion_tokens")
    read, wrote = (count if isinstance(count, int) and count >= 0 else None for count in counts)
    return None if read is None or wrote is None else (read, wrote)


def _words(content: Any) -> str:
    """The text of a message, or of its parts where it has several; thinking is left out."""
    if isinstance(content, list) and all(_field(part, "type") for part in content):
        content = "".join(
            _field(part, "text") for part in content if _field(part, "type") == "text"
        )
    if not isinstance(content, str):
        raise ValueError("content is no text")
    return content


def _field(item: Any, name: str) -> Any:
    """Of an object, or of the mapping that stands where the protocol knows of none."""
    return item.get(name) if isinstance(item, dict) else getattr(item, name, None)
