"""The form of answer that a question calls for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asking.forms import Form, by_rules, form_of, parts


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("why did the bank fail", Form.WHY),
        ("what is the unemployment rate", Form.POINT),
        ("what is a deposit rate", Form.DEFINITION),
        ("norwick harbour opening date", Form.POINT),
        ("captain of the norwick crew", Form.POINT),
        ("norwick mayor name", Form.POINT),
        ("prize money young sailor 2023 winner", Form.POINT),
        ("first woman to sail around norwick alone", Form.POINT),
        ("norwick grain deal", Form.STORY),
        ("first day of the trial in norwick", Form.STORY),
        ("state of the union speech", Form.STORY),
        ("which countries require a visa", Form.LIST),
        ("What did players get in the deal?", Form.STORY),
        ("what have republicans said", Form.STORY),
        ("list the teams in the cup", Form.LIST),
        ("in which countries is it used", Form.LIST),
        ("In which years did it freeze?", Form.POINT),
        ("which two years had frost", Form.POINT),
        ("the ports that were closed", Form.LIST),
        ("the port that was closed", Form.STORY),
        ("three masons of norwick", Form.LIST),
        ("names of the masons", Form.LIST),
        ("how come bread is so dear", Form.WHY),
        ("What caused the fire?", Form.WHY),
        ("Nobody was hurt. Why did it burn?", Form.WHY),
        ("who was on board and what happened to them", Form.STORY),
        ("where did he flee from and how did he do it", Form.HOW),
        ("when did it open and who built it", Form.POINT),
        ("The mayor won and will step down from what post?", Form.POINT),
        ("Ann Archer and which singer sue a paper", Form.POINT),
        ("whats the latest on the strike", Form.LATEST),
        ("Any updates on the strike?", Form.LATEST),
        ("what is going on in Norwick", Form.LATEST),
        ("how is the mayor doing", Form.LATEST),
        ("Which outlet published its latest poll?", Form.POINT),
        ("timeline of the harbour fire", Form.TIMELINE),
        ("How did the harbour fire unfold?", Form.TIMELINE),
        ("When was Archer charged in each of her cases?", Form.TIMELINE),
        ("what happened to ann archer and when", Form.TIMELINE),
        ("what happened to the four sailors", Form.STORY),
        ("compare the two offers", Form.COMPARISON),
        ("what is the difference between the two", Form.COMPARISON),
        ("which countries sent tanks", Form.LIST),
        ("what rules were dropped", Form.LIST),
        ("Which sports team won?", Form.POINT),
        ("Which class is it?", Form.POINT),
        ("how did she win", Form.HOW),
        ("what is a deposit rate", Form.DEFINITION),
        ("What is it called?", Form.POINT),
        ("who is ann archer", Form.DEFINITION),
        ("who was ann archer", Form.DEFINITION),
        ("who are norwicks harbour police", Form.DEFINITION),
        ("Who were the Norwick Rangers?", Form.DEFINITION),
        ("who were the victims", Form.POINT),
        ("who are the candidates", Form.POINT),
        ("who are the leaders of norwick", Form.POINT),
        ("who are running", Form.POINT),
        ("who was elected pope", Form.POINT),
        ("who was killed in norwick", Form.POINT),
        ("who is in charge", Form.POINT),
        ("who was exchanged for ann archer", Form.POINT),
        ("what about norwick?", Form.STORY),
        ("what is ann archer charged with", Form.STORY),
        ("Who was Ann Archer and what did she want?", Form.DEFINITION),
        ("Who is the mayor?", Form.POINT),
        ("Who is Norwick's mayor?", Form.POINT),
        ("what happened in Norwick", Form.STORY),
        ("what did the mayor say about the port?", Form.STORY),
        ("norwick harbour fire", Form.STORY),
        ("Who closed the harbour?", Form.POINT),
        ("When did it open?", Form.POINT),
        ("How many ships are there?", Form.POINT),
        ("The mayor closed the harbour after which event?", Form.POINT),
        ("This mayor closed the harbour:", Form.POINT),
        ("Is the water safe?", Form.POINT),
        ("WHY DID IT BURN", Form.WHY),
    ],
)
def test_rules_tell_forms(question: str, form: Form) -> None:
    assert by_rules(question) is form


@pytest.mark.parametrize(
    ("question", "rules", "form"),
    [
        # Point or facts is learned, as no rule tells it.
        ("What did the crew call the captain?", Form.STORY, Form.POINT),
        ("norwick weston football attendance 2018", Form.STORY, Form.POINT),
        ("norwick points in loss vs weston 2021", Form.COMPARISON, Form.POINT),
        ("two ships of which line sank off norwick?", Form.LIST, Form.POINT),
        ("Will the strike go on, and what comes next?", Form.POINT, Form.STORY),
        ("What is happening with the strike?", Form.LATEST, Form.LATEST),
        ("norwick grain deal", Form.STORY, Form.STORY),
        ("What did critics say about the deal?", Form.STORY, Form.STORY),
        ("how many sailed, and when", Form.POINT, Form.POINT),
        # Rules are sure of these.
        ("which countries sent tanks", Form.LIST, Form.LIST),
        ("who was Ann Archer", Form.DEFINITION, Form.DEFINITION),
        ("Why did it burn?", Form.WHY, Form.WHY),
        ("timeline of the fire", Form.TIMELINE, Form.TIMELINE),
    ],
)
def test_whether_one_point_is_asked_for_is_learned(question: str, rules: Form, form: Form) -> None:
    assert by_rules(question) is rules
    assert form_of(question) is form


@given(st.text())
def test_any_text_has_a_form(text: str) -> None:
    assert form_of(text) in Form


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("why did it burn", ["why did it burn"]),
        ("why did it burn and who was hurt", ["why did it burn", "who was hurt"]),
        ("What is it, and what went wrong?", ["What is it", "what went wrong?"]),
        ("Why did it burn? Who was hurt?", ["Why did it burn?", "Who was hurt?"]),
        ("who said what and when", ["who said what", "when"]),
        ("salt and coal prices", ["salt and coal prices"]),
        ("", []),
    ],
)
def test_several_questions_in_one_come_apart(question: str, asked: list[str]) -> None:
    assert [question[start:end] for start, end in parts(question)] == asked


@given(st.text())
def test_parts_stand_in_order(question: str) -> None:
    spans = parts(question)
    assert all(start <= end for start, end in spans)
    assert spans == sorted(spans)
