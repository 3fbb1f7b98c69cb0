"""When a short answer is shown."""

from dataclasses import replace

import pytest

from made_quotes import told
from qa.short_answers.headline import short_answer
from qa.short_answers.likely import Short

QUESTION = "Who closed the harbour of Norwick?"


def test_a_short_answer_is_shown_where_it_is_likely_and_quoted() -> None:
    quoted = [told("Mayor Ann Archer closed the harbour of Norwick on Monday.")]
    likely = [Short("Ann Archer", 0.8, frozenset({0}))]
    assert short_answer(QUESTION, likely, quoted) == "Ann Archer"
    assert short_answer(QUESTION, [Short("Ann Archer", 0.01, frozenset({0}))], quoted) is None
    assert short_answer(QUESTION, [Short("Elsewhere", 0.8, frozenset({0}))], quoted) is None
    assert short_answer("Why did she close it?", likely, quoted) is None
    assert short_answer(QUESTION, [], quoted) is None


@pytest.mark.parametrize(
    ("fuller", "chance", "shown"),
    [
        ("Ann Archer", 0.2, "Ann Archer"),
        ("Mayor Ann Archer of Norwick", 0.2, "Mayor Ann Archer of Norwick"),
        ("Ann Archer", 0.1, "Archer"),  # seldom
        ("Archer and Ben Bowman", 0.3, "Archer"),  # two names
        ("says Archer", 0.3, "Archer"),
        ("Archers", 0.3, "Archer"),
        ("Ann Archer Smith", 0.3, "Archer"),  # in no sentence that is quoted
    ],
)
def test_a_name_is_shown_in_full(fuller: str, chance: float, shown: str) -> None:
    quoted = [
        told("Mayor Ann Archer of Norwick closed the harbour, and the port too."),
        told("It was closed, says Archer and Ben Bowman, for the Archers."),
    ]
    likely = [Short("Archer", 0.5, frozenset({0, 1})), Short(fuller, chance, frozenset({0}))]
    assert short_answer(QUESTION, likely, quoted) == shown


def test_it_is_shown_as_the_sentence_writes_it() -> None:
    quoted = [told("In Norwick five rowers were hurt.")]
    likely = [Short("Five", 0.8, frozenset({0, 1}))]
    assert short_answer("How many rowers were hurt?", likely, quoted) == "five"
    quoted = [told("In Norwick fifty-five rowers were hurt.")]
    assert (
        short_answer("How many rowers were hurt?", [Short("5", 0.8, frozenset())], quoted) is None
    )


def test_a_sum_keeps_its_unit() -> None:
    quoted = [told("The bridge of Norwick cost 4,200 euros and 30 people built it.")]
    likely = [Short("4,200", 0.5, frozenset({0})), Short("4,200 euros", 0.2, frozenset({0}))]
    assert short_answer("How much did the bridge cost?", likely, quoted) == "4,200 euros"
    likely = [Short("30", 0.5, frozenset({0})), Short("30 people", 0.2, frozenset({0}))]
    assert short_answer("How many people built it?", likely, quoted) == "30"


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("In which year did the lake freeze?", "1929"),
        ("In which years did the lake freeze?", None),
        ("In what two years did the lake freeze?", None),
        ("Who were the years named for?", None),
        ("Which year is told by those who were on the lake?", "1929"),
    ],
)
def test_one_of_several_that_are_asked_for_is_no_short_answer(
    question: str, shown: str | None
) -> None:
    quoted = [told("The lake of Norwick froze in 1929 and in 1963.")]
    assert short_answer(question, [Short("1929", 0.6, frozenset({0}))], quoted) == shown


def test_all_of_several_that_are_asked_for_are_a_short_answer() -> None:
    quoted = [told("The market of Norwick is on Mondays and Fridays.")]
    likely = [Short("Mondays and Fridays", 0.6, frozenset({0}))]
    assert short_answer("On what days is the market?", likely, quoted) == "Mondays and Fridays"


def test_a_part_of_a_word_that_is_quoted_is_not_shown() -> None:
    boat = told("Five men left the harbour of Norwick in a 22-foot boat.")
    crew = told("On board were 22 men.")
    likely = [Short("22", 0.6, frozenset({0, 1}))]
    assert short_answer("How many men were in the boat?", likely, [boat]) is None
    assert short_answer("How many men were in the boat?", likely, [boat, crew]) == "22"
    assert short_answer("How many foot is the boat long?", likely, [boat]) == "22"


def test_a_fraction_keeps_what_it_is_of() -> None:
    quoted = [told("The bank of Norwick cut its rate by half a percentage point.")]
    likely = [Short("half", 0.6, frozenset({0}))]
    assert short_answer("By how much did it cut its rate?", likely, quoted) == (
        "half a percentage point"
    )
    quoted = [told("Half of Norwick came, and it was half as many as before.")]
    assert short_answer("How much of Norwick came?", likely, quoted) == "half"


def test_the_likeliest_decides_what_is_shown() -> None:
    quoted = [told("Mayor Ann Archer closed it, and Captain Lee has waited in Norwick.")]
    archer = Short("Ann Archer", 0.1, frozenset({0}))
    lee = Short("Captain Lee", 0.5, frozenset({0}))
    assert short_answer(QUESTION, [archer, lee], quoted) == "Captain Lee"
    assert short_answer(QUESTION, [archer, replace(lee, chance=0.15)], quoted) is None
    assert short_answer(QUESTION, [replace(archer, chance=0.6)], quoted) == "Ann Archer"


def test_an_abbreviation_is_shown_with_its_last_full_stop() -> None:
    quoted = [told("It was closed by the U.S. navy.")]
    likely = [Short("U.S", 0.5, frozenset({0}))]
    assert short_answer(QUESTION, likely, quoted) == "U.S."


@pytest.mark.parametrize(
    ("question", "said", "shown"),
    [
        ("When did it close?", "Monday", False),  # of which week?
        ("When did it close?", "March 2019", True),
        ("When is the harbour to close?", "March 2019", False),  # written in 2023
        ("When is the harbour to close?", "March 2024", True),
        ("when will it close", "in the summer", True),
    ],
)
def test_a_time_that_cannot_be_the_answer_is_not_shown(
    question: str, said: str, shown: bool
) -> None:
    quoted = [told(f"It was closed {said}, Ann Archer wrote.", "2023-03-04")]
    found = short_answer(question, [Short(said, 0.9, frozenset({0}))], quoted)
    assert found == (said if shown else None)


@pytest.mark.parametrize(
    ("question", "said", "chance", "shown"),
    [
        ("Who closed the harbour?", "the storm", 0.9, False),  # no name
        ("Who closed the harbour?", "Ann Archer", 0.3, True),
        ("Which tree fell?", "beech", 0.25, False),
        ("Which tree fell?", "beech", 0.35, True),
        ("How many trees fell?", "twelve", 0.3, True),
    ],
)
def test_plain_words_have_to_be_likelier(
    question: str, said: str, chance: float, shown: bool
) -> None:
    quoted = [told(f"It was {said}, the paper wrote in Norwick.")]
    found = short_answer(question, [Short(said, chance, frozenset({0}))], quoted)
    assert found == (said if shown else None)
