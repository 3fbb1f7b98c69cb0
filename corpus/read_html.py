"""HTML -> the row of an article: its main text, and what the page says about itself.

Called in the parsing process (``corpus.parsing``): pages come from anyone, and both
time and memory are bounded there.
"""

import calendar
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from lxml import etree, html

from corpus.article import parse_published
from corpus.charsets import decode, labelled
from corpus.errors import InputError
from corpus.links import named_sources, web_link

HTML_BYTES = 20_000_000
_ANY_DATE = {"original_date": True, "extensive_search": False}
_MOMENTS = (
    '//meta[@property="article:published_time" or @name="article:published_time"]/@content',
    '//meta[@itemprop="datePublished"]/@content',
    '//time[@itemprop="datePublished"]/@datetime',
    "//time[@pubdate]/@datetime",
)
_BESIDE_HEADLINE = "(//*[self::article or self::main][.//h1]//time/@datetime)[1]"
_JSON_LD = '//script[starts-with(@type, "application/ld+json")]/text()'
_ARTICLES = ("Article", "Posting", "Report", "Review")  # as schema.org's types of them end
_WITHIN = ("@graph", "mainEntity")
_BLOCK_NAMES = """
    address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section table td th tr ul
"""
# What is left of a page is in elements of other names, those of TEI.
_TEI_BLOCKS = ("head", "list", "item", "quote", "row", "graphic")
_BLOCKS = frozenset((*_BLOCK_NAMES.split(), *_TEI_BLOCKS))
_LINE_BREAKS = ("br", "lb")
_UNSEEN = ("script", "style", "template", "noscript", "iframe", "object", "svg", "head")
_TAGGED = re.compile(f"<(?:{'|'.join(_BLOCKS)})[\\s>]", re.I)
_RAISED = re.compile(r"(?P<before>.?)<sup\b[^>]*>(?P<inside>.{0,300}?)</sup\s*>", re.I | re.S)
_LOWERED = re.compile(r"</?sub\b[^>]*>", re.I)
_TAG = re.compile(r"<[^>]*>")
_POWERS = {"2": "²", "3": "³"}
_LABEL = re.compile(rb"<meta[^>]{1,200}?charset=[\"']?([\w.:-]{1,40})", re.I)
_HEAD_BYTES = 4096  # within which a page says how it is encoded
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def html_row(data: bytes, url: str | None) -> dict[str, Any]:
    """A page as an article row; ``title`` is None where the page has none.

    ``url`` is where the page was fetched, None for a file. A fetched page may name a
    canonical url on its own host only: another host's would let it pose as that host.

    Raises:
        InputError: No main text is found.
    """
    if len(data) > HTML_BYTES:
        raise InputError(f"the page is larger than {HTML_BYTES:,} bytes")
    text = _on_the_line(_decoded(data))
    tree = trafilatura.load_html(text)
    if tree is None and _TAGGED.search(text):  # a piece of a page, which is taken for none
        text = f"<html><body>{text}</body></html>"
        tree = trafilatura.load_html(text)
    if tree is None:
        raise InputError("not an HTML page")
    page = trafilatura.bare_extraction(
        text,
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params=_ANY_DATE,
    )
    # Not ``page.text``: there a heading and the paragraph below it are parted by one line
    # break, as are two lines of a paragraph.
    text = "" if page is None or isinstance(page, dict) else _body_text(page.body)
    if not text:
        raise InputError("no main text found in the page; save the article itself as text")
    link = _own_url(page.url, url)
    return {
        "title": page.title,
        "text": text,
        "url": link,
        "outlet": _outlet(page.sitename, link),
        "published": _published(tree, page.date),
        "authors": [
            name for name in map(str.strip, (page.author or "").split(";")) if _is_name(name)
        ],
        "related": _related(tree, text, link),
    }


def _decoded(data: bytes) -> str:
    """The page as text: as it says itself, else in the encoding that fits best."""
    label = _LABEL.search(data, 0, _HEAD_BYTES)
    text = labelled(data, label[1].decode() if label else "utf-8")
    try:
        return decode(data) if text is None else text
    except InputError:
        return data.decode("utf-8", "replace")  # a page may hold anything


def _on_the_line(source: str) -> str:
    """HTML without raised and lowered letters, which would be blocks of their own."""
    return _RAISED.sub(_raised, _LOWERED.sub("", source))


