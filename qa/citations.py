"""Citations: their numbers, their exact places, and how a sentence is written with them."""

import re
from collections.abc import Iterable, Sequence

from corpus.article import Source
from corpus.passages import Passage
from qa.types import Citation, Sentence

_BRACKETED_NUMBER = re.compile(r"\[(\s*\d+(?:\s*[,;–-]\s*\d+)*\s*)\]")


class Citations:
    """Citations as they are used: one number an article, in order of first use."""

    def __init__(self, entries: Iterable[Citation] = ()) -> None:
        """Go on from the citations of an answer; by default from none."""
        self._entries = list(entries)
        self._numbers = {each.passage.article_id: each.number for each in self._entries}

    def cite(self, passage: Passage, title: str, source: Source, start: int, end: int) -> int:
        """Cite ``start:end`` of the passage's article; gives its place among the citations.

        Raises:
            ValueError: The span does not lie within the passage.
        """
        if not passage.start <= start < end <= passage.end:
            raise ValueError(f"span {start}:{end} lies outside passage {passage.id}")
        quote = passage.text[start - passage.start : end - passage.start]
        number = self._numbers.setdefault(passage.article_id, len(self._numbers) + 1)
        citation = Citation(number, passage, title, source, start, end, quote)
        if citation in self._entries:
            return self._entries.index(citation)
        self._entries.append(citation)
        return len(self._entries) - 1

    def number(self, place: int) -> int:
        """The number that a reader sees for the citation at this place."""
        return self._entries[place].number

    def all(self) -> tuple[Citation, ...]:
        """Every citation, in order of first use."""
        return tuple(self._entries)


def shown(quote: str) -> str:
    """A quotation as it stands in an answer: on one line, and with no mark of its own
    that could be taken for a citation."""
    return _BRACKETED_NUMBER.sub(r"(\1)", " ".join(quote.split()))


def with_marks(sentences: Iterable[Sentence]) -> str:
    """The text of an answer: its sentences, each followed by its citations."""
    return " ".join(
        sentence.text + "".join(f" [{number}]" for number in sentence.citations)
        for sentence in sentences
        if not sentence.struck
    )


def unique(numbers: Sequence[int]) -> tuple[int, ...]:
    """Each number once, in order."""
    return tuple(dict.fromkeys(numbers))
