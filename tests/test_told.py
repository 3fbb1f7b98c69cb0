"""Whether what is quoted tells what is asked of those it names."""

import numpy as np
import pytest

from corpus.article import Source
from corpus.passages import Passage
from index.types import Hit
from qa.extract import read
from qa.matching.told import counting, met, tells
from qa.quote import Reading
from word_encoder import WordEncoder

TEXT = (
    "Ann Archer became the captain of the Norwick rowing club in the spring of 1950. "
    "Her sister Beth Archer was buried in the old church of Eastland."
)


def reading(question: str, text: str = TEXT, published: str | None = None) -> Reading:
    passage = Passage("p", "a", 0, len(text), text)
    hit = Hit(passage, "Rowing", Source(published=published), 1.0, 1)
    return read(question, [hit], WordEncoder(), lambda term: 1.0)


def told(found: Reading, word: str) -> bool:
    return tells(found, [quote for quote in found.quotes if word in quote.text])


def test_the_name_alone_does_not_tell_what_is_asked_of_it() -> None:
    found = reading("Where was Ann Archer buried?")
    assert not told(found, "captain")
    assert told(found, "buried")


def test_several_sentences_tell_it_together() -> None:
    found = reading("Which captain was buried?")
    assert met(found, [quote for quote in found.quotes if "captain" in quote.text]) < 1
    assert met(found, found.quotes) == pytest.approx(1, abs=1e-3)


def test_the_words_that_are_met_are_those_that_are_no_names() -> None:
    found = reading("Where was Ann Archer buried?")
    assert [found.question[a:b] for a, b in found.asked.spans[found.own]] == ["buried"]
    buried = next(quote for quote in found.quotes if "buried" in quote.text)
    best = (found.asked.vectors[found.own] @ buried.tokens.vectors.T).max(axis=1)
    assert met(found, [buried]) == pytest.approx(float(np.mean(best)))


def test_the_time_asked_about_is_told_by_the_day_of_the_article() -> None:
    found = reading("Where was Ann Archer buried in March 2023?", published="2023-03-05")
    assert [found.question[a:b] for a, b in found.asked.spans[found.own]] == ["buried"]


@pytest.mark.parametrize("question", ["Who is Ann Archer?", "Why was Ann Archer buried?"])
def test_a_question_of_names_alone_and_one_for_reasons_are_not_held_to_it(question: str) -> None:
    assert told(reading(question), "captain")


def test_who_comes_is_told_in_other_words() -> None:
    text = "Ann Archer, the mayor, is ill. The board has named Ben Bowman for the post."
    assert told(reading("Who will succeed Ann Archer?", text), "named")
    assert not told(reading("Who will succeed Ann Archer?", text), "ill")


def test_a_figure_that_is_asked_for_has_to_be_told_too() -> None:
    found = reading("When was Beth Archer buried?")
    assert not told(found, "buried")
    assert met(found, found.quotes) > 0.9


def test_how_many_died_is_told_by_a_count_of_the_dead_in_whatever_words() -> None:
    text = "Two men and a boy lost their lives. Forty ships sank in the harbour of Norwick."
    found = reading("How many people died when the storm came to Norwick?", text)
    assert told(found, "boy")
    assert not told(found, "ships")


def test_a_number_beside_another_thing_does_not_count_what_is_asked_for() -> None:
    text = (
        "Ann Archer got 216 votes in the council. She is a member of a club for 7 years. "
        "The 12 votes of Weston were late."
    )
    found = reading("How many votes did Ann Archer get?", text)
    places = set(range(len(found.quotes)))
    counts = {found.quotes[place].text.split()[2] for place in counting(found, places)}
    assert counts == {"got", "votes"}
    found = reading("How long was Ann Archer a member?", text)
    assert counting(found, places) == places


def test_a_passage_that_names_others_does_not_tell() -> None:
    texts = ("Ann Archer of Norwick was buried in spring.", "Captain Lee was buried in June.")
    hits = [
        Hit(Passage(f"p{n}", f"a{n}", 0, len(text), text), "Graves", Source(), 1 / n, n)
        for n, text in enumerate(texts, 1)
    ]
    found = read("Which month was Ann Archer buried in?", hits, WordEncoder(), lambda term: 1.0)
    assert told(found, "spring")
    assert not told(found, "June")
