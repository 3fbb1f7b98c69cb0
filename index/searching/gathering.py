"""What the engines find for questions: the first half of a search, for one or for many.

Many at once cost less each: they are compared with the vectors as one matrix product, and each
restriction is worked out once.

Of a long story the newest articles are seldom among the nearest in words or meaning. Where a
question wants them ("the latest on"), the engines make a second pass, among these alone.
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
from index.engines.vectors import nearest_in
from index.store import Store
from index.times import Period, asked_about, narrowed
from index.types import Filters, Vectors

CANDIDATES = 100  # passages taken from each ranking
ARTICLES = 200  # articles taken from theirs
_ALL = 2_000  # where the filters leave no more passages than this, each is a candidate
_DEEPER = 8  # times as many are taken where those do not suffice
_RECENT = 60  # days before the newest article, which the second pass is kept to

Words = tuple[list[Ints], list[Ints]]
"""For each pass positions of passages and rows of articles, both by BM25, best first."""


@dataclass(frozen=True, slots=True)
class Within:
    """Filters, and the passages and articles that they leave, by position (None for all)."""

    filters: Filters
    passages: Mask | None
    articles: Mask | None


@dataclass(frozen=True, slots=True)
class Query:
    """A question, and what of the index is searched for it.

    Attributes:
        question: A standalone question.
        within: Its filters, with the time that its words restrict it to.
        recent: The newest of what these leave, where the question wants the newest.
        day: The day of the question (``date.toordinal``); 0 where nothing is dated.
        about: The time that it asks about, if its words name one.
        left: How many passages the filters leave.
        taken: How many are taken from each ranking.
    """

    question: str
    within: Within
    recent: Within | None
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
    """What one pass found.

    Attributes:
        nearest: Positions of the passages of the highest cosines, in no order.
        passages: Positions of passages by BM25, best first.
        articles: Rows of articles by BM25, best first.
    """

    nearest: Ints
    passages: Ints
    articles: Ints


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found for some queries.

    Attributes:
        vectors: Of their questions, shape (queries, dimension).
        cosines: With every vector of the index, shape (queries, n), where many were compared at
            once; to choose candidates by, as their last digits are not those of one alone.
        of: For each pass through the index, the place of the query that it was for.
        rankings: What each pass found.
    """

    vectors: Vectors
    cosines: Vectors | None
    of: list[int]
    rankings: list[Rankings]


def understood(
    questions: Iterable[tuple[str, Filters]], store: Store, derived: Derived
) -> list[Query]:
    """Each question with its filters, and what these leave of the index."""

    @cache
    def within(filters: Filters) -> Within:
        allowed = derived.allowed(filters, store)
        return Within(filters, allowed, None if allowed is None else allowed[derived.firsts])

    @cache
    def newest(filters: Filters) -> date | None:
        return derived.newest_day(within(filters).passages)

    def query(question: str, filters: Filters) -> Query:
        # Times count from the newest article, whichever of them a search is to stay within.
        of_all = newest(replace(filters, articles=frozenset()))
        filters = narrowed(filters, asked_about(question, filters.as_of, of_all))
        last = newest(filters)
        day = filters.as_of or last
        about = asked_about(question, filters.as_of, last)
        recent = None
        if last and about and about.newest:
            since = date.fromordinal(max(1, last.toordinal() - _RECENT))
            recent = within(replace(filters, since=max(filters.since or date.min, since)))
        left = derived.count(within(filters).passages)
        return Query(
            question=question,
            within=within(filters),
            recent=recent,
            day=day.toordinal() if day else 0,
            about=about,
            left=left,
            taken=left if 0 < left <= _ALL else CANDIDATES,
        )

    return [query(question, filters) for question, filters in questions]


def gather(
    queries: Sequence[Query],
    vectors: Vectors,
    cosines: Vectors | None,
    derived: Derived,
    words: Callable[[], Words] | None = None,
) -> Gathered:
    """What the engines find for some queries.

    Args:
        queries: What is looked for.
        vectors, cosines: As in ``Gathered``.
        derived: The engines.
        words: Waits for what ``by_words`` finds, where that has begun.
    """
    passes = _passes(queries)
    nearest = _by_meaning(passes, queries, vectors, cosines, derived)
    passages, articles = words() if words else by_words(queries, derived)
    rankings = list(map(Rankings, nearest, passages, articles))
    return Gathered(vectors, cosines, [place for place, _ in passes], rankings)


def by_words(queries: Sequence[Query], derived: Derived) -> Words:
    """What is found by words, which needs no vectors."""
    passes = _passes(queries)
    questions = [queries[place].question for place, _ in passes]
    taken = [queries[place].taken for place, _ in passes]
    passages = derived.passages.search_many(
        questions, taken, [within.passages for _, within in passes]
    )
    articles = derived.articles.search_many(
        questions, [ARTICLES] * len(passes), [within.articles for _, within in passes]
    )
    rows = derived.article_rows
    return [positions for positions, _ in passages], [rows[places] for places, _ in articles]


def _passes(queries: Sequence[Query]) -> list[tuple[int, Within]]:
    """The place of a query, and what is looked through for it: one or two passes for each."""
    return [
        (place, within)
        for place, query in enumerate(queries)
        for within in (query.within, query.recent)
        if within
    ]


def _by_meaning(
    passes: Sequence[tuple[int, Within]],
    queries: Sequence[Query],
    vectors: Vectors,
    cosines: Vectors | None,
    derived: Derived,
) -> list[Ints]:
    """Positions of the passages that are nearest to each pass's question."""
    nearest: dict[int, Ints] = {}
    searched: dict[tuple[Filters, int], list[int]] = defaultdict(list)
    for number, (place, within) in enumerate(passes):
        taken = queries[place].taken
        if queries[place].all_taken:
            everything = np.arange(len(derived.vectors))
            nearest[number] = everything if within.passages is None else everything[within.passages]
        elif cosines is not None:
            nearest[number] = nearest_in(cosines[place], taken, within.passages)
        else:
            searched[within.filters, taken].append(number)
    for (_, taken), numbers in searched.items():
        of_these = vectors[[passes[number][0] for number in numbers]]
        positions, _ = derived.vectors.search(of_these, taken, passes[numbers[0]][1].passages)
        nearest.update(zip(numbers, positions, strict=True))
    return [nearest[number] for number in range(len(passes))]
