"""Which of several a question names by its number, and which sentences are of that one."""

from dataclasses import replace

import pytest

from made_quotes import told
from qa.matching.numbered import numbered, of_the_numbered, unnamed


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("When will Quill 2.3 be released?", {"quill": "2.3"}),
        ("when will quill 2.3 be released", {"quill": "2.3"}),
        ("What does Article 50 say?", {"articl": "50"}),
        ("Who won Super Bowl LVI?", {"bowl": "56"}),
        ("who won series 7 of the bake off", {"seri": "7"}),
        ("Who starred in the second season?", {"season": "2"}),
        ("Who starred in season two?", {"season": "2"}),
        ("Is the iPhone 15 out?", {"iphon": "15"}),
        ("Who spoke at COP28?", {"cop": "28"}),
        ("Who is ahead in the E-12 class?", {"e": "12"}),
        # Not a name: days, years, counts, measures, scores, and the first of them.
        ("What happened on January 6?", {}),
        ("Who won the World Cup 2022?", {}),
        ("How many of the 14 goats were sold?", {}),
        ("Why did Quill 14 percent fall?", {}),
        ("Did Norwick beat Weston 3-1?", {}),
        ("Which covid-19 rules ended?", {}),
        ("Who wrote the first version?", {}),
        ("What are Hall's three-axis lamps?", {}),
        ("Which city held the summit before COP28?", {}),
    ],
)
def test_what_is_named_by_a_number(question: str, named: dict[str, str]) -> None:
    found = numbered(question, ["The maker of Quill, and Quill itself."])
    assert {each.word: each.number for each in found} == named


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("When was Quill 2.3 released?", False),
        ("When was Quill 2.1 released?", True),
        ("When was release 2.1 out?", True),
        ("When was release 2.3 out?", False),
        ("When were Quill 2.1 and 2.2 released?", True),
        ("When was Quill released?", True),
        ("What did Norwick release in May?", True),
    ],
)
def test_a_sentence_is_of_the_number_that_it_names(question: str, kept: bool) -> None:
    quote = told("Quill 2.1 was released in May by Norwick.", around=" Quill 2.3 will come.")
    assert bool(of_the_numbered(question, [quote])) is kept


@pytest.mark.parametrize(
    ("text", "title", "around", "kept"),
    [
        ("It landed in February.", "Apollo 14", "", True),
        ("It landed in February.", "Apollo 13", "", False),
        ("It landed in February.", "Moon landings", " Apollo 14 carried two golf balls.", True),
        ("It landed in February.", "Moon landings", " Apollo 13 did not land.", False),
        ("It landed in February.", "Moon landings", "", False),
        ("A fourteenth Apollo mission landed.", "The 14 missions", "", True),
        ("The crew took longer than that of Apollo 13.", "Apollo 14", "", True),
        ("Apollo 13 did not land.", "Apollo 14", "", False),
    ],
)
def test_a_sentence_that_names_none_is_of_what_stands_nearest(
    text: str, title: str, around: str, kept: bool
) -> None:
    quote = told(text, title=title, around=around)
    assert bool(of_the_numbered("When did Apollo 14 land?", [quote])) is kept


def test_what_points_back_is_of_what_stands_before_it() -> None:
    text = "The pump P7 lifts water. It weighs 41 kg. The pump P8 is new. It weighs 52 kg."
    whole = told(text)
    starts = [text.index("It weighs 41"), text.index("It weighs 52")]
    pumps = [replace(whole, start=at, end=at + 16, text=text[at : at + 16]) for at in starts]
    assert of_the_numbered("How heavy is the P8?", pumps) == pumps[1:]


def test_what_stands_below_a_heading_is_of_that_version() -> None:
    text = "## 1.4.0\n\nPages are printed.\n\n## 1.3.0\n\nTables are printed."
    whole = told(text, title="Changes of Quill")
    at = text.index("Tables")
    below = replace(whole, start=at, end=len(text), text=text[at:])
    assert of_the_numbered("What is new in Quill 1.3.0?", [below]) == [below]
    assert of_the_numbered("What is new in Quill 1.4.0?", [below]) == []


def test_several_passages_of_one_article_are_of_the_same() -> None:
    named = told("Apollo 14 was launched in January.")
    passage = replace(named.hit.passage, id="later", text="The crew played golf.")
    later = replace(named, hit=replace(named.hit, passage=passage), end=21, text=passage.text)
    assert of_the_numbered("Who was on Apollo 14?", [later]) == []
    assert of_the_numbered("Who was on Apollo 14?", [named, later]) == [named, later]


def test_what_no_passage_names_is_told() -> None:
    hits = [told("Apollo 13 failed; it was the 14 tonnes.").hit]
    assert [each.written for each in unnamed("Who flew on Apollo 12?", hits)] == ["Apollo 12"]
    assert unnamed("Who flew on Apollo 13?", hits) == []
    assert unnamed("Who flew on Apollo 12?", []) == []
