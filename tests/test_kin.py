"""What kin did, or who came before, is no deed of whom is asked about."""

import pytest

from qa.matching.kin import of_kin
from qa.matching.undone import tells_undone, undone

QUEEN = "Queen Ilva of Tessaly became queen when her father died in 1952."


@pytest.mark.parametrize(
    ("question", "text", "sentence"),
    [
        ("When did Queen Ilva die?", "1952", QUEEN),
        ("when did the queen die", "1952", QUEEN),
        ("When did Ilva die?", "1952", "Ilva was crowned on the death of her father in 1952."),
        ("When did Ilva die?", "1952", "Ilva was nine when her father, King Otto, died in 1952."),
        ("When did Ann resign?", "May", "Ann took over after her predecessor had resigned in May."),
        ("Where was Ann Reid born?", "Harl", "Ann Reid's mother was born in Harl."),
    ],
)
def test_the_deed_of_kin_is_known(question: str, text: str, sentence: str) -> None:
    assert of_kin(question)(text, sentence)
    assert undone(question)(text, sentence)


@pytest.mark.parametrize(
    ("question", "text", "sentence"),
    [
        ("When did the queen's father die?", "1952", QUEEN),
        # The father himself is asked about.
        ("When did King Otto die?", "1952", QUEEN),
        (
            "When did King Otto die?",
            "1952",
            "Ilva was nine when her father, King Otto, died in 1952.",
        ),
        # A deed of her own, and a time beside.
        ("When did Ilva die?", "2019", "Ilva died in 2019, as her father died at sea."),
        ("When did Ilva die?", "2019", "Ilva died at her father's house in 2019."),
        ("When was Ilva crowned?", "1953", "Ilva, whose father died in 1952, was crowned in 1953."),
    ],
)
def test_other_deeds_are_left(question: str, text: str, sentence: str) -> None:
    assert not of_kin(question)(text, sentence)


def test_a_sentence_whose_only_time_is_of_kin_goes() -> None:
    assert tells_undone("When did Queen Ilva die?")(QUEEN)
    assert not tells_undone("When did Queen Ilva die?")("Queen Ilva died in 2019.")
