"""RSS and Atom -> entries. Called in the parsing process (``corpus.parsing``)."""

from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import Any

import feedparser

from corpus.article import parse_published
from corpus.errors import InputError
from corpus.links import web_link
from corpus.read_html import fragment_text

ENTRIES = 500
_FULL_CHARS = 500  # a shorter content is a teaser, and the page has the article


def feed_row(data: bytes, url: str | None) -> dict[str, Any]:
    """A feed as ``{"outlet", "dropped": int, "entries": [..]}``.

    An entry is an article row whose ``text`` is None where the feed carries only a
    teaser; its ``url`` is then where the article stands. ``dropped`` counts the entries
    beyond the limit.

    Raises:
        InputError: The bytes are no feed.
    """
    # A stream, never the bytes themselves: feedparser opens what looks like a file name.
    feed = feedparser.parse(BytesIO(data), response_headers={"content-location": url or ""})
    if not feed.version and not feed.entries:
        raise InputError("not an RSS or Atom feed")
    outlet = fragment_text(feed.feed.get("title", "")) or None
    return {
        "outlet": outlet,
        "dropped": max(0, len(feed.entries) - ENTRIES),
        "entries": [_entry(entry, outlet, url) for entry in feed.entries[:ENTRIES]],
    }


def _published(entry: Any) -> str | None:
    """The date of an entry that is written as feeds should not, "October 30, 2024"."""
    with suppress(InputError):
        return parse_published(str(entry.get("published") or entry.get("updated") or ""))
    return None


def _entry(entry: Any, outlet: str | None, base: str | None) -> dict[str, Any]:
    content = max((part.get("value", "") for part in entry.get("content", [])), key=len, default="")
    text = fragment_text(content)
    link = web_link(entry.get("link"), base)
    if len(text) < _FULL_CHARS and link is not None:
        text = ""
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return {
        "title": fragment_text(entry.get("title", "")) or None,
        "text": text or None,
        "url": link,
        "outlet": outlet,
        "published": datetime(*moment[:6]).isoformat() + "Z" if moment else _published(entry),
        "authors": [one["name"] for one in entry.get("authors", []) if one.get("name")],
    }
