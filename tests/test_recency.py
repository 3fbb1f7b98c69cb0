"""How an article's day speaks for it, by hand."""

import math
from datetime import date

import numpy as np
import pytest

from index.searching.recency import NOW, THEN, recency
from index.times import Period

TODAY = date(2023, 4, 20)


def days(*told: str) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array([date.fromisoformat(day).toordinal() if day else 0 for day in told], np.int32)


def test_it_falls_with_age_and_the_undated_have_none() -> None:
    found = recency(days("2023-04-20", "2023-04-06", "2023-04-25", ""), TODAY.toordinal())
    assert found == pytest.approx([1, math.exp(-1), 1, 0])


def test_a_past_time_that_is_named_draws_half_of_it() -> None:
    march = Period(date(2019, 3, 1), date(2019, 3, 31), "in March 2019")
    asked = days("2019-03-01", "2019-03-31", "2019-04-14", "2019-02-15", "2023-04-20", "")
    found = recency(asked, TODAY.toordinal(), march)
    fallen = THEN * math.exp(-1)
    assert found == pytest.approx([THEN, THEN, fallen, fallen, NOW, 0])
    assert THEN > NOW, "what was published then comes before what is new"


def test_the_newest_asked_for_weighs_age_more_and_over_years() -> None:
    latest = Period(TODAY, TODAY, "latest", past=False, newest=True)
    asked = days("2023-04-20", "2022-04-20", "2021-04-20", "")
    found = recency(asked, TODAY.toordinal(), latest)
    assert found == pytest.approx([2, 1.4 * math.exp(-1), 1.4 * math.exp(-2), 0])


def test_a_time_that_reaches_to_the_day_changes_nothing() -> None:
    week = Period(date(2023, 4, 14), TODAY, "this week", past=False)
    asked = days("2023-04-20", "2023-04-15", "2023-01-01")
    plain = recency(asked, TODAY.toordinal())
    assert recency(asked, TODAY.toordinal(), week).tolist() == plain.tolist()
