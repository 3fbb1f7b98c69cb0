"""Names and noun phrases, told by their form."""

import pytest

from qa.words.mentions import Sort, mentioned, phrases


def told(text: str) -> list[tuple[str, Sort]]:
    return [(mention.name, mention.sort) for mention in mentioned(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What did U.S. Defense Secretary Lloyd Austin say?", [("Lloyd Austin", Sort.PERSON)]),
        ("Did Secretary of State Antony Blinken go?", [("Antony Blinken", Sort.PERSON)]),
        ("What about the Fed?", [("the Fed", Sort.UNKNOWN)]),
        ("how it reached the Kursk region", [("the Kursk region", Sort.THING)]),
        ("Why did Luna-25 crash?", [("Luna-25", Sort.THING)]),
        ("in May 2024 or on March 26", [("May 2024", Sort.TIME), ("March", Sort.TIME)]),
        ("The Department of Disaster Management Affairs said",
         [("the Department of Disaster Management Affairs", Sort.GROUP)]),
        ("Butch Wilmore and Suni Williams",
         [("Butch Wilmore", Sort.PERSON), ("Suni Williams", Sort.PERSON)]),
        ("Is it in Malawi, North Korea or the US?",
         [("Malawi", Sort.PLACE), ("North Korea", Sort.PLACE), ("the US", Sort.PLACE)]),
        ("a Frenchman, an Italian", []),
        ("Divers recovered two bodies.", []),
        ("Microsoft said it would.", [("Microsoft", Sort.UNKNOWN)]),
        ("", []),
    ],
)  # fmt: skip
def test_names_are_told_by_their_capitals(text: str, expected: list[tuple[str, Sort]]) -> None:
    assert told(text) == expected


def test_a_mention_says_where_it_stands() -> None:
    text = "Did President Yoon's office deny it?"
    (mention,) = mentioned(text)
    assert text[mention.start : mention.end] == mention.name == "Yoon"
    assert mention.title == "president"


@pytest.mark.parametrize(
    ("name", "female"),
    [("Jennifer Homendy", True), ("Sergei Lavrov", False), ("Mr. Kim", False), ("Choe Hui", None)],
)  # fmt: skip
def test_a_given_name_or_a_title_may_tell_how_somebody_is_spoken_of(
    name: str, female: bool | None
) -> None:
    (mention,) = mentioned(f"It was {name}.")
    assert mention.female is female


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the deposit facility rate?", ["the deposit facility rate"]),
        ("When did the conclave begin?", ["the conclave"]),
        ("How much will a new Key Bridge cost?", ["the new Key Bridge"]),
        ("How many workers died?", ["workers"]),
        ("How many North Korean troops are there?", ["North Korean troops"]),
        ("Where did the ship sail?", ["the ship"]),
    ],
)
def test_things_are_told_by_the_noun_after_an_article(question: str, expected: list[str]) -> None:
    assert [mention.name for mention in phrases(question)] == expected