def _raised(match: re.Match[str]) -> str:
    """A raised figure so that it does not run together with what stands before it: as a power
    behind a figure or a unit, else as the mark of a note."""
    before, inside = match["before"], match["inside"]
    figure = _TAG.sub("", inside).strip().strip("[]()")
    if not figure.isdecimal():
        return before + inside
    is_note = "<a" in inside.lower()
    if before.isdecimal() and not is_note:
        return f"{before}^{figure}"
    if before.isalpha() and figure in _POWERS and not is_note:
        return f"{before}{_POWERS[figure]}"
    return f"{before}[{figure}]"


def fragment_text(fragment: str) -> str:
    """The text of a piece of HTML, its blocks separated by blank lines."""
    fragment = _on_the_line(fragment)
    try:
        root = html.fragment_fromstring(_NOT_XML.sub(" ", fragment), create_parent="div")
    except etree.ParserError:  # nothing in it
        return ""
    etree.strip_elements(root, *_UNSEEN, etree.Comment, etree.PI, with_tail=False)
    for node in root.iter():
        node.text, node.tail = (re.sub(r"\s+", " ", said or "") for said in (node.text, node.tail))
    return _written(root)


def _body_text(body: html.HtmlElement) -> str:
    """The main text, list items with a dash, each row of a table on a line."""
    for node in body.iter("item", "cell"):
        if len(node) and node[0].tag == "p" and not (node.text or "").strip():
            node[0].tag = "span"  # it is the item
    for item in body.iter("item"):
        item.text = f"- {item.text or ''}"
    for row in body.iter("row"):
        for cell in [cell for cell in row if "".join(cell.itertext()).strip()][1:]:
            cell.text = f" | {cell.text or ''}"
    return unescape(_written(body))


def _written(root: html.HtmlElement) -> str:
    """The text of a tree, its blocks separated by blank lines; <br> is a line break."""
    parts: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if node.tag in _BLOCKS:
            parts.append("\0")  # which is in no text here
        elif node.tag in _LINE_BREAKS and event == "start":
            parts.append("\n")
        parts.append((node.text if event == "start" else node.tail) or "")
    lines = (" ".join(line.split()) for line in "".join(parts).replace("\0", "\n\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_name(author: str) -> bool:
    """Not the month of a date that was taken for a second author."""
    return bool(author) and author not in calendar.month_name


def _own_url(canonical: str | None, fetched: str | None) -> str | None:
    link = web_link(canonical, fetched)
    if fetched is None or link is None:
        return link or fetched
    return link if urlsplit(link).hostname == urlsplit(fetched).hostname else fetched


def _outlet(sitename: str | None, link: str | None) -> str | None:
    """The name of the site, None where it was only taken from the address."""
    name = (sitename or "").strip()
    host = urlsplit(link or "").netloc.lower()
    return name if name and name.lower().removeprefix("www.") not in host else None


def _published(tree: html.HtmlElement, day: str | None) -> str | None:
    """The moment of publication, else the day that was found.

    The moment matters: 23:30 in New York is the next day in UTC.
    """
    stated = [str(value) for path in _MOMENTS for value in tree.xpath(path)]
    for script in tree.xpath(_JSON_LD):
        with suppress(ValueError, RecursionError):  # pages hold all kinds of scripts
            stated += _dates_of_articles(json.loads(script, strict=False))
    stated += map(str, tree.xpath(_BESIDE_HEADLINE))
    for value in [*stated, day or ""]:
        try:
            return parse_published(value)
        except InputError:
            continue  # a page's machine-made dates are often junk; the next may do
    return None


def _dates_of_articles(data: Any) -> Iterator[str]:
    """When the articles that a page says it holds were published; not its comments, nor others
    that it lists."""
    if isinstance(data, list):
        for each in data:
            yield from _dates_of_articles(each)
    if not isinstance(data, dict):
        return
    kinds = data.get("@type")
    named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]
    is_article = not named or any(str(kind).endswith(_ARTICLES) for kind in named)
    if is_article and "datePublished" in data:
        yield str(data["datePublished"])
    for key in _WITHIN:
        yield from _dates_of_articles(data.get(key))


def _related(tree: html.HtmlElement, text: str, own: str | None) -> list[dict[str, str]]:
    """The links that stand in the main text, with the words that carry them."""
    flat = " ".join(text.split())
    base = next((web_link(str(named), own) for named in tree.xpath("//base/@href")), own)
    anchors = ((anchor.get("href"), anchor.text_content()) for anchor in tree.iter("a"))
    return named_sources(
        (
            (web_link(address, base), words)
            for address, words in anchors
            if " ".join(words.split()) in flat
        ),
        own,
    )
