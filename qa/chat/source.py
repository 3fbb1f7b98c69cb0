"""An article -> the source panel's HTML. Pure functions; everything is escaped."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from corpus.article import Article, Related
from corpus.links import safe_url
from qa.chat.citing import Reference, Span, link
from qa.visiting.sources import day, origin_html, text_fragment

_LINE = re.compile(r"[^\r\n]+")
_WRONG = (
    '<p class="doubt"><button type="button" class="wrong" data-verdict="wrong source" '
    'aria-pressed="false">This source does not say it</button></p>'
)
_OUTWARD = 'target="_blank" rel="noopener noreferrer nofollow"'


def panel(article: Article, reference: Reference, copies: Sequence[Article] = ()) -> str:
    """The article with the quoted words marked; says so where they no longer stand there.

    Args:
        article: As it stands now.
        reference: What of it is cited.
        copies: Other articles that carry nearly the same words.
    """
    found = {span: _place(article.text, span) for span in reference.spans}
    standing = [place for place in found.values() if place]
    lost = [span for span, place in found.items() if place is None]
    return _framed(
        escape(article.title),
        f'<p class="kicker" dir="auto">{escape(article.source.outlet or "")}</p>',
        _byline(article, standing)
        + (_changed(lost) if lost else "")
        + f'<div class="article-text">{_body(article.text, standing)}</div>'
        + _copies(copies)
        + _related(article.source.related)
        + (_WRONG if reference.spans else ""),
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


def _framed(title: str, above: str, below: str) -> str:
    return (
        '<section class="panel" role="dialog" aria-labelledby="source-title">'
        f'<div class="bar">{above}'
        '<button class="close" type="button" aria-label="Close the article" title="Close (Esc)">'
        '<span aria-hidden="true">✕</span></button></div>'
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


def _place(text: str, span: Span) -> Span | None:
    """Where the quoted words stand now: where they stood, else nearest to it, else nowhere."""
    if text[span.start : span.end] == span.quote:
        return span
    before = text.rfind(span.quote, 0, span.start + len(span.quote))
    after = text.find(span.quote, span.start)
    places = [place for place in (before, after) if place >= 0 and span.quote]
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - span.start))
    return Span(start, start + len(span.quote), span.quote)


def _changed(lost: Sequence[Span]) -> str:
    quotes = "".join(f'<q dir="auto">{escape(span.quote)}</q>' for span in lost)
    return (
        '<div class="changed"><p>This article has changed since it was cited. '
        f"These words no longer stand in it:</p>{quotes}</div>"
    )


def _copies(copies: Sequence[Article]) -> str:
    if not copies:
        return ""
    items = "".join(
        "<li><bdi>"
        + link(each.title, Reference(each.id), title=each.title, source=each.source)
        + f'</bdi> <span class="origin">{origin_html(each.source)}</span></li>'
        for each in copies
    )
    return (
        f'<h3>The same words elsewhere</h3><ul class="related">{items}</ul>'
        '<p class="origin">Near-copies count as one origin.</p>'
    )


def _body(text: str, spans: Iterable[Span]) -> str:
    marked = list(_merged(spans))
    return "".join(
        f'<p dir="auto">{_paragraph(text, found.start(), found.end(), marked)}</p>'
        for found in _LINE.finditer(text)
        if not found[0].isspace()
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
