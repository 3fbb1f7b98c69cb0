"""Which candidates cannot be the answer."""

import pytest

from made_quotes import told
from qa.short_answers.likely import Short
from qa.short_answers.possible import possible


def left(question: str, *said: tuple[str, str], day: str = "2024-03-14") -> list[str]:
    """Of candidates, each with the sentence that says it, those that can be the answer."""
    quotes = [told(sentence, day) for _, sentence in said]
    likely = [Short(text, 0.5, frozenset({place})) for place, (text, _) in enumerate(said)]
    return [short.text for short in possible(question, quotes, likely)]


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("Ann Archer is stepping down as mayor of Norwick.", False),
        ("Ann Archer’s resignation as mayor of Norwick came late.", False),
        ("The council will replace Ann Archer as mayor of Norwick.", False),
        ("The former secretary, Ann Archer, is mayor of Norwick.", True),
        ("Ann Archer was elected mayor of Norwick.", True),
    ],
)
def test_the_one_who_leaves_is_not_the_new_one(sentence: str, stays: bool) -> None:
    said = ("Ann Archer", sentence)
    assert left("who is the new mayor of norwick", said) == ["Ann Archer"] * stays
    assert left("who took over in norwick", said) == ["Ann Archer"] * stays
    assert left("who is the mayor of norwick now", said) == ["Ann Archer"] * stays
    assert left("who was the mayor of norwick", said) == ["Ann Archer"]
    assert left("who is leaving norwick", said) == ["Ann Archer"]
    assert left("who left norwick", said) == ["Ann Archer"]


@pytest.mark.parametrize(
    ("text", "sentence", "stays"),
    [
        ("Norwick Games", "At the 2023 Norwick Games, the prize went to a runner.", False),
        ("Norwick", "The Norwick mayor won the race.", False),
        ("Norwick Award", "It is the best of the Norwick Award.", False),
        ("Norwick Bank", "Norwick Bank won the race.", True),
        ("Archer", "Then Archer won the race at the Norwick Games.", True),
        ("Ann Archer", "The prize at the games was given to Ann Archer.", True),
    ],
)
def test_who_is_neither_the_setting_nor_the_owner_of_an_office(
    text: str, sentence: str, stays: bool
) -> None:
    assert left("who won the race", (text, sentence)) == [text] * stays
    assert left("which prize is it", (text, sentence)) == [text]


@pytest.mark.parametrize(
    ("text", "sentence", "stays"),
    [
        ("20", "She spoke of it in Norwick's “20/20” in 1984.", False),
        ("93", "Ann Archer has died at 93.", True),
        ("93", "Ann Archer, 93, has died.", True),
        ("93", "The 93-year-old was ill for years.", True),
        ("93 years old", "She was nearly 93 years old.", True),
        ("12", "She wrote 12 books.", False),
    ],
)
def test_an_age_is_told_as_one(text: str, sentence: str, stays: bool) -> None:
    assert left("how old was ann archer", (text, sentence)) == [text] * stays
    assert left("what was told of ann archer", (text, sentence)) == [text]


def test_what_is_to_come_is_not_told_by_what_was() -> None:
    of_old = ("April", "The law of 1966 has summer time begin in April.")
    now = ("March 12", "The clocks go forward on March 12.")
    assert left("when does summer time start", of_old, now) == ["March 12"]
    assert left("when did summer time start", of_old, now) == ["April", "March 12"]
    quotes = [told("The games open on May 1.", "2021-03-01"), told("The games will open in June.")]
    likely = [Short("May 1", 0.5, frozenset({0})), Short("June", 0.5, frozenset({1}))]
    assert possible("when do the games open", quotes, likely) == likely[1:]
    undated = [told("The games open on May 1.", None)]
    assert possible("when do the games open", undated, likely[:1]) == likely[:1]


def test_a_count_is_a_figure_and_rather_an_exact_one() -> None:
    vague = ("thousands", "Thousands of people were there.")
    exact = ("18,000", "More than 18,000 people were there.")
    nothing = ("Norwick", "The people of Norwick were there.")
    asked = "how many people were there"
    assert left(asked, nothing, vague, exact) == ["18,000"]
    assert left(asked, nothing, vague) == ["thousands"]


def test_a_time_is_told_as_one_and_not_as_the_month_of_a_day() -> None:
    day = ("March 12", "The harbour opened on March 12.")
    month = ("March", "The harbour opened on March 12.")
    words = ("opened since March", "It has been opened since March.")
    assert left("when did the harbour open", day, month, words) == ["March 12"]
    assert left("when did it open", ("March", "It opened in March.")) == ["March"]
    short = ("Jan", "The harbour opened on Jan. 25.")
    assert left("when did the harbour open", short) == []


