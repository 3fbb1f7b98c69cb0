"""How well the ranking did: binary relevance, as in TREC and BEIR.

``relevant`` says of each rank, best first, whether what stands there is relevant;
``total`` is how many relevant ones there are altogether. Depth ``k`` counts ranks.
Definitions: Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008),
chapter 8; nDCG: Järvelin and Kekäläinen (2002).
"""

import math
from collections.abc import Iterable, Sequence


def first_ranks(items: Iterable[str]) -> list[str]:
    """Each item once, where it came first: articles in the order of their best passage."""
    return list(dict.fromkeys(items))


def hits_at(relevant: Sequence[bool], k: int) -> float:
    """1 where a relevant one stands among the first k, else 0 (success at k)."""
    return float(any(relevant[:k]))


def recall_at(relevant: Sequence[bool], total: int, k: int) -> float:
    """Share of all relevant ones that stand among the first k."""
    return sum(relevant[:k]) / total if total else 0.0


def reciprocal_rank_at(relevant: Sequence[bool], k: int) -> float:
    """1 / rank of the first relevant one, 0 beyond k; its mean is MRR@k (Voorhees 1999)."""
    rank = first_relevant(relevant[:k])
    return 1 / rank if rank else 0.0


def ndcg_at(relevant: Sequence[bool], total: int, k: int) -> float:
    """Gain 1, discounted by log2(rank + 1), over that of the best possible ranking."""
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(total, k) + 1))
    gained = sum(1 / math.log2(rank + 1) for rank, hit in enumerate(relevant[:k], start=1) if hit)
    return gained / ideal if ideal else 0.0


def average_precision_at(relevant: Sequence[bool], total: int, k: int) -> float:
    """Precision at each relevant rank up to k, summed, over ``total``; its mean is MAP@k."""
    found, precisions = 0, 0.0
    for rank, hit in enumerate(relevant[:k], start=1):
        if hit:
            found += 1
            precisions += found / rank
    return precisions / total if total else 0.0


def first_relevant(relevant: Sequence[bool]) -> int | None:
    """Rank of the first relevant one, from 1."""
    return relevant.index(True) + 1 if True in relevant else None
