"""http(s) pages, RSS and Atom feeds -> articles.

What an address answers is recognised by its content first: servers send feeds, PDFs and
pages under all kinds of types.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.article import Article, article_from_row
from corpus.charsets import labelled
from corpus.errors import InputError
from corpus.fetch import Fetcher, Page
from corpus.findings import Found, Rejected
from corpus.parsing import Parser
from corpus.read_text import text_row

_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?.{0,2000}?\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>]{0,500}>)\s*){0,9}"
    rb"<(?:\w{1,9}:)?(?:rss|feed|RDF)[\s>]",
    re.S,
)
_HTML_TYPES = frozenset(("", "text/html", "application/xhtml+xml", "text/xml", "application/xml"))


def read_web(url: str, fetcher: Fetcher, parser: Parser) -> Iterator[Found | Rejected]:
    """The article at an address, or every article of the feed there.

    An entry of a feed that carries its whole article is taken from the feed; for the
    others the page that they link to is fetched.

    Raises:
        InputError: The address itself cannot be fetched or read.
    """
    page = fetcher.get(url)
    if not is_feed(page.content):
        yield Found(url, None, _page_article(page, parser))
        return
    feed = parser.parse("feed", page.content, page.url)
    if not feed["entries"]:
        raise InputError("the feed has no entries")
    for entry in feed["entries"]:
        where = entry["url"] or url
        try:
            yield Found(where, None, _entry_article(entry, fetcher, parser))
        except InputError as error:
            yield Rejected(where, None, str(error))
    if feed["dropped"]:
        yield Rejected(url, None, f"the feed is too long; its last {feed['dropped']} are left out")


def is_feed(data: bytes) -> bool:
    """Whether bytes are a feed, by what they say and not by the type they were sent as."""
    return _FEED.match(data) is not None


def _entry_article(entry: dict[str, Any], fetcher: Fetcher, parser: Parser) -> Article:
    if entry["text"]:
        return article_from_row(entry)
    if not entry["url"]:
        name = f"the entry {entry['title']!r}" if entry["title"] else "an entry without a title"
        raise InputError(f"{name} has neither an article nor a link to one")
    page = fetcher.get(entry["url"])
    if is_feed(page.content):
        raise InputError("the entry links to another feed; add that feed itself")
    return _page_article(page, parser, known=entry)


def _page_article(page: Page, parser: Parser, known: dict[str, Any] | None = None) -> Article:
    """The article of a page; ``known`` fills in what the page does not say."""
    known = known or {}
    row = _page_row(page, parser)
    address = urlsplit(page.url)
    last = unquote(address.path.rstrip("/").rpartition("/")[2])
    known = {**known, "url": page.url, "outlet": known.get("outlet") or address.hostname}
    row = {key: row.get(key) or known.get(key) for key in {**known, **row}}
    row["title"] = row.get("title") or last or page.url
    return article_from_row(row)


def _page_row(page: Page, parser: Parser) -> dict[str, Any]:
    content = page.content
    if content.startswith(b"%PDF-"):
        return parser.parse("pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return parser.parse("docx", content)
    if page.media_type in _HTML_TYPES:
        return parser.parse("html", _as_utf8(content, page.charset), page.url)
    # What a page from elsewhere says of its own address and id is not to be trusted.
    if page.media_type == "text/markdown":
        row = parser.parse("markdown", _as_utf8(content, page.charset))
        return {key: value for key, value in row.items() if key not in ("id", "url")}
    if page.media_type == "text/plain":
        return text_row(_as_utf8(content, page.charset))
    raise InputError(
        f"the address holds {page.media_type}; a page, feed, PDF, DOCX or text is needed"
    )


def _as_utf8(content: bytes, charset: str | None) -> bytes:
    """The content recoded from the charset that the server named, if it is in that."""
    text = labelled(content, charset) if charset else None
    # Where the server is wrong, as many are, the reader finds out by itself.
    return content if text is None else text.encode()
