"""Names and numbers in each other's places."""

import pytest

from qa.checking.roles import misplaced

FINAL = (
    "The club joined Burnley and Sheffield United in being promoted, after beating Coventry in "
    "the final."
)


WORK = "Eight people were at work; the six who died had no time."


@pytest.mark.parametrize(
    ("claim", "source", "problem"),
    [
        ("Luton beat Burnley in the final.", FINAL, "it of Coventry, not of Burnley"),
        (
            "Wilson was taken out.",
            "Aaron Rodgers was taken out as Wilson checked in.",
            "it of Aaron Rodgers",
        ),
        ("Six people were at work.", WORK, "it of Eight"),
        (
            "Gareth Bale is ready for the match.",
            "Joe Allen is ready for the match.",
            "it of Joe Allen, not of Gareth Bale",
        ),
        ("Wilson County asked for help.", "Putnam County asked for help.", "it of Putnam County"),
        (
            "It began on Friday and ended on Monday.",
            "It began on Monday and ended on Friday.",
            "Monday for “began”",
        ),
        ("Sales rose 6% and costs fell 4%.", "Sales rose 4% while costs fell 6%.", "4% for “rose”"),
        (
            "It opens at 5 p.m. and closes at 9 a.m.",
            "It opens at 9 a.m., closes at 5 p.m.",
            "9 a.m.",
        ),
        (
            "Janice Reed was 76.",
            "They were 76-year-old Delores McNeely and 68-year-old Janice Reed.",
            "76 for Delores McNeely",
        ),
    ],
)
def test_in_the_place_of_another(claim: str, source: str, problem: str) -> None:
    assert problem in misplaced(claim, source, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Luton beat Coventry in the final.", FINAL),
        ("Burnley were promoted.", FINAL),
        ("Wilson checked in when Rodgers was taken out.", "Rodgers was taken out as Wilson came."),
        ("Eight people were at work.", WORK),
        ("It ended on Friday; it began on Monday.", "It began on Monday and ended on Friday."),
        ("Nobody was there.", FINAL),
    ],
)
def test_in_its_own_place(claim: str, source: str) -> None:
    assert misplaced(claim, source, source) == ""
