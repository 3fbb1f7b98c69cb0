"""The clause that tells a time or a number, where another tells that of something else."""

import pytest

from made_quotes import told
from qa.matching.asked_deed import asked_deed, clause_elsewhere
from qa.short_answers.likely import Short
from qa.short_answers.possible import possible
from qa.words.verbs import verbs

JOINED = "Harl became independent in 1918 and joined the league in 1921."
SHOP = "The farm opened a shop in 2012; it closed in 2019."
PLOTS = "There are 42 plots, of which 39 are let."
PUMP = "The pump needs 256 litres, half of what 40 others needed."
HURT = "At least 12 people were killed on Monday, which injured 30."


@pytest.mark.parametrize(
    ("question", "wrong", "sentence"),
    [
        ("When did Harl join the league?", "1918", JOINED),
        ("When did Harl become independent?", "1921", JOINED),
        ("When did the shop close?", "2012", SHOP),
        ("When did the shop open?", "2019", SHOP),
        ("How many plots are let?", "42", PLOTS),
        ("How many people were injured?", "12", HURT),
        ("When will Ann retire?", "2009", "Ann was named in 2009 and will retire in 2026."),
    ],
)
def test_a_time_or_number_of_another_clause_is_no_answer(
    question: str, wrong: str, sentence: str
) -> None:
    assert clause_elsewhere(question, wrong, sentence) is not None


@pytest.mark.parametrize(
    ("question", "right", "sentence"),
    [
        ("When did Harl join the league?", "1921", JOINED),
        ("When did the shop close?", "2019", SHOP),
        ("How many litres does the pump need?", "256", PUMP),
        ("How many people were killed?", "12", HURT),
        # No clause says it in these words, or the one that does has no time.
        ("When did Harl enter the league?", "1918", JOINED),
        ("When did the club move?", "May 3", "The club moved, as it had to by May 3."),
        ("Who joined the league?", "1918", JOINED),
        # An answer in two clauses, and a day with its year.
        ("When did the club close?", "May and June", "It closed on Monday, as in May and June."),
        ("When did the club close?", "May 3, 2020", "It closed on May 3, 2020."),
    ],
)
def test_other_times_and_numbers_may_answer(question: str, right: str, sentence: str) -> None:
    assert clause_elsewhere(question, right, sentence) is None


def test_what_speaks_for_the_wrong_one_speaks_for_the_right_one() -> None:
    first, second = Short("1918", 0.5, frozenset((0,))), Short("1921", 0.2, frozenset((0,)))
    likely = possible("When did Harl join the league?", [told(JOINED)], [first, second])
    assert [(short.text, round(short.chance, 3)) for short in likely] == [("1921", 0.7)]


def test_the_words_by_which_a_question_says_what_was_done() -> None:
    assert asked_deed("When did Harl join the league?") == {"join"}
    assert asked_deed("When was the museum of Harl bombed?") == {"bomb"}
    assert asked_deed("Who is Ann?") == frozenset()


def test_a_verb_is_known_by_its_form_or_by_what_stands_before_it() -> None:
    said = "Reid left, the shop sold bread and will close; selling sheds had to pay."
    assert verbs(said) == {"leav", "sell", "close", "have", "pay"}
