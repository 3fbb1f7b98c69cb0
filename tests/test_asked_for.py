"""The words that ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asking.asked_for import asked_for, last_sentence


@pytest.mark.parametrize(
    ("question", "asking"),
    [
        ("Which university recently won the cup?", "Which university"),
        ("Who closed the harbour?", "Who"),
        ("How many troops are in Russia?", "How many troops"),
        ("Scientists from which country made it?", "which country"),
        ("The bill failed. Which state rejected it?", "Which state rejected"),
        ("Who won? The state of which senator?", "which senator"),
        ("What is Sora?", "What"),
        ("the latest on the strike", "the latest on the strike"),
        ("Where did he go, and when?", "Where"),
    ],
)
def test_the_words_that_ask_and_the_thing_they_name(question: str, asking: str) -> None:
    start, end = asked_for(question)
    assert question[start:end] == asking


@given(st.text(max_size=80))
def test_spans_lie_in_the_question(question: str) -> None:
    for start, end in (asked_for(question), last_sentence(question)):
        assert 0 <= start <= end <= len(question) or not question.strip()


def test_the_last_sentence_is_the_one_that_asks() -> None:
    question = "Gas is dear. It rose again. Why? "
    start, end = last_sentence(question)
    assert question[start:end] == "Why?"
