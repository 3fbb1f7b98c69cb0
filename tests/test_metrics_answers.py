"""Agreement with gold answers: published examples and values worked out by hand."""

import pytest

from qa.metrics.answers import (
    contains,
    exact_match,
    matching,
    realtimeqa,
    squad,
    token_f1,
    with_none_of_the_above,
    word_count,
)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("The Denver Broncos", "denver broncos"),
        ("  a   Gold   anniversary!", "gold anniversary"),
        ("Levi's Stadium in the San Francisco Bay Area", "levis stadium in san francisco bay area"),
        ("$1.35 billion", "135 billion"),
        ("an end to the theatre", "end to theatre"),
    ],
)
def test_squad_normalisation(text: str, normalised: str) -> None:
    assert squad(text) == normalised


def test_realtimeqa_normalisation_keeps_articles() -> None:
    assert realtimeqa("The U.S. Senate!") == "the us senate"


def test_exact_match_takes_any_gold_answer() -> None:
    golds = ["Denver Broncos", "The Broncos"]
    assert exact_match("the broncos.", golds) == 1.0
    assert exact_match("the Denver team", golds) == 0.0
    assert exact_match("Broncos", golds, realtimeqa) == 0.0


def test_token_f1_by_hand() -> None:
    # Common words: santa, clara. Precision 2/3, recall 2/2.
    assert token_f1("Santa Clara, California", ["Santa Clara"]) == pytest.approx(0.8)
    # A word that occurs once in the gold answer counts once.
    assert token_f1("new new york", ["New York"]) == pytest.approx(0.8)
    assert token_f1("", ["Santa Clara"]) == 0.0
    assert token_f1("Paris", ["Lyon", "Paris, France"]) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("It happened in Malawi[1].", "Malawi"),
        ("It happened in Malawi [1][2] again", "in Malawi again"),
        ("Malawi’s president", "Malawi"),
        ("He paid $1.35 billion.", "$1.35 billion"),
        ("a 15‑year‑old boy", "15-year-old"),
        ("the “Band” played", "The Band"),
        ("goals by Pele", "Pelé"),
        ("1,000 people", "1000"),
        ("The U.S. won", "US"),
        ("some 5% of them", "5 percent"),
        ("他在北京举行", "北京"),
        ("won by The Who", "The Who"),
        ("finished in 2.5.", "2.5"),
        ("İstanbul is large", "İstanbul"),
    ],
)
def test_contains_looks_past_form(text: str, gold: str) -> None:
    assert contains(text, [gold])


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("The focus group", "us"),
        ("It cost 13.5 million", "135"),
        ("It cost 13.5 million", "13"),
        ("Buffalo beat the Bills", "Buffalo Bills"),
        ("It cost 5 million", "$5 million"),
        ("The source was [12].", "12"),
        ("Prices rose 5 percent", ".5%"),
        ("It took 3½ hours", "31"),
        ("anything", "?!"),
        ("anything", ""),
    ],
)
def test_contains_wants_the_words_themselves(text: str, gold: str) -> None:
    assert not contains(text, [gold])


def test_matching_keeps_an_answer_of_articles_only() -> None:
    assert matching("A") == "a"


def test_word_count_leaves_marks_out() -> None:
    assert word_count("It rained in Malawi [1][2].") == 5


def test_none_of_the_above_by_hand() -> None:
    # Replacing the gold leaves .2 and .1, below .5: none of the above, right. Replacing
    # another leaves .6 for the gold: right.
    assert with_none_of_the_above([0.6, 0.2, 0.1], gold=0) == 1.0
    # Without the gold, .7 is chosen: wrong. Without .7, the gold is; without .1, .7 is: wrong.
    assert with_none_of_the_above([0.6, 0.7, 0.1], gold=0) == pytest.approx(1 / 3)
    # Nothing reaches the threshold: right only where the gold was replaced.
    assert with_none_of_the_above([0.4, 0.2], gold=0) == 0.5
    # Of equal scores the first is chosen.
    assert with_none_of_the_above([0.6, 0.6, 0.1], gold=0) == pytest.approx(2 / 3)
    # A single choice is replaced, and then nothing but none of the above is left.
    assert with_none_of_the_above([1.0], gold=0) == 1.0
