import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import article_from_row
from corpus.errors import InputError
from corpus.read_text import decode, markdown_row, text_row

FRONT = """---
id: 007
title: 2023
url: https://paper.example/a
outlet: ~
published: 2023-01-05 23:30:00 -05:00
authors: [Ann Lee, Bo Ray]
related:
  - {title: The report, url: https://report.example/}
layout: post
---
"""


def test_front_matter_becomes_the_fields_and_leaves_the_text() -> None:
    body = "\n# Heading\r\n\r\nBody  with  spaces.\n"
    article = article_from_row(markdown_row((FRONT + body).encode(), "file"))
    assert article.text == body
    assert (article.id, article.title) == ("007", "2023")
    assert article.source.outlet is None
    assert article.source.published == "2023-01-06T04:30:00Z"
    assert article.source.authors == ("Ann Lee", "Bo Ray")
    assert [one.url for one in article.source.related] == ["https://report.example/"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("intro\n\n## The heading ##\r\nmore", "The heading"),
        ("no heading #here", "file"),
        ("---\nauthors: A\n---\n# Real\n", "Real"),
        ("---\n---\n# Real\n", "Real"),
        ("---\nnot closed\n# Real\n", "Real"),
        ("# # #\n#\n# Real", "Real"),
        ("# x" + " #" * 500_000 + "y\n# Real", "Real"),  # linear, and no title
        ("# x" + " " * 1_000_000 + "\n# Real", "Real"),
    ],
)
def test_title_falls_back_to_heading_then_name(text: str, title: str) -> None:
    assert markdown_row(text.encode(), "file")["title"] == title


@pytest.mark.parametrize(
    "front",
    [
        "- a list",
        "title: [unclosed",
        "title: !!python/object/apply:os.system [ls]",
        "title: !!int 5",
        'title: "\\U0fffffff"',
        "title: " + "[" * 20_000,
        "x: " + "y" * 200_000,
        "a: &a [x]\n? *a\n: b",
        "a: &a {k: v}\nb:\n  ? !!merge x\n  : [*a, *a]",
    ],
)
def test_front_matter_that_is_none_is_an_input_error(front: str) -> None:
    with pytest.raises(InputError, match="front matter"):
        markdown_row(f"---\n{front}\n---\nbody".encode(), "file")


def test_text_title_is_a_short_first_line() -> None:
    assert text_row(b"\n Ferry stops \nIt rained.", "f")["title"] == "Ferry stops"
    assert text_row(b"x" * 101, "f")["title"] == "f"
    assert text_row(b"\n Ferry stops \nIt rained.", "f")["text"] == "\n Ferry stops \nIt rained."


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


@settings(deadline=None)
@given(st.one_of(st.binary(), st.binary().map(lambda data: b"---\n" + data + b"\n---\nx")))
def test_any_bytes_are_a_row_or_an_input_error(data: bytes) -> None:
    try:
        row = markdown_row(data, "name")
    except InputError:
        return
    assert isinstance(row["text"], str)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("---:{}[]&*!|>%@`'\"\\#?, \n\tabU0~<"), max_size=60))
def test_any_front_matter_is_a_row_or_an_input_error(front: str) -> None:
    try:
        article_from_row(markdown_row(f"---\n{front}\n---\nbody".encode(), "name"))
    except InputError:
        return
