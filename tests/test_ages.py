"""Whose age a sentence tells."""

import pytest

from qa.matching.ages import is_of_another, tells_age

MAYOR = "how old is the mayor"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how old is ann archer", "Ann Archer, 54, won."),
        ("how old is ann archer", "The 54-year-old spoke on Monday."),
        ("How old was Ann Archer?", "The death of 54-year-old Ann Archer was told."),
        (MAYOR, "Archer, 54, was elected."),
        ("how old is Mayor Archer", "The Mayor, 54, won."),
        ("how old was ann archer when she won", "Archer won when she was 54 years old."),
        ("how old is ann archer", "She is 54, and the first mayor."),
        ("how old is ann archer", "On Monday, the 54-year-old spoke."),
        ("how old is ann archer", "She spoke in New Norwick, the 54-year-old."),
        ("how old is ann archer", "Ann Archer was born in 1970."),
        ("how old is the bridge of Norwick", "The century-old stone bridge was closed."),
        ("how old is archer's daughter", "Archer came with her 9-year-old daughter."),
        ("how old is Queen Ann", "Queen Ann II, the 54-year-old monarch, spoke."),
    ],
)
def test_an_age_that_may_be_meant(question: str, sentence: str) -> None:
    assert tells_age(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how old is ann archer", "Her 9-year-old Prince Bob served Archer as a page."),
        ("how old is ann archer", "Bob Birch, 60, met Archer."),
        (MAYOR, "The mayor praised her predecessor, the 95-year-old Bob Birch."),
        (MAYOR, "Bob Birch, who died on Saturday at age 95, was mayor."),
        ("how old is ann archer", "Archer came on 12 May."),
        ("how old is ann archer", "Archer wept after Bob Birch died on Saturday at the age of 95."),
        ("how old is ann archer", "Archer came with her 9-year-old daughter."),
        ("how old is ann archer", "Archer was at a centuries-old rite for Bob Birch."),
        ("how old is ann archer", "Bob Birch was born in 1927 and became mayor before Archer."),
        ("how old is ann archer", "Archer has sung since the time she was 3 years old."),
        ("how old is ann archer", "They bid farewell to Bob Birch, who died at age 95."),
        ("how old is Mayor Archer", "Mayor Archer praised Mayor Birch, the 95-year-old painter."),
    ],
)
def test_an_age_of_another_or_none(question: str, sentence: str) -> None:
    assert not tells_age(question, sentence)


def test_the_former_are_asked_about_by_name() -> None:
    told = "Former mayor Ann Archer died at age 95."
    assert not is_of_another("how old was Ann Archer", told, told.index("95"))
