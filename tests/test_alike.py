"""Pairs to compare: counted by hand, and for any history as if there had been none."""

from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.segments import Span
from index.near_copies import alike
from index.near_copies.alike import (
    Articles,
    Members,
    Pairs,
    Table,
    in_time,
    pair,
    places_of,
    recount,
    unpaired,
)
from index.near_copies.wanted import Wanted

Told = dict[int, set[int]]
"""The bands of each article, by row."""


def day(row: int) -> int:
    return row * 7 % 5  # some undated, some of one day


def size(row: int) -> int:
    return 1 + row % 2


def name(row: int) -> str:
    return f"{row * 31 % 64:02}"


def table(folder: Path, told: Told) -> Table:
    """A segment of these articles, written without a store."""
    rows = sorted(told)
    span = Span(rows[0], rows[-1], len(rows), sum(map(size, rows)))
    made = Table(folder, span)
    made.write(
        Articles(
            np.array(rows),
            np.array([day(row) for row in rows], dtype=np.int32),
            np.array([size(row) for row in rows]),
            np.array([name(row) for row in rows]),
        ),
        Members(
            np.array([band for row in rows for band in told[row]], dtype=np.uint64),
            np.array([row for row in rows for _ in told[row]], dtype=np.int64),
        ),
    )
    return made


def time(row: int) -> tuple[bool, int, int, str]:
    return day(row) == 0, day(row), -size(row), name(row)


def expected(told: Told) -> dict[tuple[int, int], int]:
    """Each pair and how many bands speak for it, counted one by one."""
    groups = defaultdict(list)
    for row, bands in told.items():
        for band in bands:
            groups[band].append(row)
    counts: Counter[tuple[int, int]] = Counter()
    for rows in groups.values():
        first = min(rows, key=time)
        counts.update((min(first, row), max(first, row)) for row in rows if row != first)
    return dict(counts)


def found(pairs: Pairs) -> dict[tuple[int, int], int]:
    assert np.all(np.diff(pairs.numbers.astype(np.int64)) > 0)
    return {
        unpaired(number): count
        for number, count in zip(pairs.numbers.tolist(), pairs.bands.tolist(), strict=True)
    }


def tables(folder: Path, told: Told, segment: int) -> list[Table]:
    folder.mkdir()
    rows = sorted(told)
    return [
        table(folder, {row: told[row] for row in rows[first : first + segment]})
        for first in range(0, len(rows), segment)
    ]


def test_each_article_is_paired_with_the_earliest_that_has_its_band(tmp_path: Path) -> None:
    told = {1: {7, 8, 9}, 2: {8}, 3: {7, 8}, 4: {5}}
    # Of days 2, 4, 1 and 3: the third is the earliest.
    pairs = recount(Pairs.none(), [], [], tables(tmp_path / "t", told, 2))
    assert found(pairs) == {(1, 3): 2, (2, 3): 1}


def test_the_undated_come_last_and_of_one_day_the_longest_first(tmp_path: Path) -> None:
    rows = list(range(1, 40))
    made = tables(tmp_path / "t", {row: {1} for row in rows}, 7)
    told = in_time(made, np.array(rows))
    assert told.rows.tolist() == sorted(rows, key=time)
    assert told.sizes.tolist() == [size(row) for row in sorted(rows, key=time)]
    twice = in_time([*made, *made], np.array([9, 3, 9]))
    assert twice.rows.tolist() == sorted([9, 3], key=time)
    assert len(in_time(made, np.empty(0, np.int64)).rows) == 0


def test_rows_are_found_among_rows_in_any_order() -> None:
    assert places_of(np.array([[5, 2], [5, 9]]), np.array([9, 2, 5])).tolist() == [[2, 1], [2, 0]]


def test_a_pair_is_the_same_whichever_is_told_first() -> None:
    one, other = np.array([3, 9]), np.array([5, 2])
    assert pair(one, other).tolist() == pair(other, one).tolist()
    assert [unpaired(number) for number in pair(one, other).tolist()] == [(3, 5), (2, 9)]


def test_bands_are_found_by_range_and_by_number(tmp_path: Path) -> None:
    last = (1 << 48) - 1
    (made,) = tables(tmp_path / "t", {3: {0, 5, last}, 8: {5, 6}}, 9)
    assert len(made) == 5
    assert made.members().bands.tolist() == [0, 5, 5, 6, last]
    assert made.members().articles.tolist() == [3, 3, 8, 8, 3]
    assert made.members(1, 6).bands.tolist() == [5, 5]
    assert made.members(6, last).bands.tolist() == [6]
    for wanted in ([0, 5, 9, last], [*range(9), last]):
        chosen = made.members_of(Wanted(np.array(wanted, dtype=np.uint64)), 1, 1 << 48)
        assert chosen.articles[chosen.bands == 5].tolist() == [3, 8]
        assert 0 not in chosen.bands and last in chosen.bands


@pytest.mark.parametrize("sparse", [0, 1 << 40])
def test_searched_or_gone_through_the_same_bands_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sparse: int
) -> None:
    monkeypatch.setattr(alike, "_SPARSE", sparse)
    bands = np.random.default_rng(7).integers(0, 1 << 48, 4_000).tolist()
    (made,) = tables(tmp_path / "t", {3: set(bands[:3_000]), 8: set(bands[2_000:])}, 9)
    wanted = Wanted(np.sort(np.array([*bands[1_990:2_010], 5, *range(7, 900)], dtype=np.uint64)))
    found = made.members_of(wanted, 0, 1 << 48)
    assert found.bands.tolist() == sorted([*bands[1_990:2_010], *bands[2_000:2_010]])
    assert set(found.articles[np.isin(found.bands, bands[1_990:2_000])].tolist()) == {3}


_STEP = (1 << 48) // 13  # bands lie anywhere below 48 bits
histories = st.dictionaries(
    st.integers(1, 30),
    st.sets(st.integers(0, 12).map(lambda n: n * _STEP), min_size=1, max_size=4),
    max_size=16,
)


@given(
    histories,
    st.sets(st.integers(1, 30)),
    st.sets(st.integers(1, 30)),
    st.integers(1, 5),
    st.sampled_from([1, 3, 1 << 19]),
)
@settings(deadline=None)
def test_what_changed_is_counted_as_if_all_were_counted_anew(
    told: Told, early: set[int], late: set[int], segment: int, at_once: int
) -> None:
    before = {row: told[row] for row in told.keys() & early}
    after = {row: told[row] for row in told.keys() & late}
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "_AT_ONCE", at_once)
        old = tables(Path(place) / "old", before, segment)
        pairs = recount(Pairs.none(), [], [], old)
        assert found(pairs) == expected(before)
        kept = [each for each in old if set(rows(each)) <= after.keys()]
        dropped = [each for each in old if each not in kept]
        rest = after.keys() - {row for each in kept for row in rows(each)}
        made = tables(Path(place) / "new", {row: told[row] for row in rest}, segment + 1)
        assert found(recount(pairs, kept, dropped, made)) == expected(after)


def rows(made: Table) -> list[int]:
    return list(made.articles().rows.tolist())
