"""What a disagreement means for the short answer beside it."""

import pytest

from qa.answer import Assistant
from qa.beside.aside import _current
from qa.types import Claim, Disagreement, Relation


def differ(relation: Relation, *values: str) -> tuple[Disagreement, ...]:
    claims = tuple(Claim(value, 1, place) for place, value in enumerate(values))
    return (Disagreement("deaths", relation, claims),)


@pytest.mark.parametrize(
    ("short", "relation", "values", "expected"),
    [
        ("190", Relation.SUPERSEDED, ("At least 190", "438"), "438"),
        ("438", Relation.SUPERSEDED, ("At least 190", "438"), "438"),
        ("190", Relation.CONTRADICTED, ("At least 190", "438"), "190"),
        ("10,000", Relation.SUPERSEDED, ("10,000", "That was wrong"), None),
        ("Malawi", Relation.SUPERSEDED, ("At least 190", "438"), "Malawi"),
        (None, Relation.SUPERSEDED, ("At least 190", "438"), None),
    ],
)
def test_a_figure_that_was_replaced_is_no_short_answer(
    short: str | None, relation: Relation, values: tuple[str, ...], expected: str | None
) -> None:
    assert _current(short, differ(relation, *values)) == expected


def test_of_a_rising_toll_the_last_one_is_the_short_answer(desk: Assistant) -> None:
    answer = desk.ask("How many people did the cyclone kill in Malawi?")
    assert answer.short_answer == "438"
