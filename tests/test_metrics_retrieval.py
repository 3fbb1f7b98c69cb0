"""Ranking metrics: values worked out by hand, and agreement with the definitions over sets."""

import math
import random

import pytest

from qa.metrics.retrieval import (
    average_precision_at,
    first_ranks,
    first_relevant,
    hits_at,
    ndcg_at,
    recall_at,
    reciprocal_rank_at,
)

# Relevant at ranks 2 and 4, and three relevant ones altogether.
RANKING = [False, True, False, True, False]


def test_hits_at_counts_ranks_up_to_k() -> None:
    assert [hits_at(RANKING, k) for k in (1, 2, 10)] == [0.0, 1.0, 1.0]


def test_recall_at_is_over_all_relevant_ones() -> None:
    assert [recall_at(RANKING, 3, k) for k in (1, 2, 4)] == [0.0, 1 / 3, 2 / 3]


def test_reciprocal_rank_is_of_the_first() -> None:
    assert reciprocal_rank_at(RANKING, 10) == 0.5
    assert reciprocal_rank_at(RANKING, 1) == 0.0


def test_ndcg_by_hand() -> None:
    gained = 1 / math.log2(3) + 1 / math.log2(5)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg_at(RANKING, 3, 10) == pytest.approx(gained / ideal)
    assert ndcg_at([True, True], 2, 10) == 1.0


def test_ideal_of_ndcg_is_cut_at_k() -> None:
    assert ndcg_at([True], 5, 1) == 1.0


def test_average_precision_by_hand() -> None:
    assert average_precision_at(RANKING, 3, 10) == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert average_precision_at(RANKING, 3, 3) == pytest.approx((1 / 2) / 3)


def test_nothing_found_is_zero() -> None:
    assert first_relevant([]) is None
    assert [
        hits_at([], 10),
        recall_at([], 2, 10),
        recall_at([], 0, 10),
        reciprocal_rank_at([False], 10),
        ndcg_at([], 2, 10),
        ndcg_at([], 0, 10),
        average_precision_at([False], 2, 10),
    ] == [0.0] * 7


def test_articles_rank_where_their_best_passage_does() -> None:
    assert first_ranks(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]


def by_definition(ranked: list[str], relevant: set[str], k: int) -> list[float]:
    """The five metrics from sets of documents instead of flags by rank."""
    ranks = {document: rank for rank, document in enumerate(ranked[:k], start=1)}
    found = sorted(ranks[document] for document in relevant & ranks.keys())
    precision = [len(relevant & set(ranked[:rank])) / rank for rank in found]
    gains = [2**1 - 1 if document in relevant else 0 for document in ranked[:k]]
    best = sorted([1] * len(relevant) + [0] * k, reverse=True)[:k]
    dcg, ideal = (
        sum(gain / math.log(rank + 2, 2) for rank, gain in enumerate(column))
        for column in (gains, best)
    )
    return [
        1.0 if found else 0.0,
        len(found) / len(relevant),
        1 / min(found) if found else 0.0,
        dcg / ideal,
        sum(precision) / len(relevant),
    ]


@pytest.mark.parametrize("seed", range(60))
def test_all_metrics_agree_with_their_definitions(seed: int) -> None:
    rng = random.Random(seed)
    documents = [f"d{i}" for i in range(30)]
    ranked, relevant = rng.sample(documents, 15), set(rng.sample(documents, rng.randint(1, 12)))
    flags, total = [document in relevant for document in ranked], len(relevant)
    assert [
        hits_at(flags, 10),
        recall_at(flags, total, 10),
        reciprocal_rank_at(flags, 10),
        ndcg_at(flags, total, 10),
        average_precision_at(flags, total, 10),
    ] == pytest.approx(by_definition(ranked, relevant, 10))
