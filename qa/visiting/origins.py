"""How many articles stand behind an answer, and how many of them on their own."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Origins:
    """``articles`` carry what is cited; ``independent`` of them are no copies of another."""

    articles: int
    independent: int


def origins(answer: Answer) -> Origins:
    """The cited articles with their near-copies, and without."""
    copies = copies_of(answer)
    behind: set[str] = set()
    independent = 0
    for name in dict.fromkeys(citation.passage.article_id for citation in answer.citations):
        independent += name not in behind
        behind |= {name, *copies.get(name, ())}
    return Origins(len(behind), independent)


def copies_of(answer: Answer) -> Mapping[str, tuple[str, ...]]:
    """The near-copies of every article that was found, by its id."""
    found: dict[str, tuple[str, ...]] = {}
    for hit in answer.hits:
        known = found.get(hit.passage.article_id, ())
        found[hit.passage.article_id] = tuple(dict.fromkeys((*known, *hit.copies)))
    return found