def test_what_speaks_for_one_may_go_to_one_that_is_no_answer_either() -> None:
    free = ("1918", "Tessaly became independent in 1918 and joined the League in 1921.")
    poor = ("1921", "Tessaly had no harbour in 1921 and joined the League in 1922.")
    assert left("When did Tessaly join the League?", free, poor) == []


def test_a_year_is_asked_for() -> None:
    month, year = ("March", "It opened in March."), ("1786", "It was built in 1786.")
    assert left("in what year was the harbour built", month, year) == ["1786"]


@pytest.mark.parametrize("question", ["how long was the trial", "how many were there"])
def test_an_age_behind_a_name_is_no_count(question: str) -> None:
    aged, counted = ("54", "Ann Archer, 54, was on trial."), ("40", "In Norwick 40, it was said.")
    assert left(question, aged, counted) == ["40"]
    of_him = ("92", "He is to marry at the age of 92.")
    assert left(question, of_him, counted) == ["40"]
    assert left("how old is ann archer", aged) == ["54"]


def test_the_length_of_a_truce_counts_no_hostages() -> None:
    sentence = "On the first day of the four-day truce 24 of 240 hostages were freed."
    both = (("four", sentence), ("240", sentence))
    assert left("how many hostages were taken", *both) == ["240"]
    assert left("how many days is the truce", *both) == ["four", "240"]
    again = ("four", "The four-day truce began, and four were freed.")
    assert left("how many hostages were freed", again) == ["four"]


def test_a_figure_is_said_only_where_it_counts() -> None:
    texts = ("The four-day truce began.", "Four went, or four in all.", "It lasted four days.")
    likely = [Short("four", 0.5, frozenset({0, 1, 2}))]
    likely.append(Short("four days", 0.5, frozenset({2})))
    (short,) = possible("how many hostages were freed", list(map(told, texts)), likely)
    assert short.quotes == {1}


def test_what_the_one_asked_for_lies_in_is_not_it() -> None:
    sentence = "Ghana is one of many in Africa that have no death penalty."
    both = (("Africa", sentence), ("Ghana", sentence))
    assert left("which african country has no death penalty", *both) == ["Ghana"]
    assert left("which is the 29th African nation without it", *both) == ["Ghana"]
    assert left("which continent has no death penalty", *both) == ["Africa", "Ghana"]


def test_an_age_that_has_grown_is_told_by_the_newer_article() -> None:
    question = "how old is Ann Archer"
    said = ("Ann Archer, who is 89 years old, left.", "Ann Archer died at age 90.")
    likely = [Short("89", 0.7, frozenset({0})), Short("90", 0.3, frozenset({1}))]

    def ages(*days: str) -> list[str]:
        quotes = [told(text, day) for text, day in zip(said, days, strict=True)]
        return [short.text for short in possible(question, quotes, likely)]

    assert ages("2023-02-24", "2023-09-29") == ["90"]
    assert ages("2023-09-29", "2023-02-24") == ["89", "90"]  # not hers, one of both


def test_what_is_to_come_is_in_no_year_gone_by() -> None:
    said = ("2023", "There will be a partial eclipse in 2023 too.")
    assert left("when is the next eclipse", said, day="2023-11-04") == ["2023"]
    newer = ("April 8", "The next eclipse is on April 8.")
    quotes = [told(said[1], "2023-11-04"), told(newer[1], "2024-02-01")]
    likely = [Short(text, 0.5, frozenset({at})) for at, text in enumerate((said[0], newer[0]))]
    found = possible("when is the next eclipse", quotes, likely)
    assert [short.text for short in found] == ["April 8"]


def test_the_dead_are_counted_by_the_number_of_the_dead() -> None:
    said = (
        ("36", "At least 36 people have died in the fire at Norwick."),
        ("1,600", "More than 1,600 people are in the shelters of Norwick."),
        ("22", "They died in a 22-foot boat."),
    )
    assert left("how many people died in norwick", *said) == ["36"]
    assert left("how many people are in the shelters", *said) == ["36", "1,600"]
    some = ("11", "The fire at Norwick killed 11 children.")
    assert left("how many people died in norwick", said[0], some) == ["36"]
    assert left("how many people died in norwick", some) == ["11"]


@pytest.mark.parametrize(
    ("text", "sentence", "stays"),
    [
        ("11", "The waiting list is 14 months long, not 11.", False),
        ("14", "The waiting list is 14 months long, not 11.", True),
        ("2.3", "Version 2.0 is dropped in 2.4, not in 2.3 as was said.", False),
        ("2.4", "Version 2.0 is dropped in 2.4, not in 2.3 as was said.", True),
        ("11", "It is not 11 in summer, and 11 in winter.", True),
    ],
)
def test_what_a_sentence_denies_is_not_its_answer(text: str, sentence: str, stays: bool) -> None:
    assert left("which is it", (text, sentence)) == [text] * stays
