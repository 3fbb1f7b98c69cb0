"""What changed between two days: the question's forms, and answers of two dated parts."""

from datetime import date

import pytest

from index.types import Filters
from qa.answer import Assistant
from qa.changed import Change, asked_change

TODAY = date(2024, 11, 20)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What changed about Freddy between 14 March 2023 and 18 March 2023?",
         Change("Freddy", date(2023, 3, 14), date(2023, 3, 18))),
        ("What changed between 2023-03-14 and 2023-03-18 about the toll in Malawi?",
         Change("the toll in Malawi", date(2023, 3, 14), date(2023, 3, 18))),
        ("what has changed from march 14 to march 18, 2023 with cyclone freddy",
         Change("cyclone freddy", date(2023, 3, 14), date(2023, 3, 18))),
        ("What has changed in Kursk since October 30?",
         Change("Kursk", date(2024, 10, 30), TODAY)),
        ("What's new on the ECB between June and September 2024?",
         Change("the ECB", date(2024, 6, 30), date(2024, 9, 30))),
        ("What changed in Malawi between 18 March 2023 and 14 March 2023?",
         Change("Malawi", date(2023, 3, 14), date(2023, 3, 18))),
        ("What changed between 14 March 2023 and 18 March 2023?", None),
        ("What changed in Malawi in March 2023?", None),
        ("What happened between 14 March 2023 and 18 March 2023 in Malawi?", None),
        ("How much changed between March and May?", None),
    ],
)  # fmt: skip
def test_a_comparison_names_two_days_and_a_subject(question: str, expected: Change | None) -> None:
    assert asked_change(question, TODAY) == expected


def test_without_a_day_to_count_from_nothing_is_compared() -> None:
    assert asked_change("What changed in Malawi since Monday?", None) is None


def test_the_answer_has_two_dated_parts_and_the_figures_that_moved(desk: Assistant) -> None:
    answer = desk.ask(
        "What changed about Cyclone Freddy in Malawi between 14 March 2023 and 18 March 2023?"
    )
    first, second = answer.text.split("\n\n")
    assert first.startswith("As of 2023-03-14: ")
    assert second.startswith("New by 2023-03-18: ")
    assert "438" in second
    assert "438" not in first
    for sentence in answer.sentences:
        published = answer.citations[sentence.evidence[0]].source.day
        assert published is not None
        inside = sentence.text in first
        assert published <= date(2023, 3, 14) if inside else published > date(2023, 3, 14)
        assert published <= date(2023, 3, 18)
    (moved,) = answer.disagreements
    assert [claim.value for claim in moved.claims] == ["At least 190", "438"]
    numbers = {citation.number: citation.passage.article_id for citation in answer.citations}
    assert len(set(numbers.values())) == len(numbers)
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)


def test_a_filter_by_day_holds_for_both_parts(desk: Assistant) -> None:
    question = (
        "What changed about Cyclone Freddy in Malawi between 14 March 2023 and 18 March 2023?"
    )
    answer = desk.ask(question, filters=Filters(as_of=date(2023, 3, 16)))
    assert "438" not in answer.text
    assert all(
        citation.source.day and citation.source.day <= date(2023, 3, 16)
        for citation in answer.citations
    )


@pytest.mark.parametrize(
    "filters", [Filters(as_of=date(2023, 3, 14)), Filters(until=date(2023, 3, 13))]
)
def test_what_came_after_the_last_day_that_is_read_is_not_told(
    desk: Assistant, filters: Filters
) -> None:
    question = (
        "What changed about Cyclone Freddy in Malawi between 14 March 2023 and 18 March 2023?"
    )
    answer = desk.ask(question, filters=filters)
    assert not answer.answered
    assert f"up to {filters.as_of or filters.until}" in answer.text
    assert answer.hits


def test_what_the_articles_do_not_tell_is_declined(desk: Assistant) -> None:
    answer = desk.ask("What changed about the Olympic Games between 1 May 2024 and 1 June 2024?")
    assert not answer.answered
    assert answer.reason == answer.text
    assert "the Olympic Games" in answer.text
    assert answer.hits


@pytest.mark.parametrize("day", ["March 0 2023", "0 March 2023", "March 00", "0/0/2023"])
def test_a_day_that_no_month_has_is_none(day: str) -> None:
    assert asked_change(f"What changed about Freddy since {day}?", date(2023, 3, 20)) is None
