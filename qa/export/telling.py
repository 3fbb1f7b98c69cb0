"""What every written form of a conversation tells, and in which words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qa.types import Answer, Support
from qa.visiting.conversation import Exchange, Since
from qa.visiting.marks import RELATIONS, SUPPORT, Piece, pieces
from qa.visiting.sources import day_in_words, origin

SINCE = {
    Since.EDITED: "The article has changed since; the quoted words still stand in it.",
    Since.REWORDED: "The article has changed since; the quoted words no longer stand in it.",
    Since.REMOVED: "The article is no longer in the index.",
}
STOPPED = "Stopped before the end."
_DOUBTFUL = (Support.WEAK, Support.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Table:
    """What stands beside an answer: rows of (text, the answer's own citation numbers)."""

    heading: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def circumstances(exchange: Exchange) -> Iterator[str]:
    """What an answer cannot be read without, as the page tells it above the answer."""
    if narrowed := exchange.within.words():
        yield f"Asked within: {', '.join(narrowed)}"
    if exchange.understood:
        yield f"Understood as: {exchange.understood}"
    if exchange.answer is None:
        return
    yield from exchange.answer.notes
    if exchange.stopped:
        yield STOPPED
    if exchange.problem:
        yield exchange.problem


def beside(answer: Answer | None) -> Iterator[Table]:
    """The disagreements and the timeline of an answer, in the order in which the page has them."""
    if answer is None or not answer.answered:
        return
    for item in answer.disagreements:
        heading, meaning = RELATIONS[item.relation]
        rows = tuple(
            (
                ", ".join(
                    filter(None, (each.value, origin(answer.citations[each.evidence].source)))
                ),
                (each.citation,),
            )
            for each in item.claims
        )
        yield Table(f"{heading}: {item.about}. {meaning}", rows)
    if answer.timeline:
        events = tuple(
            (f"{day_in_words(event.day)}: {event.text}", event.citations)
            for event in answer.timeline
        )
        yield Table("Timeline", events)


def outcome(exchange: Exchange, write: Callable[[Piece], str]) -> str:
    """What came of the question, its sentences written by ``write``."""
    answer = exchange.answer
    if answer is None:
        return exchange.problem or (STOPPED if exchange.stopped else "Not answered.")
    if not answer.answered:
        return f"No answer. {answer.reason or answer.text}"
    return "".join(map(write, pieces(answer.text, answer.sentences))).strip()


def marked(piece: Piece, escape: Callable[[str], str], mark: Callable[[int], str]) -> str:
    """A piece of an answer with its numbers; a doubtful sentence says that it is."""
    body, at = "", 0
    for place, number in piece.marks:
        body += escape(piece.text[at:place]) + mark(number)
        at = place
    body += escape(piece.text[at:])
    sentence = piece.sentence
    if sentence and sentence.support in _DOUBTFUL:
        body += escape(f" ({SUPPORT[sentence.support][1]})")
    return body
