"""Articles, passages and answers as lines for a terminal."""

from collections.abc import Iterator

from corpus.article import Article
from index.types import Hit
from qa.types import Answer

_SHOWN = 240  # characters of a passage; `show` has the rest
_NEAREST = 3  # articles named where a question was declined


def article_lines(article: Article) -> Iterator[str]:
    """The whole article, and the sources that it names."""
    source = article.source
    yield _line(article.title)
    yield _joined(" · ", source.outlet, source.published, ", ".join(source.authors))
    if source.url:
        yield source.url
    yield f"\n{article.text}"
    if source.related:
        yield "\nRelated sources:"
    for item in source.related:
        shown = item.url if item.url and item.url != item.title else None
        yield f"  {_line(item.title)}" + (f" <{shown}>" if shown else "")


def hit_lines(hit: Hit, *, explain: bool = False) -> Iterator[str]:
    """A passage found; ``explain``: with what each sign gave to its score."""
    about = _joined(" · ", hit.source.outlet, hit.source.published)
    about = f"({about}) " if about else ""
    yield f"{hit.rank:3}. {_line(hit.title)}  {about}{_line(hit.passage.article_id)}"
    yield "     " + _line(hit.passage.text)[:_SHOWN]
    if explain:
        parts = ", ".join(f"{name} {part:.4f}" for name, part in hit.parts.items())
        yield f"     score {hit.score:.4f}: {parts}"


def answer_lines(answer: Answer) -> Iterator[str]:
    """An answer, what stands beside it, and its sources; declined, the nearest articles."""
    if answer.short_answer:
        yield f"{answer.short_answer}\n"
    yield answer.text
    yield from (f"({note})" for note in answer.notes)
    yield from _beside(answer)
    if answer.citations:
        yield ""
    listed: set[int] = set()
    for citation in answer.citations:
        if citation.number not in listed:
            listed.add(citation.number)
            source = citation.source
            about = _joined(", ", citation.title, source.outlet, source.published, source.url)
            yield f"[{citation.number}] {about}"
    if not answer.answered:
        nearest = {hit.passage.article_id: hit for hit in reversed(answer.hits)}
        for hit in sorted(nearest.values(), key=lambda hit: hit.rank)[:_NEAREST]:
            yield f"  - {_joined(', ', hit.title, hit.source.outlet, hit.source.published)}"


def _beside(answer: Answer) -> Iterator[str]:
    for disagreement in answer.disagreements:
        yield f"\n{disagreement.about.capitalize()}, {disagreement.relation}:"
        for claim in disagreement.claims:
            source = answer.citations[claim.evidence].source
            about = _joined(", ", source.outlet, source.published)
            yield f"  {claim.value} " + (f"({about}) " if about else "") + f"[{claim.citation}]"
    if answer.timeline:
        yield ""
    for event in answer.timeline:
        yield f"  {event.day}  {event.text} [{event.citations[0]}]"


def _joined(between: str, *parts: str | None) -> str:
    """Those of the parts that are known."""
    return between.join(_line(part) for part in parts if part)


def _line(text: str) -> str:
    """A text that an article brought, on one line: no part of it can pose as another line."""
    return " ".join(text.split())
