"""How many articles stand behind an answer, counted by hand."""

from dataclasses import replace

from qa.visiting.origins import Origins, copies_of, origins
from scripted_desk import ANSWER, DENIAL, REPORT, hit


def test_without_copies_every_cited_article_is_an_origin() -> None:
    assert origins(ANSWER) == Origins(articles=2, independent=2)


def test_copies_of_a_cited_article_are_articles_and_no_origins() -> None:
    hits = (replace(hit(1, REPORT), copies=("a", "b")), hit(2, DENIAL))
    assert origins(replace(ANSWER, hits=hits)) == Origins(articles=4, independent=2)


def test_two_cited_articles_that_are_copies_of_each_other_are_one_origin() -> None:
    hits = (
        replace(hit(1, REPORT), copies=(DENIAL.id,)),
        replace(hit(2, DENIAL), copies=(REPORT.id,)),
    )
    assert origins(replace(ANSWER, hits=hits)) == Origins(articles=2, independent=1)


def test_copies_of_what_is_not_cited_do_not_count() -> None:
    answer = replace(ANSWER, citations=ANSWER.citations[1:2], hits=(hit(1, REPORT),))
    with_copies = replace(answer, hits=(replace(hit(1, REPORT), copies=("a",)),))
    assert origins(with_copies) == Origins(articles=1, independent=1)


def test_several_passages_of_an_article_gather_their_copies() -> None:
    hits = (replace(hit(1, REPORT), copies=("a",)), replace(hit(2, REPORT), copies=("a", "b")))
    assert copies_of(replace(ANSWER, hits=hits)) == {REPORT.id: ("a", "b")}


def test_an_answer_without_citations_has_no_origin() -> None:
    assert origins(replace(ANSWER, citations=())) == Origins(0, 0)
