"""Sentences that begin with "it" are read behind the one that says what."""

from dataclasses import replace

from made_quotes import told
from qa.quote import Quote
from qa.quoting.joined import joined

_LAKE = "Swimmers came to a new lake near Norwick."
_COVERS = "It covers 340 square miles of the county."
_RAIN = told("The harbour of Farbank was closed.")


def two(first: str, second: str, between: str = " ") -> tuple[Quote, Quote]:
    """Two sentences of one passage, one after the other."""
    one = told(first, around=between + second)
    start = len(first) + len(between)
    return one, replace(one, start=start, end=start + len(second), text=second)


def test_the_sentence_before_is_quoted_with_it() -> None:
    lake, covers = two(_LAKE, _COVERS)
    assert joined([_RAIN, covers], [covers, _RAIN, lake], 120) == [_RAIN, lake, covers]


def test_it_follows_where_both_were_chosen() -> None:
    lake, covers = two(_LAKE, _COVERS)
    read = [covers, lake, _RAIN]
    assert joined([lake, _RAIN, covers], read, 0) == [lake, covers, _RAIN]
    assert joined([covers, _RAIN, lake], read, 0) == [lake, covers, _RAIN]
    assert joined([lake, covers], read, 0) == [lake, covers]


def test_without_room_it_stays_alone() -> None:
    lake, covers = two(_LAKE, _COVERS)
    assert joined([covers], [covers, lake], 15) == [covers]


def test_what_leans_itself_or_stands_apart_is_not_added() -> None:
    for first, between in (
        ("They swam in it for days.", " "),
        ("Roughly a mile of it.", " "),
        (_LAKE, "\n\nOpen water\n\n"),
    ):
        lake, covers = two(first, _COVERS, between)
        assert joined([covers], [covers, lake], 120) == [covers]


def test_she_is_somebody_with_a_name() -> None:
    for first, tells in (
        ("Ann Archer and Mary Baker swam there.", True),
        ("The lake was closed without delay in February.", False),
    ):
        before, she = two(first, "She revealed that the swim had cost 7,000 dollars.")
        assert joined([she], [she, before], 120) == ([before, she] if tells else [she])


def test_what_means_nothing_or_has_its_bracket_needs_none() -> None:
    for first, second in (
        (_LAKE, "It took three hours to swim to the other side."),
        (_LAKE, "This year, the lake is closed to all who swim."),
        (_LAKE, "Those who swim there should look at the sky."),
        (_LAKE, "Both Norwick and Farbank have towers on the shore."),
        ("The new lake is open to swimmers.", _COVERS),
    ):
        lake, covers = two(first, second)
        assert joined([covers], [covers, lake], 120) == [covers]
