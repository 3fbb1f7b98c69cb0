"""How often one visitor may ask: a token bucket each, and nobody waits for another."""

import threading
import time
from collections.abc import Callable, Mapping
from ipaddress import ip_address

from corpus.errors import InputError

_MOST_VISITORS = 10_000  # remembered at a time; those who have not asked for longest go


class RateLimit:
    """At most ``per_minute`` requests of a visitor in any minute, on average; as many at once.

    Safe to use from several threads.
    """

    def __init__(self, per_minute: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        """``None`` lets everything through."""
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}  # visitor -> tokens, and when
        self._lock = threading.Lock()

    def admit(self, visitor: str) -> None:
        """Count a request.

        Raises:
            InputError: The visitor has to wait; the message says for how long.
        """
        if self._per_minute is None:
            return
        with self._lock:
            now = self._clock()
            tokens, since = self._buckets.pop(visitor, (float(self._per_minute), now))
            tokens = min(self._per_minute, tokens + (now - since) * self._per_minute / 60)
            self._buckets[visitor] = (tokens - 1 if tokens >= 1 else tokens, now)
            while len(self._buckets) > _MOST_VISITORS:
                del self._buckets[next(iter(self._buckets))]
        if tokens < 1:
            wait = max(1, round((1 - tokens) * 60 / self._per_minute))
            raise InputError(
                f"That was more than {self._per_minute} a minute. Try again in {wait} seconds."
            )


def visitor(peer: str | None, headers: Mapping[str, str], *, hosted: bool = False) -> str:
    """Who asks, as far as an address tells.

    Behind a proxy (a tunnel on this machine, a hosted Space's on another) the peer is the proxy,
    and the last address that it noted is the one that it saw; what stands before that, anybody
    could write, as could the whole of it who is no proxy: a neighbour in the same network.
    """
    forwarded = headers.get("x-forwarded-for", "")
    if peer and forwarded and _is_proxy(peer, hosted):
        return forwarded.rsplit(",", 1)[-1].strip()[:64]
    return peer or "unknown"


def _is_proxy(peer: str, hosted: bool) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return address.is_loopback or (hosted and address.is_private)
