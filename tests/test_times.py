"""Which of the times in a question counts, and whether it leaves articles out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.times import Period, asked_about, narrowed, period
from index.types import Filters

DAY = date(2023, 4, 20)


def test_of_then_and_now_now_counts() -> None:
    found = period("Who said this week that the law of March 2021 was a mistake?", DAY)
    assert found is not None
    assert found.words == "this week"


def test_a_longer_expression_is_not_read_in_parts() -> None:
    found = period("Who resigned on 5 March 2022?", DAY)
    assert found == Period(date(2022, 3, 5), date(2022, 3, 5), "on 5 March 2022")


@pytest.mark.parametrize(
    ("question", "published"),
    [
        ("What do articles from March 2023 say of the bridge?", True),
        ("What did articles published in March 2023 say of the bridge?", True),
        ("What did coverage since March 2023 say?", True),
        ("What do articles from last week say?", True),
        ("What happened in March 2023?", False),
        ("Which memoir was published in March 2023?", False),
        ("What did the ministry's reports in March 2023 show?", False),
        ("Which articles of the treaty were broken in March 2023?", False),
    ],
)
def test_only_words_on_articles_leave_articles_out(question: str, published: bool) -> None:
    found = period(question, DAY)
    assert found is not None
    assert found.published is published
    within = narrowed(Filters(outlets=frozenset({"Post"}), as_of=DAY), found)
    since, until = (found.first, found.last) if published else (None, None)
    assert within == Filters(since, until, frozenset({"Post"}), as_of=DAY)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what's the latest on the war in Ukraine", "latest"),
        ("newest figures on inflation?", "newest"),
        ("What is the current state of the strike?", "current"),
        ("Where do the talks stand right now?", "right now"),
        ("How many have died so far?", "so far"),
        ("What's new with the bridge?", "What's new"),
        ("any updates on the bridge?", "any updates"),
        ("Who leads the party now?", "now"),
    ],
)
def test_the_newest_is_wanted(question: str, words: str) -> None:
    assert period(question, DAY) == Period(DAY, DAY, words, past=False, newest=True)


@pytest.mark.parametrize(
    "question",
    [
        "Who directed Apocalypse Now?",
        "Which ocean current warms Europe?",
        "Who leads now that the mayor has left?",
        "Who is known for the bridge?",
        "Who updates the register?",
        "How is it so far away?",
    ],
)
def test_words_that_only_look_like_it_want_nothing_newest(question: str) -> None:
    assert period(question, DAY) is None


def test_a_time_that_is_named_counts_before_the_newest() -> None:
    found = period("What was the latest on the bridge in March 2021?", DAY)
    assert found is not None
    assert (found.words, found.newest) == ("in March 2021", False)


def test_a_time_is_past_when_it_has_been_over_for_two_weeks() -> None:
    for words, past in [
        ("on 6 April", True),
        ("on 7 April", False),
        ("in March", True),
        ("last week", False),
        ("since 2019", False),
        ("before 2019", True),
    ]:
        found = period(f"Who resigned {words}?", DAY)
        assert found is not None
        assert found.past is past, words


def test_a_month_without_a_year_is_of_the_time_of_the_articles() -> None:
    today = date(2026, 11, 30)
    for words, first in [
        ("in March", date(2023, 3, 1)),
        ("in December", date(2022, 12, 1)),
        ("on April 3", date(2023, 4, 3)),
        ("between January and March", date(2023, 1, 1)),
        ("in June 2025", date(2025, 6, 1)),
        ("in June last year", date(2025, 6, 1)),
        ("last week", date(2026, 11, 23)),
    ]:
        asked = asked_about(f"Who resigned {words}?", today, DAY)
        assert asked is not None
        assert asked.first == first, words
    assert asked_about("Who resigned in June?", today, DAY) is None, "June lay ahead of them"
    asked = asked_about("Who resigned on 2 December?", date(2023, 12, 2), date(2023, 12, 1))
    assert asked is not None
    assert asked.first == date(2023, 12, 2), "the newest article is hardly older than the day"
    assert asked_about("Who resigned in June?", None, None) is None
    assert asked_about("Who resigned in June?", DAY, None) == period("Who resigned in June?", DAY)


def test_the_narrower_of_two_restrictions_holds() -> None:
    march = Period(date(2023, 3, 1), date(2023, 3, 31), "March", published=True)
    given = Filters(since=date(2023, 3, 10), until=date(2023, 4, 9))
    assert narrowed(given, march) == Filters(since=date(2023, 3, 10), until=date(2023, 3, 31))
    assert narrowed(given, None) == given


def test_a_period_says_its_days() -> None:
    assert str(Period(DAY, DAY, "today")) == "2023-04-20"
    assert str(Period(date(2023, 4, 1), DAY, "this month")) == "2023-04-01 to 2023-04-20"
    assert str(Period(date.min, DAY, "before 21 April")) == "until 2023-04-20"


@given(st.text(max_size=80), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_text_on_any_day_is_read(text: str, day: date) -> None:
    found = period(text, day)
    assert found is None or found.first <= found.last <= day


WORDS = "last this past two 3 weeks ago month Monday March 2023 31 in since before of the may Q1"


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=9),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
)
def test_any_mix_of_its_words_on_any_day_is_read(words: list[str], day: date) -> None:
    found = period(" ".join(words), day)
    assert found is None or found.first <= found.last <= day
