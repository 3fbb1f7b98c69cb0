"""Whom the page is served to, and what follows from that."""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

from corpus.errors import InputError

_STRANGERS = 20  # questions a minute, where nothing is said
_BESIDES = 10  # times as many citations, exports and verdicts


@dataclass(frozen=True, slots=True)
class Settings:
    """How the page is served.

    ``share``: ask for a public link too. ``auth``: names and passwords; none lets everyone
    in. ``rate``: most questions of a visitor a minute; None for what suits where it is
    served. ``hosted``: on a Hugging Face Space.
    """

    share: bool = False
    auth: tuple[tuple[str, str], ...] = ()
    rate: int | None = None
    hosted: bool = field(default_factory=lambda: bool(os.environ.get("SPACE_ID")))

    @property
    def to_strangers(self) -> bool:
        """Whether people may come whom nobody invited one by one."""
        return self.share or self.hosted or not is_loopback(os.environ.get("GRADIO_SERVER_NAME"))

    @property
    def adds(self) -> bool:
        """Whether articles can be added from the page: not where strangers may come."""
        return not self.to_strangers

    @property
    def questions_a_minute(self) -> int | None:
        """Most questions of a visitor a minute; None for no limit."""
        return self.rate or (_STRANGERS if self.to_strangers else None)

    @property
    def requests_a_minute(self) -> int | None:
        """The same for what costs less than a question."""
        questions = self.questions_a_minute
        return questions * _BESIDES if questions else None


def parse_auth(pairs: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """``USER:PASSWORD`` pairs, by default the lines of $NEWSDESK_AUTH.

    Raises:
        InputError: A pair has no name or no password.
    """
    lines = pairs or os.environ.get("NEWSDESK_AUTH", "").splitlines()
    found = []
    for line in filter(None, map(str.strip, lines)):
        name, _, password = line.partition(":")
        if not name or not password:
            raise InputError("auth: write a name and a password as USER:PASSWORD")
        found.append((name, password))
    return tuple(found)


def require_address() -> None:
    """Require an address that a page can be served at, before gradio reads the same variables.

    Raises:
        InputError: $GRADIO_SERVER_PORT is no port, or $GRADIO_SERVER_NAME not of this machine.
    """
    for variable in ("GRADIO_SERVER_PORT", "GRADIO_SERVER_NAME"):
        if os.environ.get(variable) == "":
            del os.environ[variable]  # not set, to everybody but gradio
    port = os.environ.get("GRADIO_SERVER_PORT") or "7860"
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise InputError(f"GRADIO_SERVER_PORT: {port!r} is not a number from 1 to 65535")
    name = (os.environ.get("GRADIO_SERVER_NAME") or "127.0.0.1").strip("[]")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(name, 0, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as free:
            free.bind(address)
    except (OSError, UnicodeError) as error:
        raise InputError(
            f"GRADIO_SERVER_NAME: no page can be served at {name!r} ({error}); name an address of "
            "this machine, such as 127.0.0.1"
        ) from error


def is_loopback(name: str | None) -> bool:
    """Whether a host of this name, or of none, is reached from this machine alone."""
    if not name or name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
