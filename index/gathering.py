"""What the engines find for questions: the first half of a search, for one or for many.

Many at once cost less each: they are compared with the vectors as one matrix product, and each
restriction is worked out once.

Of a long story the newest articles are seldom among the nearest in words or meaning. Where a
question wants them ("the latest on"), the engines look once more, among these alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Self

import numpy as np

from index.arrays import Ints, Mask
from index.derived import Derived
from index.store import Store
from index.times import Period, narrowed, period
from index.types import Filters, Vectors
from index.vectors import nearest_in

CANDIDATES = 100  # passages taken from each ranking
ARTICLES = 200  # articles taken from theirs
_ALL = 2_000  # where the filters leave no more passages than this, each is a candidate
_DEEPER = 8  # times as many are taken where those do not suffice
_LATELY = 60  # days before the newest article, of which the newest is told

Words = tuple[list[Ints], list[Ints]]
"""For each look positions of passages and rows of articles, each by their words, best first."""


@dataclass(frozen=True, slots=True)
class Within:
    """What is looked through: filters, and which passages and articles they leave, by position
    (None for all)."""

    filters: Filters
    allowed: Mask | None
    articles: Mask | None

    def positions(self, count: int) -> Ints:
        """Those of the passages that are left of ``count``."""
        return np.arange(count) if self.allowed is None else np.flatnonzero(self.allowed)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and where it is looked for.

    Attributes:
        question: A standalone question.
        within: Its filters, with the time that its words restrict it to.
        lately: The newest of what these leave, where the question wants the newest.
        day: The day of the question (``date.toordinal``); 0 where nothing is dated.
        about: The time that it asks about, if its words name one.
        left: How many passages the filters leave.
        taken: How many are taken from each ranking.
    """

    question: str
    within: Within
    lately: Within | None
    day: int
    about: Period | None
    left: int
    taken: int

    @property
    def all_taken(self) -> bool:
        """Whether every passage that the filters leave is taken."""
        return self.taken >= self.left

    def deeper(self) -> Self | None:
        """The same with more taken; None where everything was."""
        if self.all_taken:
            return None
        return replace(self, taken=min(self.left, self.taken * _DEEPER))


@dataclass(frozen=True, slots=True)
class Rankings:
    """Positions of passages by meaning, in no order, and by words; rows of articles by words.

    What is found by words comes best first.
    """

    near: Ints
    worded: Ints
    told: Ints


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found for some questions.

    Attributes:
        vectors: Of the questions, shape (questions, dimension).
        cosines: With every vector of the index, shape (questions, n), where many questions were
            compared at once; to choose candidates by, as their last digits are not those of one
            alone.
        of: For each look through the index, the place of the question that it was for.
        rankings: What each look found.
    """

    vectors: Vectors
    cosines: Vectors | None
    of: list[int]
    rankings: list[Rankings]


def understood(
    questions: Iterable[tuple[str, Filters]], store: Store, derived: Derived
) -> list[Asked]:
    """Each question with its filters, and what these leave of the index."""

    @cache
    def within(filters: Filters) -> Within:
        articles = store.article_rows(filters.articles) if filters.articles else None
        allowed = derived.allowed(filters, articles)
        return Within(filters, allowed, None if allowed is None else allowed[derived.firsts])

    @cache
    def newest(filters: Filters) -> int:
        return derived.newest_day(within(filters).allowed)

    def asked(question: str, filters: Filters) -> Asked:
        # Times count from the newest article, whichever of them a search is to stay within.
        today = filters.as_of or _date(newest(replace(filters, articles=frozenset())))
        filters = narrowed(filters, period(question, today) if today else None)
        last = newest(filters)
        day = filters.as_of or _date(last)
        about = period(question, day) if day else None
        lately = None
        if last and about and about.newest:
            since = max(filters.since or date.min, date.fromordinal(max(1, last - _LATELY)))
            lately = within(replace(filters, since=since))
        allowed = within(filters).allowed
        left = len(derived.columns.rows) if allowed is None else int(allowed.sum())
        return Asked(
            question=question,
            within=within(filters),
            lately=lately,
            day=day.toordinal() if day else 0,
            about=about,
            left=left,
            taken=left if 0 < left <= _ALL else CANDIDATES,
        )

    return [asked(question, filters) for question, filters in questions]


def gather(
    asked: Sequence[Asked],
    vectors: Vectors,
    cosines: Vectors | None,
    derived: Derived,
    words: Callable[[], Words] | None = None,
) -> Gathered:
    """What the engines find for some questions.

    Args:
        asked: The questions.
        vectors, cosines: As in ``Gathered``.
        derived: The engines.
        words: Waits for what ``by_words`` finds, where that has begun.
    """
    looked = _looked(asked)
    near = _by_meaning(looked, asked, vectors, cosines, derived)
    worded, told = words() if words else by_words(asked, derived)
    rankings = list(map(Rankings, near, worded, told))
    return Gathered(vectors, cosines, [place for place, _ in looked], rankings)


def by_words(asked: Sequence[Asked], derived: Derived) -> Words:
    """What questions find by their words, which needs no vectors."""
    looked = _looked(asked)
    questions = [asked[place].question for place, _ in looked]
    taken = [asked[place].taken for place, _ in looked]
    passages = derived.passages.search_many(
        questions, taken, [within.allowed for _, within in looked]
    )
    articles = derived.articles.search_many(
        questions, [ARTICLES] * len(looked), [within.articles for _, within in looked]
    )
    rows = derived.article_rows
    return [worded for worded, _ in passages], [rows[told] for told, _ in articles]


def _looked(asked: Sequence[Asked]) -> list[tuple[int, Within]]:
    """The place of a question, and what is looked through for it."""
    return [
        (place, within)
        for place, one in enumerate(asked)
        for within in (one.within, one.lately)
        if within
    ]


def _by_meaning(
    looked: Sequence[tuple[int, Within]],
    asked: Sequence[Asked],
    vectors: Vectors,
    cosines: Vectors | None,
    derived: Derived,
) -> list[Ints]:
    """Positions of the passages nearest to questions, for each place in ``asked`` and filters."""
    near: dict[int, Ints] = {}
    searched: dict[tuple[Filters, int], list[int]] = defaultdict(list)
    for number, (place, within) in enumerate(looked):
        taken = asked[place].taken
        if asked[place].all_taken:
            near[number] = within.positions(len(derived.vectors))
        elif cosines is not None:
            near[number] = nearest_in(cosines[place], taken, within.allowed)
        else:
            searched[within.filters, taken].append(number)
    for (_, taken), numbers in searched.items():
        queries = vectors[[looked[number][0] for number in numbers]]
        allowed = looked[numbers[0]][1].allowed
        positions, _ = derived.vectors.search(queries, taken, allowed)
        near.update(zip(numbers, positions, strict=True))
    return [near[number] for number in range(len(looked))]


def _date(day: int) -> date | None:
    return date.fromordinal(day) if day else None
