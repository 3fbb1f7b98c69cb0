"""What every written form of a conversation tells, and in which words."""

from collections.abc import Callable

from qa.types import Support
from qa.visiting.conversation import Exchange, Since
from qa.visiting.marks import SUPPORT, Piece, pieces

SINCE = {
    Since.EDITED: "The article has changed since; the quoted words still stand in it.",
    Since.REWORDED: "The article has changed since; the quoted words no longer stand in it.",
    Since.REMOVED: "The article is no longer in the index.",
}
_DOUBTFUL = (Support.WEAK, Support.UNSUPPORTED)


def outcome(exchange: Exchange, write: Callable[[Piece], str]) -> str:
    """What came of the question, its sentences written by ``write``."""
    answer = exchange.answer
    if answer is None:
        return exchange.problem or "Not answered."
    if not answer.answered:
        return f"No answer. {answer.reason or answer.text}"
    told = "".join(
        write(piece)
        for piece in pieces(answer.text, answer.sentences)
        if not (piece.sentence and piece.sentence.struck)
    )
    return told.strip()


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
