"""What caused something, and what it caused."""

import pytest

from qa.matching.causes import tells_effect


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("The Norwick fire caused 3 million pounds of damage.", True),
        ("Fires have also led to new rules.", True),
        ("A fallen power line caused the fire in Norwick.", False),
        ("The fire was caused by a fallen power line.", False),
        ("The fire started when a power line fell.", False),
    ],
)
def test_what_a_fire_caused_is_not_what_caused_the_fire(text: str, effect: bool) -> None:
    assert tells_effect("what caused the fires in norwick")(text) is effect


def test_who_asks_what_it_caused_wants_that() -> None:
    assert not tells_effect("what damage did the fire cause")("The fire caused much damage.")
