"""Shingles, sketches and bands: what is alike agrees."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.near_copies.sketches import (
    BAND_BITS,
    BANDS,
    HASHES,
    bands,
    names,
    numbers,
    shingles,
    sketch,
)
from index.terms import terms

WORDS = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(400)]


def test_shingles_are_the_distinct_runs_of_five_terms() -> None:
    assert len(shingles(list("abcdefg"))) == 3
    assert len(shingles(list("abcdeabcde"))) == 5, "abcde stands there twice"
    assert len(shingles(list("abc"))) == 1
    assert len(shingles([])) == 0
    one, other = shingles(list("abcdefg")), shingles(list("cdefghi"))
    assert len(np.intersect1d(one, other)) == 1
    assert not np.intersect1d(shingles(list("abcde")), shingles(list("edcba"))).size
    assert not np.intersect1d(shingles(list("abc")), shingles(list("abcde"))).size


def test_case_accents_and_word_forms_make_no_difference() -> None:
    one = terms("The mayor of Málaga closes the old harbours, he says")
    other = terms("The Mayor of Malaga closed the old harbour. He says")
    assert shingles(one).tolist() == shingles(other).tolist()


def test_numbers_are_found_in_digits_and_in_words_and_names_by_their_capitals() -> None:
    text = "At least 1,200 people and two dogs left for Málaga with the McCarthys, at $1.35 each"
    assert numbers(terms(text)) == {"1200", "two", "1.35"}
    assert names(text) == {"at", *terms("Málaga McCarthys")}


def test_sketches_agree_as_often_as_their_texts_are_alike() -> None:
    # 100 shingles each, 50 of them in both: Jaccard 50 / 150.
    one, other = shingles(WORDS[:104]), shingles(WORDS[50:154])
    jaccard = len(np.intersect1d(one, other)) / len(np.union1d(one, other))
    assert jaccard == 1 / 3
    agreement = float((sketch(one) == sketch(other)).mean())
    # Three standard deviations of a binomial share over so many places.
    assert abs(agreement - jaccard) < 3 * (jaccard * (1 - jaccard) / HASHES) ** 0.5
    assert (sketch(one) == sketch(one[::-1])).all()


def test_bands_agree_where_three_places_of_the_sketches_do() -> None:
    one = sketch(shingles(WORDS[:80]))
    other = one.copy()
    other[4] += 1  # of the second band
    other[HASHES - 1] += 1  # of none
    told = bands(np.stack([one, other]))
    assert told.shape == (2, BANDS)
    assert told.max() < 1 << BAND_BITS
    assert np.flatnonzero(told[0] != told[1]).tolist() == [1]
    assert len(np.unique(bands(np.zeros((1, HASHES), np.uint32)))) == BANDS, (
        "each is one of its own"
    )


@given(st.lists(st.sampled_from(WORDS[:30]), max_size=40), st.integers(0, 40))
def test_a_part_of_a_text_has_no_shingle_that_the_text_lacks(words: list[str], cut: int) -> None:
    part = words[cut : cut + 20]
    assert len(part) < 5 or np.isin(shingles(part), shingles(words)).all()
