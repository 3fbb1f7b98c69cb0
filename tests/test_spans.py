"""What in a sentence could be a short answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.short_answers.spans import Sort, spans


def found(text: str) -> dict[str, Sort]:
    return {text[span.start : span.end]: span.sort for span in spans(text)}


@pytest.mark.parametrize(
    ("text", "said", "sort"),
    [
        ("It cost $1.35 billion.", "$1.35 billion", Sort.MONEY),
        ("It cost 40 million pounds.", "40 million pounds", Sort.MONEY),
        ("About 35 million fled.", "35 million", Sort.NUMBER),
        ("Some 8.5% agreed.", "8.5%", Sort.NUMBER),
        ("They won 3-2 at home.", "3-2", Sort.NUMBER),
        ("It took twenty-one days.", "twenty-one days", Sort.NUMBER),
        ("He led it for 5½ years.", "5½ years", Sort.NUMBER),
        ("It rained 64.2mm at Norwick.", "64.2mm", Sort.NUMBER),
        ("It is 52 metres deep.", "52 metres", Sort.NUMBER),
        ("Add 600 grams of sugar.", "600 grams", Sort.NUMBER),
        ("The map takes 300 MB on disk.", "300 MB", Sort.NUMBER),
        ("The map takes 1.5TB on disk.", "1.5TB", Sort.NUMBER),
        ("The mill makes 40 kWh a day.", "40 kWh", Sort.NUMBER),
        ("It was -3 °C and later 21°C there.", "21°C", Sort.NUMBER),
        ("They lifted Title 42 at last.", "Title 42", Sort.NAME),
        ("On Sept. 6 it rained.", "Sept. 6", Sort.TIME),
        ("Since 6 May 2021 it rains.", "6 May 2021", Sort.TIME),
        ("She saw “The Long Night” twice.", "The Long Night", Sort.TITLE),
        ("The U.S. House chose Rep. Ann Lee on Monday.", "Ann Lee", Sort.PART),
        ("The U.S. House chose Rep. Ann Lee on Monday.", "Rep. Ann Lee", Sort.PART),
        ("Ann Lee of Norwick left.", "Ann Lee", Sort.PART),
        ("He is at the University of South Norwick.", "University of South Norwick", Sort.NAME),
        ("Its owner, Rene\u0301e O\u0308st, left.", "Rene\u0301e O\u0308st", Sort.NAME),
        ("It met in Dussel\u00addorf.", "Dussel\u00addorf", Sort.NAME),
        ("They drank a Belgian beer.", "Belgian beer", Sort.AROUND),
        ("They sold eye drops again.", "eye drops", Sort.PHRASE),
        ("They sold eye drops again.", "drops", Sort.WORD),
    ],
)
def test_names_figures_times_titles_and_things(text: str, said: str, sort: Sort) -> None:
    assert found(text)[said] is sort


def test_a_common_word_is_no_answer() -> None:
    assert not {"The", "was", "of", "it", "Mike Johnson of"} & set(
        found("The man was Mike Johnson of Norwick, and it was he.")
    )


def test_a_year_is_not_part_of_the_name_before_it() -> None:
    assert "Ann Lee in 1871" not in found("It was founded by Ann Lee in 1871.")
    assert found("It was founded by Ann Lee in 1871.")["Ann Lee"] is Sort.NAME
    assert "Class of 1999" in found("They were the Class of 1999 there.")


def test_a_genitive_is_not_part_of_a_name() -> None:
    assert "Norwick" in found("They saw Norwick's harbour.")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_spans_with_something_in_them_each_once(text: str) -> None:
    places = [(span.start, span.end) for span in spans(text)]
    assert len(set(places)) == len(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(text[start:end].strip() for start, end in places)
