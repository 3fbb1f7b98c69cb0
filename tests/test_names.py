"""Names in a text, and whether another text has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.checking.names import Mentions, another_subject, names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Mr. Lloyd Austin in New York.", ["Lloyd Austin", "New York"]),
        ("Speaking at the Pentagon, he left.", ["Pentagon"]),
        ("Blinken said so. Police said so.", ["Blinken"]),
        ("South Korea's spy agency, the NIS, left.", ["South Korea's", "NIS"]),
        ("The U.S. and the U.K. met on Tuesday in May.", ["U.S.", "U.K."]),
        ("Inflation was high. Nobody was hurt.", []),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert [name.text for name in names(text)] == expected


def mentioned(claim: str, source: str) -> bool:
    return all(Mentions([source]).has(name) for name in names(claim))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It was Austin.", "Lloyd Austin was there."),
        ("He was in the United States.", "He was in the U.S. then."),
        ("It was American.", "It was in America."),
        ("It was the NIS.", "The National Intelligence Service said so."),
        ("It was the National Intelligence Service.", "The NIS said so."),
        ("It was Seoul.", "South Korea said so."),
        ("It was the Fed.", "The Federal Reserve said so."),
        ("It was Cañizares.", "It was Canizares."),
        ("It was in Lodz.", "It was in Łódź."),
        ("It was Mohammed.", "It was Muhammad."),
        ("It was in Europe.", "It was European."),
        ("It was Chris Reed.", "It was Christopher Reed."),
        ("He kept sanctions on the North.", "He kept sanctions on North Korea."),
    ],
)
def test_the_same_name(claim: str, source: str) -> None:
    assert mentioned(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It was North Korea.", "The north of South Korea was there."),
        ("It was Austin.", "Antony Blinken was there."),
        ("It was in Niger.", "It was in Nigeria."),
        ("He met John.", "He met Johnson."),
        ("It was Pyongyang.", "South Korea said so."),
        ("It was the CIA.", "The National Intelligence Service said so."),
    ],
)
def test_another_name(claim: str, source: str) -> None:
    assert not mentioned(claim, source)


def test_what_is_said_of_another() -> None:
    assert another_subject("Boeing needs time.", "SpaceX needs time.")
    assert not another_subject("SpaceX needs time.", "SpaceX needs time.")
    assert not another_subject("Boeing needs time.", "It needs time.")
    assert not another_subject("The ECB cut rates.", "The European Central Bank cut rates.")


@given(st.text())
def test_any_text_has_its_own_names(text: str) -> None:
    for name in names(text):
        assert text[slice(*name.span)] == name.text
