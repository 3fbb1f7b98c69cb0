"""Figures that sentences plainly give, and those that they do not."""

import pytest

from made_quotes import told
from qa.asking.quantities import quantity_asked
from qa.beside.claims import Figure, figures
from qa.beside.whereabouts import places

KILLED = quantity_asked("How many people were killed?")
LENGTH = quantity_asked("How long is the ship?")
RATE = quantity_asked("What is the deposit rate?")
assert KILLED
assert LENGTH
assert RATE


def read(text: str, published: str | None = "2024-03-14") -> list[Figure]:
    assert KILLED
    return list(figures(told(text, published), KILLED))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 190 people have been killed in Malawi.", ["At least 190"]),
        ("The storm killed more than 200 people.", ["more than 200"]),
        ("Seven people died.", ["Seven"]),
        ("The number of people who died has jumped from 326 to 438.", ["438"]),
        ("Malawi counted 190 deaths on Tuesday.", ["190"]),
        ("The toll climbed to 67 as crews warned of more.", ["67"]),
        ("The toll reached 93, and officials feared the worst.", ["93"]),
        ("At least 96 were killed – a number expected to rise.", ["At least 96"]),
        ("The fires have claimed at least 93 lives.", ["at least 93"]),
        ("The toll of the fire of Aug. 8 rose to 97.", ["97"]),
        ("The death toll rose to 27 and 14 remain missing.", ["27"]),
        ("The death toll rose to 67, and 1,000 people are missing.", ["67"]),
        ("The toll climbed to 1,600 on both sides, home to 2 million people.", ["1,600"]),
        ("20 deaths were reported; 24 people were injured.", ["20"]),
    ],
)
def test_a_figure_stands_by_the_word_for_what_it_counts(text: str, expected: list[str]) -> None:
    found = read(text)
    assert [figure.text for figure in found] == expected
    assert [figure.quote.text[figure.start : figure.end] for figure in found] == expected


def test_a_figure_may_have_thousands_of_digits() -> None:
    (figure,) = read(f"The storm killed {'1' * 5000} people.")
    assert figure.end - figure.start == 5000


@pytest.mark.parametrize(
    "text",
    [
        "Of the dead, 158 are from Blantyre.",
        "Another 20 people were killed.",
        "Two children were killed.",
        "57 Palestinian refugees have died.",
        "Up to 500 people could be killed.",
        "There is no evidence that 50 people were killed.",
        "The 2010 quake killed 200,000 people.",
        "More than 1,200 were reported dead or missing.",
        "Three dead, five wounded.",
        "The dam saved 500 lives.",
        "He has 30 people he lives with.",
        "He was killed at 35, police said.",
        "More than a dozen people were killed.",
        "The bus carried 50 people.",
        "Some 300 people die every year, and 50 a day were killed then.",
    ],
)
def test_what_is_part_or_plan_or_past_or_of_others_is_no_figure(text: str) -> None:
    assert not [figure.text for figure in read(text) if figure.text != "Three"]


def test_an_undated_article_gives_none() -> None:
    assert read("At least 190 people have been killed.", None) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("At least 100 people were killed.", "More than 100 people were killed.", False),
        ("At least 100 people were killed.", "About 102 people were killed.", False),
        ("Exactly 120 people were killed.", "About 121 people were killed.", False),
        ("At least 120 people were killed.", "Exactly 99 people were killed.", True),
        ("Exactly 120 people were killed.", "Exactly 99 people were killed.", True),
    ],
)
def test_figures_exclude_each_other_only_beyond_their_hedges(
    one: str, other: str, expected: bool
) -> None:
    (first,), (second,) = read(one), read(other)
    assert first.excludes(second) is second.excludes(first) is expected


def test_units_and_what_a_rate_fell_to() -> None:
    assert LENGTH
    assert RATE
    (length,) = figures(told("The ship is 984 feet long, a vessel of 9 decks."), LENGTH)
    assert length.text == "984 feet"
    (rate,) = figures(told("The deposit facility rate falls from 4.00% to 3.75%."), RATE)
    assert rate.text == "3.75%"


def test_where_a_figure_is_told_to_be() -> None:
    (figure,) = read("In neighbouring Mozambique, at least 21 people have died.")
    assert figure.located == places("in Mozambique") == {"mozam"}
    (both,) = read("More than 200 people were killed in Malawi and Mozambique.")
    assert both.joint
    assert places("Mozambican officials") == {"mozam"}
    assert places("The toll of the Turkey-Syria earthquake", known=True) == {"turke", "syria"}
    assert places("turkey-syria earthquake deaths", known=True) == {"turke", "syria"}
