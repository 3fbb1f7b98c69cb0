"""Who holds an office now."""

import pytest

from qa.matching.holders import asks_for_holder, holder, tells_holder, tells_outright


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("who is the foreign secretary", True),
        ("Who's the prime minister of Eastland?", True),
        ("who is the norwick mayor", True),
        ("who is the ceo of Norwo", True),
        ("who is the current speaker of the house", True),
        ("who is the new mayor of norwick", False),
        ("who was the mayor of norwick", False),
        ("who is the mayor of norwick suing", False),
        ("who is the vice president", False),
        ("who is ann archer", False),
        ("who is the golden bachelor", False),
    ],
)
def test_who_holds_an_office_is_asked(question: str, asked: bool) -> None:
    assert asks_for_holder(question) is asked


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Foreign Secretary Ann Archer flew to Norwick.", True),
        ("Ann Archer, the foreign secretary, flew to Norwick.", True),
        ("Ann Archer was named foreign secretary on Monday.", True),
        ("The foreign secretary flew to Norwick.", False),
        ("Former Foreign Secretary Ann Archer flew to Norwick.", False),
        ("Bert Bell, the foreign secretary at the time, signed it.", False),
        ("Shadow foreign secretary Bert Bell was against it.", False),
        ("Ann Archer spoke to the foreign secretary.", False),
        ("Home Secretary Cora Cole was there.", False),
    ],
)
def test_the_holder_is_told_by_name(text: str, told: bool) -> None:
    assert tells_holder("who is the foreign secretary", text) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norwo CEO Ann Archer spoke.", True),
        ("Norwo's chief executive, Ann Archer, spoke.", True),
        ("Ann Archer, CEO of Norwo, spoke.", True),
        ("Ann Archer, founder of Norwo and CEO of Eastco, spoke.", False),
        ("Eastco CEO Bert Bell spoke of Norwo.", False),
    ],
)
def test_the_head_of_another_firm_is_not_meant(text: str, told: bool) -> None:
    assert tells_holder("who is the ceo of Norwo", text) is told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norwick Mayor Ann Archer spoke.", "Ann Archer"),
        ("Ann Archer, the mayor of Norwick, spoke.", "Ann Archer"),
        ("Ann B. Archer was elected mayor of Norwick.", "Ann B. Archer"),
        ("The mayor of Norwick spoke.", None),
    ],
)
def test_the_holder_has_a_name(text: str, name: str | None) -> None:
    assert holder("who is the mayor of norwick", text) == name


def test_other_questions_ask_for_no_holder() -> None:
    assert not tells_holder("who shot the mayor", "Mayor Ann Archer was shot.")


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("who is the mayor of norwick", "Norwick Mayor Ann Archer spoke.", True),
        ("who is the mayor of norwick", "Ann Archer, the mayor of Norwick, spoke.", True),
        ("who is the mayor of norwick", "Mayor Ann Archer spoke.", False),  # of whatever town
        ("who is the mayor of norwick", "The mayor of Norwick spoke.", False),
        ("who is the prime minister", "Prime Minister Ann Archer spoke.", False),
        ("who is ann archer", "Norwick Mayor Ann Archer spoke.", False),
    ],
)
def test_one_is_named_outright_who_holds_it_of_what_is_asked(
    question: str, text: str, told: bool
) -> None:
    assert tells_outright(question, text) is told
