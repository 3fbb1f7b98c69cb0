"""How near words stand to what a question says, worked out by hand."""

import math

import numpy as np
import pytest

from corpus.article import Source
from corpus.passages import Passage
from index.types import Hit
from qa.short_answers.closeness import Closeness

TEXT = "The mayor closed the harbour."


def hit(text: str, title: str = "News") -> Hit:
    return Hit(Passage("p", "a", 0, len(text), text), title, Source(), 1.0, 1)


def at(*words: str, text: str = TEXT) -> np.ndarray:
    return np.array([(text.index(word), text.index(word) + len(word)) for word in words])


def test_nearness_falls_with_the_distance_in_words() -> None:
    close, near = Closeness({"harbour": 2.0}, frozenset({"mayor"})).of(
        hit(TEXT), at("harbour", "closed")
    )
    assert close == pytest.approx([1.0, math.exp(-2 / 40)])
    assert near == pytest.approx([math.exp(-3 / 3), math.exp(-1 / 3)])


def test_terms_count_by_their_weight_and_those_that_are_missing_count_for_nothing() -> None:
    close, _ = Closeness({"harbour": 1.0, "storm": 3.0}, frozenset()).of(hit(TEXT), at("harbour"))
    assert close == pytest.approx([0.25])


def test_a_word_of_the_headline_is_near_to_every_place() -> None:
    close, _ = Closeness({"storm": 1.0}, frozenset()).of(hit(TEXT, "A storm"), at("mayor"))
    assert close == pytest.approx([0.6])


def test_a_span_of_several_words_is_as_near_as_its_ends_together() -> None:
    close, _ = Closeness({"harbour": 1.0}, frozenset()).of(hit(TEXT), at("closed the harbour"))
    assert close == pytest.approx([(1.0 + math.exp(-2 / 40)) / 2])


def test_a_passage_without_words_is_near_to_nothing() -> None:
    close, near = Closeness({"harbour": 1.0}, frozenset()).of(hit("…"), np.array([[0, 1]]))
    assert (close.tolist(), near.tolist()) == ([0.0], [0.0])
