"""Which passages are candidates, and what speaks for each of them.

    meaning   cosine of the question and the passage
    words     place in the BM25 ranking of passages: 10 / (10 + rank), 0 where not in it
    article   the same of its article's place in the BM25 ranking of articles
    coverage  share of the question's words that stand in its article, each by its rarity
    recency   1 on the day of the question, falling with age (recency.py)
    depth     log(1 + passages before it in its article): news tells the main thing first

Where the newest is asked for, the best of the last two months are candidates too, with their
places among these.

A passage's score is the odds of its weighted sum against the best one's, and less for each further
passage of an article. The weights lie in ranking.json; `make ranker` trains them on questions with
known articles (benchmarks/train_ranker.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints, ranges, run_starts, runs
from index.derived import Derived
from index.searching.gathering import Gathered, Query
from index.searching.recency import recency
from index.trained import weights_of

WEIGHTS = Path(__file__).with_name("ranking.json")
SIGNS = ("meaning", "words", "article", "coverage", "recency", "depth")
REPEAT = 0.7  # factor for each further passage of an article
_OPENED = 25  # articles whose nearest passages are candidates too
_RANK_SCALE = 10.0
_HEAD = 128  # of the candidates are put in order first; seldom more are wanted

More = Callable[[int, int], bool]
"""Whether more is wanted, after so many passages of so many articles."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages for some queries, those of one after those of the other.

    Attributes:
        of: For each passage the place of its query, ascending, shape (passages,).
        positions: Of the passages, for each query ascending, shape (passages,).
        signs: What speaks for each (features, in learning to rank), shape (passages, ``SIGNS``).
    """

    of: Ints
    positions: Ints
    signs: Floats

    def scores(self, weights: Floats) -> Floats:
        """Scores in 0..1, the best of each question 1: the odds of each against the best one."""
        # Row by row, so that a question's scores are the same among others.
        sums: Floats = np.vecdot(self.signs, weights)
        best = np.full(self.of.max(initial=-1) + 1, -np.inf)
        np.maximum.at(best, self.of, sums)
        scores: Floats = np.exp(sums - best[self.of])
        return scores

    def borders(self, questions: int) -> list[tuple[int, int]]:
        """Where the passages of each question begin and end."""
        return _borders(self.of, questions)

    def part(self, first: int, last: int) -> Self:
        """The passages from one place to another, for a question that stands alone."""
        of = np.zeros(last - first, dtype=np.int64)
        return replace(
            self, of=of, positions=self.positions[first:last], signs=self.signs[first:last]
        )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in its place: its row, its article's row, and what each sign gave it."""

    row: int
    article: int
    score: float
    parts: dict[str, float]


def trained_weights() -> Floats:
    """The weights of ``SIGNS``."""
    return weights_of(WEIGHTS, SIGNS)


class _Joined(NamedTuple):
    """Lists of numbers, one after the other.

    Attributes:
        numbers: What the lists hold.
        of: For each number the place of the query that its list is for.
        ranks: For each number its rank in its list, from 0.
    """

    numbers: Ints
    of: Ints
    ranks: Ints


def candidates(queries: Sequence[Query], found: Gathered, derived: Derived) -> Candidates:
    """The passages that were found, and the nearest of the best articles, with their signs."""
    count = len(derived.columns.rows)
    nearest = _joined([each.nearest for each in found.rankings], found.of)
    by_words = _joined([each.passages for each in found.rankings], found.of)
    of_articles = _joined([each.articles for each in found.rankings], found.of)
    # A key for each passage of each query, so that those of all are one ascending list.
    near, worded = (each.numbers + each.of * count for each in (nearest, by_words))
    keys = np.sort(np.concatenate([near, worded, _opened(queries, of_articles, found, derived)]))
    keys = keys[run_starts(keys)]
    of, positions = np.divmod(keys, count)
    signs = np.zeros((len(keys), len(SIGNS)))
    meaning, words, article, coverage, recent, depth = signs.T
    words[:] = _by_rank(keys, worded, by_words.ranks)
    article[:], coverage[:], depth[:] = _article_signs(queries, of, positions, of_articles, derived)
    for place, borders in enumerate(_borders(of, len(queries))):
        part = slice(*borders)
        query, every = queries[place], len(keys[part]) == count
        vectors = derived.vectors.vectors(slice(None) if every else positions[part])
        meaning[part] = np.vecdot(vectors, found.vectors[place])
        recent[part] = recency(derived.columns.days[positions[part]], query.day, query.about)
    return Candidates(of, positions, signs)


def _article_signs(
    queries: Sequence[Query], of: Ints, positions: Ints, ranked: _Joined, derived: Derived
) -> tuple[Floats, Floats, Floats]:
    """What candidates have from their articles, worked out once for each article of a query.

    Args:
        queries: What is looked for.
        of, positions: The candidates, as in ``Candidates``.
        ranked: Rows of articles by BM25.
        derived: The engines.

    Returns:
        The signs article, coverage and depth of each candidate.
    """
    count = len(derived.columns.rows)
    owners = derived.columns.articles[positions]
    starts, sizes = runs(of * (1 + owners.max(initial=0)) + owners)
    articles, of_each = owners[starts], of[starts]
    firsts = derived.first_positions(articles)
    keys = derived.first_positions(ranked.numbers) + ranked.of * count
    places = _by_rank(firsts + of_each * count, keys, ranked.ranks)
    covered = derived.coverage([query.question for query in queries], of_each, articles)
    depth = np.log1p(positions - np.repeat(firsts, sizes))
    return np.repeat(places, sizes), np.repeat(covered, sizes), depth


