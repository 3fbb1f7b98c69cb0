"""What is told as a disagreement, and what is none."""

from dataclasses import replace

import pytest

from made_quotes import told
from qa.answer import Assistant
from qa.beside.disagree import differences
from qa.quote import Quote
from qa.types import Relation

TOLL = "How many people has the storm killed in Malawi?"


def values(question: str, *quotes: Quote) -> list[tuple[Relation, list[str]]]:
    return [
        (each.relation, [figure.text for figure in each.figures])
        for each in differences(question, quotes)
    ]


def killed(count: str, published: str, where: str = "Malawi", outlet: str = "Wire") -> Quote:
    return told(f"The storm has killed {count} people in {where}.", published, outlet=outlet)


def test_a_toll_that_rises_is_superseded_oldest_first() -> None:
    later, first = killed("438", "2024-03-18"), killed("at least 190", "2024-03-14")
    assert values(TOLL, later, first) == [(Relation.SUPERSEDED, ["at least 190", "438"])]


def test_figures_of_one_time_that_cannot_both_be_true_contradict() -> None:
    one = killed("190", "2024-03-14", outlet="Wire")
    other = killed("120", "2024-03-14", outlet="Post")
    assert values(TOLL, one, other) == [(Relation.CONTRADICTED, ["190", "120"])]


@pytest.mark.parametrize(
    "other",
    [
        killed("more than 180", "2024-03-14", outlet="Post"),
        killed("about 195", "2024-03-15", outlet="Post"),
        killed("at least 21", "2024-03-15", where="Mozambique", outlet="Post"),
        killed("more than 260", "2024-03-15", where="Malawi and Mozambique", outlet="Post"),
        told("The storm killed 120 children in Malawi.", "2024-03-15", outlet="Post"),
        told("The storm has killed 900 people in Malawi.", None, outlet="Post"),
        told("The flood injured 584 people in Malawi.", "2024-03-15", outlet="Post"),
    ],
    ids=lambda quote: quote.text,
)
def test_what_may_be_the_same_or_of_others_is_no_disagreement(other: Quote) -> None:
    assert values(TOLL, killed("190", "2024-03-14"), other) == []


def test_only_a_question_of_figures_is_answered_with_them() -> None:
    quotes = killed("438", "2024-03-18"), killed("190", "2024-03-14")
    assert values("Where did the storm hit Malawi?", *quotes) == []
    assert values("What is the latest on the storm in Malawi?", *quotes) != []


def test_events_of_other_years_are_kept_apart() -> None:
    one, other = killed("190", "2023-03-14"), killed("438", "2024-03-18")
    assert values(TOLL, one, other) == []


SAMPLES = [
    ("How long is the Dali?", "contradicted", ["984 feet", "948 feet"]),
    ("How many people attended the funeral of Pope Francis?", "contradicted",
     ["about 400,000", "about 250,000"]),
    ("How many people has Cyclone Freddy killed in Malawi?", "superseded", ["At least 190", "438"]),
    ("What is the ECB's deposit rate?", "superseded", ["3.75%", "3.50%", "3.00%"]),
    ("How many North Korean soldiers were sent to Russia?", "superseded",
     ["about 1,500", "at a minimum of 3,000", "around 10,000"]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "relation", "expected"), SAMPLES)
def test_the_samples_disagree_as_they_were_written_to(
    desk: Assistant, question: str, relation: str, expected: list[str]
) -> None:
    answer = desk.ask(question)
    (found,) = answer.to_dict()["disagreements"]
    assert found["relation"] == relation
    assert [claim["value"] for claim in found["claims"]] == expected
    days = [answer.citations[claim["evidence"]].source.published for claim in found["claims"]]
    assert days == sorted(days, key=str)
    for claim in found["claims"]:
        citation = answer.citations[claim["evidence"]]
        assert citation.number == claim["citation"]
        assert claim["value"] in " ".join(citation.quote.split())


@pytest.mark.parametrize(
    "question",
    [
        "How many workers died in the collapse of the Key Bridge?",
        "How many days did Freddy last?",
        "Who was elected pope in 2025?",
        "How much did Chandrayaan-3 cost?",
        "How many cardinals elect the new pope?",
        "How many people died in Mozambique?",
    ],
)
def test_other_questions_of_the_samples_have_none(desk: Assistant, question: str) -> None:
    assert desk.ask(question).disagreements == ()


def test_a_rate_goes_on_and_names_typed_small_are_known() -> None:
    first = told("UK inflation hit 5.4% in December, its highest rate since 1992.", "2022-02-11")
    later = told(
        "Overall UK inflation exceeded 10% in July, compared with 8.9% in France.", "2022-08-19"
    )
    expected = [(Relation.SUPERSEDED, ["5.4%", "10%"])]
    assert values("what is the uk inflation rate", first, later) == expected


def test_the_job_cuts_of_another_company_are_not_those_asked_about() -> None:
    own = told("The carmaker Norwo has laid off 1,000 workers.", "2024-03-14")
    more = told("Norwo has laid off 1,800 workers.", "2024-03-20")
    other = told("Days after Norwo, Eastco laid off 1,100 workers.", "2024-03-15")
    beside = told("Eastco has laid off 1,300 workers.", "2024-03-17")
    quotes = [own, beside, more]
    expected = [(Relation.SUPERSEDED, ["1,000", "1,800"])]
    assert values("how many people did norwo lay off", *quotes) == expected
    assert len(values("how many people did norwo lay off", other)) == 0


FIRE = "how many people died in the lahaina fire"


def dead(text: str, published: str, title: str = "Lahaina fire") -> Quote:
    return told(f"{text} in the Lahaina fire.", published, title=title)


def test_of_an_article_brought_up_to_date_the_highest_toll_counts() -> None:
    before = dead("At least 36 people died", "2023-08-09")
    again = dead("At least 36 people had died on Wednesday", "2023-08-11")
    article = again.hit.passage.article_id
    passage = replace(again.hit.passage, article_id=article)
    raised = replace(
        dead("The number of deaths has risen to 80", "2023-08-11"),
        hit=replace(again.hit, passage=passage),
    )
    assert values(FIRE, again, raised, before) == [(Relation.SUPERSEDED, ["At least 36", "80"])]
    assert values(FIRE, again, raised) == [], "one article does not contradict itself"


def test_a_name_that_is_no_known_place_need_only_be_told_of() -> None:
    first = dead("At least 36 people died", "2023-08-09", "Lahaina fire in Hawaii")
    later = told("In Hawaii the toll has reached 55.", "2023-08-10", title="Lahaina, Hawaii: fire")
    assert values(FIRE, first, later) == [(Relation.SUPERSEDED, ["At least 36", "55"])]


def test_of_some_only_their_own_number_is_told() -> None:
    first = told("In Norwick 22 Americans were killed.", "2024-03-14")
    others = told("In Norwick 45 people were killed.", "2024-03-15")
    later = told("The American death toll in Norwick has reached 27.", "2024-03-16")
    found = values("how many americans were killed in norwick", first, others, later)
    assert found == [(Relation.SUPERSEDED, ["22", "27"])]
