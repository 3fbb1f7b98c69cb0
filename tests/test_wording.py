"""Words by which choices are matched."""

import pytest

from qa.words.wording import content, initials, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The second time", "the 2nd time"),
        ("twice", "two"),
        ("$3bn", "$3 billion"),
        ("$7.6m", "$7.6 million"),
        ("25k", "25,000"),
        ("53%", "53 per cent"),
        ("the U.S. team", "the United States team"),
        ("the US team", "the American team"),
        ("Israeli president", "president Israel"),
    ],
)
def test_ways_of_writing_the_same_are_the_same(one: str, other: str) -> None:
    assert sorted(words(one)) == sorted(words(other))


def test_what_only_looks_alike_stays_apart() -> None:
    assert words("tell us") != words("tell the US")[:2]
    assert "billion" not in words("BN") and "million" not in words("5 metres")
    assert "3-2" in words("won 3-2") and "3-2" not in words("won 2-3")


def test_words_that_carry_no_meaning_count_only_where_there_are_no_others() -> None:
    assert content("The mayor of the town, the mayor") == ["mayor", "town"]
    assert content("Us") == ["us"]
    assert content("?!") == []


def test_initials_need_as_many_capitals_as_are_wanted() -> None:
    assert initials("Louisiana State University", 3) == "lsu"
    assert initials("Joe Biden", 2) == "jb"
    assert initials("Joe Biden", 3) == initials("a vote against", 2) == ""
