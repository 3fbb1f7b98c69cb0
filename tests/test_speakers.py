"""Who says something, and whether the claim has it from the same."""

import pytest

from qa.checking.speakers import other_speaker, speeches


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
        ("Kim said it rained.", "It rained.", []),
    ],
)
def test_the_same_speaker(claim: str, source: str, before: list[str]) -> None:
    assert other_speaker(claim, source, before) == ""
