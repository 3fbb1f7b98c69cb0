"""Which addresses are links that a reader can follow, and which of them name a source."""

from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin, urlsplit

_SOURCES = 20  # links kept: more than an article names are a list of links
_LEAST_WORDS = 12  # characters; shorter words of a link ("here", "video") name no source


def safe_url(url: str | None) -> str | None:
    """The url if it is http(s) with a host, else None."""
    if not url or not url.isprintable() or any(letter.isspace() for letter in url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:  # such as an unclosed [ in the host: no link that could be followed
        return None


def web_link(value: str | None, base: str | None) -> str | None:
    """An absolute http(s) address, or None for everything else a link can hold."""
    if not value:
        return None
    try:
        parts = urlsplit(urldefrag(urljoin(base or "", value.strip())).url)
    except ValueError:  # what urllib says of an impossible address
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else None


def named_sources(links: Iterable[tuple[str | None, str]], own: str | None) -> list[dict[str, str]]:
    """The first links that name a source, each told once, as ``related`` has them.

    Args:
        links: Addresses, each with the words that carry it.
        own: The address of the article, which others may be relative to.
    """
    found: dict[str, dict[str, str]] = {}
    for address, words in links:
        link, title = web_link(address, own), " ".join(words.split())
        if link and link not in (own, *found) and len(title) >= _LEAST_WORDS:
            found[link] = {"title": title, "url": link}
        if len(found) == _SOURCES:
            break
    return list(found.values())
