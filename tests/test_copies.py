"""Which passage stands for which, from hand-made findings."""

from pathlib import Path

import numpy as np
import pytest

from index.near_copies.copies import Copies

# Three articles: 10 with passages 0 1 2, 20 with 3 4, 30 with 5 6 7; published 10, 30, 20.
ORDER = np.array([0, 0, 0, 2, 2, 1, 1, 1])
HELD = [[3, 0], [0, 3], [5, 1], [3, 6], [6, 3], [4, 7]]


def among_these(held: list[list[int]]) -> Copies:
    found = np.array(held, dtype=np.int64).reshape(-1, 2)
    return Copies(found, ORDER[found], np.array([10, 30, 20]))


def heads(copies: Copies) -> list[int]:
    return list(copies.heads(np.arange(8)).tolist())


COPIES = among_these(HELD)


def only(*positions: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.isin(np.arange(8), positions)


def test_the_earliest_holder_stands_for_a_passage() -> None:
    # 3 stands in 0 and in 6, and 0 is earlier; 0 stands in 3, which is later, and for itself.
    assert heads(COPIES) == [0, 1, 2, 0, 7, 1, 6, 7]


def test_holders_that_are_copies_themselves_hand_on() -> None:
    chain = among_these([[4, 7], [7, 2]])
    assert heads(chain) == [0, 1, 2, 3, 2, 5, 6, 2]


def test_where_the_filters_leave_out_the_first_the_next_is_shown() -> None:
    assert COPIES.standing(np.array([3, 4, 2]), only(*range(8))).tolist() == [0, 7, 2]
    assert COPIES.standing(np.array([3, 4]), only(3, 4)).tolist() == [3, 4]
    twice = among_these([[3, 0], [6, 0]])
    assert twice.standing(np.array([3, 6]), only(3, 4, 5, 6, 7)).tolist() == [6, 6]


def test_carriers_are_the_other_articles_in_order_of_time() -> None:
    assert COPIES.carriers(0, None) == [30, 20]
    assert COPIES.carriers(3, None) == COPIES.carriers(3, only(*range(8))) == [10, 30]
    assert COPIES.carriers(5, None) == [10]
    assert COPIES.carriers(2, None) == []
    assert COPIES.carriers(3, only(3, 4)) == []
    for allowed in (None, only(*range(8)), only(3, 4)):
        each = [COPIES.carriers(position, allowed) for position in range(8)]
        assert COPIES.all_carriers(np.arange(8), [allowed] * 8) == each
    assert COPIES.all_carriers(np.empty(0, np.int64), []) == []
    assert COPIES.all_carriers(np.array([3, 3]), [None, only(3, 4)]) == [[10, 30], []]
    assert among_these([]).all_carriers(np.arange(2), [None, None]) == [[], []]


@pytest.mark.parametrize("copies", [COPIES, among_these([])])
def test_saved_and_loaded_they_are_the_same(copies: Copies, tmp_path: Path) -> None:
    path = tmp_path / "copies.npz"
    copies.save(path)
    loaded = Copies.load(path)
    assert heads(loaded) == heads(copies)
    assert loaded.held.tolist() == copies.held.tolist()
    assert loaded.carriers(3, None) == copies.carriers(3, None)
