"""Words of a sentence, their stems, and the clauses that they stand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.checking.clauses import phrase_at, words_of

SENTENCE = "The ships waited outside, but the mayor’s men (and women) were not told."


def test_words_are_folded_and_stemmed_and_know_their_place() -> None:
    words = words_of(SENTENCE)
    assert [word.plain for word in words[:4]] == ["the", "ships", "waited", "outside"]
    assert [word.stem for word in words[1:4]] == ["ship", "wait", "outsid"]
    assert all(SENTENCE[slice(*word.span)].casefold()[0] == word.plain[0] for word in words)


def test_marks_and_joining_words_part_clauses() -> None:
    clauses: dict[int, list[str]] = {}
    for word in words_of(SENTENCE):
        clauses.setdefault(word.clause, []).append(word.plain)
    assert list(clauses.values()) == [
        ["the", "ships", "waited", "outside"],
        ["but", "the", "mayor's", "men"],
        ["and", "women"],
        ["were", "not", "told"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Some 3,000 people left Norwick at 10:30 on Monday",
        "The fleet of the U.S. has left the port of John F. Archer",
    ],
)
def test_marks_within_a_figure_or_an_initial_part_nothing(text: str) -> None:
    assert {word.clause for word in words_of(text)} == {0}


def test_function_words_carry_nothing() -> None:
    words = words_of("The ships were told of it.")
    assert [word.plain for word in words if word.carries] == ["ships", "told"]


@pytest.mark.parametrize(("place", "there"), [(0, False), (1, True), (2, False)])
def test_a_phrase_stands_where_its_words_do(place: int, there: bool) -> None:
    assert phrase_at(words_of("It is yet to come."), place + 1, "yet to") is there


@given(st.text())
def test_any_text_has_words_in_order_and_clauses_that_only_rise(text: str) -> None:
    words = words_of(text)
    spans = [word.span for word in words]
    assert spans == sorted(spans)
    assert [word.clause for word in words] == sorted(word.clause for word in words)
