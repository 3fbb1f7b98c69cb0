"""Questions to begin with, from articles written for the purpose."""

from dataclasses import replace

from qa.visiting.suggest import further, suggestions
from scripted_desk import ANSWER

ARTICLES = [
    ("Harbour Bridge closes", "The Harbour Bridge closed on Monday. Mayor Anna Bell was there."),
    ("A bell rings twice", "Mayor Anna Bell spoke of the Harbour Bridge again. Nobody listened."),
    ("Comet seen", "Comet Lyra was seen by Pia Lund over the Black Forest last night."),
]


def test_a_name_must_be_in_several_articles() -> None:
    found = suggestions(ARTICLES, 5)
    assert len(found) == 2
    assert "Harbour Bridge" in found[0], "it stands in a title as well"
    assert "Anna Bell" in found[1]
    assert all(question.endswith("?") for question in found)
    assert len({question.split()[1] for question in found}) > 1, "not all in one form"


def test_no_more_than_were_asked_for_and_none_from_nothing() -> None:
    assert len(suggestions(ARTICLES, 1)) == 1
    assert suggestions([], 4) == []
    assert suggestions([("Untitled", "all in small letters, and no name at all.")] * 3, 4) == []


def test_names_that_share_a_word_are_one_subject() -> None:
    articles = [
        ("", "Today Anna Bell met Karl Bell."),
        ("", "Then Anna Bell and Karl Bell parted."),
    ]
    assert len(suggestions(articles, 4)) == 1


def test_an_answer_leads_on_to_names_that_its_question_did_not_have() -> None:
    found = further(ANSWER, 3)
    assert found[0] == "What did Lloyd Austin say?"
    assert "What did Miroslav Jenca say?" in found
    assert all("North Korean" not in question for question in found)
    assert len(further(ANSWER, 1)) == 1
    assert further(replace(ANSWER, hits=()), 3) == []
