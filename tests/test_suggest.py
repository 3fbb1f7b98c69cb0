"""Questions to begin with, from articles written for the purpose."""

from dataclasses import replace

from qa.visiting.suggest import further, suggestions
from scripted_desk import ANSWER

ARTICLES = [
    ("Harbour Bridge closes", "The Harbour Bridge closed on Monday. Mayor Anna Bell was there."),
    ("A bell rings twice", "Mayor Anna Bell spoke of the Harbour Bridge again. Nobody listened."),
    ("Comet seen", "Comet Lyra was seen by Pia Lund over the Black Forest last night."),
]


def test_names_of_many_articles_come_first() -> None:
    found = suggestions(ARTICLES, 5)
    assert "Harbour Bridge" in found[0], "it stands in a title as well"
    assert "Anna Bell" in found[1]
    assert ["Lyra" in found[2], "Pia" in found[3], "Forest" in found[4]] == [True] * 3
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


def test_an_outlet_that_names_itself_is_no_news() -> None:
    told = [("", "Anna Bell told Harbour Post of ice.")] * 3 + [("", "The Bay Echo met Pia Lund.")]
    assert "Harbour Post" in " ".join(suggestions(told, 9))
    for outlets in (["harbourpost.com", "The Bay Echo"], ["www.Harbour-Post.org", "Bay Echo (x)"]):
        assert len(found := suggestions(told, 9, outlets=outlets)) == 2
        assert ["Anna Bell" in found[0], "Pia Lund" in found[1]] == [True] * 2
    assert "Harbour Post" in " ".join(suggestions(told, 9, outlets=["Harbour Post Weekly", ""]))


def test_who_speaks_is_asked_about_and_what_is_none_is_left_out() -> None:
    told = "South Ruritanian ships, Mayor Anna Bell said, may pass the Harbour Bridge. "
    assert suggestions([("", told)], 9) == [
        "What did Mayor Anna Bell say?",
        "What is the latest on the Harbour Bridge?",
    ]
    assert suggestions([("", "By Pia Lund. Nobody else was there.")], 9) == []
    assert suggestions([("", "Last August Anna Bell and Ruritania's Kit Moor met.")], 9) == [
        "What is the latest on Anna Bell?",
        "What happened with Kit Moor?",
    ]
    apposed = "Pia Lund, the keeper of the bridge, warned of ice. Kit Dean told nobody."
    assert suggestions([("", apposed)], 9) == ["What did Pia Lund say?", "What did Kit Dean say?"]


def test_an_answer_leads_on_to_names_that_its_question_did_not_have() -> None:
    found = further(ANSWER, 5)
    assert found[0] == "What did Lloyd Austin say?"
    assert "What did Miroslav Jenca say?" in found
    begun = dict.fromkeys(" ".join(each.split()[:2]) for each in further(ANSWER, 20))
    assert list(begun) == ["What did", "What happened", "Who is", "What is"]
    assert all("North Korean" not in question for question in found)
    assert len(further(ANSWER, 1)) == 1
    assert further(replace(ANSWER, hits=()), 3) == []
