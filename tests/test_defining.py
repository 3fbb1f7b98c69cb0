"""Which sentences say what or who something is."""

import pytest

from qa.matching.defining import definer, is_defined


@pytest.mark.parametrize(
    "text",
    [
        "Norwick Bay is a port in the north.",
        "Norwick Bay, a port in the north, was closed.",
        "The ships lie in Norwick Bay, which is the oldest port of all.",
        "They call it Norwick Bay – a port in the north.",
        "Norwick Bay (NB) means the port, not the water.",
        "Norwick Bay was known as the port of storms.",
        "Ships met at an old northern port called Norwick Bay.",
        "The small fishing port Norwick Bay was closed.",
        "Norwick Bay, fishing ground that the north lives on, was closed.",
    ],
)
def test_what_it_is(text: str) -> None:
    assert definer("What is Norwick Bay?")(text)
    assert definer("what's norwick bay and where is it")(text)
    assert not definer("What is Weston Bay?")(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Archer, who was born in Norwick, won.",
        "Former mayor Ann Archer won.",
        "Gov. Ann Archer won.",
        "Ann Archer has become the first woman to win.",
    ],
)
def test_who_it_is(text: str) -> None:
    assert definer("who is ann archer")(text)


@pytest.mark.parametrize(
    "text",
    [
        "Norwick’s river police are part of the port authority.",
        "The river police are considered the oldest of the land.",
        "The river police are a unit of the port authority.",
    ],
)
def test_whose_it_is_may_be_typed_in_haste_or_left_unsaid(text: str) -> None:
    assert definer("who are norwicks river police")(text)
    assert definer("Who are Norwick's river police?")(text)
    assert not definer("who are norwicks harbour police")(text)


@pytest.mark.parametrize(
    "text",
    [
        "Norwick Bay was closed.",
        "Ships left Norwick Bay on Monday.",
        "The ships of Norwick Bay left.",
    ],
)
def test_a_mere_mention_defines_nothing(text: str) -> None:
    assert not definer("what is norwick bay")(text)


def test_where_nothing_can_be_defined_nothing_does() -> None:
    assert not definer("why was it closed?")("It is a port, which is closed.")


def test_a_question_for_a_definition_is_answered_by_one() -> None:
    told = ["The harbour is old.", "Former mayor Ann Archer won."]
    assert is_defined("who is ann archer", told)
    assert not is_defined("who is bea baker", told)
    assert not is_defined("why did ann archer win", told)
