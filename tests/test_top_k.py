"""The highest scores, against sorting all of them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines import top_k as module
from index.engines.top_k import NOTHING, lower_bound, top_k, unpacked

SCORES = st.lists(st.sampled_from([0.0, 0.25, 1.0, 1.5, 3.0, 3.5, 70.0]), max_size=60)


@given(scores=SCORES, borders=st.lists(st.integers(1, 59)), k=st.integers(1, 9))
def test_they_are_those_that_sorting_finds_however_they_are_parted(
    scores: list[float], borders: list[int], k: int
) -> None:
    edges = [0, *sorted({border for border in borders if border < len(scores)}), len(scores)]
    best = NOTHING
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_GROUP", 2)
        patch.setattr(module, "_FEW", 3)
        for first, last in pairwise(edges):
            best = top_k(np.array(scores[first:last], dtype=np.float32), k, first, best)
    documents, found = unpacked(best)
    expected = sorted((-score, number) for number, score in enumerate(scores) if score)[:k]
    assert list(zip((-found).tolist(), documents.tolist(), strict=True)) == expected


def test_the_last_document_that_can_be_numbered_is_found() -> None:
    best = top_k(np.array([2, 0, 1], dtype=np.float32), 5, (1 << 32) - 3, NOTHING)
    documents, scores = unpacked(best)
    assert documents.tolist() == [(1 << 32) - 3, (1 << 32) - 1]
    assert scores.tolist() == [2, 1]


def test_the_bound_is_reached_by_as_many_as_are_wanted() -> None:
    scores = np.array([5, 1, 4, 2, 9, 3, 0, 8], dtype=np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_GROUP", 2)
        # Groups of every fourth: 5 and 9, 1 and 3, 4 and 0, 2 and 8. Their greatest: 9, 3, 4, 8.
        assert [lower_bound(scores, k) for k in (1, 2, 3, 4)] == [9, 8, 4, None]
