"""One spelling for what means the same, and what stands between quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.checking.normal import normal, quotations


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s here”", '"It\'s here"'),
        ("2023–24", "2023-24"),
        ("e\u0301", "é"),
        ("a\u00a0b\n c", "a b c"),
        ("a\u200bb", "a b"),
        ("har\u00adbour", "harbour"),
        ("[3]", "(3)"),
        ("wait…", "wait..."),
    ],
)
def test_the_same_in_another_spelling(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_case_and_accents_are_no_spelling() -> None:
    assert normal("Cañizares") != normal("Canizares")
    assert normal("It") != normal("it")


@given(st.text())
def test_what_is_normal_stays(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "it fell."', ["it fell"]),
        ("“We don’t think we’re behind,” he said.", ["We don’t think we’re behind"]),
        ("“It … fell [then]”", ["It", "fell"]),
        ("the men's «bridge» and „die Brücke“", ["bridge", "die Brücke"]),
        ("no quotation, and 5' 3\"", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected
