"""Fetching a page from an address that anyone may have written.

Only http and https, only public addresses (``corpus.network``), within limits of size,
time and redirects. Proxies from the environment are not used: a proxy would resolve the
name itself, unchecked.
"""

import re
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import httpcore
import httpx

from corpus.errors import InputError
from corpus.network import CheckedNetwork, resolve

PAGE_BYTES = 10_000_000
SECONDS = 30.0
REDIRECTS = 5
_HEADERS = {
    "User-Agent": "newsdesk (reads articles for one user)",
    "Accept": "text/html, application/rss+xml, application/atom+xml, */*;q=0.5",
    "Accept-Encoding": "gzip",  # what is read below; others can unpack without bound
}
_GZIP = 31  # for zlib: with gzip's header and the largest window
_MAGIC = 0x1F  # the first byte of a member
_PIECE = 1 << 16  # bytes unpacked at a time
_REDIRECTED = frozenset((301, 302, 303, 307, 308))
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: ``url`` after all redirects, and the bytes, unpacked."""

    url: str
    content: bytes
    media_type: str
    charset: str | None


class Fetcher:
    """Fetches pages within limits. One at a time: not to be shared between threads.

    Args:
        allow_private: Also fetch from private and loopback addresses, for a site of
            one's own network and for tests. Never for links that others wrote.
        max_bytes: The most that a page may hold, unpacked.
        seconds: The most that one page may take with all its redirects, headers
            included; a server that drips bytes runs into it too.
        resolver: ``(host, port) -> addresses``, replaced in tests.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        max_bytes: int = PAGE_BYTES,
        seconds: float = SECONDS,
        resolver: Callable[[str, int], list[str]] = resolve,
    ) -> None:
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._network = CheckedNetwork(allow_private, resolver)
        self._tls: ssl.SSLContext | None = None

    def get(self, url: str) -> Page:
        """The page at an address.

        Raises:
            InputError: The address is not allowed, or did not answer with a page.
        """
        self._network.deadline = time.monotonic() + self._seconds
        try:
            target = _address(url)
            for _ in range(REDIRECTS + 1):
                answer = self._request(target)
                if isinstance(answer, Page):
                    return answer
                target = _address(str(target.join(answer)))
        except httpcore.TimeoutException as error:
            raise InputError(f"no whole answer within {self._seconds:g} seconds") from error
        except (httpcore.ProtocolError, httpcore.NetworkError) as error:
            raise InputError(f"cannot be fetched: {error or type(error).__name__}") from error
        except httpx.InvalidURL as error:
            raise InputError(f"not an address that can be fetched: {error}") from error
        raise InputError(f"redirected more than {REDIRECTS} times")

    def _request(self, url: httpx.URL) -> Page | str:
        """The page, or where it was redirected to."""
        if self._tls is None and url.scheme == "https":
            self._tls = httpx.create_ssl_context()
        host = url.netloc.decode("ascii")
        headers = [(key.encode(), value.encode()) for key, value in _HEADERS.items()]
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        # A pool for each request: a kept connection belongs to a host checked before.
        with (
            httpcore.ConnectionPool(self._tls, network_backend=self._network) as pool,
            pool.stream(
                "GET",
                target,
                headers=[(b"Host", host.encode()), *headers],
                extensions={"timeout": dict.fromkeys(("connect", "read", "write"), self._seconds)},
            ) as response,
        ):
            fields = {
                key.decode("latin-1").lower(): value.decode("latin-1")
                for key, value in response.headers
            }
            if response.status in _REDIRECTED and "location" in fields:
                return fields["location"]
            if response.status != 200:
                raise InputError(f"the server answered with status {response.status}")
            content = _unpacked(
                response.iter_stream(), fields.get("content-encoding", ""), self._max_bytes
            )
        media = fields.get("content-type", "")
        charset = _CHARSET.search(media)
        return Page(
            url=str(url),
            content=content,
            media_type=media.partition(";")[0].strip().lower(),
            charset=charset[1] if charset else None,
        )


def _address(url: str) -> httpx.URL:
    address = httpx.URL(url)
    if address.scheme not in ("http", "https") or not address.host:
        raise InputError(f"only http and https addresses are fetched, not {url[:200]!r}")
    return address.copy_with(userinfo=b"", fragment=None)


def _unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    encoding = encoding.strip().lower()
    if encoding in ("gzip", "x-gzip"):
        chunks = _gunzipped(chunks)
    elif encoding not in ("", "identity"):
        raise InputError(f"the server sent {encoding[:40]!r}, which was not asked for")
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > limit:
            raise InputError(f"the page is larger than {limit:,} bytes")
    return bytes(content)


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What gzip data holds, in pieces of at most ``_PIECE`` bytes.

    Raises:
        InputError: It is damaged.
    """
    member = zlib.decompressobj(wbits=_GZIP)
    for chunk in chunks:
        while chunk:
            if member.eof:  # another may follow (RFC 1952), and padding, as gzip takes it
                chunk = chunk.lstrip(b"\0")
                if not chunk:
                    continue
                if chunk[0] != _MAGIC:
                    return
                member = zlib.decompressobj(wbits=_GZIP)
            try:
                piece = member.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise InputError(f"the answer is damaged: {error}") from error
            yield piece
            chunk = member.unconsumed_tail or member.unused_data
    if not member.eof:
        raise InputError("the answer is damaged: its gzip data ends early")
