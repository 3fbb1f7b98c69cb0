"""Sentences that name what is asked for in the plural."""

from dataclasses import replace

from made_quotes import told
from qa.quote import Quote
from qa.quoting.listing import listing


def quotes(*texts: str) -> list[Quote]:
    return [replace(told(text, "2024-03-14"), rest=0.8, near=1.0) for text in texts]


SENT = quotes(
    "Germany and Poland will send tanks to Freedonia, and France may do so.",
    "Canada said on Monday that it would send four tanks as well.",
    "Tanks are heavy, and no one knows when they will arrive.",
    "Germany will send its tanks by rail.",
)


def named(question: str, ranked: list[Quote], room: int = 120) -> list[str]:
    return [quote.text for quote in listing(ranked, question, room)]


def test_the_sentences_that_add_most_names_come_first_and_each_adds_one() -> None:
    asked = "which countries will send tanks to freedonia"
    assert named(asked, SENT) == [SENT[0].text, SENT[1].text]
    assert named(asked, SENT, room=15) == [SENT[0].text]


def test_few_names_and_those_of_the_question_make_no_list() -> None:
    assert named("which countries will send tanks", SENT[1:2]) == []
    assert named("which countries beside Germany, Poland and France", SENT[:1]) == []
    assert named("which states will send tanks", SENT) == []
    assert named("why will they send tanks", SENT) == []


def test_names_are_of_the_kind_that_is_asked_for() -> None:
    found = quotes("Ann Archer, Bea Baker and Carl Cole of Texas met in Utah, Ohio and Iowa.")
    assert named("which politicians met", found) == [found[0].text]
    assert named("which states were they in", found) == [found[0].text]
    assert named("which countries were they in", found) == []


def test_what_meets_the_question_far_less_is_no_part_of_the_list() -> None:
    beside = replace(SENT[1], rest=0.4)
    away = replace(SENT[1], near=0.1)
    assert named("which countries send tanks", [SENT[0], beside, away]) == [SENT[0].text]


def test_what_is_not_told_of_them_is_no_part_of_the_list() -> None:
    others = quotes("Italy will send anti-tank weapons to Freedonia.")
    assert named("which countries send tanks to freedonia", [*SENT, *others]) == named(
        "which countries send tanks to freedonia", SENT
    )


def test_of_two_years_the_newer_is_named_first() -> None:
    old = replace(
        told("Italy and Spain send tanks to Freedonia.", "2022-03-14"), rest=0.8, near=1.0
    )
    new = replace(told("Chile and Peru send tanks to Freedonia.", "2024-03-14"), rest=0.8, near=1.0)
    found = named("which countries send tanks to freedonia", [old, new])
    assert found[0] == new.text


def test_a_sentence_that_is_a_list_may_meet_the_question_less() -> None:
    asked = "which countries will send tanks to freedonia"
    around = " They will send tanks to Freedonia."
    text = "Ten allies came, among them Norway, Spain and Chile."
    listed = replace(told(text, "2024-03-14", around=around), rest=0.6, near=1.0)
    few = "Ten allies came, among them Norway and Spain."
    found = [*SENT, replace(told(few, "2024-03-14", around=around), rest=0.6, near=1.0)]
    assert named(asked, found) == named(asked, SENT)
    assert text in named(asked, [*SENT, listed])
    assert text not in named(asked, [*SENT, replace(listed, rest=0.5)])
    assert text not in named(asked, [*SENT, replace(told(text, "2024-03-14"), rest=0.6)])
