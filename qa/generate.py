"""A language model behind an OpenAI-compatible endpoint; the one file that imports openai.

Whatever the endpoint does, a caller gets text or a ``ModelError``. An answer waits for all its
replies together for the time that was set: nothing is begun, read or tried again beyond it. Only
a reply that falls silent in its midst is waited for as long once more as it had at first, and
the head of one that drips while it does. No message, log line or chained error holds the key, or
words of the endpoint, which might repeat it.
"""

import email.utils
import logging
import math
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from corpus.errors import ModelError
from corpus.tokens import token_counter
from qa.reply import Reply, events_of
from qa.settings import Endpoint
from qa.types import Usage

ATTEMPTS = 3
_BACK_OFF = 0.5  # seconds before the second attempt; twice that before the third
_CONNECT = 5.0  # seconds
_MOST_BYTES = 4_000_000  # of one reply, with all that a protocol puts around its words
_CHARACTERS = 16  # the most of a token; a reply of more than so many is cut
_log = logging.getLogger(__name__)

Messages = list[dict[str, str]]
"""Of each who says it ("role") and what ("content")."""


@dataclass(slots=True)
class Meter:
    """Counts what is asked for one answer; ``cut`` is whether the last reply was cut short.

    ``waited`` are the seconds that replies took, without what their reader did meanwhile.
    """

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cut: bool = False
    waited: float = 0.0

    def usage(self) -> Usage:
        """What was counted so far."""
        return Usage(self.calls, self.prompt_tokens, self.completion_tokens)


class LanguageModel:
    """Writes replies, piece by piece. Safe to call from several threads."""

    def __init__(self, endpoint: Endpoint, *, pause: Callable[[float], None] = time.sleep) -> None:
        """Nothing is sent before the first reply is asked for.

        Args:
            endpoint: Where the model is, and its limits.
            pause: Waits for so many seconds between attempts.
        """
        import openai

        self.name = endpoint.model
        self.budget = endpoint.context_tokens - endpoint.answer_tokens
        self._endpoint = endpoint
        self._pause = pause
        self._refused: set[str] = set()
        self._client = openai.OpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.api_key or "none",  # local servers ask for no key, the client does
            max_retries=0,  # its own retries know no limit of time
            http_client=httpx.Client(
                headers={"Accept-Encoding": "identity"},  # a packed reply knows no bounds
                follow_redirects=False,  # the key goes nowhere else
                event_hooks={"request": [_begun], "response": [_bound]},
            ),
        )
        # The client takes these from the environment, where they are meant for OpenAI alone.
        self._client.organization = self._client.project = None
        self._openai = openai

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def count(self, text: str) -> int:
        """Tokens of a text, as the model reads it, or an upper bound."""
        return token_counter(self.name)(text)

    def stream(self, messages: Messages, meter: Meter) -> Iterator[str]:
        """The reply to these messages, in pieces as they come.

        Raises:
            ModelError: The endpoint cannot be reached, refuses, is busy, breaks off, sends what
                is no reply, or takes too long; the message says which. Pieces may have come.
        """
        began, elsewhere = time.monotonic(), 0.0
        deadline = began + self._endpoint.seconds - meter.waited
        meter.calls += 1
        meter.cut = False
        written, blank = 0, True
        most = self._endpoint.answer_tokens * _CHARACTERS
        reply = Reply()
        try:
            with self._open(messages, deadline) as events:
                for event in events_of(events):
                    piece = reply.read(event)
                    if piece:
                        handed = time.monotonic()
                        yield piece[: most - written]
                        taken = time.monotonic() - handed
                        elsewhere += taken
                        events.response.stream.deadline += taken
                        written += len(piece)
                        blank = blank and piece.isspace()
                    if written > most:
                        reply.finished = "length"
                        break
        except Exception as error:  # libraries raise all sorts of things of a malformed reply
            raise self._failed(error) from None
        finally:  # also where nobody wants to read on
            meter.waited += time.monotonic() - began - elsewhere
            used = reply.usage or (
                sum(self.count(message["content"]) for message in messages),
                math.ceil(written / 4),
            )
            meter.prompt_tokens += used[0]
            meter.completion_tokens += used[1]
        if not (reply.finished or events.response.stream.ended):
            raise self._error("broke off its reply")
        if blank:
            raise self._error("wrote nothing")
        meter.cut = reply.finished == "length"

    def _open(self, messages: Messages, deadline: float) -> Any:
        """The stream of a reply, after as many attempts as there is time for."""
        attempt = 1
        while True:
            options = self._options()  # another thread may drop one meanwhile
            left = deadline - time.monotonic()
            if left <= 0:
                raise httpx.ReadTimeout("no time is left for an attempt")
            try:
                return self._client.chat.completions.create(
                    model=self.name,
                    messages=messages,  # type: ignore[arg-type]
                    stream=True,
                    timeout=httpx.Timeout(left, connect=min(_CONNECT, left)),
                    **options,
                )
            except self._openai.APITimeoutError:
                raise
            except self._openai.APIConnectionError:
                wait = _back_off(attempt)
                if attempt == ATTEMPTS or time.monotonic() + wait > deadline:
                    raise
            except self._openai.APIStatusError as error:
                if self._drops(error, options):
                    continue
                wait = _retry_after(error.response) or _back_off(attempt)
                passing = error.status_code in (408, 409, 429) or error.status_code >= 500
                if not passing or attempt == ATTEMPTS or time.monotonic() + wait > deadline:
                    raise
            _log.info("language model %s: attempt %d failed", self.name, attempt)
            self._pause(wait)
            attempt += 1

    def _options(self) -> dict[str, Any]:
        """What not every endpoint knows; what this one refused is no longer sent."""
        options: dict[str, Any] = {
            "temperature": 0,
            "max_tokens": self._endpoint.answer_tokens,
            "stream_options": {"include_usage": True},
        }
        if "max_tokens" in self._refused:
            options["max_completion_tokens"] = self._endpoint.answer_tokens
        return {name: value for name, value in options.items() if name not in self._refused}

    def _drops(self, error: Any, sent: Iterable[str]) -> bool:
        """Whether the endpoint refused an option sent that can be done without, from now on."""
        told = error.response.text
        if error.status_code not in (400, 422) or _TOO_LONG.search(told):
            return False
        named = [name for name in sent if name in told]
        self._refused.update(named)
        return bool(named)

    def _failed(self, error: Exception) -> ModelError:
        """The error in our own words."""
        openai = self._openai
        if isinstance(error, ModelError):
            return error
        if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
            return self._error(f"took longer than {self._endpoint.seconds:.0f} seconds")
        if isinstance(error, openai.APIStatusError):
            return self._error(_STATUS.get(error.status_code, "failed"), error.status_code)
        if isinstance(error, openai.APIConnectionError | httpx.ConnectError):
            return self._error("cannot be reached")
        if isinstance(error, httpx.TransportError | openai.APIError) and not isinstance(
            error, openai.APIResponseValidationError
        ):
            return self._error("broke off its reply")
        return self._error(f"sent what is no reply; {_ADDRESS}")

    def _error(self, problem: str, status: int | None = None) -> ModelError:
        code = f" (status {status})" if status else ""
        where = urlsplit(self._endpoint.base_url).hostname
        _log.warning("language model %s at %s %s%s", self.name, where, problem, code)
        return ModelError(f"the language model {problem}{code}")


