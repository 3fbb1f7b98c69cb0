"""What answers a question; of two that are asked in one, what answers each.

"When did the storm hit Norwick, and how many died?" has two short answers. They stand in sentences
of their own, often in articles of their own, so that each is searched for and answered by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeVar

from index.search import Index
from index.types import Filters, Hit
from qa.asking.forms import points
from qa.beside.aside import Aside
from qa.confidence import confidence
from qa.declining import of_its_time
from qa.extract import read
from qa.followup import continued
from qa.look import look
from qa.matching.defining import is_defined
from qa.matching.holders import holder, tells_outright
from qa.matching.told import tells
from qa.quote import Quote
from qa.quoting.few import MOST_WORDS
from qa.quoting.select import choose
from qa.short_answers.headline import short_answer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """What answers one question.

    Attributes:
        question: It, standing alone.
        ranked: Every sentence that can answer it, the most telling first.
        chosen: Those to be quoted, in their order; none where the articles do not tell.
        confidence: How likely these answer it, 0 to 1.
        short: The short answer that they give, if any.
        aside: What stands beside them.
    """

    question: str
    ranked: list[Quote]
    chosen: list[Quote]
    confidence: float
    short: str | None
    aside: Aside


def questions(question: str) -> list[str]:
    """The questions that are asked in one, each standing alone, where each has an answer of one
    point; the question itself where it is one.

    Args:
        question: A standalone question.
    """
    alone: list[str] = []
    for asked in points(question):
        alone.append(continued(asked, alone))
    return alone or [question]


def answered(index: Index, question: str, hits: Sequence[Hit], filters: Filters) -> Part:
    """What answers a standalone question.

    Args:
        index: What was searched.
        question: One question.
        hits: What was found for it, best first.
        filters: Those it was searched with.
    """
    reading = of_its_time(read(question, hits, index.encoder, index.rarity), index, filters)
    seen = look(reading, index.encoder, index.rarity)
    chosen = choose(seen.reading, seen.likely)
    sure = confidence(reading, chosen, index.passages(filters), seen.likely, seen.output)
    outright = [quote.text for quote in chosen if tells_outright(question, quote.text)]
    if outright or is_defined(question, (quote.text for quote in reading.quotes)):
        sure = sure.told_outright()
    if sure.enough and not tells(reading, chosen):
        sure = sure.without_answer()
    chosen = chosen if sure.enough else []
    aside = Aside(question, reading.quotes, chosen)
    short = short_answer(question, seen.likely, chosen)
    if short is None and outright and chosen and chosen[0].text == outright[0]:
        short = holder(question, chosen[0].text)
    return Part(
        question, reading.quotes, aside.led(chosen, short), sure.value, aside.current(short), aside
    )


def quotes(parts: Sequence[Part]) -> list[Quote]:
    """The sentences to be quoted, part by part, each once.

    Of several parts each gives its first, then each another, up to the words of one answer.
    """
    if len(parts) == 1:
        return parts[0].chosen
    kept: dict[tuple[str, int], tuple[int, Quote]] = {}
    words = 0
    for part, (rank, quote) in in_turn([list(enumerate(part.chosen)) for part in parts]):
        if quote.place not in kept and (rank == 0 or words + quote.size <= MOST_WORDS):
            kept[quote.place] = part, quote
            words += quote.size
    return [quote for _, quote in sorted(kept.values(), key=lambda entry: entry[0])]


def joined(found: Sequence[Sequence[Hit]]) -> list[Hit]:
    """What was found for each question, as one list: every passage once, ranked from 1."""
    if len(found) == 1:
        return list(found[0])
    once: dict[str, Hit] = {}
    for _, hit in in_turn(found):
        once.setdefault(hit.passage.id, hit)
    return [replace(hit, rank=rank) for rank, hit in enumerate(once.values(), 1)]


def untold(parts: Sequence[Part]) -> tuple[str, ...]:
    """What is remarked of an answer that leaves a question open; nothing where it leaves none, or
    all."""
    left = [part.question for part in parts if not part.chosen]
    if not left or len(left) == len(parts):
        return ()
    return tuple(f"Not answered: “{question}” The articles do not tell." for question in left)


def in_turn(lists: Sequence[Sequence[T]]) -> Iterator[tuple[int, T]]:
    """The first of each, then the second of each, with the place of the list."""
    for row in zip_longest(*lists):
        yield from ((place, each) for place, each in enumerate(row) if each is not None)
