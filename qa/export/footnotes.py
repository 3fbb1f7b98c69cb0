"""The footnotes of a conversation: one an article, numbered in order of first use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.article import Source
from qa.visiting.conversation import Exchange, Since


@dataclass(frozen=True, slots=True)
class Note:
    """An article that is cited, and the words that are quoted from it."""

    number: int
    article_id: str
    title: str
    source: Source
    quotes: tuple[str, ...]
    since: Since | None = None


@dataclass(frozen=True, slots=True)
class Footnotes:
    """``numbers``: for each exchange, an answer's own number -> that of its footnote."""

    notes: tuple[Note, ...]
    numbers: tuple[Mapping[int, int], ...]


def footnotes(exchanges: Sequence[Exchange]) -> Footnotes:
    """The footnotes, an article once, and how the numbers of each answer lead to them."""
    places: dict[str, int] = {}
    notes: list[Note] = []
    numbers: list[dict[int, int]] = []
    for exchange in exchanges:
        own: dict[int, int] = {}
        numbers.append(own)
        for citation in exchange.answer.citations if exchange.answer else ():
            name = citation.passage.article_id
            place = places.setdefault(name, len(places))
            own[citation.number] = place + 1
            earlier = notes[place] if place < len(notes) else None
            note = Note(
                place + 1,
                name,
                citation.title,
                citation.source,
                tuple(dict.fromkeys((*(earlier.quotes if earlier else ()), citation.quote))),
                _worst(earlier.since if earlier else None, exchange.since.get(name)),
            )
            notes[place : place + 1] = [note]
    return Footnotes(tuple(notes), tuple(numbers))


def _worst(*found: Since | None) -> Since | None:
    """What is to be told of an article that several answers cite."""
    return max(filter(None, found), key=list(Since).index, default=None)
