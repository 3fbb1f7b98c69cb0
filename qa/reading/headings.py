"""Where an article asks the reader's question itself, as its headings often do.

What stands behind "How did the bank fail?" answers it, also without a word of the question,
and also in the next passage.
"""

from collections.abc import Sequence

from corpus.passages import Passage
from corpus.sentences import Span, sentences
from index.terms import query_terms
from qa.asking.forms import parts
from qa.asking.kinds import kind_of

_ALIKE = 0.75  # share of the terms of both questions that both have
_FALL = 0.7  # from sentence to sentence behind the heading
_BEHIND = 5  # sentences
_GAP = 4  # code points of white space between two passages


def headed(question: str, passages: Sequence[Passage]) -> dict[str, list[Span]]:
    """Of each passage, what stands behind a heading that asks the question, up to the next one.

    Args:
        question: A standalone question.
        passages: Those that were found for it.

    Returns:
        Spans in the text of the passage, by its id; none where there is no such heading.
    """
    found: dict[str, list[Span]] = {}
    for passage in passages:
        asking = _questions(passage.text)
        for place, (start, end) in enumerate(asking):
            if not _asks_the_same(question, passage.text[start:end]):
                continue
            last = asking[place + 1][0] if place + 1 < len(asking) else len(passage.text)
            found.setdefault(passage.id, []).append((end, last))
            if not passage.text[end:].strip() and (after := _next(passage, passages)):
                last = next((first for first, _ in _questions(after.text)), len(after.text))
                found.setdefault(after.id, []).append((0, last))
    return found


def behind(spans: Sequence[Span], told: Sequence[Span]) -> list[float]:
    """How near each of the sentences ``told`` stands behind such a heading.

    Returns:
        1 for the first sentence behind it, less for the next ones; 0 for all others.
    """
    near = [0.0] * len(told)
    for first, last in spans:
        within = [place for place, span in enumerate(told) if first <= span[0] < last]
        for away, place in enumerate(within[:_BEHIND]):
            near[place] = max(near[place], _FALL**away)
    return near


def _questions(text: str) -> list[Span]:
    if "?" not in text:
        return []
    return [(start, end) for start, end in sentences(text) if text[start:end].endswith("?")]


def _next(passage: Passage, passages: Sequence[Passage]) -> Passage | None:
    """That which goes on where a passage ends."""
    for other in passages:
        if other.article_id == passage.article_id and 0 <= other.start - passage.end <= _GAP:
            return other
    return None


def _asks_the_same(question: str, heading: str) -> bool:
    wanted = frozenset(query_terms(question))
    return any(
        wanted
        and kind_of(heading[start:end]) is kind_of(question)
        and len(wanted & own) >= _ALIKE * len(wanted | own)
        for start, end in parts(heading)
        if (own := frozenset(query_terms(heading[start:end])))
    )
