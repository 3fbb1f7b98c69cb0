import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.read_text import decode, text_row


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
