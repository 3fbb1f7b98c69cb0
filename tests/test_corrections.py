"""What an outlet takes back of an earlier article of its own."""

import pytest

from made_quotes import told
from qa.answer import Assistant
from qa.beside.corrections import correction

ERROR = "About 10,000 soldiers have arrived in the Kursk region, the minister said."
REPEATED = (
    "An article on Wednesday said that about 10,000 soldiers had arrived in the Kursk region."
)
WRONG = "That was wrong."


def found(
    error: str = ERROR,
    *,
    outlet: str = "Courier",
    title: str = "Correction: soldiers",
    wrong: str = WRONG,
    published: str = "2024-10-30",
) -> tuple[str, str] | None:
    earlier = told(error, published, outlet=outlet)
    repeats = told(REPEATED, "2024-10-31", outlet="Courier", title=title, around=f" {wrong}")
    pair = correction([earlier, repeats], [earlier])
    return (pair[0].text, pair[1].text) if pair else None


def test_an_error_is_told_with_the_words_that_take_it_back() -> None:
    assert found() == ("10,000", "That was wrong")


def test_an_error_that_no_reader_meets_is_left_alone() -> None:
    earlier = told(ERROR, "2024-10-30", outlet="Courier")
    title = "Correction: soldiers"
    repeats = told(REPEATED, "2024-10-31", outlet="Courier", title=title, around=f" {WRONG}")
    assert correction([earlier, repeats], [told("Ships left Norwick.", "2024-10-31")]) is None
    assert correction([earlier, repeats], [repeats]), "which repeats it"


@pytest.mark.parametrize(
    "other",
    [
        {"outlet": "Post"},
        {"title": "Soldiers in Kursk"},
        {"wrong": "The minister had spoken to reporters."},
        {"published": "2024-11-02"},
        {"error": "Nobody knows how many soldiers have arrived in the Kursk region."},
        {"error": "The 10,000 seats of the stadium were sold within minutes, fans said."},
    ],
    ids=str,
)
def test_what_is_no_correction_of_it_is_not_taken_for_one(other: dict[str, str]) -> None:
    assert found(**other) is None


def test_the_samples_hold_one(desk: Assistant) -> None:
    answer = desk.ask("How many North Korean soldiers have arrived in Russia's Kursk region?")
    told_of = next(each for each in answer.disagreements if each.about == "a correction")
    cited = [answer.citations[claim.evidence].passage.article_id for claim in told_of.claims]
    assert cited == ["kursk-10000-report", "kursk-10000-correction"]
    error, taken_back = (claim.value for claim in told_of.claims)
    assert "10,000" in error and "Kursk" in error, "a figure alone does not say of what"
    assert taken_back == "That was wrong."
