"""An answer's text as a reader meets it: its sentences, their numbers, their support."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.types import Relation, Sentence, Support

# The sign is a letterform, so that it is told apart without colour; the word follows for
# screen readers, and a legend says both. None is a quotation mark: articles have these.
SUPPORT = {
    Support.QUOTED: ("=", "quoted", "stands in the source word for word"),
    Support.SUPPORTED: ("✓", "supported", "the source says it in other words"),
    Support.WEAK: ("~", "weakly supported", "the source says it only in part"),
    Support.UNSUPPORTED: ("?", "unsupported", "no source was found that says it"),
}
RELATIONS = {
    Relation.SUPERSEDED: ("Updated", "The last one replaces the earlier ones."),
    Relation.CONTRADICTED: ("The articles disagree", "They stand against each other."),
}

# From the first of several blanks only: else a long run of them is read once for each.
_MARK = re.compile(r"(?<![ \t\u00a0])[ \t\u00a0]*\[(\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer without its marks: a sentence, or what stands between two.

    ``marks`` are (offset into ``text``, number), in order.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    sentence: Sentence | None


def pieces(text: str, sentences: Sequence[Sentence]) -> Iterator[Piece]:
    """The whole of ``text``, in order; a sentence that was struck, or does not stand in it, is
    left out.

    Marks before a sentence's full stop and after it are both that sentence's.
    """
    bare, marks = _without_marks(text)
    at = 0
    for sentence in sentences:
        start = bare.find(sentence.text, at)
        if start < 0 or not sentence.text or sentence.struck:
            continue
        end = start + len(sentence.text)
        if start > at:
            yield _piece(bare, marks, at, start, None)
        yield _piece(bare, marks, start, end, sentence)
        at = end
    if at < len(bare):
        yield _piece(bare, marks, at, len(bare), None)


def _without_marks(text: str) -> tuple[str, list[tuple[int, int]]]:
    bare, marks, at = "", [], 0
    for found in _MARK.finditer(text):
        bare += text[at : found.start()]
        marks.append((len(bare), int(found[1])))
        at = found.end()
    return bare + text[at:], marks


def _piece(
    bare: str, marks: Sequence[tuple[int, int]], start: int, end: int, sentence: Sentence | None
) -> Piece:
    # A mark at a border belongs to what stands before it, except at the very beginning.
    own = tuple(
        (place - start, number)
        for place, number in marks
        if start < place <= end or place == start == 0
    )
    return Piece(bare[start:end], own, sentence)
