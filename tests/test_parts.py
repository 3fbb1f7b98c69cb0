"""Two questions asked in one: each is answered by itself, and said to be left open where it is."""

import pytest

from corpus.article import Source
from corpus.passages import Passage
from index.types import Hit
from qa.answer import Assistant
from qa.confidence import Confidence
from qa.followups.topic import topic
from qa.parts import joined, questions
from qa.quoting.few import MOST_WORDS


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "When did the storm hit Norwick, and how many died?",
            ["When did the storm hit Norwick", "The storm hit Norwick: how many died?"],
        ),
        ("who bought twitter and for how much", ["who bought twitter", "Twitter: for how much"]),
        (
            "When was the balloon shot down and by what plane?",
            ["When was the balloon shot down", "By what plane was the balloon shot down"],
        ),
        (
            "Where was the ship built, and by whom?",
            ["Where was the ship built", "By whom was the ship built"],
        ),
        (
            "when and where is the final in Norwick",
            ["when is the final in Norwick", "where is the final in Norwick"],
        ),
        (
            "who shot at the school and how many were killed",
            ["who shot at the school", "The school: how many were killed"],
        ),
        (
            "how long is the dali and who was the captain of the dali",
            ["how long is the dali", "who was the captain of the dali"],
        ),
    ],
)
def test_two_points_are_two_questions(question: str, each: list[str]) -> None:
    assert questions(question) == each


@pytest.mark.parametrize(
    "question",
    [
        "How many people died and were hurt in Norwick?",
        "Why did Archer resign and who follows her?",  # one of them has no short answer
        "Who won the race? And who lost?",  # background is told in sentences of its own
        "Who is the mayor?",
        "and",
        "who and",
    ],
)
def test_others_are_one(question: str) -> None:
    assert questions(question) == [question]


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("When did Silicon Valley Bank collapse?", "Silicon Valley Bank collapse"),
        ("who bought twitter", "twitter"),
        ("How many people died in the Norwick flood?", "people died in the Norwick flood"),
        ("Is the bridge at Norwick open?", "Is the bridge at Norwick open"),
        ("For how long was the road to Norwick closed?", "the road to Norwick closed"),
        ("Who?", "Who"),
        ("", ""),
    ],
)
def test_a_topic_is_a_question_without_what_asks(question: str, about: str) -> None:
    assert topic(question) == about


def test_both_answers_are_given_each_from_its_own_article(desk: Assistant) -> None:
    question = "How many people did Cyclone Freddy kill in Malawi, and how many days did it last?"
    answer = desk.ask(question)
    assert answer.short_answer == "438; 36 days"
    assert len({citation.passage.article_id for citation in answer.citations}) > 1
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert len({hit.passage.id for hit in answer.hits}) == len(answer.hits)
    assert len(" ".join(each.text for each in answer.sentences).split()) <= MOST_WORDS
    assert answer.standalone_question == question
    assert answer.notes == ()


def test_a_sentence_that_answers_both_is_quoted_once(desk: Assistant) -> None:
    answer = desk.ask("who is south korea's defence minister and who is its defence minister")
    texts = [each.text for each in answer.sentences]
    assert answer.answered and len(set(texts)) == len(texts)


def test_what_is_found_for_both_keeps_the_better_of_its_places() -> None:
    def found(*ids: str) -> list[Hit]:
        return [
            Hit(Passage(each, each, 0, 4, "text"), "Title", Source(), 1.0, rank)
            for rank, each in enumerate(ids, 1)
        ]

    hits = joined([found("x", "a2", "a3"), found("b1", "b2", "x")])
    assert [hit.passage.id for hit in hits] == ["x", "b1", "a2", "b2", "a3"]
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]


def test_what_is_left_open_is_said(desk: Assistant) -> None:
    answer = desk.ask(
        "How many days did Cyclone Freddy last, and who wrote the libretto of The Magic Flute?"
    )
    assert answer.answered and answer.short_answer == "36 days"
    assert answer.notes == (
        "Not answered: “who wrote the libretto of The Magic Flute?” The articles do not tell.",
    )


def test_where_neither_is_told_it_is_declined(desk: Assistant) -> None:
    answer = desk.ask("Who wrote The Magic Flute, and how many days did the Hundred Days last?")
    assert not answer.answered and answer.notes == ()
    assert answer.confidence < 0.5 and answer.hits


def test_a_holder_who_is_named_outright_is_enough_sooner(
    desk: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Who is South Korea's defence minister?"

    def unsure(*_: object) -> Confidence:
        return Confidence(0.2, 0.25)

    monkeypatch.setattr("qa.parts.confidence", unsure)
    assert "Kim Yong-hyun" in desk.ask(question).text
    monkeypatch.setattr("qa.parts.tells_outright", lambda *_: False)
    assert not desk.ask(question).answered
