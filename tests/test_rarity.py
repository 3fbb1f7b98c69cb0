"""Rarity of words where an index is too small to tell."""

import math

import pytest

from index.engines import rarity
from index.terms import terms


def test_rarity_is_that_of_the_index_and_the_background_together() -> None:
    (many,) = terms("many")
    in_a_thousand = rarity._in_a_thousand()[many]
    held = 2 + in_a_thousand
    expected = math.log(1 + (12 + 1_000 - held + 0.5) / (held + 0.5))
    assert rarity.smoothed_idf(many, 2, 12) == pytest.approx(expected)
    assert rarity.smoothed_idf("orsova", 2, 12) == pytest.approx(math.log(1 + 1010.5 / 2.5))


def test_in_few_documents_a_common_word_tells_less_than_a_name_that_more_of_them_hold() -> None:
    (many,) = terms("many")
    assert rarity.smoothed_idf(many, 0, 12) < rarity.smoothed_idf("orsova", 6, 12) / 3


def test_a_large_index_hardly_notices() -> None:
    alone = math.log(1 + (1_000_000 - 50_000 + 0.5) / (50_000 + 0.5))
    assert rarity.smoothed_idf("council", 50_000, 1_000_000) == pytest.approx(alone, rel=0.01)


def test_words_are_known_by_their_terms() -> None:
    for word, most in (("many", 900), ("studies", 400), ("wished", 400)):
        (term,) = terms(word)
        assert 25 <= rarity._in_a_thousand()[term] <= most
