"""What an answer was made from, written into it; ``qa.replay`` reads it back."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.article import Article
from index.types import Filters
from qa.types import Citation


def passage_digests(citations: Sequence[Citation]) -> dict[str, str]:
    """SHA-256 of the text of every cited passage, by the passage's id."""
    return {
        item.passage.id: hashlib.sha256(item.passage.text.encode()).hexdigest()
        for item in citations
    }


def article_digests(
    citations: Sequence[Citation], article: Callable[[str], Article | None]
) -> dict[str, str]:
    """The digest of every cited article, by its id; one that is gone meanwhile has none."""
    cited = dict.fromkeys(item.passage.article_id for item in citations)
    return {name: found.hash for name in cited if (found := article(name)) is not None}


def filters_to_json(filters: Filters) -> dict[str, Any]:
    """The filters as JSON-ready values; those that restrict nothing are left out."""
    fields = {
        "since": filters.since and filters.since.isoformat(),
        "until": filters.until and filters.until.isoformat(),
        "as_of": filters.as_of and filters.as_of.isoformat(),
        "outlets": sorted(filters.outlets),
        "articles": sorted(filters.articles),
    }
    return {name: value for name, value in fields.items() if value}


def filters_from_json(fields: Mapping[str, Any]) -> Filters:
    """What ``filters_to_json`` wrote.

    Raises:
        ValueError, TypeError: It wrote something else.
    """

    def day(name: str) -> date | None:
        return date.fromisoformat(fields[name]) if name in fields else None

    def names(name: str) -> frozenset[str]:
        told = fields.get(name, [])
        if not (isinstance(told, list) and all(isinstance(each, str) for each in told)):
            raise ValueError(f"{name}: expected a list of texts")
        return frozenset(told)

    return Filters(
        since=day("since"),
        until=day("until"),
        as_of=day("as_of"),
        outlets=names("outlets"),
        articles=names("articles"),
    )


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Digest of the code and the weights that answer."""
    digest = hashlib.sha256()
    for package in ("corpus", "index", "qa"):
        root = Path(__file__).parent.parent / package
        kinds = ("*.py", "*.json", "*.safetensors")
        for file in sorted(found for kind in kinds for found in root.rglob(kind)):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