# Without the option it would be as long, or be cut without a word.
_TOO_LONG = re.compile(r"context|exceed|too (?:large|long|many)", re.IGNORECASE)
_ADDRESS = "see NEWSDESK_LLM_BASE_URL"
_STATUS = {
    **dict.fromkeys((301, 302, 303, 307, 308), f"is at another address; {_ADDRESS}"),
    400: "refused the request",
    401: "refused the key; set NEWSDESK_LLM_API_KEY",
    403: "refused the key; set NEWSDESK_LLM_API_KEY",
    404: f"is not known at its address; {_ADDRESS} and NEWSDESK_LLM_MODEL",
    429: "is busy",
}


def _begun(request: httpx.Request) -> None:
    request.extensions["deadline"] = time.monotonic() + request.extensions["timeout"]["read"]


def _bound(response: httpx.Response) -> None:
    assert isinstance(response.stream, httpx.SyncByteStream)
    response.stream = _Bounded(response.stream, response.request.extensions["deadline"])
    response.headers.pop("content-encoding", None)  # none was asked for: it is not unpacked


class _Bounded(httpx.SyncByteStream):
    """A body that ends in an error where it drips beyond its deadline, or is too long.

    The deadline moves on while the reader does something else. ``ended`` is whether it said
    that it is whole: some endpoints tell by this alone.
    """

    def __init__(self, body: httpx.SyncByteStream, deadline: float) -> None:
        self._body = body
        self.deadline = deadline
        self.ended = False

    def __iter__(self) -> Iterator[bytes]:
        read, tail = 0, b""
        for chunk in self._body:
            read += len(chunk)
            tail = (tail + chunk)[-16:]
            self.ended = tail.rstrip().endswith(b"[DONE]")
            if time.monotonic() > self.deadline:
                raise httpx.ReadTimeout("the reply took too long")
            if read > _MOST_BYTES:
                raise httpx.ReadError("the reply is too long")
            yield chunk

    def close(self) -> None:
        self._body.close()


def _back_off(attempt: int) -> float:
    """Seconds, doubled each time, and never the same for all who wait."""
    return float(_BACK_OFF * 2 ** (attempt - 1) * random.uniform(0.75, 1.25))


def _retry_after(response: httpx.Response) -> float | None:
    """The seconds that an endpoint asks to be left alone for, by RFC 9110, 10.2.3."""
    told = response.headers.get("retry-after", "")
    try:
        seconds = float(told)
    except ValueError:
        moment = email.utils.parsedate_tz(told)
        try:
            seconds = email.utils.mktime_tz(moment) - time.time() if moment else math.nan
        except (ValueError, OverflowError):  # of a day that is none
            seconds = math.nan
    return seconds if math.isfinite(seconds) and seconds > 0 else None
