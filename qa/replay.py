"""An answer that was kept, asked again: is it the same, and what has changed since?

The question is asked as it stood alone, with the filters that the answer's provenance
names. What differs is told by the names of its fields; what the cited articles say now is
told article by article.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from corpus.article import Article
from corpus.errors import InputError
from index.types import Filters
from qa.provenance import filters_from_json
from qa.types import Answer

# What a reader sees; times, and what is only about the making of the answer, may differ.
_COMPARED = (
    "answered",
    "confidence",
    "short_answer",
    "text",
    "sentences",
    "citations",
    "hits",
    "reason",
    "timeline",
    "disagreements",
)
_MADE_FROM = ("index", "code", "language_model", "nli_model")


class Desk(Protocol):
    """What is asked again."""

    def ask(self, question: str, *, filters: Filters, history: None) -> Answer:
        """The answer to a question as it stands."""
        ...

    def article(self, article_id: str) -> Article | None:
        """An article as it stands now."""
        ...


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of asking again.

    ``differences`` are the fields of the answer that are not the same; ``changed`` are the
    parts of its provenance that are not, of ``_MADE_FROM``.
    ``articles`` says of every cited article how it stands to what was cited.
    """

    answer: Answer
    differences: tuple[str, ...]
    changed: tuple[str, ...]
    articles: Mapping[str, str]

    @property
    def same(self) -> bool:
        """Whether the answer is the same, word for word and citation for citation."""
        return not self.differences

    def to_text(self) -> str:
        """A few lines for a terminal."""
        lines = [
            "the same answer" if self.same else f"another answer: {', '.join(self.differences)}"
        ]
        if self.changed:
            lines.append(f"made from another {', '.join(self.changed)}".replace("_", " "))
        lines += [f"{article}: {state}" for article, state in self.articles.items()]
        return "\n".join(lines)


def read_answer(path: str | Path) -> dict[str, Any]:
    """The answer in a file that ``newsdesk ask --json`` wrote.

    Raises:
        InputError: It cannot be read, or is no answer with its provenance.
    """
    try:
        row = json.loads(Path(path).read_bytes())  # in whatever encoding a shell wrote it
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is no JSON ({error}); save `newsdesk ask --json`") from error
    needed = {"standalone_question", "citations", "text", "provenance"}
    if (
        not isinstance(row, dict)
        or needed - row.keys()
        or not isinstance(row["standalone_question"], str)
    ):
        raise InputError(f"{path}: is no answer; save what `newsdesk ask --json` prints")
    if not isinstance(row["provenance"], dict):
        raise InputError(f"{path}: the answer does not say what it was made from; ask again")
    return row


def replay(desk: Desk, row: Mapping[str, Any]) -> Replay:
    """Ask the question of a kept answer again.

    Raises:
        InputError: The answer is malformed.
        NewsdeskError: The question cannot be asked.
    """
    try:
        origin = row["provenance"]
        filters = filters_from_json(origin["filters"])
        states = {
            name: _state(desk.article(name), digest, quotes) for name, digest, quotes in _cited(row)
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            "the kept answer is damaged: it is not as `newsdesk ask --json` prints it; ask again"
        ) from error
    # It stands alone already, also where it was asked as typed.
    answer = desk.ask(row["standalone_question"], filters=filters, history=None)
    now: dict[str, Any] = json.loads(json.dumps(answer.to_dict()))
    made_from = now["provenance"] or {}
    return Replay(
        answer=answer,
        differences=tuple(name for name in _COMPARED if now.get(name) != row.get(name)),
        changed=tuple(name for name in _MADE_FROM if made_from.get(name) != origin.get(name)),
        articles=states,
    )


def _cited(row: Mapping[str, Any]) -> list[tuple[str, str | None, list[str]]]:
    """Every cited article, its digest, and what was quoted from it."""
    quotes: dict[str, list[str]] = {}
    for citation in row["citations"]:
        quotes.setdefault(citation["article_id"], []).append(citation["quote"])
    digests = row["provenance"]["articles"]
    return [(name, digests.get(name), words) for name, words in quotes.items()]


def _state(article: Article | None, digest: str | None, quotes: list[str]) -> str:
    if article is None:
        return "is no longer in the index"
    if article.hash == digest:
        return "unchanged"
    since = "changed since" if digest else "not known to be as it was"
    stands = "still" if all(quote in article.text for quote in quotes) else "no longer"
    return f"{since}; what was cited {stands} stands in it"
