"""Where an outlet takes back what an earlier article of its own said.

A correction repeats the error ("An article on Wednesday said that about 10,000 soldiers had
arrived in Kursk. That was wrong."), so the sentence that repeats it, in the words and the
figure of the earlier one, leads to what it corrects.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.sentences import sentences
from index.terms import terms
from qa.checking.numbers import numbers
from qa.quote import Quote

_TITLE = re.compile(r"^(?:correct(?:ion|ed)|clarification)\b", re.I)
_WRONG = re.compile(
    r"\b(?:wrong(?:ly)?|incorrect(?:ly)?|in error|mistaken(?:ly)?|misstated|false(?:ly)?)\b", re.I
)
_ALIKE = 0.6  # share of the earlier sentence's terms that repeat in the correction


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, and the figure or the words of it that are compared with an answer's."""

    quote: Quote
    text: str

    @property
    def told(self) -> str:
        """What a reader is shown: the sentence, for a figure alone does not say of what."""
        return " ".join(self.quote.text.split())


def correction(ranked: Sequence[Quote], met: Sequence[Quote]) -> tuple[Statement, Statement] | None:
    """An error that a reader meets, and the words that take it back.

    Args:
        ranked: The sentences of the best passages, the most telling first.
        met: Those that are quoted, or whose figures stand beside the answer: the error, or
            the sentence that repeats it.
    """
    places = {quote.place for quote in met}
    for repeats in ranked:
        wrong = _says_wrong(repeats) if _TITLE.match(repeats.hit.title) else None
        if wrong is None:
            continue
        for earlier in ranked:
            if places.isdisjoint((earlier.place, repeats.place)):
                continue
            figure = _shared_figure(earlier, repeats)
            if figure and _is_earlier(earlier, repeats) and _repeats(earlier, repeats):
                return Statement(earlier, figure), Statement(wrong, wrong.text.rstrip("."))
    return None


def _says_wrong(repeats: Quote) -> Quote | None:
    """The sentence after the one that repeats the error, where it calls it wrong.

    It may be too short to make a quotation of its own ("That was wrong.").
    """
    passage = repeats.hit.passage
    for start, end in sentences(passage.text, repeats.end - passage.start):
        text = passage.text[start:end]
        if not _WRONG.search(text):
            return None
        return replace(
            repeats, start=passage.start + start, end=passage.start + end, text=text, meant=None
        )
    return None


def _is_earlier(earlier: Quote, repeats: Quote) -> bool:
    one, other = earlier.hit.source, repeats.hit.source
    return (
        one.outlet is not None
        and one.outlet == other.outlet
        and bool(one.published and other.published and one.published < other.published)
    )


def _repeats(earlier: Quote, repeats: Quote) -> bool:
    said, again = frozenset(terms(earlier.text)), frozenset(terms(repeats.text))
    return len(said & again) >= _ALIKE * min(len(said), len(again))


def _shared_figure(earlier: Quote, repeats: Quote) -> str | None:
    repeated = {number.value for number in numbers(repeats.text)}
    for number in numbers(earlier.text):
        if number.value in repeated:
            return earlier.text[slice(*number.span)]
    return None
