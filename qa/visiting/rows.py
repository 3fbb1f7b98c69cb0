"""Articles and hits as the JSON rows that commands and tools give out."""

from typing import Any

from corpus.article import Article, related_to_json
from index.types import Hit


def article_to_row(article: Article) -> dict[str, Any]:
    """The article as a row of the form in which articles are read."""
    source = article.source
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "url": source.url,
        "outlet": source.outlet,
        "published": source.published,
        "authors": list(source.authors),
        "related": [related_to_json(item) for item in source.related],
    }


def hit_to_row(hit: Hit) -> dict[str, Any]:
    """The hit as a line of ``search --json``."""
    fields: dict[str, Any] = {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "article_id": hit.passage.article_id,
        "title": hit.title,
        "outlet": hit.source.outlet,
        "url": hit.source.url,
        "published": hit.source.published,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
    }
    return fields | {"copies": list(hit.copies)} if hit.copies else fields
