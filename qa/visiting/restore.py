"""An answer's JSON -> the answer, its places looked up in the index as it stands now."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from corpus.article import Article, Source
from corpus.passages import Passage
from index.types import Hit
from qa.provenance import filters_from_json, filters_to_json
from qa.types import (
    Answer,
    Citation,
    Claim,
    Disagreement,
    Event,
    Provenance,
    Relation,
    Sentence,
    Support,
)

Lookup = Callable[[str], Article | None]
_MOST = 50_000  # characters of any one text
_MANY = 500  # of anything


def answer_from_dict(row: Mapping[str, Any], article: Lookup) -> Answer:
    """What ``Answer.to_dict`` wrote, as far as a reader sees it.

    Title and source are those that the article has now; where it is gone, those that were
    written down. Hits whose article is gone or too short now are left out.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: It wrote something else.
    """
    citations = tuple(_citation(each, article) for each in _rows(row, "citations"))
    places = len(citations)
    copies = {name: tuple(_texts(ids)) for name, ids in row.get("copies", {}).items()}
    hits = (_hit(each, article, copies) for each in _rows(row, "hits"))
    confidence = row["confidence"]
    if type(confidence) not in (int, float) or not 0 <= confidence <= 1:
        raise ValueError("confidence: not from 0 to 1")
    return Answer(
        question=text(row, "question"),
        standalone_question=text(row, "standalone_question"),
        answered=flag(row, "answered"),
        confidence=float(confidence),
        text=text(row, "text"),
        short_answer=_optional(row, "short_answer"),
        sentences=tuple(_sentence(each, places) for each in _rows(row, "sentences")),
        citations=citations,
        hits=tuple(hit for hit in hits if hit),
        reason=_optional(row, "reason"),
        timeline=tuple(_event(each, places) for each in _rows(row, "timeline")),
        disagreements=tuple(_disagreement(each, places) for each in _rows(row, "disagreements")),
        notes=tuple(_texts(row.get("notes", ()))),
        provenance=_provenance(row),
    )


def text(row: Mapping[str, Any], key: str) -> str:
    """The text under a key.

    Raises:
        ValueError: There is none, or none that a page could hold.
    """
    value = row[key]
    if not isinstance(value, str) or len(value) > _MOST:
        raise ValueError(f"{key}: no text")
    return value.encode("utf-8", "replace").decode()


def flag(row: Mapping[str, Any], key: str) -> bool:
    """The truth value under a key.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(row[key], bool):
        raise ValueError(f"{key}: not true or false")
    return bool(row[key])


def _provenance(row: Mapping[str, Any]) -> Provenance | None:
    found = row.get("provenance")
    if found is None:
        return None
    return Provenance(
        text(found, "index"),
        text(found, "code"),
        filters_to_json(filters_from_json(found["filters"])),
        _optional(found, "language_model"),
        _digests(found, "passages"),
        _digests(found, "articles"),
        _optional(found, "nli_model"),
    )


def _digests(row: Mapping[str, Any], key: str) -> dict[str, str]:
    names = list(row[key])
    if len(names) > _MANY:
        raise ValueError(f"{key}: too many")
    return dict(zip(_texts(names), _texts(row[key].values()), strict=True))


def _optional(row: Mapping[str, Any], key: str) -> str | None:
    return None if row.get(key) is None else text(row, key)


def _rows(row: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    rows = row.get(key, [])
    if not isinstance(rows, list) or len(rows) > _MANY:
        raise ValueError(f"{key}: no list")
    return rows


def _texts(values: Any) -> list[str]:
    return [text({"each": value}, "each") for value in list(values)[:_MANY]]


def _number(row: Mapping[str, Any], key: str, below: int | None = None) -> int:
    value = row[key]
    if type(value) is not int or value < 0 or (below is not None and value >= below):
        raise ValueError(f"{key}: no number")
    return value


def _numbers(row: Mapping[str, Any], key: str, below: int | None = None) -> tuple[int, ...]:
    return tuple(_number({key: value}, key, below) for value in list(row[key])[:_MANY])


def _citation(row: Mapping[str, Any], lookup: Lookup) -> Citation:
    name, quote = text(row, "article_id"), text(row, "quote")
    start, end = _number(row, "start"), _number(row, "end")
    if start >= end:
        raise ValueError("a citation of nothing")
    now = lookup(name)
    return Citation(
        number=_number(row, "number"),
        passage=Passage(f"{name}:{start}", name, start, end, quote),
        title=now.title if now else text(row, "title"),
        source=now.source if now else _source(row),
        start=start,
        end=end,
        quote=quote,
    )


def _source(row: Mapping[str, Any]) -> Source:
    published = _optional(row, "published")
    if published is not None:
        date.fromisoformat(published[:10])
    return Source(_optional(row, "outlet"), _optional(row, "url"), published)


def _hit(
    row: Mapping[str, Any], lookup: Lookup, copies: Mapping[str, tuple[str, ...]]
) -> Hit | None:
    name = text(row, "article_id")
    start, end, score = _number(row, "start"), _number(row, "end"), row["score"]
    if type(score) not in (int, float):
        raise ValueError("score: no number")
    now = lookup(name)
    if now is None or not start < end <= len(now.text):
        return None
    passage = Passage(f"{name}:{start}", name, start, end, now.text[start:end])
    rank = _number(row, "rank")
    return Hit(passage, now.title, now.source, float(score), rank, copies.get(name, ()))


def _sentence(row: Mapping[str, Any], places: int) -> Sentence:
    return Sentence(
        text=text(row, "text"),
        citations=_numbers(row, "citations"),
        evidence=_numbers(row, "evidence", places),
        support=Support(row["support"]),
        struck=bool(row.get("struck")),
    )


def _event(row: Mapping[str, Any], places: int) -> Event:
    return Event(
        day=text(row, "day"),
        text=text(row, "text"),
        citations=_numbers(row, "citations"),
        evidence=_numbers(row, "evidence", places),
    )


def _disagreement(row: Mapping[str, Any], places: int) -> Disagreement:
    claims = tuple(
        Claim(text(each, "value"), _number(each, "citation"), _number(each, "evidence", places))
        for each in _rows(row, "claims")
    )
    return Disagreement(text(row, "about"), Relation(row["relation"]), claims)
