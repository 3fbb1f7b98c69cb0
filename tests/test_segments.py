"""Which articles lie together: by hand, and for any history of additions and removals."""

from hypothesis import given
from hypothesis import strategies as st

from index.engines.segments import Planned, Span, plan

MOST = 8


def spans(planned: list[Planned]) -> list[Span]:
    return [item.span for item in planned]


def test_a_first_build_makes_segments_of_the_greatest_size() -> None:
    planned = plan([], [(1, 4), (2, 4), (5, 6), (6, 1), (9, 20)], MOST)
    assert spans(planned) == [Span(1, 2, 2, 8), Span(5, 6, 2, 7), Span(9, 9, 1, 20)]
    assert all(item.anew for item in planned)
    assert plan([], [], MOST) == []


def test_what_holds_as_much_as_it_did_is_taken_over() -> None:
    before = [Span(1, 2, 2, 8), Span(5, 6, 2, 7)]
    sizes = [(1, 4), (2, 4), (5, 6), (6, 1)]
    assert plan(before, sizes, MOST) == [Planned(span, anew=False) for span in before]
    added = plan(before, [*sizes, (7, 1)], MOST)
    assert added == [*plan(before, sizes, MOST), Planned(Span(7, 7, 1, 1), anew=True)]


def test_a_removal_writes_one_segment_anew() -> None:
    before = [Span(1, 3, 3, 8), Span(5, 6, 2, 7)]
    middle = plan(before, [(1, 3), (3, 3), (5, 6), (6, 1)], MOST)
    assert middle == [Planned(Span(1, 3, 2, 6), anew=True), Planned(before[1], anew=False)]
    edge = plan(before, [(1, 3), (2, 2), (5, 6), (6, 1)], MOST)
    assert edge[0] == Planned(Span(1, 2, 2, 5), anew=True)
    assert plan(before, [(5, 6), (6, 1)], MOST) == [Planned(before[1], anew=False)]


def test_a_segment_no_larger_than_the_next_is_merged_with_it() -> None:
    planned = plan([Span(1, 1, 1, 3)], [(1, 3), (2, 1)], MOST)
    assert [item.anew for item in planned] == [False, True]
    planned = plan(spans(planned), [(1, 3), (2, 1), (3, 1)], MOST)
    assert planned == [Planned(Span(1, 1, 1, 3), False), Planned(Span(2, 3, 2, 2), True)]
    planned = plan(spans(planned), [(1, 3), (2, 1), (3, 1), (4, 2)], MOST)
    assert planned == [Planned(Span(1, 4, 4, 7), True)]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30)), max_size=25))
def test_any_history_keeps_every_article_once_and_writes_little(
    steps: list[tuple[int, int]],
) -> None:
    sizes: dict[int, int] = {}
    before: list[Span] = []
    row = 0
    for added, gone in steps:
        lost = sizes.pop(gone, None) is not None
        for _ in range(added):
            row += 1
            sizes[row] = 1 + row % 3
        planned = plan(before, sorted(sizes.items()), MOST)
        assert plan(before, told(before, sizes), MOST) == planned
        assert sum(item.span.articles for item in planned) == len(sizes)
        assert sum(item.span.passages for item in planned) == sum(sizes.values())
        for item in planned:
            inside = [r for r in sizes if item.span.first <= r <= item.span.last]
            assert len(inside) == item.span.articles
            assert sum(sizes[r] for r in inside) == item.span.passages
            assert item.anew == (item.span not in before)
        written = sum(item.span.passages for item in planned if item.anew)
        fresh = sum(sizes[r] for r in range(row - added + 1, row + 1) if r in sizes)
        # A removal writes one segment, whose neighbour may join; merging, one more.
        assert written <= fresh + MOST * (1 + 2 * lost)
        before = spans(planned)


def told(before: list[Span], sizes: dict[int, int]) -> list[tuple[int, int] | Span]:
    """The sizes of articles, but for segments that have lost none."""
    rest = dict(sizes)
    whole: list[tuple[int, int] | Span] = []
    for span in before:
        inside = [row for row in sizes if span.first <= row <= span.last]
        if len(inside) == span.articles:
            whole.append(span)
            for row in inside:
                del rest[row]
    return sorted([*whole, *rest.items()], key=first_row)


def first_row(size: tuple[int, int] | Span) -> int:
    return size.first if isinstance(size, Span) else size[0]


def test_the_number_of_segments_grows_with_the_logarithm_below_the_greatest_size() -> None:
    before: list[Span] = []
    for row in range(1, 200):
        before = spans(plan(before, [(number, 1) for number in range(1, row + 1)], 1_000))
        assert len(before) <= row.bit_length()
