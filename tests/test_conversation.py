"""What a reader keeps of a conversation, and how it is read back against the index."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.errors import InputError
from qa.types import (
    Claim,
    Disagreement,
    Event,
    Provenance,
    Relation,
    Turn,
)
from qa.visiting.conversation import MOST_EXCHANGES, Exchange, Since, Within, restored, saved, turns
from scripted_desk import ANSWER, DECLINED, DENIAL, REPORT, TROOPS

RICH = replace(
    ANSWER,
    timeline=(Event("2024-10-30", "The Pentagon gives a figure.", (1,), (0,)),),
    disagreements=(
        Disagreement("troops", Relation.CONTRADICTED, (Claim("10,000", 1, 0), Claim("none", 2, 1))),
    ),
    notes=("The language model did not reply.",),
    hits=(replace(ANSWER.hits[0], copies=("un-cannot-verify",)), ANSWER.hits[1]),
)  # fmt: skip
ARTICLES = {article.id: article for article in (REPORT, DENIAL)}


def kept(*exchanges: Exchange) -> Any:
    """What a browser sends back."""
    return json.loads(json.dumps([saved(each) for each in exchanges]))


def reopened(exchange: Exchange, articles: dict[str, Article] = ARTICLES) -> Exchange:
    (found,) = restored(kept(exchange), articles.get)
    return found


@pytest.mark.parametrize("answer", [RICH, DECLINED])
def test_a_reopened_answer_is_what_a_reader_saw(answer: Any) -> None:
    exchange = Exchange(
        answer.question, answer, done=True, within=Within("2024-10-01", "", "", ("P",))
    )
    found = reopened(exchange)
    assert saved(found) == saved(exchange)
    assert found.answer is not None
    assert [each.source for each in found.answer.citations] == [
        each.source for each in answer.citations
    ], "authors and related sources come from the index"
    assert found.since == {}


def test_what_went_wrong_and_what_was_stopped_is_kept() -> None:
    problem = Exchange("Why?", problem="The model is gone.")
    stopped = Exchange("Who?", ANSWER, stopped=True, as_typed=True)
    found = restored(kept(problem, stopped), ARTICLES.get)
    assert [(each.problem, each.stopped, each.as_typed) for each in found] == [
        ("The model is gone.", False, False),
        (None, True, True),
    ]
    assert found[0].answer is None


def test_an_article_that_is_gone_is_said_to_be_and_keeps_the_name_it_had() -> None:
    found = reopened(Exchange(ANSWER.question, ANSWER, done=True), {DENIAL.id: DENIAL})
    assert found.since == {REPORT.id: Since.REMOVED}
    assert found.answer is not None
    assert found.answer.citations[0].title == REPORT.title
    assert found.answer.citations[0].source.outlet == "The Harbour Post"
    assert [hit.passage.article_id for hit in found.answer.hits] == [DENIAL.id]


def test_an_article_whose_quoted_words_changed_is_said_to_have() -> None:
    changed = replace(REPORT, text=REPORT.text.replace("10,000", "12,000"))
    found = reopened(Exchange(ANSWER.question, ANSWER, done=True), {**ARTICLES, REPORT.id: changed})
    assert found.since == {REPORT.id: Since.REWORDED}


def test_an_article_edited_elsewhere_is_told_by_its_digest() -> None:
    provenance = Provenance(
        "i", "c", {}, None, {}, {REPORT.id: REPORT.hash, DENIAL.id: DENIAL.hash}
    )
    edited = replace(REPORT, text=f"Correction. {REPORT.text}")
    exchange = Exchange(ANSWER.question, replace(ANSWER, provenance=provenance), done=True)
    assert reopened(exchange).since == {}
    found = reopened(exchange, {**ARTICLES, REPORT.id: edited})
    assert found.since == {REPORT.id: Since.EDITED}
    again = reopened(found, {**ARTICLES, REPORT.id: edited})
    assert again.since == found.since, "an export of what was reopened tells it too"
    assert again.answer is not None
    assert again.answer.provenance == provenance


def test_a_question_asked_as_typed_begins_the_history_anew() -> None:
    asked = [
        Exchange("One?", ANSWER),
        Exchange("Two?", problem="gone"),
        Exchange("Three?", ANSWER, as_typed=True),
        Exchange("Four?"),
    ]
    assert turns(asked[:2]) == [Turn("One?", ANSWER.text)]
    assert turns(asked) == [Turn("Three?", ANSWER.text), Turn("Four?", None)]


def test_what_narrows_a_question_is_told_in_words() -> None:
    within = Within("2024-10-01", "", "2024-11-01", ("The Wire",))
    assert within.words() == ("since 2024-10-01", "as of 2024-11-01", "The Wire")
    assert Within().words() == ()


def spoiled(path: tuple[Any, ...], value: Any) -> Any:
    """A kept conversation with one value replaced."""
    payload = kept(Exchange(RICH.question, RICH, done=True))
    at = payload
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return payload


@pytest.mark.parametrize(
    "payload",
    [
        None, {}, "x", [None], [[]], [{}], [{"question": "x"}],
        kept(*[Exchange("x", problem="y")] * (MOST_EXCHANGES + 1)),
        spoiled((0, "question"), 7),
        spoiled((0, "stopped"), "yes"),
        spoiled((0, "within"), {"outlets": [1]}),
        spoiled((0, "within"), {"since": 1}),
        spoiled((0, "answer"), "x"),
        spoiled((0, "answer", "confidence"), 2),
        spoiled((0, "answer", "confidence"), True),
        spoiled((0, "answer", "text"), "x" * 50_001),
        spoiled((0, "answer", "citations"), {}),
        spoiled((0, "answer", "citations", 0, "start"), -1),
        spoiled((0, "answer", "citations", 0, "end"), 0),
        spoiled((0, "answer", "citations", 0, "article_id"), None),
        spoiled((0, "answer", "sentences", 0, "evidence"), [3]),
        spoiled((0, "answer", "sentences", 0, "support"), "certain"),
        spoiled((0, "answer", "timeline", 0, "evidence"), [-1]),
        spoiled((0, "answer", "disagreements", 0, "claims", 0, "evidence"), 9),
        spoiled((0, "answer", "hits", 0, "score"), "high"),
        spoiled((0, "answer", "notes"), [1]),
    ],
)  # fmt: skip
def test_what_newsdesk_did_not_keep_is_refused(payload: Any) -> None:
    with pytest.raises(InputError, match="Delete it, and ask its questions anew"):
        restored(payload, ARTICLES.get)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
PLACES = st.sampled_from(
    [(0, key) for key in ("id", "question", "within", "as_typed", "stopped", "problem", "answer")]
    + [(0, "answer", key) for key in RICH.to_dict()]
    + [(0, "answer", "citations", 0, key) for key in RICH.to_dict()["citations"][0]]
    + [(0, "answer", "hits", 0, key) for key in RICH.to_dict()["hits"][0]]
)


@given(PLACES, JSON)
def test_whatever_a_browser_sends_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    try:
        found = restored(spoiled(path, value), ARTICLES.get)
    except InputError:
        return
    for each in found:
        assert saved(each)["question"] == each.question


def test_a_citation_of_a_reopened_answer_quotes_the_same_words() -> None:
    found = reopened(Exchange(ANSWER.question, ANSWER, done=True)).answer
    assert found is not None
    assert found.citations[0].quote == TROOPS
    start, end = found.citations[0].start, found.citations[0].end
    assert REPORT.text[start:end] == TROOPS
