"""Shingles and sketches: what is alike agrees, and the earliest stands first in a pair."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.sketches import HASHES, alike, names, numbers, shingles, sketch
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


def test_each_text_is_paired_with_the_earliest_that_is_alike() -> None:
    texts = [WORDS[:80], WORDS[200:280], WORDS[:80], WORDS[:78], WORDS[300:380]]
    sketches = np.stack([sketch(shingles(text)) for text in texts])
    pairs = alike(sketches, np.array([9, 3, 4, 7, 1]))
    assert {(2, 0), (2, 3)} <= set(map(tuple, pairs.tolist()))
    assert not {1, 4} & set(pairs.ravel().tolist())


def test_as_many_pairs_as_texts_however_often_one_is_repeated() -> None:
    sketches = np.stack([sketch(shingles(WORDS[:50]))] * 300)
    pairs = alike(sketches, np.arange(300)[::-1].copy())
    assert sorted(map(tuple, pairs.tolist())) == [(299, n) for n in range(299)]
    assert alike(sketches[:0], np.empty(0, np.int64)).shape == (0, 2)


@given(st.lists(st.sampled_from(WORDS[:30]), max_size=40), st.integers(0, 40))
def test_a_part_of_a_text_has_no_shingle_that_the_text_lacks(words: list[str], cut: int) -> None:
    part = words[cut : cut + 20]
    assert len(part) < 5 or np.isin(shingles(part), shingles(words)).all()
