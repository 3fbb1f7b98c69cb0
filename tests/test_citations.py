"""Citations: numbers, places, and how they are written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Source
from corpus.passages import Passage
from qa.citations import Citations, shown, unique, with_marks
from qa.types import Citation, Sentence, Support

TEXT = "The harbour closed. The bridge fell."
FIRST = Passage("p1", "a", 100, 136, TEXT)
SAME = Passage("p2", "a", 200, 236, TEXT)
OTHER = Passage("p3", "b", 0, 36, TEXT)
THIRD = Passage("p4", "c", 0, 36, TEXT)


def test_numbers_are_given_to_articles_in_order_of_first_use() -> None:
    citations = Citations()
    places = [
        citations.cite(passage, "Title", Source(), start, end)
        for passage, start, end in (
            (OTHER, 0, 19),
            (FIRST, 100, 119),
            (SAME, 200, 219),
            (OTHER, 20, 36),
            (THIRD, 0, 19),
        )
    ]
    assert places == [0, 1, 2, 3, 4]
    assert [citations.number(place) for place in places] == [1, 2, 2, 1, 3]
    assert [entry.quote for entry in citations.all()] == [
        *("The harbour closed.",) * 3,
        "The bridge fell.",
        "The harbour closed.",
    ]
    assert citations.all()[1] == Citation(
        2, FIRST, "Title", Source(), 100, 119, "The harbour closed."
    )


def test_a_span_that_is_cited_twice_has_one_entry() -> None:
    citations = Citations()
    first = citations.cite(FIRST, "Title", Source(), 100, 119)
    assert citations.cite(FIRST, "Title", Source(), 120, 136) == 1
    assert citations.cite(FIRST, "Title", Source(), 100, 119) == first == 0
    assert len(citations.all()) == 2


@pytest.mark.parametrize(("start", "end"), [(99, 110), (100, 137), (110, 110), (120, 110), (0, 5)])
def test_a_span_outside_of_the_passage_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"span {start}:{end} lies outside passage p1"):
        Citations().cite(FIRST, "Title", Source(), start, end)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("It fell [1].", "It fell (1)."),
        ("As shown [12][3] and [4, 5; 6–7].", "As shown (12)(3) and (4, 5; 6–7)."),
        ("Over\n two\tlines [\n1\n]", "Over two lines ( 1 )"),
        ("[sic] and [a1] and [] stay", "[sic] and [a1] and [] stay"),
        ("[[1]]", "[(1)]"),
        ("٣: [٣]", "٣: (٣)"),
    ],
)
def test_bracketed_numbers_of_an_article_are_shown_in_parentheses(
    quote: str, expected: str
) -> None:
    assert shown(quote) == expected


@given(st.text() | st.text("[]() 0123456789,;-–\n"))
def test_no_mark_of_an_article_can_be_taken_for_a_citation(quote: str) -> None:
    text = shown(quote)
    assert not re.search(r"\[\s*\d+\s*\]", text)
    assert text == " ".join(text.split())
    plain = quote.translate(str.maketrans("[]", "()"))
    assert text.translate(str.maketrans("[]", "()")) == " ".join(plain.split())


def sentence(text: str, *numbers: int, struck: bool = False) -> Sentence:
    return Sentence(text, numbers, tuple(range(len(numbers))), Support.QUOTED, struck)


def test_every_sentence_is_followed_by_its_citations() -> None:
    told = [sentence("One.", 1), sentence("Two.", 1, 2), sentence("Three.")]
    assert with_marks(told) == "One. [1] Two. [1] [2] Three."
    assert with_marks([]) == ""


def test_what_is_struck_is_not_written() -> None:
    assert with_marks([sentence("One.", 1, struck=True), sentence("Two.", 2)]) == "Two. [2]"


def test_numbers_are_kept_once_in_order() -> None:
    assert unique([3, 1, 3, 2, 1]) == (3, 1, 2)
