"""A conversation: what was asked, what came of it, and what a reader keeps of it.

A kept conversation holds answers as their JSON: ids and offsets, no article. ``restored``
reads it back against the index as it stands now, so that a citation opens the article of
today, and an article that was changed or removed since is told.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from corpus.article import Article
from corpus.errors import InputError
from qa.types import Answer, Turn
from qa.visiting.restore import Lookup, answer_from_dict, flag, text

MOST_EXCHANGES = 200  # of one conversation


class Since(StrEnum):
    """What became of a cited article since it was cited."""

    EDITED = "edited"  # the quoted words still stand in it
    REWORDED = "reworded"  # they do not
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Within:
    """What a question was narrowed to, as the visitor wrote it."""

    since: str = ""
    until: str = ""
    as_of: str = ""
    outlets: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """What narrows, a phrase each; none where nothing does."""
        days = (("since", self.since), ("until", self.until), ("as of", self.as_of))
        return (*(f"{name} {day}" for name, day in days if day), *self.outlets)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation and what has come of it so far.

    ``done`` is True once the answer is whole; ``problem`` is what went wrong, as a
    sentence; ``stopped`` is True where the visitor did not wait for the end, ``as_typed``
    where the question was not to be completed from the conversation. ``since`` says of
    cited articles, by id, what became of them. ``index`` is the name of the index that was
    asked, and ``identity`` what it keeps when it is renamed.
    """

    question: str
    answer: Answer | None = None
    done: bool = False
    problem: str | None = None
    stopped: bool = False
    as_typed: bool = False
    within: Within = Within()
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    since: Mapping[str, Since] = field(default_factory=dict)
    index: str = ""
    identity: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.done or self.stopped or self.problem is not None

    @property
    def understood(self) -> str:
        """The question as it was answered, where it is not the one typed; else nothing."""
        if self.answer is None:
            return ""
        standalone = self.answer.standalone_question
        return "" if standalone.split() in ([], self.answer.question.split()) else standalone


def turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """The history that the next question is understood by.

    A question asked as typed begins anew: what stands before it has nothing to do with it.
    """
    kept: list[Turn] = []
    for each in exchanges:
        if each.as_typed:
            kept.clear()
        if not each.problem:
            kept.append(Turn(each.question, each.answer.text if each.answer else None))
    return kept


def saved(exchange: Exchange) -> dict[str, Any]:
    """The exchange as JSON-ready values, for the reader to keep."""
    return {
        "id": exchange.id,
        "index": exchange.index,
        "identity": exchange.identity,
        "question": exchange.question,
        "within": {name: value for name, value in asdict(exchange.within).items() if value},
        "as_typed": exchange.as_typed,
        "stopped": exchange.stopped,
        "problem": exchange.problem,
        "answer": exchange.answer.to_dict() if exchange.answer else None,
    }


def asked_of(payload: Any) -> str:
    """The name of the index that a kept conversation was asked of; empty where none is noted.

    Whether the rest of the payload is a conversation is for ``restored`` to say.
    """
    first = payload[0] if isinstance(payload, list) and payload else None
    name = first.get("index") if isinstance(first, dict) else None
    return name if isinstance(name, str) else ""


def restored(payload: Any, article: Lookup) -> list[Exchange]:
    """The exchanges that ``saved`` wrote, against the index as it stands now.

    Args:
        payload: What a browser kept, oldest first; it may be anything at all.
        article: The article of an id, or None where it is gone.

    Raises:
        InputError: It is not what ``saved`` writes.
    """
    try:
        if not isinstance(payload, list) or len(payload) > MOST_EXCHANGES:
            raise ValueError("not a list of exchanges")
        return [_exchange(each, article) for each in payload]
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise InputError(
            "This conversation is not one that Newsdesk kept, or it is damaged. Delete it, "
            "and ask its questions anew."
        ) from error


def _exchange(row: Any, article: Lookup) -> Exchange:
    within = row["within"]
    outlets = within.get("outlets", ())
    if not all(isinstance(name, str) for name in outlets):
        raise ValueError("outlets: no names")
    given = row["answer"]
    answer = None if given is None else answer_from_dict(given, article)
    return Exchange(
        question=text(row, "question"),
        answer=answer,
        done=answer is not None,
        problem=text(row, "problem") if row["problem"] is not None else None,
        stopped=flag(row, "stopped"),
        as_typed=flag(row, "as_typed"),
        within=Within(
            since=text({"since": "", **within}, "since"),
            until=text({"until": "", **within}, "until"),
            as_of=text({"as_of": "", **within}, "as_of"),
            outlets=tuple(outlets),
        ),
        id=text(row, "id")[:64],
        since=_since(answer, given, article) if answer else {},
        index=text({"index": "", **row}, "index"),
        identity=text({"identity": "", **row}, "identity"),
    )


def _since(answer: Answer, given: Mapping[str, Any], lookup: Lookup) -> dict[str, Since]:
    digests = (given.get("provenance") or {}).get("articles") or {}
    found: dict[str, Since] = {}
    for citation in answer.citations:
        name = citation.passage.article_id
        now = lookup(name)
        if now is None:
            found[name] = Since.REMOVED
        elif not _stands(now, citation.quote):
            found[name] = Since.REWORDED
        elif name in digests and digests[name] != now.hash:
            found.setdefault(name, Since.EDITED)
    return found


def _stands(article: Article, quote: str) -> bool:
    return quote in article.text
