"""An article -> the source panel's HTML. Pure functions; everything is escaped."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from corpus.article import Article, Related
from qa.chat.citing import Reference, Span, day

_FRAGMENT_WORDS = 5  # at each end of a quotation too long to be written out
_PARAGRAPH = re.compile(r"[^\r\n]*\S[^\r\n]*")
_OUTWARD = 'target="_blank" rel="noopener noreferrer nofollow"'


def panel(article: Article, reference: Reference) -> str:
    """The article with the quoted words marked; says so where they no longer stand there."""
    found = [span for span in reference.spans if article.text[span.start : span.end] == span.quote]
    changed = len(found) < len(reference.spans)
    return _framed(
        escape(article.title),
        f'<p class="kicker" dir="auto">{escape(article.source.outlet or "")}</p>',
        _byline(article, found)
        + (_changed(reference, found) if changed else "")
        + f'<div class="article-text">{_body(article.text, found)}</div>'
        + _related(article.source.related),
    )


def gone() -> str:
    """The panel where the article has been removed."""
    return message(
        "This article is no longer in the index",
        "It was removed after it was cited. Ask the question again to get an answer from "
        "the articles that are there now.",
    )


def message(heading: str, words: str) -> str:
    """The panel where there is no article to show."""
    return _framed(escape(heading), "", f'<p class="changed">{escape(words)}</p>')


def text_fragment(url: str, quote: str) -> str:
    """``url`` such that a browser scrolls to ``quote`` (WICG, URL Fragment Text Directives)."""
    words = quote.split()
    if len(words) > 2 * _FRAGMENT_WORDS:
        ends = [words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]]
    else:
        ends = [words]
    # A bare hyphen or comma would be read as the directive's own.
    text = ",".join(percent_encode(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={text}" if words else url


def safe_url(url: str | None) -> str | None:
    """The url if it is http(s) with a host, else None."""
    if not url or not url.isprintable() or any(letter.isspace() for letter in url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:  # such as an unclosed [ in the host: no link that could be followed
        return None


def _framed(title: str, above: str, below: str) -> str:
    return (
        '<section class="panel" role="dialog" aria-labelledby="source-title">'
        '<button class="close" type="button" aria-label="Close the article" title="Close (Esc)">'
        f'<span aria-hidden="true">✕</span></button>{above}'
        f'<h2 id="source-title" tabindex="-1" dir="auto">{title}</h2>{below}</section>'
    )


def _byline(article: Article, found: Sequence[Span]) -> str:
    source = article.source
    parts = []
    if source.published:
        parts.append(f'<time datetime="{escape(source.published)}">{day(source)}</time>')
    if source.authors:
        parts.append(f"<bdi>{escape(', '.join(source.authors))}</bdi>")
    if url := safe_url(source.url):
        url = text_fragment(url, found[0].quote) if found else url
        parts.append(f'<a class="original" href="{escape(url)}" {_OUTWARD}>Open the original</a>')
    return f'<p class="byline">{" · ".join(parts)}</p>'


def _changed(reference: Reference, found: Sequence[Span]) -> str:
    quotes = "".join(
        f'<q dir="auto">{escape(span.quote)}</q>' for span in reference.spans if span not in found
    )
    return (
        '<div class="changed"><p>This article has changed since it was cited. '
        f"These words no longer stand where they were quoted from:</p>{quotes}</div>"
    )


def _body(text: str, spans: Iterable[Span]) -> str:
    marked = list(_merged(spans))
    return "".join(
        f'<p dir="auto">{_paragraph(text, found.start(), found.end(), marked)}</p>'
        for found in _PARAGRAPH.finditer(text)
    )


def _paragraph(text: str, start: int, end: int, marked: Sequence[tuple[int, int]]) -> str:
    parts, at = [], start
    for first, last in marked:
        first, last = max(first, at), min(last, end)
        if first < last:
            parts.append(f"{escape(text[at:first])}<mark>{escape(text[first:last])}</mark>")
            at = last
    return "".join(parts) + escape(text[at:end])


def _merged(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Spans in order, overlapping ones as one."""
    current: tuple[int, int] | None = None
    for start, end in sorted((span.start, span.end) for span in spans):
        if current and start < current[1]:
            current = current[0], max(current[1], end)
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current


def _related(related: Sequence[Related]) -> str:
    if not related:
        return ""
    items = "".join(f"<li>{_related_item(each)}</li>" for each in related)
    return f'<h3>Related sources</h3><ul class="related">{items}</ul>'


def _related_item(related: Related) -> str:
    title = f"<bdi>{escape(related.title)}</bdi>"
    url = safe_url(related.url)
    return f'<a href="{escape(url)}" {_OUTWARD}>{title}</a>' if url else title
