"""The day of which a sentence tells."""

from dataclasses import replace
from datetime import date

import pytest

from made_quotes import told
from qa.quoting.dated import day_told, is_entry, weekday_of


def day(text: str, before: str = "", published: str | None = "2024-03-28") -> str | None:
    """Of a sentence that stands behind others in its passage."""
    quote = told(before + text, published)
    return day_told(replace(quote, start=len(before), text=text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [  # the 28th of March 2024 was a Thursday
        ("The Dali was hit on Tuesday.", "2024-03-26"),
        ("The Dali was hit on March 26.", "2024-03-26"),
        ("The Dali was built in May 2014.", "2014-05"),
        ("In 2014, the Dali was built.", "2014"),
        ("2014: The Dali is built in the yard of Norwick", "2014"),
        ("The Dali, built in 2014, was hit.", None),
        ("The Dali will be moved on Monday.", None),
        ("The Dali was hit.", None),
    ],
)
def test_by_its_own_words_however_long_ago(text: str, expected: str | None) -> None:
    assert day(text) == expected


def test_a_month_of_the_same_year_was_that_of_the_year() -> None:
    assert day("The Dali was hit in February.", published="2024-11-28") == "2024-02"
    assert day("The Dali was hit on Aug. 4.", published="2024-07-20") is None  # or the one to come


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("July 2017: The first meeting\n\n", "2017-07"),
        ("Feb. 17, 2019\n", "2019-02-17"),
        ("Feb. 17\n", "2024-02-17"),
        ("2019\nIt was built that year.\n\n", "2019"),
        ("2019\n\nMarch 3: The first voyage\n\n", "2019-03-03"),
        ("July 2017: The first\n\nAugust 2018: The second\n\n", "2018-08"),
        ("In July 2017 the owners met for the first time in the port.\n\n", None),
        ("Who was on board in July 2017:\n\n", None),
    ],
)
def test_else_by_the_heading_that_it_stands_under(before: str, expected: str | None) -> None:
    assert day("The owners met with the mayor.", before) == expected


def test_under_a_year_a_month_is_of_that_year() -> None:
    assert day("The owners met on Oct. 5.", "2019\n\n") == "2019-10-05"
    assert day("The owners met on Oct. 5, 2020.", "2019\n\n") == "2020-10-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("July 2017: Archer meets the owners", True),
        ("Feb. 17 - Archer is stopped at the airport", True),
        ("2019: a storm", True),
        ("July 2017:", False),
        ("In July 2017 Archer met the owners", False),
        ("Archer, July 2017: a life", False),
    ],
)
def test_an_entry_begins_with_its_date(text: str, expected: bool) -> None:
    assert is_entry(text) is expected


@pytest.mark.parametrize(
    ("text", "ahead", "expected"),
    [  # the 28th of March 2024 was a Thursday
        ("The Dali was hit on Tuesday.", False, ("Tuesday", "2024-03-26")),
        ("Divers said on Wednesday that it was hit on Tuesday.", False, ("Tuesday", "2024-03-26")),
        ("The Dali was hit yesterday.", False, ("yesterday", "2024-03-27")),
        ("The Dali will be moved on Monday.", True, ("Monday", "2024-04-01")),
        ("The Dali will be moved on Monday.", False, None),
        ("The Dali was hit on Tuesday, March 26, at night.", False, None),  # it tells the day
        ("The Dali was hit on March 26.", False, None),
        ("The Dali was hit last week.", False, None),
    ],
)
def test_a_weekday_that_tells_when_it_was(
    text: str, ahead: bool, expected: tuple[str, str] | None
) -> None:
    found = weekday_of(text, date(2024, 3, 28), ahead=ahead)
    told = found and (text[: found[0]].split()[-1], found[1].isoformat())
    assert told == expected
