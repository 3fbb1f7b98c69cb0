"""One question and its answer: metrics and failure classes by hand."""

from dataclasses import replace
from typing import Any

import pytest

from corpus.passages import Passage
from fake_desk import FakeDesk, hits, passages, question, quoted
from qa.batch.ask import answer_row
from qa.batch.failures import Failure
from qa.batch.questions import question_from_row
from qa.batch.scoring import Score, score
from qa.types import Sentence, Support

DESK = FakeDesk()


def scored(town: int, **changes: Any) -> Score:
    asked = question_from_row({**question(town), **changes})
    return score(asked, answer_row(DESK, asked), DESK.article)


def test_a_right_answer_with_the_article_first() -> None:
    found = scored(0)
    assert found.values == {
        "answered": 1.0,
        "error": 0.0,
        **{f"article_{name}": 1.0 for name in ("mrr_at_10", "ndcg_at_10", "map_at_10")},
        **{f"article_{name}_at_{k}": 1.0 for name in ("hits", "recall") for k in (1, 4, 10)},
        **{f"passage_{name}": 1.0 for name in ("mrr_at_10", "ndcg_at_10", "map_at_10")},
        **{f"passage_{name}_at_{k}": 1.0 for name in ("hits", "recall") for k in (1, 5, 10, 20)},
        "answer_words": 6.0,
        "answer_contained": 1.0,
        "exact_match": 1.0,
        "token_f1": 1.0,
        "exact_match_realtimeqa": 1.0,
        "token_f1_realtimeqa": 1.0,
        "citation_recall": 1.0,
        "citation_precision": 1.0,
        "quotes_exact": 1.0,
        "answered_answerable": 1.0,
        "answered_correct": 1.0,
    }
    assert (found.correct, found.failure, found.kind, found.month) == (True, None, "who", "2024-06")
    assert found.outlets == ("The Harbour Post",)
    assert found.timings_ms == {"total": 15.0, "search": 10.0, "answer": 5.0}


def test_articles_and_passages_rank_apart() -> None:
    # Town 1 comes after three passages of town 2.
    found = scored(1)
    assert (found.article_rank, found.passage_rank) == (2, 4)
    assert found.values["article_mrr_at_10"] == 0.5
    assert found.values["passage_mrr_at_10"] == 0.25
    assert found.values["passage_hits_at_1"] == 0.0


@pytest.mark.parametrize(
    ("town", "changes", "failure"),
    [
        (2, {}, Failure.NOT_QUOTED),
        (3, {}, Failure.WRONGLY_DECLINED),
        (4, {}, Failure.NOT_RETRIEVED),
        (4, {"relevant": ["town-400"]}, Failure.NOT_IN_CORPUS),
        # Asked before the only relevant article was published.
        (4, {"date": "2024-01-31"}, Failure.NOT_IN_CORPUS),
        (0, {"answer": "Somebody"}, Failure.NOT_RETRIEVED),
        (0, {"answerable": False}, Failure.WRONGLY_ANSWERED),
    ],
)
def test_failures_are_classed(town: int, changes: dict[str, Any], failure: Failure) -> None:
    found = scored(town, **changes)
    assert (found.correct, found.failure) == (False, failure)


def test_the_wrong_sentence_of_the_right_passage() -> None:
    town = DESK.articles["town-0"]
    whole = Passage("whole", town.id, 0, len(town.text), town.text)
    answer = quoted(
        passages(town)[1].text, passages(town)[1:2], hits([whole], DESK.articles), DESK.articles
    )
    found = score(question_from_row(question(0)), {"id": "q0", **answer.to_dict()}, DESK.article)
    assert found.failure == Failure.WRONG_SENTENCE


def test_declining_an_unanswerable_question_is_right() -> None:
    found = scored(3, answerable=False)
    assert (found.correct, found.values["answered_unanswerable"]) == (True, 0.0)
    assert "answer_contained" not in found.values


def test_without_gold_nothing_is_known() -> None:
    found = scored(0, answer=None, relevant=None)
    assert (found.correct, found.answerable) == (None, None)
    assert not {"answer_contained", "article_hits_at_1", "passage_hits_at_1"} & set(found.values)


def test_a_failed_question_counts_as_wrong_on_either_side() -> None:
    desk = FakeDesk(fails_on="Who is the mayor of Town0?")
    for answerable, confidence, side in ((True, 0.0, 0.0), (False, 1.0, 1.0)):
        asked = question_from_row(
            {**question(0), "answerable": answerable, "choices": ["a", "Person0"]}
        )
        found = score(asked, answer_row(desk, asked), desk.article)
        assert (found.correct, found.failure) == (False, Failure.ERROR)
        assert found.confidence == confidence
        name = "answered_answerable" if answerable else "answered_unanswerable"
        assert found.values[name] == side
        if answerable:
            assert found.values["answer_contained"] == found.values["choice_accuracy"] == 0.0


def test_choices_are_scored_by_the_place_of_the_gold_answer() -> None:
    choices = ["Person9", "the Person0", "Person0"]
    found = scored(0, choices=choices)
    assert found.values["choice_accuracy"] == 1.0
    # Replacing either other choice keeps the gold; replacing the gold leaves .1 twice.
    assert found.values["choice_accuracy_with_none"] == 1.0
    assert scored(2, choices=choices[::2]).values.get("choice_accuracy") is None


def test_a_quote_that_has_moved_is_not_exact() -> None:
    asked = question_from_row(question(0))
    row = answer_row(DESK, asked)
    moved = replace(DESK.articles["town-0"], text=" " + DESK.articles["town-0"].text)
    found = score(asked, row, lambda id: moved)
    assert found.values["quotes_exact"] == 0.0


def test_a_named_support_check_adds_its_own_metrics() -> None:
    asked = question_from_row(question(0))
    row = answer_row(DESK, asked)
    found = score(asked, row, DESK.article, supports=lambda sentence, quotes: False)
    assert found.values["citation_recall"] == 1.0
    assert found.values["citation_recall_nli"] == found.values["citation_precision_nli"] == 0.0


def test_quotations_are_looked_for_in_what_the_sentence_cites() -> None:
    own = passages(DESK.articles["town-0"])
    answer = quoted(own[0].text, own[:1], hits(own, DESK.articles), DESK.articles)
    said = Sentence('They say "the weather was fine".', (1,), (0,), Support.SUPPORTED)
    row = {"id": "q0", **replace(answer, sentences=(said,)).to_dict()}
    found = score(question_from_row(question(0)), row, DESK.article)
    assert found.values["quotations_verbatim"] == 0.0
    said = replace(said, text='They say "weather was fine".')
    row = {"id": "q0", **replace(answer, sentences=(said,)).to_dict()}
    found = score(question_from_row(question(0)), row, DESK.article)
    assert found.values["quotations_verbatim"] == 1.0


def test_scores_are_read_back_as_they_were_written() -> None:
    found = scored(2)
    again = Score(**found.to_dict())
    assert again == found
