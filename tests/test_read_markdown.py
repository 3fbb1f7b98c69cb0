"""Markdown: its front matter, and its words as a reader sees them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Related, article_from_row
from corpus.errors import InputError
from corpus.read_markdown import markdown_row

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
    body = "\nA line\r\n\r\n  Body  with  spaces, 5 * 3 and [sic].\n"
    article = article_from_row(markdown_row((FRONT + body).encode()))
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
        ("no heading #here", None),
        ("---\nauthors: A\n---\n# Real\n", "Real"),
        ("---\n---\n# Real\n", "Real"),
        ("---\nnot closed\n# Real\n", "Real"),
        ("# # #\n#\n# Real", "Real"),
        ("# x" + " #" * 500_000 + "y\n# Real", "Real"),  # linear, and no title
        ("# x" + " " * 1_000_000 + "\n# Real", "x"),
    ],
)
def test_without_a_title_the_first_heading_that_has_words_is_it(
    text: str, title: str | None
) -> None:
    assert markdown_row(text.encode())["title"] == title


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
        markdown_row(f"---\n{front}\n---\nbody".encode())


def test_front_matter_that_is_none_is_told_by_its_line_and_remedy() -> None:
    with pytest.raises(InputError, match=r"line 3 of the file is not YAML .*needs quotes"):
        markdown_row(b"---\nid: a\ntitle: The bridge: closed\n---\nIt closed.")
    with pytest.raises(InputError, match="line 3 of the file is not YAML"):
        markdown_row(b'---\nid: a\ntitle: "The bridge\noutlet: Post\n---\nIt closed.')


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("He said **no** to *all* of `it`.", "He said no to all of it."),
        ("[The ministry](https://m.example/)\r\nsaid *so*.\r\n", "The ministry\nsaid so.\r\n"),
        ("See ![the harbour](harbour.jpg) below.", "See  below."),
        ("## A town\nIt rained.\n", "A town\n\nIt rained.\n"),
        ("A town\n------\nIt rained.\n", "A town\n\nIt rained.\n"),
        (
            "> Quoted *words*\n> of two lines\n>\n> and\n\nit",
            "Quoted words\nof two lines\n\nand\n\nit",
        ),
        ("- one *a*\n- two\n\n1. three\n", "- one a\n- two\n\n1. three\n"),
        ("Fish &amp; chips, 5 \\* 3", "Fish & chips, 5 * 3"),
        ("before\n\n***\n\nafter", "before\n\n\n\nafter"),
        ("```\nx = *1*\n```\nafter", "\nx = *1*\n\nafter"),
        ("<div>\n<b>Bold</b> words\n</div>\nafter", "Bold words\n\nafter"),
        ("Told <!-- by\nnobody --> here.", "Told  here."),
        ("It was [told][1].\n\n[1]: https://t.example/", "It was told.\n\n"),
    ],
)
def test_signs_for_a_renderer_go(source: str, seen: str) -> None:
    assert markdown_row(source.encode())["text"] == seen


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 * 2 = 30, snake_case_name, [sic], #hashtag, a < b & c ~ d \\ e",
        "    indented by four spaces\n\n- a list\n\t- within it\n",
        "An [unknown][reference] and a [note] stay.\u2028So does this.\n\n\n\nAnd that.  ",
        "2 > 1 and 1 < 2\r\rof an old machine",
    ],
)
def test_what_is_no_markup_stays_code_point_for_code_point(text: str) -> None:
    assert markdown_row(text.encode())["text"] == text


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="*_`[]<>#&\\~=-\0", exclude_categories=["Cs"])))
def test_a_text_without_signs_is_itself(text: str) -> None:
    assert markdown_row(text.encode())["text"] == text.removeprefix("\ufeff")


def test_links_are_related_sources() -> None:
    source = (
        "---\ntitle: T\nurl: https://post.example/a/\nrelated: [The first report]\n---\n"
        "The [*second* report](https://two.example/r), the [third of them](../third), "
        "the [second again](https://two.example/r), [here](https://here.example/), "
        "[a mail address](mailto:a@b.example) and <https://five.example/long>."
    )
    assert article_from_row(markdown_row(source.encode())).source.related == (
        Related("The first report"),
        Related("second report", "https://two.example/r"),
        Related("third of them", "https://post.example/third"),
    )


@settings(deadline=None)
@given(st.one_of(st.binary(), st.binary().map(lambda data: b"---\n" + data + b"\n---\nx")))
def test_any_bytes_are_a_row_or_an_input_error(data: bytes) -> None:
    try:
        row = markdown_row(data)
    except InputError:
        return
    assert isinstance(row["text"], str)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("---:{}[]&*!|>%@`'\"\\#?, \n\tabU0~<"), max_size=60))
def test_any_front_matter_is_a_row_or_an_input_error(front: str) -> None:
    try:
        article_from_row(markdown_row(f"---\n{front}\n---\nbody".encode()))
    except InputError:
        return


def test_date_and_author_are_known_by_those_names_too() -> None:
    row = markdown_row(b"---\ndate: 2024-10-30\nauthor: Ann Lee\n---\nIt rained.\n")
    article = article_from_row(row)
    assert article.source.published == "2024-10-30"
    assert article.source.authors == ("Ann Lee",)
    row = markdown_row(b"---\ndate: 2024-10-30\npublished: 2024-10-29\n---\nIt rained.\n")
    assert row["published"] == "2024-10-29"
