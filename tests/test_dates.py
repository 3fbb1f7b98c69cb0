"""Dates as news writes them, against the day on which it was published."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.checking.dates import Day, days

WEDNESDAY = date(2025, 3, 19)


def read(text: str, published: date | None = WEDNESDAY) -> list[tuple[int | None, ...]]:
    return [(day.year, day.month, day.day) for day in days(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on March 26, 2024", [(2024, 3, 26)]),
        ("on 26 March 2024", [(2024, 3, 26)]),
        ("on the 26th of March", [(None, 3, 26)]),
        ("2024-03-26", [(2024, 3, 26)]),
        ("on Oct. 8 and Sept. 13", [(None, 10, 8), (None, 9, 13)]),
        ("in October 2022", [(2022, 10, None)]),
        ("in May and last March", [(None, 5, None), (None, 3, None)]),
        ("they may march in 2028", [(2028, None, None)]),
        ("he told them to march to the Capitol, by may at the latest", []),
        (
            "by march 2020, until may of 2021",
            [(None, 3, None), (2020, None, None), (None, 5, None), (2021, None, None)],
        ),
        ("in june and IN MARCH", [(None, 6, None), (None, 3, None)]),
        ("on Tuesday", [(2025, 3, 18)]),
        ("on Wednesday", [(2025, 3, 19)]),
        ("on Thursday", [(2025, 3, 13)]),
        ("yesterday and tomorrow", [(2025, 3, 18), (2025, 3, 20)]),
        ("last month, next year", [(2025, 2, None), (2026, None, None)]),
        ("2,024 people, $2024, 2024 km", []),
    ],
)
def test_dates(text: str, expected: list[tuple[int | None, ...]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("published", [date.min, date.max])
def test_what_lies_outside_of_the_calendar_is_no_date(published: date) -> None:
    found = read("on 5 May 2020, yesterday, tomorrow and on Friday", published)
    assert (2020, 5, 5) in found


def test_last_month_of_january() -> None:
    assert read("last month", date(2025, 1, 5)) == [(2024, 12, None)]


def test_without_a_day_of_publication_only_the_weekday_is_known() -> None:
    assert days("on Tuesday, yesterday") == [Day(None, None, None, 1, (3, 10))]


def agrees(one: str, other: str) -> bool:
    (first,), (second,) = days(one, WEDNESDAY), days(other, WEDNESDAY)
    return first.agrees(second)


def test_dates_agree_where_all_that_both_tell_is_the_same() -> None:
    assert agrees("on Tuesday", "on 18 March")
    assert agrees("on 18 March", "on March 18, 2025")
    assert agrees("in March", "on 18 March")
    assert not agrees("on Tuesday", "on 17 March")
    assert not agrees("in April", "on 18 March")
    assert not agrees("in 2024", "on March 18, 2025")
    assert not agrees("in 2024", "in March")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for day in days(text, WEDNESDAY):
        assert 0 <= day.span[0] < day.span[1] <= len(text)
