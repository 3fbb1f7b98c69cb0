"""What kind of answer a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asking.kinds import Kind, asks_at_once, asks_of_now, kind_of, names
from qa.matching.giving import fits, is_given


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many troops were sent?", Kind.HOW_MANY),
        ("How old is the pope?", Kind.HOW_MANY),
        ("What percentage voted?", Kind.HOW_MANY),
        ("How much did the bridge cost?", Kind.HOW_MUCH),
        ("What was the price of the deal?", Kind.HOW_MUCH),
        ("how big were the bonuses of the drivers", Kind.HOW_MUCH),
        ("How big is the harbour?", Kind.HOW_MANY),
        ("When did the bridge fall?", Kind.WHEN),
        ("In which year was he born?", Kind.WHEN),
        ("Where did they land?", Kind.WHERE),
        ("Which country sent troops?", Kind.WHERE),
        ("Who was elected?", Kind.WHO),
        ("Whose ship hit the bridge?", Kind.WHO),
        ("What actor won?", Kind.WHO),
        ("Why did it crash?", Kind.WHY),
        ("What caused the crash?", Kind.WHY),
        ("Which spacecraft landed first?", Kind.WHICH),
        ("What is a deposit rate?", Kind.WHAT),
        ("What's the deposit rate now?", Kind.HOW_MANY),
        ("what is the norwick unemployment rate", Kind.HOW_MANY),
        ("what is inflation", Kind.WHAT),
        ("norwick harbour opening date", Kind.WHEN),
        ("How did the crew return?", Kind.HOW),
        ("Did the crew return?", Kind.YES_NO),
        ("Is it true?", Kind.YES_NO),
        ("True or false: the ship sank.", Kind.YES_NO),
        ("WHO WAS ELECTED", Kind.WHO),
        ("the harbour", Kind.OTHER),
        ("", Kind.OTHER),
        # the last sentence decides, and the rest where it asks nothing
        ("Nobody knows who fell. When did it happen?", Kind.WHEN),
        ("When was it? Thanks.", Kind.WHEN),
    ],
)
def test_the_kind_by_hand(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "text", "question", "holds"),
    [
        (Kind.HOW_MANY, "About 10,000 soldiers left.", "How many left?", 1.0),
        (Kind.HOW_MANY, "A dozen soldiers left.", "How many left?", 1.0),
        (Kind.HOW_MANY, "Soldiers left.", "How many left?", 0.0),
        # A number of the question is no answer, but one with the same digits may be.
        (Kind.HOW_MANY, "Soldiers left in 2024.", "How many left in 2024?", 0.0),
        (Kind.HOW_MANY, "Some 42 left in 2024.", "How many left in 2024?", 1.0),
        (Kind.HOW_MANY, "Some 24 left.", "How many left in 2024?", 1.0),
        (Kind.HOW_MUCH, "It cost $1.7 billion.", "How much did it cost?", 1.0),
        (Kind.HOW_MUCH, "It cost 40 million euros.", "How much did it cost?", 1.0),
        (Kind.HOW_MUCH, "It cost 40 lives.", "How much did it cost?", 0.0),
        (Kind.WHEN, "It fell on Tuesday.", "When did it fall?", 1.0),
        (Kind.WHEN, "It fell in March.", "When did it fall?", 1.0),
        (Kind.WHEN, "It fell in March.", "When in March did it fall?", 0.0),
        (Kind.WHEN, "It fell on Aug. 13.", "When did it fall?", 1.0),
        (Kind.WHEN, "It fell on Sept 3, they said.", "When did it fall?", 1.0),
        (Kind.WHEN, "It fell upon a decoy.", "When did it fall?", 0.0),
        (Kind.WHEN, "It fell.", "When did it fall?", 0.0),
        (Kind.WHO, "The prize went to Ann Lee.", "Who won?", 1.0),
        (Kind.WHO, "The prize went to Ann.", "Who beat Ann?", 0.0),
        (Kind.WHERE, "They flew to Moscow.", "Where did they fly?", 1.0),
        (Kind.WHY, "It fell because a ship hit it.", "Why did it fall?", 1.0),
        (Kind.WHY, "It fell.", "Why did it fall?", 0.0),
        (Kind.WHAT, "anything", "What?", 0.5),
        (Kind.OTHER, "", "", 0.5),
    ],
)
def test_whether_a_text_holds_an_answer(kind: Kind, text: str, question: str, holds: float) -> None:
    assert fits(kind, text, question) == holds


@given(st.text(), st.text(), st.sampled_from(Kind))
def test_any_text_has_a_kind_and_a_fit(question: str, text: str, kind: Kind) -> None:
    assert kind_of(question) in Kind
    assert fits(kind, text, question) in {0.0, 0.5, 1.0}
    assert fits(kind, text, text) in {0.0, 0.5}, "what the question says is no answer to it"


@pytest.mark.parametrize(
    ("question", "text", "given"),
    [
        ("how much did the bridge cost", "The bridge opened in two months.", False),
        ("how much did the bridge cost", "The bridge cost $4 million.", True),
        ("how much rain fell", "Two inches of rain fell.", True),
        ("how many ships sank", "Ships sank in the storm.", False),
        ("how many ships sank", "One ship sank in the storm.", True),
        ("how many ships sank", "No ship sank in the storm.", True),
        ("What is the population of Norwick?", "The storm killed 438 people in Norwick.", False),
        ("What is the population of Norwick?", "Norwick has 4,380 inhabitants.", True),
        ("what is inflation in norwick", "Ships cost 4% more in Norwick.", False),
        ("what is inflation in norwick", "Prices rose by 4% in Norwick.", True),
        ("when did the bridge open", "The bridge is open.", False),
        ("when did the bridge open", "The bridge opened in May.", True),
        ("how old was ann archer", "Archer wrote five books, two of them on ships.", False),
        ("how old was ann archer", "Archer has died at 93.", True),
        ("how old was ann archer", "Archer was born in 1929.", True),
        ("how old is the bridge", "The century-old bridge fell.", True),
        ("how old was ann archer", "Archer spoke at 20/20 in 1984.", False),
        ("who was ann archer", "Archer wrote books.", True),
        ("what happened when the bridge fell", "The mayor closed the road.", True),
        ("when did it fall and why", "The storm was too strong.", True),
    ],
)
def test_a_figure_or_a_time_that_is_asked_for_is_given_or_not(
    question: str, text: str, given: bool
) -> None:
    assert is_given(question, [text]) is given
    assert is_given(question, ["The paper wrote.", text]) is given


@pytest.mark.parametrize(
    ("question", "of_now", "at_once"),
    [
        ("Is Ann Archer still mayor?", True, False),
        ("who is the mayor", True, False),
        ("Which towns have banned cars?", True, False),
        ("what is the unemployment rate", True, True),
        ("Who was the mayor?", False, False),
        ("Did Ann Archer resign?", True, False),
        ("when does the harbour open", False, True),
        ("harbour opening date", False, True),
        ("When did it open, and why?", False, True),
    ],
)
def test_what_holds_now_is_told_from_what_was(question: str, of_now: bool, at_once: bool) -> None:
    assert asks_of_now(question) is of_now
    assert asks_at_once(question) is (at_once and " and " not in question)


def test_a_year_since_which_it_lasts_is_no_day_of_its_own() -> None:
    asked = "when is the coronation"
    assert fits(Kind.WHEN, "There has been no coronation since June 1953.", asked) == 0
    assert fits(Kind.WHEN, "The coronation is in May.", asked) == 1
    assert fits(Kind.WHEN, "She has been queen since 1952.", "queen since when?") == 1


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Ann Archer was elected mayor of New Norwick.", True),
        ("Bea Baker will be the next mayor.", True),
        ("Ann Archer, mayor of New Norwick, has had enough.", False),
        ("Ann Archer was elected senator for New Norwick.", False),
        ("New Norwick is on the lookout for a new mayor.", False),
        ("The council has blocked Ann Archer from becoming mayor.", False),
    ],
)
def test_the_new_holder_of_an_office_is_one_who_comes(text: str, given: bool) -> None:
    assert is_given("Who is the new mayor of New Norwick?", [text]) is given
    assert is_given("Who is the mayor of New Norwick?", [text])


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Present: Ann Archer (clerk), Bob Birch.", False),
        ("Ann Archer told members that she will leave in May.", False),
        ("The council might name a clerk in May.", False),
        ("Bob Birch spoke of next steps after Ann Archer had left.", False),
        ("Bob Birch is the next clerk.", True),
        ("Bob Birch was appointed in May.", True),
        ("Her place is taken by Bob Birch.", True),
    ],
)
def test_who_follows_is_one_who_comes(text: str, given: bool) -> None:
    for question in (
        "Who will succeed Ann Archer as clerk?",
        "who replaced ann archer",
        "Who's taking over from her?",
    ):
        assert is_given(question, [text]) is given
    assert is_given("Who is Ann Archer?", [text])


@pytest.mark.parametrize(
    ("question", "text", "counts"),
    [
        ("how many people died in the fire", "They left three hours after the fire.", 0.0),
        ("how many people died in the fire", "The 40-year-old park and 12 acres burned.", 0.0),
        ("how many people died in the fire", "On August 9, a fire did $3 million of harm.", 0.0),
        ("how many people died in the fire", "A fire, two days ago, killed 36 people.", 1.0),
        ("how many days did the fire burn", "It burned for 40 days.", 1.0),
        ("how many centuries ago was it", "It was some 600 years ago.", 1.0),
        ("how long did it burn", "It burned for three hours.", 1.0),
    ],
)
def test_a_measure_is_no_count(question: str, text: str, counts: float) -> None:
    assert fits(kind_of(question), text, question) == counts


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("who is the new ceo of Norwick Bank", True),
        ("Who was named as the next chief of Norwick Bank?", True),
        ("Who is the new president of Norwick Bank?", False),
        ("Who is next in line after the president of Norwick Bank?", True),  # asks for no new one
    ],
)
def test_one_who_comes_into_another_office_is_not_meant(question: str, given: bool) -> None:
    told = "Ann Archer takes over as chief executive of Norwick Bank."
    assert is_given(question, [told]) is given


def test_names_and_figures_of_a_question() -> None:
    assert names("How do I bake bread in the U.S. and what did I'm-Fine Ltd. pay in 2023?") == [
        "U.S",
        "Ltd",
        "2023",
    ]
    assert names("How would I get to Norwick, or would I’ve to ask Ann?") == ["Norwick", "Ann"]
