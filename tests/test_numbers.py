"""Numbers with their units, in whatever way they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.checking.numbers import numbers


def read(text: str) -> list[tuple[float, str]]:
    return [(float(number.value), number.unit) for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10,000 soldiers", [(10000, "")]),
        ("ten thousand soldiers", [(10000, "")]),
        ("$1.7bn", [(1.7e9, "dollar")]),
        ("US$1.7 billion", [(1.7e9, "dollar")]),
        ("1.7 billion dollars", [(1.7e9, "dollar")]),
        ("between $4.3 billion and $5.2 billion", [(4.3e9, "dollar"), (5.2e9, "dollar")]),
        ("6.15 billion rupees", [(6.15e9, "rupee")]),
        ("4.00% to 3.75 per cent", [(4, "percent"), (3.75, "percent")]),
        ("a quarter of a percentage point", [(0.25, "point")]),
        ("a quarter-point cut", [(0.25, "point")]),
        ("half a point", [(0.5, "point")]),
        ("two thirds of them", [(0.6667, "")]),
        ("two quarter-point cuts", [(2, ""), (0.25, "point")]),
        ("984-foot", [(984, "foot")]),
        ("a 91-year-old", [(91, "year")]),
        ("seventy-five days", [(75, "day")]),
        ("the fourth ballot, the 267th pope", [(4, "th"), (267, "th")]),
        ("at 5:57 p.m., 1:30 a.m. and 14:57", [(1077, "clock"), (90, "clock"), (897, "clock")]),
        ("shortly after 6 p.m.", [(1080, "clock")]),
        ("both of them, a pair", [(2, ""), (2, "")]),
        ("two weeks and a century", [(14, "day")]),
        ("a half-hour call, an hour and a half", [(30, "minute"), (90, "minute")]),
        ("two and a half centuries", [(250, "year")]),
        ("half a million, two dozen", [(500_000, ""), (24, "")]),
        ("by a fifth, the fifth", [(0.2, ""), (5, "th")]),
        ("at noon, nine this evening", [(720, "clock"), (1260, "clock")]),
        ("at three o'clock", [(180, "o'clock")]),
        ("at 111 this afternoon, at 0 o'clock", [(111, ""), (0, "")]),
        ("at nine in the morning, at ten this morning", [(540, "clock"), (600, "clock")]),
        ("early in the morning, one this morning", [(60, "clock")]),
        ("rose to 45² this evening", [(45, "")]),
        ("the top 25 among the states", [(25, "")]),
        ("two hundred and fifty, a hundred and five", [(250, ""), (105, "")]),
        ("One thousand two hundred of a million", [(1200, ""), (1_000_000, "")]),
        ("two million three hundred thousand and four", [(2_300_004, "")]),
        ("between one hundred and two hundred", [(100, ""), (200, "")]),
        ("12 000 of 1\u202f250\u202f000 people", [(12_000, ""), (1_250_000, "")]),
        ("1,00,000 rupees, 5 lakh, 2 crore", [(1e5, "rupee"), (5e5, ""), (2e7, "")]),
        ("twenty-first, thirteenth, fortieth", [(21, "th"), (13, "th"), (40, "th")]),
        ("dozens, tens of thousands", [(12, "many"), (10_000, "many")]),
        ("several hundred, a few thousand", [(100, "many"), (1000, "many")]),
        (
            "tripled twice, once a week, five times",
            [(3, "times"), (2, "times"), (1, "times"), (5, "times")],
        ),
        ("Once he came, double", [(2, "times")]),
        ("5 m high, 12m deep, a 100m race", [(5, "meter"), (12, "meter"), (100, "meter")]),
        ("1.2m cars, £12m, $5 m", [(1.2e6, ""), (12e6, "pound"), (5e6, "dollar")]),
        ("40C, 40°F, 40 degrees Celsius", [(40, "celsius"), (40, "fahrenheit"), (40, "celsius")]),
        (
            "60 mph, 5,000 hectares, 500 square miles",
            [(60, "mph"), (5000, "hectare"), (500, "square mile")],
        ),
        ("20 million pounds, 20 million rand", [(2e7, "pound"), (2e7, "rand")]),
        ("one of them, one day", []),
        ("in World War Two, the Second World War, on 3-pointers", []),
        ("on March 26, 2024, in 2028 and on Oct. 8", []),
        ("COVID19 and B2B", []),
    ],
)
def test_numbers(text: str, expected: list[tuple[float, str]]) -> None:
    assert read(text) == expected


def test_a_run_of_digits_that_no_clock_shows_is_a_number() -> None:
    (number,) = numbers(f"The tide came at 1{'0' * 5000} this afternoon.")
    assert number.value == Decimal("1e5000")


def test_a_unit_that_is_left_out_is_no_difference() -> None:
    feet, bare, days, more = numbers("25 feet, 25 men, 25 days, 26 feet")
    assert feet.agrees(bare)
    assert not feet.agrees(days)
    assert not feet.agrees(more)


@pytest.mark.parametrize(
    ("claim", "source", "agree"),
    [
        ("two days", "48 hours", True),
        ("a year and a half", "18 months", True),
        ("0.25 points", "25 basis points", True),
        ("300,000 kg", "300 tonnes", True),
        ("40 degrees", "40C", True),
        ("40C", "40F", False),
        ("5,000 acres", "5,000 hectares", False),
        ("500 miles", "500 yards", False),
        ("20 million euros", "20 million rand", False),
        ("5 crore", "5 lakh", False),
        ("thousands", "hundreds", False),
        ("hundreds", "a hundred", False),
        ("hundreds", "340", True),
        ("340", "hundreds", False),
        ("twice", "five times", False),
        ("twice", "once a week", False),
    ],
)
def test_what_agrees(claim: str, source: str, agree: bool) -> None:
    (mine,), (theirs,) = numbers(claim), numbers(source)
    assert mine.agrees(theirs) is agree


def test_an_hour_may_be_in_either_half_of_the_day() -> None:
    early, spoken, late = numbers("at 3 a.m., three o'clock, 3 p.m.")
    assert early.agrees(spoken)
    assert spoken.agrees(late)
    assert not early.agrees(late)


def test_a_half_is_fifty_per_cent() -> None:
    half, percent, other = numbers("half of it, 50% of it, 40% of it")
    assert half.agrees(percent)
    assert not half.agrees(other)


@given(st.integers(2, 10**9))
def test_figures_are_read_with_and_without_separators(value: int) -> None:
    for text in (f"{value:,} people were there", f"${value} was paid"):
        found = [each.value for each in numbers(text)]
        assert found == [Decimal(value)] or 1800 <= value < 2100


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for number in numbers(text):
        assert 0 <= number.span[0] < number.span[1] <= len(text)
