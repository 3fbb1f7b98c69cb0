"""Text to terms."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.terms import fold, query_terms, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers met", ["the", "minist", "met"]),
        ("U.S. and US", ["us", "and", "us"]),
        ("at 5 a.m.", ["at", "5", "am"]),
        ("Zürich São Łódź ÉCOLE", ["zurich", "sao", "łodz", "ecol"]),
        ("Straße", ["strass"]),
        ("1,200,000 people", ["1200000", "peopl"]),
        ("$1.2 billion", ["1.2", "billion"]),
        ("3.25%", ["3.25"]),
        ("O'Brien's O’Brien’s", ["obrien", "obrien"]),
        ("COVID-19", ["covid", "19", "covid-19"]),
        ("Covid–19", ["covid", "19", "covid-19"]),
        ("AT&T", ["at", "t", "at-t"]),
        ("東京都", ["東京", "京都"]),
        ("東", ["東"]),
        ("ｆｕｌｌ ｗｉｄｔｈ ①", ["full", "width", "1"]),
        ("हिन्दी समाचार", ["हिनदी", "समाचार"]),
        ("मुख्यमंत्री", ["मुखयमंतरी"]),
        ("বাংলাদেশ", ["বাংলাদেশ"]),
        ("كِتَابٌ كتاب", ["كتاب", "كتاب"]),
        ("שָׁלוֹם שלום", ["שלום", "שלום"]),
        ("ශ්\u200dරී", ["ශරී"]),
        ("กรุงเทพ", ["กร", "รง", "งเ", "เท", "ทพ"]),
        ("ភាសា", ["ភា", "ាស", "សា"]),
        ("snake_case", ["snake", "case"]),
        ("Київ", ["киів"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_terms_by_hand(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did the US say?", ["us"]),
        ("What did they tell us?", ["what", "did", "they", "tell", "us"]),
        ("Who is who?", ["who", "is"]),
        ("Did the WHO and the IT minister meet?", ["who", "it", "minist", "meet"]),
        ("troops, troops and more troops", ["troop"]),
        ("When was the bridge rebuilt?", ["bridg", "rebuilt"]),
        ("WHO WAS ELECTED IN THE US?", ["elect"]),
        ("WHO", ["who"]),
        ("Please summarise what was said about troops", ["troop"]),
        ("Timeline of the troops", ["troop"]),
        ("Anything on the ministers?", ["minist"]),
        ("Name three of the ministers", ["minist"]),
        ("list of troops", ["troop"]),
        ("the list of troops", ["list", "troop"]),
        ("Name of the minister", ["name", "minist"]),
        ("Please?", ["pleas"]),
        ("", []),
    ],
)
def test_a_question_keeps_the_words_that_carry_meaning(question: str, expected: list[str]) -> None:
    assert list(query_terms(question)) == expected


@pytest.mark.parametrize(
    "text", ["Zürich", "São Paulo", "Łódź", "Jenča", "Ελλάδα", "Việt Nam", "がぎ"]
)
def test_composed_and_decomposed_text_have_the_same_terms(text: str) -> None:
    assert terms(unicodedata.normalize("NFD", text)) == terms(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("don't", "don’t"),
        ("well-known", "well‑known"),
        ("well-known", "well–known"),
        ("NATO", "nato"),
        ("Bundesregierung", "Bundes\u00adregierung"),
    ],
)
def test_the_way_of_typing_does_not_matter(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@given(st.text())
@example("a \u0300 mark that stands alone")
def test_a_query_has_only_terms_of_its_text(text: str) -> None:
    found = terms(text)
    assert all(found)
    asked = query_terms(text)
    assert set(asked) <= set(found)
    assert len(set(asked)) == len(asked)
    assert bool(asked) == bool(found)


def test_folding_is_for_matching() -> None:
    assert fold("Ärger ﬁ İ’s") == "arger fi i's"
    assert fold("PLAIN") == "plain"
