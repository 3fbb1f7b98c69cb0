"""Short answers: what is a candidate, and what speaks for it."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Source
from corpus.passages import Passage
from index.types import Hit
from qa.extract import read
from qa.quote import Reading
from qa.short_answers.short import SIGNS, candidates, shorts, trained_weights
from word_encoder import WordEncoder

TEXTS = (
    "Mayor Ann Archer closed the harbour of Norwick on Monday.",
    "The harbour was closed by Ann Archer because of a storm.",
    "Captain Lee has waited in Norwick for 12 days.",
)
QUESTION = "Who closed the harbour of Norwick?"


def one(term: str) -> float:
    return 1.0


def reading(question: str, texts: Sequence[str]) -> Reading:
    hits = [
        Hit(Passage(f"p{n}", f"a{n}", 0, len(text), text), "News", Source(), 1 / n, n)
        for n, text in enumerate(texts, 1)
    ]
    return read(question, hits, WordEncoder(), one)


def sign(question: str, texts: Sequence[str], said: str, name: str) -> float:
    found = candidates(reading(question, texts), WordEncoder(), one, trained_weights())
    return float(found.signs[found.texts.index(said), SIGNS.index(name)])


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("Ann Archer", "articles", np.log(2)),
        ("Ann Archer", "places", np.log(2)),
        ("Ann Archer", "repeated", 0.0),
        ("Ann Archer", "fits", 1.0),
        ("Ann Archer", "name", 1.0),
        ("12", "misfits", 1.0),
        ("12", "fits", 0.0),
        ("12", "articles", 0.0),
        ("Captain Lee", "words", 2.0),
    ],
)
def test_signs_worked_out_by_hand(said: str, name: str, value: float) -> None:
    assert sign(QUESTION, TEXTS, said, name) == pytest.approx(value)


def test_what_the_question_says_is_no_answer_to_it() -> None:
    texts = {short.text for short in shorts(reading(QUESTION, TEXTS), WordEncoder(), one)}
    assert not {"Norwick", "harbour", "closed"} & texts
    assert {"Ann Archer", "Captain Lee", "12"} <= texts


def test_ways_of_writing_one_answer_are_one() -> None:
    texts = ["They lost two ships in the storm.", "The storm took 2 ships from them."]
    found = shorts(reading("How many ships were lost?", texts), WordEncoder(), one)
    (two,) = (short for short in found if short.text in ("two", "2"))
    assert two.quotes == {0, 1}


def test_chances_sum_to_one_and_the_likeliest_is_first() -> None:
    chances = [s.chance for s in shorts(reading(QUESTION, TEXTS), WordEncoder(), one)]
    assert sum(chances) == pytest.approx(1, abs=0.01)  # but for what cannot be the answer
    assert chances == sorted(chances, reverse=True)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=100), st.lists(st.text(max_size=100), max_size=4))
def test_a_short_answer_stands_in_the_sentences_that_are_said_to_hold_it(
    question: str, texts: list[str]
) -> None:
    told = reading(question, texts)
    for short in shorts(told, WordEncoder(), one):
        assert any(short.text in told.quotes[place].text for place in short.quotes)
