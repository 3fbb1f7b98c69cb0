"""What language models write, well formed and not, brought to sentences and numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.writing.draft import Drafted, read_draft


def read(text: str, passages: int = 4, *, whole: bool = True) -> list[tuple[str, tuple[int, ...]]]:
    return [(each.text, each.numbers) for each in read_draft(text, passages, whole=whole)]


FELL = ("The bridge fell.", (1,))


@pytest.mark.parametrize(
    "text",
    [
        "The bridge fell. [1]",
        "The bridge fell [1].",
        "The bridge fell.[1]",
        "The bridge [1] fell.",
        "[1] The bridge fell.",
        "The bridge fell.【1†source】",
        "The bridge fell. [^1]",
        "The bridge fell.¹",
        "The bridge fell. [Passage 1]",
        "The bridge fell. [source #1]",
        "The bridge fell (passage 1).",
        "The bridge fell. [1, Harbour Post]",
        "The bridge fell. [1] [1]",
        "The bridge fell. [[1]](https://a.example/b)",
        "The bridge fell. [1](javascript:alert(1))",
        "- The **bridge** fell. [1]",
        "1. The `bridge` fell. [1]",
        "**Answer:** The bridge fell. [1]",
        "# Answer\n\nThe bridge fell. [1]\n\n## Sources\n[1] Post",
        "The bridge fell. [1]\nReferences: [1] Post, 2 May.",
        "<think>It flew. [2]</think>\nThe bridge fell. [1]",
        "```\nThe bridge fell. [1]\n```",
        '{"answer": "The bridge fell. [1]", "confidence": 1}',
        "The bridge\nfell. [1]",
        "The [bridge](https://evil.example) fell. [1]",
        "\u200bThe bridge\u00a0fell.\u202e [1]",
        "The bridge fell. [1].",
        "The bridge fell. [1], [1]",
        "The bridge fell. (Source: [1])",
        "The bridge fell ([1]).",
        "The bridge fell [[1]].",
        "The bridge fell. \\[1\\]",
        "The bridge fell.［1］",
        "The bridge fell. <sup>[1]</sup>",
        "The bridge fell.<sup>1</sup>",
        "The bridge fell. [1†source]",
        "The bridge fell. [doc 1]",
        "The bridge fell. [p. 1]",
        "The bridge fell (1).",
        "The bridge fell.\n[1]",
        "According to [1], the bridge fell.",
        "The bridge fell, according to [1].",
        "> The bridge fell. [1]",
        "~~It flew. [2]~~ The bridge fell. [1]",
        "The bridge fell.[^1]\n\n[^1]: Harbour Post, 2 May",
        "The bridge fell. [1]\n[1]: https://a.example/b",
        "Did it fly? [2]</think>\n\nThe bridge fell. [1]",
        "<think>Or?</think><think>It flew. [2]</think>The bridge fell. [1]",
    ],
)
def test_one_sentence_in_many_forms(text: str) -> None:
    assert read(text) == [FELL]


def test_json_nested_beyond_reading_is_read_as_text() -> None:
    nested = '{"a":' * 2_000
    assert read(f"{nested}\nThe bridge fell. [1]")[-1] == FELL


@pytest.mark.parametrize(
    ("marks", "numbers"),
    [
        ("[1][3]", (1, 3)),
        ("[3, 1]", (3, 1)),
        ("[1-3]", (1, 2, 3)),
        ("[2–4]", (2, 3, 4)),
        ("[1 and 2]", (1, 2)),
        ("[1; 2]", (1, 2)),
        ("[passages 1, 2 and 4]", (1, 2, 4)),
        ("[4-1]", (4, 1)),
        ("[citation needed]", ()),
        ("[]", ()),
    ],
)
def test_several_numbers(marks: str, numbers: tuple[int, ...]) -> None:
    assert read(f"The bridge fell. {marks} Six died. [2]") == [
        ("The bridge fell.", numbers),
        ("Six died.", (2,)),
    ]


def test_a_table_is_read_by_its_rows() -> None:
    table = "| City | Dead | |\n|:--|---|---|\n| Lima | 12 | [1] |\n| **Cusco** | 5 [2] | [3] |"
    assert read(table) == [("Lima, 12", (1,)), ("Cusco, 5", (2, 3))]


def test_marks_stand_behind_a_full_stop_of_any_script() -> None:
    assert read("橋が落ちた。[1] 六人が死亡した。[2]") == [
        ("橋が落ちた。", (1,)),
        ("六人が死亡した。", (2,)),
    ]
    assert read("It fell.[1]Six died.[2]") == [("It fell.", (1,)), ("Six died.", (2,))]


def test_a_unit_is_no_citation() -> None:
    assert read("About 12 km² and 3 m² burned.² [1]") == [("About 12 km² and 3 m² burned.", (2, 1))]
    assert read("It falls at 9.8 m/s² there. [1]") == [("It falls at 9.8 m/s² there.", (1,))]
    assert read("It falls at x² units there². [1]") == [("It falls at x² units there.", (2, 1))]


@pytest.mark.parametrize(
    "said",
    ["It rose .5 points.", "He bought a .45 calibre gun.", "It cost 5*3*2 dollars.", "A x__y__z."],
)
def test_what_is_no_mark_and_no_emphasis_stays(said: str) -> None:
    assert read(f"{said} [1]") == [(said, (1,))]


def test_a_bare_number_cites_only_where_nothing_else_does() -> None:
    assert read("It fell (1). Ann Lee (42) saw it (2, 3).") == [
        ("It fell.", (1,)),
        ("Ann Lee (42) saw it.", (2, 3)),
    ]
    assert read("Lyon won (3). Paris lost. [1]") == [("Lyon won (3).", ()), ("Paris lost.", (1,))]


def test_numbers_that_no_passage_has_are_left_out() -> None:
    assert read_draft("It fell. [0][2][99]", 4) == [Drafted("It fell.", (2,))]


def test_what_is_no_citation_does_not_look_like_one() -> None:
    assert read("In [2023] it fell [sic]. [1]") == [("In (2023) it fell (sic).", (1,))]
    assert read("He saw 3 ships (3). [1]") == [("He saw 3 ships (3).", (1,))]


def test_marks_stay_with_their_sentence() -> None:
    assert read('He said: "It fell." [1] U.S. [2] troops left. Dr. Li agreed. [3]') == [
        ('He said: "It fell."', (1,)),
        ("U.S. troops left.", (2,)),
        ("Dr. Li agreed.", (3,)),
    ]


def test_a_sentence_that_may_still_grow_is_left_out() -> None:
    assert read("The bridge fell. [1] Six", whole=False) == [FELL]
    assert read("The bridge fell. [1]", whole=False) == []
    assert read("<think>The bridge fell. [1] Six died. ", whole=False) == []


@given(st.text() | st.text("[]()【】†0123456789,-–. \n*#aA¹"), st.integers(0, 5))
def test_nothing_that_is_read_looks_like_a_citation(text: str, passages: int) -> None:
    for each in read_draft(text, passages):
        assert not re.search(r"\[\s*\d", each.text)
        assert all(1 <= number <= passages for number in each.numbers)
        assert each.text == " ".join(each.text.split())
