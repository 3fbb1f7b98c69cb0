"""Who says something, and whether the claim has it from the same."""

import pytest

from qa.checking.speakers import other_speaker, speeches, voices


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Lloyd Austin said that it rained.", ["Lloyd Austin"]),
        ("It rained, said Lloyd Austin.", ["Lloyd Austin"]),
        ("It rained, according to Commissioner Charles Kalemba.", ["Charles Kalemba"]),
        ("Robert Wood, the U.S. deputy ambassador, warned them.", ["Robert Wood"]),
        ("Ukraine's ambassador, Sergiy Kyslytsya, answered.", ["Sergiy Kyslytsya"]),
        ("Austin told reporters in Rome that it rained.", ["Austin"]),
        ("Kim condemned it, and Austin warned Moscow.", ["Kim", "Austin"]),
        ("“It rained,” said one of his lawyers, Corwin Townsend.", ["Corwin Townsend"]),
        ("It rained, said Russia’s President Vladimir Putin.", ["Vladimir Putin"]),
        (
            "The Department of Homeland Security said it rained.",
            ["Department", "Homeland Security"],
        ),
        ("Nehru’s observation that it rains is old.", ["Nehru’s"]),
        ("The observation was made by Mahatma Gandhi.", ["Mahatma Gandhi"]),
        ("It was Full Fact that claimed it.", ["Full Fact"]),
        ("Ms Hathersage (Opposition) said that it rained.", ["Hathersage"]),
        # Somebody else's words, or nobody's.
        ("The Argentine skipper insisted that it rained.", []),
        ("Less testing in China adds to the doubt.", []),
        ("Austin did not say how many.", []),
        ("McCourty, a captain, said he is not at home in the White House.", ["McCourty"]),
        ("It rained in Rome.", []),
        ("He said so.", []),
    ],
)
def test_speakers(text: str, speakers: list[str]) -> None:
    assert [each.name.text for each in speeches(text)] == speakers


@pytest.mark.parametrize(
    ("claim", "source", "before"),
    [
        ("Kim said it rained.", "Austin said it rained.", []),
        ("Kim said it rained.", "It rained, he said.", ["Kim came.", "Lloyd Austin spoke."]),
        ("Kim fears that it rains.", "Aid workers fear that it rains.", []),
        ("Kim said it changes all.", "It will “change all”, said the news site.", ["Kim came."]),
        ("Kim dismissed it.", "When Kim told them, Peskov dismissed it.", []),
    ],
)
def test_another_speaker(claim: str, source: str, before: list[str]) -> None:
    assert "not from Kim" in other_speaker(claim, source, before)


@pytest.mark.parametrize(
    ("claim", "source", "before"),
    [
        ("Mr. Austin said it rained.", "Lloyd Austin said it rained.", []),
        ("Austin said it rained.", "It rained, he said.", ["Lloyd Austin spoke."]),
        ("The NIS said it rained.", "The National Intelligence Service said it rained.", []),
        ("It rained.", "Austin said it rained.", []),
        ("Kim said it rained.", "It rained.", ["Kim came.", "The sky was grey."]),
        ("The neighbours and Kim said it rained.", "His neighbours said it rained.", ["Kim came."]),
    ],
)
def test_the_same_speaker(claim: str, source: str, before: list[str]) -> None:
    assert other_speaker(claim, source, before) == ""


def test_a_speaker_of_whom_its_source_knows_nothing() -> None:
    problem = other_speaker("Kim said it rained.", "It rained.", ["Austin came."])
    assert problem == "its source does not have it from Kim"
    assert other_speaker("Kim said it rained.", "It rained.", [], ["Kim was there."]) == ""


def test_a_list_of_names_has_no_end() -> None:
    listed = ", ".join(["Kim", "Anna Ost"] * 2000)
    assert speeches(f"It was signed by {listed} and Lee.") == []
    (speech,) = speeches(f"It was signed by {listed}. Lee said so.")
    assert speech.name.text == "Lee"
    assert speeches("It rained in Rome and Oslo said the guide.") == []


def test_those_who_say_something_without_a_name() -> None:
    assert "governor" in voices("The governor says it rained.")
