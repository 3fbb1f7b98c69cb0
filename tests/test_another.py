"""Which sentences are about another than the one asked about."""

from dataclasses import replace

import pytest

from made_quotes import told
from qa.matching.another import of_the_named, of_the_whole_name
from qa.quote import Quote

OWN = "Harker cut 300 jobs at its mill on Monday."
PRONOUN = "It was the third time that jobs were cut, 900 in all."
OTHER = "The owners of the docks cut 11,000 jobs in May."


def ranked(*quotes: Quote) -> list[Quote]:
    return [
        replace(quote, hit=replace(quote.hit, rank=place)) for place, quote in enumerate(quotes, 1)
    ]


def kept(question: str, quotes: list[Quote]) -> list[str]:
    places = of_the_named(quotes, set(range(len(quotes))), question)
    return [quotes[place].text for place in sorted(places)]


def test_what_an_article_on_others_tells_is_about_another() -> None:
    quotes = ranked(
        told(OWN, title="Harker mill cuts jobs"),
        told(PRONOUN, title="Harker in trouble"),
        told(OTHER, title="Dock strike goes on"),
        told("Unlike Harker, Weston cut none.", title="Dock strike goes on"),
    )
    texts = [quote.text for quote in quotes]
    assert kept("how many jobs did harker cut", quotes) == [texts[0], texts[1], texts[3]]
    assert kept("How many jobs did Harker cut?", quotes) == [texts[0], texts[1], texts[3]]


@pytest.mark.parametrize(
    "question",
    [
        "Who cut jobs at Harker?",  # the answer is a name itself
        "how many jobs were cut",  # nobody is named
        "how many jobs did Harker and Weston cut",  # no headline has both
    ],
)
def test_where_no_article_is_headed_by_the_names_all_stay(question: str) -> None:
    quotes = ranked(told(OWN, title="Harker mill cuts jobs"), told(OTHER, title="Dock strike"))
    assert kept(question, quotes) == [OWN, OTHER]


def test_a_people_stands_for_its_country() -> None:
    turkish = "The Turkish flood killed 50 people."
    quotes = ranked(told("A flood came to Turkey.", title="Flood in Turkey"), told(turkish))
    assert turkish in kept("How many people died in Turkey?", quotes)


def test_where_each_is_about_another_all_stay() -> None:
    quotes = ranked(told(OWN, title="Harker mill cuts jobs"), told(OTHER, title="Dock strike"))
    assert of_the_named(quotes, {1}, "how many jobs did harker cut") == {1}
    assert of_the_named(quotes, set(), "how many jobs did harker cut") == set()


@pytest.mark.parametrize(
    "question", ["Who won the Weston Song Prize?", "who won weston song prize"]
)
def test_a_prize_is_not_one_of_nearly_the_same_name(question: str) -> None:
    song = told("The Weston Song Prizes are going to Ann Archer.")
    chess = told("Ben Bowman won this year's Weston Prize in chess.")
    pronoun = told("She has won the prize before.")
    quotes = [chess, song, pronoun]
    assert of_the_whole_name(quotes, {0, 1, 2}, question) == {1, 2}
    assert of_the_whole_name(quotes, {0, 2}, question) == {0, 2}, "none says all of it"