def _borders(of: Ints, questions: int) -> list[tuple[int, int]]:
    return list(pairwise(np.searchsorted(of, np.arange(questions + 1)).tolist()))


def _joined(lists: Sequence[Ints], of: Sequence[int]) -> _Joined:
    sizes = np.array([len(each) for each in lists], dtype=np.int64)
    owners = np.repeat(np.array(of, dtype=np.int64), sizes)
    return _Joined(np.concatenate([np.empty(0, np.int64), *lists]), owners, ranges(0, sizes))


def _opened(queries: Sequence[Query], articles: _Joined, found: Gathered, derived: Derived) -> Ints:
    """The two passages nearest to the question in each of the best articles, as keys."""
    all_taken = np.array([query.all_taken for query in queries], dtype=bool)
    opens = (articles.ranks < _OPENED) & ~all_taken[articles.of]
    positions, owners = derived.of_articles(articles.numbers[opens])
    of = articles.of[opens][owners]
    if found.cosines is None:
        cosines = np.empty(len(of), dtype=np.float32)
        for place, (first, last) in enumerate(_borders(of, len(queries))):
            part = derived.vectors.vectors(positions[first:last])
            cosines[first:last] = np.vecdot(part, found.vectors[place])
    else:
        cosines = found.cosines[of, positions]
    nearest = first_of_best(owners, cosines)
    cosines[nearest] = -np.inf
    nearest = np.concatenate([nearest, first_of_best(owners, cosines)])
    opened: Ints = positions[nearest] + of[nearest] * len(derived.columns.rows)
    return opened


def _nth(grouped: Ints) -> Ints:
    """The place of each in its run of equals, from 0."""
    _, sizes = runs(grouped)
    return ranges(0, sizes)


def first_of_best(groups: Ints, scores: NDArray[np.floating]) -> Ints:
    """For each group, ascending, the place of its highest score, the first where several are."""
    order = np.argsort(groups, kind="stable")
    groups, scores = groups[order], scores[order]
    starts, sizes = runs(groups)
    highest = np.repeat(np.maximum.reduceat(scores, starts), sizes)
    best = np.flatnonzero(scores == highest)
    return order[best[run_starts(groups[best])]]


def _by_rank(keys: Ints, ranked: Ints, ranks: Ints) -> Floats:
    """10 / (10 + the best rank of each key), ranks from 1; 0 where it is not ranked.

    Args:
        keys: Ascending.
        ranked: Keys that are ranked; those that are not among ``keys`` are passed over.
        ranks: The rank of each of these, from 0.
    """
    signs = np.zeros(len(keys))
    if not len(keys):
        return signs
    at = np.minimum(np.searchsorted(keys, ranked), len(keys) - 1)
    met = keys[at] == ranked
    np.maximum.at(signs, at[met], _RANK_SCALE / (_RANK_SCALE + 1 + ranks[met]))
    return signs


def ordered(found: Candidates, derived: Derived, more: More, questions: int) -> list[list[Ranked]]:
    """For each question its candidates, best first, each further one of an article pushed back."""
    scores = found.scores(trained_weights())
    borders = found.borders(questions)
    heads = [_head(scores[first:last]) + first for first, last in borders]
    order, pushed = _placed(found, derived, scores, np.concatenate([np.empty(0, np.int64), *heads]))
    best: list[list[Ranked]] = []
    start = 0
    for head, (first, last) in zip(heads, borders, strict=True):
        placed = order[start : start + len(head)]
        start += len(head)
        ranked = _ranked(found, derived, more, placed, pushed)
        # What is pushed back may have to stand below one that was not among the first.
        if len(head) < last - first and (
            len(ranked) == len(head) or not ranked or ranked[-1].score < scores[head].min()
        ):
            placed, pushed_all = _placed(found, derived, scores, np.arange(first, last))
            ranked = _ranked(found, derived, more, placed, pushed_all)
        best.append(ranked)
    return best


def _head(scores: Floats) -> Ints:
    """Places of the highest of a question's scores, ascending."""
    if len(scores) <= _HEAD:
        return np.arange(len(scores))
    return np.flatnonzero(scores >= np.partition(scores, -_HEAD)[-_HEAD])


def _placed(
    found: Candidates, derived: Derived, scores: Floats, places: Ints
) -> tuple[Ints, Floats]:
    """These places, the best first for each question, and the scores that put them there."""
    of = found.of[places]
    articles = derived.columns.articles[found.positions[places]]
    groups = of * (1 + articles.max(initial=0)) + articles  # ascending
    # The sorts keep what is equal in order of position, so that the same index always gives the
    # same order.
    by_article = np.lexsort((-scores[places], groups))
    pushed = scores.copy()
    pushed[places[by_article]] *= REPEAT ** _nth(groups[by_article])
    return places[np.lexsort((-pushed[places], of))], pushed


def _ranked(
    found: Candidates, derived: Derived, more: More, placed: Ints, scores: Floats
) -> list[Ranked]:
    """The first of these places, for as long as more is wanted."""
    articles = derived.columns.articles[found.positions[placed]].tolist()
    distinct: set[int] = set()
    count = 0
    for article in articles:
        if not more(count, len(distinct)):
            break
        distinct.add(article)
        count += 1
    placed = placed[:count]
    parts = (found.signs[placed] * trained_weights()).tolist()
    rows = derived.columns.rows[found.positions[placed]].tolist()
    return [
        Ranked(row, article, score, dict(zip(SIGNS, each, strict=True)))
        for row, article, score, each in zip(
            rows, articles, scores[placed].tolist(), parts, strict=False
        )
    ]
