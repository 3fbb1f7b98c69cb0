import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.charsets import decode, labelled
from corpus.errors import InputError
from corpus.read_text import text_row


def test_text_title_is_a_short_first_line() -> None:
    assert text_row(b"\n Ferry stops \nIt rained.")["title"] == "Ferry stops"
    assert text_row(b"x" * 101)["title"] is None
    assert text_row(b"\n Ferry stops \nIt rained.")["text"] == "\n Ferry stops \nIt rained."


RUSSIAN = (
    "Совет проголосовал за ремонт моста через реку, сообщили в понедельник власти города. " * 5
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r"])
def test_other_encodings_are_recognised(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


@pytest.mark.parametrize("data", [b"text\0with NUL", bytes(range(256)) * 9])
def test_what_is_no_text_is_an_input_error(data: bytes) -> None:
    with pytest.raises(InputError):
        decode(data)


@settings(deadline=None)
@given(st.text().filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_utf8_is_kept_code_point_for_code_point(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(b"\xef\xbb\xbf" + text.encode()) == text


@pytest.mark.parametrize(
    "text",
    [
        "The council will spend £3 million on the café of José Núñez.",
        "The firm said its profit rose by ½ a point – its best since 2019 – to £2.5m.",
        "La grève a été annoncée à la société, où les employés demandent une hausse.",
        "Der Bürgermeister erklärte, die Brücke und das Ufer blieben geschlossen.",
    ],
)
def test_what_windows_writes_in_the_west_keeps_its_letters(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_what_windows_writes_in_the_east_keeps_its_letters() -> None:
    text = "Starosta města řekl v pondělí, že most bude uzavřen až do léta."
    assert decode(text.encode("cp1250")) == text


def test_a_label_is_read_as_browsers_read_it() -> None:
    text = "It cost £3m – “a lot”, said the café’s owner."
    assert labelled(text.encode("cp1252"), "iso-8859-1") == text
    assert labelled(text.encode(), "iso-8859-1") == text  # it is UTF-8 all the same
    assert labelled("東京で".encode("iso2022_jp"), "iso-2022-jp") == "東京で"
    assert labelled(text.encode("cp1252"), "utf-8") is None
    damaged = text.encode() * 9 + b"\xff"
    assert labelled(damaged, "utf-8") == text * 9 + "\ufffd"


@pytest.mark.parametrize("label", ["punycode", "idna", "rot13", "x-none", "base64", "a" * 99])
def test_what_no_browser_reads_is_not_tried(label: str) -> None:
    assert labelled(b"caf\xe9" * 1_000_000, label) is None
