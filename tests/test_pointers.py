"""What in a question points back at something that it does not name."""

import pytest

from qa.followups import pointers


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did he say about it?", ["he", "it"]),
        ("Who answered him?", ["him"]),
        ("What did Austin say about it?", ["it"]),
        ("What is the name of its rover?", ["its"]),
        ("Has Seoul decided whether it will send weapons?", []),
        ("Did Boeing say that its capsule was safe?", []),
        ("Which company announced that it will close?", []),
        ("Which name did he take?", ["he"]),
        ("Is it true that banks failed?", []),
        ("What is scrapple made from and how is it prepared?", []),
        ("IT workers laid off", []),
    ],
)
def test_pronouns_that_nothing_explains(question: str, expected: list[str]) -> None:
    assert [match[0] for match in pointers.pronouns(question)] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Was Trump there?", True),
        ("What was said there about Kursk?", True),
        ("Is there a vaccine against malaria?", False),
        ("How many strikes were there in 2023?", False),
        ("Why do people say there will be a recession?", False),
    ],
)
def test_there_is_a_place_or_nothing(question: str, expected: bool) -> None:
    assert (pointers.there(question) is not None) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much has the company lost?", ["company"]),
        ("What did the company that owns the Dali pay?", []),
        ("What did the president of France say?", []),
        ("Who built this ship?", ["ship"]),
        ("What happened this week?", []),
    ],
)
def test_bare_definite_nouns(question: str, expected: list[str]) -> None:
    assert [noun for _, _, noun in pointers.nouns(question)] == expected


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Where is the second one from?", 1),
        ("Did the latter speak?", -1),
        ("How old was the first?", 0),
        ("Why was the first estimate too low?", None),
        ("What was the second vote on?", None),
    ],
)
def test_one_of_several(question: str, place: int | None) -> None:
    found = pointers.choice(question)
    assert (found[2] if found else None) == place


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does that mean?", True),
        ("Is that a record?", True),
        ("Who did the same?", True),
        ("Which artist sold a painting that was stolen?", False),
        ("What happened this week?", False),
    ],
)
def test_demonstratives(question: str, expected: bool) -> None:
    assert pointers.demonstrates(question) is expected
