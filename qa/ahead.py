"""Questions that are searched for together, before each is answered: a batch of them costs less."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.search import Index
from index.types import Filters, Hit

LED = 10  # passages that each choice leads to


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: a standalone question, and it with each of its choices."""

    question: str
    filters: Filters
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found for a question.

    Attributes:
        hits: As ``Index.search_articles`` gives them.
        led: What its choices lead to.
        ms: How long the search took; of questions searched together, a share for each.
    """

    hits: list[Hit]
    led: list[Hit]
    ms: float


def search_ahead(index: Index, wanted: Sequence[Wanted]) -> list[Found]:
    """What is found for each question, all of one state of the index.

    Raises:
        NewsdeskError: As ``Index.search`` does; one question spoils it for all.
    """
    began = time.perf_counter()
    hits = index.search_articles_many(
        [each.question for each in wanted], filters=[each.filters for each in wanted]
    )
    ms = (time.perf_counter() - began) * 1000 / max(1, len(wanted))
    led = iter(
        index.search_many(
            [_claim(each.question, choice) for each in wanted for choice in each.choices],
            LED,
            [each.filters for each in wanted for _ in each.choices],
        )
    )
    return [
        Found(found, [hit for _ in each.choices for hit in next(led)], ms)
        for each, found in zip(wanted, hits, strict=True)
    ]


def led_to(index: Index, wanted: Wanted) -> list[Hit]:
    """What the choices of one question lead to."""
    claims = [_claim(wanted.question, choice) for choice in wanted.choices]
    found = index.search_many(claims, LED, [wanted.filters] * len(claims))
    return [hit for hits in found for hit in hits]


def _claim(question: str, choice: str) -> str:
    return f"{question} {choice}"
