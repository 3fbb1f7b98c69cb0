"""What expressions of time mean, each on a day from which it is said."""

from datetime import date

import pytest

from index.times import period

THURSDAY = date(2023, 4, 20)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        # by their names
        ("in 2019", "2019-01-01", "2019-12-31"),
        ("in March 2023", "2023-03-01", "2023-03-31"),
        ("in early March 2023", "2023-03-01", "2023-03-31"),
        ("in Sept. 2022", "2022-09-01", "2022-09-30"),
        ("in February 2020", "2020-02-01", "2020-02-29"),
        ("in march", "2023-03-01", "2023-03-31"),
        ("in December", "2022-12-01", "2022-12-31"),
        ("in March last year", "2022-03-01", "2022-03-31"),
        ("on March 5, 2023", "2023-03-05", "2023-03-05"),
        ("on 5 March 2023", "2023-03-05", "2023-03-05"),
        ("on the 5th of March", "2023-03-05", "2023-03-05"),
        ("on Dec. 31", "2022-12-31", "2022-12-31"),
        ("2023-03-05", "2023-03-05", "2023-03-05"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("in the summer of 2022", "2022-06-01", "2022-08-31"),
        ("Q1 2023", "2023-01-01", "2023-03-31"),
        ("in the fourth quarter of 2022", "2022-10-01", "2022-12-31"),
        # from one to another
        ("between May and July 2022", "2022-05-01", "2022-07-31"),
        ("between Oct. 2006 and Sept. 2013", "2006-10-01", "2013-09-30"),
        ("from 5 March to 9 March 2023", "2023-03-05", "2023-03-09"),
        ("from November 2022 to February", "2022-11-01", "2023-02-28"),
        ("between November and February", "2022-11-01", "2023-02-28"),
        ("since 2019", "2019-01-01", "2023-04-20"),
        ("since March 5", "2023-03-05", "2023-04-20"),
        ("after February 2023", "2023-02-01", "2023-04-20"),
        ("before 2020", "0001-01-01", "2019-12-31"),
        # from where they are said
        ("today", "2023-04-20", "2023-04-20"),
        ("yesterday", "2023-04-19", "2023-04-19"),
        ("last night", "2023-04-19", "2023-04-19"),
        ("this week", "2023-04-14", "2023-04-20"),
        ("this past week", "2023-04-14", "2023-04-20"),
        ("last week", "2023-04-10", "2023-04-16"),
        ("over the last two weeks", "2023-04-06", "2023-04-20"),
        ("in the past few days", "2023-04-17", "2023-04-20"),
        ("in the past year", "2022-04-20", "2023-04-20"),
        ("two weeks ago", "2023-04-03", "2023-04-09"),
        ("three days ago", "2023-04-17", "2023-04-17"),
        ("a month ago", "2023-03-01", "2023-03-31"),
        ("two years ago", "2021-01-01", "2021-12-31"),
        ("last month", "2023-03-01", "2023-03-31"),
        ("this month", "2023-04-01", "2023-04-20"),
        ("last year", "2022-01-01", "2022-12-31"),
        ("earlier this year", "2023-01-01", "2023-04-20"),
        ("last quarter", "2023-01-01", "2023-03-31"),
        ("last summer", "2022-06-01", "2022-08-31"),
        ("last winter", "2022-12-01", "2023-02-28"),
        ("this spring", "2023-03-01", "2023-04-20"),
        ("last weekend", "2023-04-15", "2023-04-16"),
        ("on Monday", "2023-04-17", "2023-04-17"),
        ("last Friday", "2023-04-14", "2023-04-14"),
        ("on Thursday", "2023-04-20", "2023-04-20"),
        ("Tuesday’s", "2023-04-18", "2023-04-18"),
    ],
)
def test_an_expression_means_these_days(words: str, first: str, last: str) -> None:
    for question in (f"What did the minister say {words}?", f"{words}, who resigned?"):
        found = period(question, THURSDAY)
        assert found is not None
        assert (found.first.isoformat(), found.last.isoformat()) == (first, last), found.words
        assert found.words in question


@pytest.mark.parametrize(
    "question",
    [
        "What has changed since the election?",
        "Who leads the 2024 race?",
        "What animal was frozen 46,000 years ago?",
        "What is the 2019 World Cup winner doing?",
        "What will be announced next week?",
        "Who performs this Sunday?",
        "Which logo will be used this autumn?",
        "Who is to host the G20 summit this weekend?",
        "What will the law require by 2050?",
        "What happened on Black Friday and on Good Friday?",
        "What do they do every Monday?",
        "Who may march in the second half?",
        "What did USA TODAY say?",
        "How is the Fourth of July celebrated?",
        "What fell on June 31?",
        "What is the last day of Carnival?",
        "How long are five years?",
        "Who won 3-2?",
        "May the minister resign?",
        "In the 2023 fiscal year, what was spent?",
        "",
    ],
)
def test_what_is_no_day_of_the_calendar_or_lies_ahead_is_left_alone(question: str) -> None:
    assert period(question, THURSDAY) is None


@pytest.mark.parametrize(
    ("words", "day", "first"),
    [
        ("this weekend", date(2023, 4, 17), "2023-04-15"),  # said on a Monday
        ("this weekend", date(2023, 4, 16), "2023-04-15"),  # on the Sunday itself
        ("last weekend", date(2023, 4, 16), "2023-04-08"),
        ("this week", date(2023, 4, 17), "2023-04-11"),
        ("this winter", date(2023, 1, 10), "2022-12-01"),
        ("on February 12", date(2023, 2, 20), "2023-02-12"),
        ("last month", date(2023, 3, 31), "2023-02-01"),
        ("last year", date(2024, 2, 29), "2023-01-01"),
    ],
)
def test_it_depends_on_the_day_on_which_it_is_said(words: str, day: date, first: str) -> None:
    found = period(f"Who won {words}?", day)
    assert found is not None
    assert found.first.isoformat() == first


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert period("Who plays on February 12?", date(2023, 2, 2)) is None, "it lies ahead"
    found = period("Who played on February 12?", date(2023, 7, 2))
    assert found is not None
    assert found.first == date(2023, 2, 12)


@pytest.mark.parametrize("words", ["between March and ", "the last ", "1 of ", "2023 "])
def test_what_only_begins_an_expression_again_and_again_names_no_time(words: str) -> None:
    # Without an end, were any alternative of the grammar tried twice at each place.
    assert period(words * 500, THURSDAY) is None
