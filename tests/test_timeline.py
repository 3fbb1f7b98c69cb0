"""Events by the day on which they happened."""

from dataclasses import replace
from datetime import date

import pytest

from made_quotes import told
from qa.answer import Assistant
from qa.beside.timeline import timeline
from qa.checking.dates import days, resolved

WHAT = "What happened to the Dali?"


def days_of(*texts: str, question: str = WHAT, published: str | None = "2024-03-28") -> list[str]:
    quotes = [told(text, published, title="The Dali") for text in texts]
    return [event.day for event in timeline(question, quotes, quotes)]


def day_of(text: str, published: str | None = "2024-03-28") -> str | None:
    found = days_of(text, question="When was the Dali hit?", published=published)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [  # the 28th of March 2024 was a Thursday
        ("The Dali was hit yesterday.", "2024-03-27"),
        ("The Dali was hit on Tuesday.", "2024-03-26"),
        ("The Dali was hit last Thursday.", "2024-03-21"),
        ("The Dali was hit on March 26.", "2024-03-26"),
        ("The Dali was hit on Dec. 24.", "2023-12-24"),
        ("The Dali was hit last month.", "2024-02"),
        ("The Dali was hit on Tuesday, police said on Wednesday.", "2024-03-26"),
        ("Police said on Wednesday that the Dali was hit on Tuesday.", "2024-03-26"),
        ("The Dali was hit, police said on Wednesday.", "2024-03-27"),
        ("The Dali was hit.", None),
        ("The Dali, closed since Monday, was hit.", None),
        ("The Dali was hit on Friday.", None),  # six days ago, or tomorrow
        ("The Dali was hit in 1994.", None),
        ("The Dali was hit ahead of an October election.", None),
        ("The Dali will be hit on Monday.", None),
    ],
)
def test_a_sentence_is_put_on_the_day_of_which_it_tells(text: str, expected: str | None) -> None:
    assert day_of(text) == expected


def test_what_lies_ahead_is_told_where_that_is_asked() -> None:
    question = "When will the Dali be moved?"
    assert days_of("The Dali will be moved on Monday.", question=question) == ["2024-04-01"]
    assert days_of("The Dali was moved on Tuesday.", question=question) == []


def test_an_undated_article_tells_whole_dates_only() -> None:
    assert day_of("The Dali was hit on March 26, 2024.", None) == "2024-03-26"
    assert day_of("The Dali was hit on Tuesday.", None) is None


def test_events_are_told_oldest_first_and_once() -> None:
    assert days_of(
        "The Dali was towed to port yesterday.",
        "The Dali struck the bridge on Tuesday.",
        "On Tuesday the Dali struck the bridge.",
    ) == ["2024-03-26", "2024-03-27"]


def test_one_event_is_no_course_and_other_questions_have_none() -> None:
    assert days_of("The Dali struck the bridge on Tuesday.") == []
    assert days_of("It sank on Tuesday.", "It rose yesterday.", question="Who hit the Dali?") == []


def test_another_story_of_the_place_is_left_out() -> None:
    old = told("A storm hit Nashville on Monday.", "2018-09-11", title="Nashville", score=2.0)
    new = [
        told("A gunman entered a school in Nashville on Monday.", "2023-03-28", title="Nashville"),
        told("Parents met in Nashville yesterday.", "2023-03-29", title="Nashville"),
    ]
    found = timeline("What happened in Nashville?", [old, *new])
    assert [event.day for event in found] == ["2023-03-27", "2023-03-28"]


@pytest.mark.parametrize(
    ("text", "ahead", "expected"),
    [
        ("on Sept. 7", False, "2024-09-07"),
        ("on Dec. 24", False, "2023-12-24"),
        ("on Dec. 24", True, "2024-12-24"),
        ("on June 3", True, "2025-06-03"),
        ("in March 2022", False, "2022-03"),
        ("on Feb. 30, 2024", False, None),
        ("in 1994", False, None),
    ],
)
def test_a_year_left_out_is_the_nearest_one(text: str, ahead: bool, expected: str | None) -> None:
    (named,) = days(text)
    assert resolved(named, date(2024, 10, 1), ahead=ahead) == expected


def test_the_samples_tell_when(desk: Assistant) -> None:
    answer = desk.ask("When did North Korea's foreign minister meet Lavrov in Moscow?")
    (event,) = answer.timeline
    assert event.day == "2024-11-01"
    citation = answer.citations[event.evidence[0]]
    assert citation.passage.article_id == "choe-lavrov-moscow"
    assert (citation.number,) == event.citations


def test_a_dateline_is_no_part_of_an_event() -> None:
    quotes = [
        told("BALTIMORE (Wire) - The Dali was hit on Tuesday.", "2024-03-28", title="The Dali")
    ]
    (event,) = timeline("When was the Dali hit?", quotes, quotes)
    assert quotes[0].text[event.start : event.end] == "The Dali was hit on Tuesday."


def test_weekdays_of_an_article_that_was_written_on_are_of_no_known_week() -> None:
    hit = told("The Dali was hit on Tuesday.", "2024-03-28", title="The Dali")
    sank = replace(told("The Dali sank on Wednesday.", "2024-03-28"), hit=hit.hit)
    trial = "The trial of the Dali, which began March 29, ended on Thursday."
    later = replace(told(trial, "2024-03-28"), hit=hit.hit)
    assert [event.day for event in timeline(WHAT, [hit, sank])] == ["2024-03-26", "2024-03-27"]
    assert timeline(WHAT, [hit, sank, later]) == []
