"""Multiple choice from evidence alone."""

import json
import math
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Source
from corpus.passages import Passage
from index.build import build
from index.search import Index
from index.types import Filters, Hit
from qa.answer import Assistant
from qa.choosing.choose import CHOICE_SIGNS, PASSAGE_SIGNS, WEIGHTS, evidence, trained_mixture
from qa.choosing.mixture import Evidence
from qa.choosing.plausible import PLAUSIBLE_SIGNS
from word_encoder import WordEncoder

QUESTION = "Which team won the harbour race?"
TEAMS = ["Blue Herons", "Red Foxes"]


def hit(
    text: str, rank: int = 1, *, title: str = "News", day: str | None = None, start: int = 0
) -> Hit:
    passage = Passage(f"p{rank}", f"a{rank}", start, start + len(text), text)
    parts = {"meaning": 2.0 / rank}
    return Hit(passage, title, Source(published=day), 1 / rank, rank, parts=parts)


def weighed(
    hits: Sequence[Hit],
    choices: Sequence[str] = TEAMS,
    question: str = QUESTION,
    led: Sequence[Hit] = (),
    rarity: Callable[[str], float] = lambda term: 1.0,
    as_of: date | None = None,
) -> Evidence:
    return evidence(question, choices, hits, led, rarity, as_of)


def of_passage(found: Evidence, name: str) -> list[float]:
    column: list[float] = found.passages[:, PASSAGE_SIGNS.index(name)].tolist()
    return column


def lead(found: Evidence, name: str) -> float:
    """How far the first of two choices is before the second, in the first passage."""
    signs = found.choices[0, :, CHOICE_SIGNS.index(name)]
    return float(signs[0] - signs[1])


def test_words_of_a_choice_count_by_how_near_they_stand_together() -> None:
    found = weighed([hit("The Blue Herons won the harbour race.")])
    # Blue (1) and Herons (2), a word apart: (1 + e^-1/4) / 2 at either.
    assert lead(found, "words") == pytest.approx((1 + math.exp(-1 / 4)) / 2)
    apart = weighed([hit("Blue " + "and so on " * 9 + "Herons")])
    assert lead(apart, "words") == pytest.approx((1 + math.exp(-28 / 4)) / 2)


def test_rare_words_count_for_more_and_shared_ones_for_less() -> None:
    rare = weighed([hit("Herons here")], rarity=lambda term: 3.0 if term == "heron" else 1.0)
    assert lead(rare, "words") == pytest.approx(3 / 4)
    choices = ["water ice", "water mud", "sand"]
    shared = weighed([hit("water")], choices)
    # "water" stands for half of its weight in both choices: 1/2 of 3/2.
    sign = shared.choices[0, :, CHOICE_SIGNS.index("words")]
    assert sign - sign[2] == pytest.approx([1 / 3, 1 / 3, 0])


def test_what_stands_near_the_questions_words_speaks_louder() -> None:
    found = weighed(
        [hit("Blue Herons won the harbour race. " + "Much was said. " * 20 + "Red Foxes")]
    )
    assert lead(found, "words") == pytest.approx(0)
    assert lead(found, "close") > 0.3
    assert lead(found, "wide") > 0.3
    assert lead(found, "passage") == pytest.approx(0)


def test_the_headline_is_near_to_everything() -> None:
    found = weighed([hit("They won it.", title="Blue Herons take the harbour race")])
    assert lead(found, "title") == 1
    # harbour, race of the headline and won of the text, but no team: 3 of 4.
    assert of_passage(found, "told") == [0.75]
    assert lead(found, "passage") == pytest.approx(0.75)


def test_a_number_counts_beside_what_is_counted() -> None:
    found = weighed(
        [hit("On day 9 of the trial 34 felony counts were read.")],
        ["34", "9"],
        "He pleaded not guilty to how many felony counts?",
    )
    assert not found.negated
    assert lead(found, "words") == 0
    # "felony" stands one word from 34 and five from 9.
    assert lead(found, "unit") == pytest.approx(math.exp(-1 / 4) - math.exp(-5 / 4))


def test_initials_stand_for_the_name() -> None:
    found = weighed([hit("LSU won.")], ["Louisiana State University", "University of Iowa"])
    assert lead(found, "words") == 1


def test_a_list_of_the_choices_decides_nothing() -> None:
    choices = ["otters", "herons", "foxes", "seals"]
    quiz = hit("Which animal won? Otters Herons Foxes Seals")
    assert len(weighed([quiz, hit("Seals won.", 2)], choices).passages) == 1


def test_all_of_the_above_needs_the_others() -> None:
    choices = ["fraud", "theft", "All of the above"]
    found = weighed([hit("He was charged with fraud and theft.")], choices)
    sign = found.choices[0, :, CHOICE_SIGNS.index("all")]
    assert sign - sign[0] == pytest.approx([0, 0, 2])
    assert lead(found, "words") == 0


def test_verdicts_are_not_looked_for_as_words() -> None:
    found = weighed([hit("It is true that the harbour race was won.")], ["TRUE", "FALSE"])
    assert lead(found, "words") == 0
    assert lead(found, "yes") == 1


@pytest.mark.parametrize(
    ("question", "negated"),
    [
        ("He played for all of these teams, except:", True),
        ("Which of these is NOT a team?", True),
        ("Tina died at 83. Which one of these was not one of her songs?", True),
        ("Which of the following statements is false about the race?", True),
        ("Which judge was criticized for not telling?", False),
        ("It was not him. Who was it?", False),
    ],
)
def test_questions_for_what_is_not_so_are_known(question: str, negated: bool) -> None:
    assert weighed([hit("Blue Herons")], question=question).negated is negated


def test_what_speaks_for_a_passage() -> None:
    found = weighed(
        [hit("Blue Herons", 1, day="2024-03-01"), hit("a race", 2)],
        led=[hit("Blue Herons", 1, day="2024-03-01"), hit("Red Foxes won", 4, day="2024-01-31")],
        as_of=date(2024, 3, 1),
    )
    by_meaning = np.argsort(of_passage(found, "meaning"))[::-1]
    assert np.array(of_passage(found, "found"))[by_meaning].tolist() == [1, 0.5, 0]
    assert np.array(of_passage(found, "rank"))[by_meaning] == pytest.approx(
        [0, math.log(2), math.log(100)]
    )
    assert np.array(of_passage(found, "recency"))[by_meaning] == pytest.approx([1, 0, math.exp(-1)])
    assert np.array(of_passage(found, "listing"))[by_meaning].tolist() == [0.5, 0, 0.5]


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=60),
    st.lists(st.text(max_size=20), min_size=1, max_size=5),
    st.lists(st.text(max_size=120), max_size=4),
)
def test_any_text_gives_chances(question: str, choices: list[str], texts: list[str]) -> None:
    hits = [hit(text, rank) for rank, text in enumerate(texts, 1)]
    chances = trained_mixture().chances(weighed(hits, choices, question))
    assert len(chances) == len(choices)
    assert min(chances) >= 0
    assert sum(chances) == pytest.approx(1)


def test_every_sign_has_a_trained_weight() -> None:
    trained = json.loads(WEIGHTS.read_text("utf-8"))
    assert tuple(trained["passage"]) == PASSAGE_SIGNS
    assert tuple(trained["choice"]) == CHOICE_SIGNS
    assert tuple(trained["plausible"]) == PLAUSIBLE_SIGNS
    assert trained_mixture().passage.tolist() == list(trained["passage"].values())


def small_desk(folder: Path) -> Assistant:
    told = {
        "herons": ("Herons first", "The Blue Herons won the harbour race on Sunday.", "2024-03-01"),
        "foxes": ("Foxes first", "The Red Foxes won the harbour race on Sunday.", "2024-03-09"),
        "museum": ("Museum", "The museum opened its doors to everyone again.", "2024-03-02"),
    }
    build(
        folder,
        [
            Article(name, title, text, Source(published=day))
            for name, (title, text, day) in told.items()
        ],
        encoder=WordEncoder(),
    )
    return Assistant(Index(folder, WordEncoder()))


def test_only_what_the_filters_let_through_is_believed(tmp_path: Path) -> None:
    with small_desk(tmp_path / "index") as desk:
        filters = Filters(as_of=date(2024, 3, 5))
        answer = desk.ask(QUESTION, filters=filters)
        chances = desk.choose(QUESTION, TEAMS, answer=answer, filters=filters).scores
        assert chances[0] > chances[1]
        assert sum(chances) == pytest.approx(1)
        only = Filters(articles=frozenset({"foxes"}))
        answer = desk.ask(QUESTION, filters=only)
        chances = desk.choose(QUESTION, TEAMS, answer=answer, filters=only).scores
        assert chances[1] > chances[0]


def test_order_of_the_choices_does_not_matter(tmp_path: Path) -> None:
    with small_desk(tmp_path / "index") as desk:
        filters = Filters(as_of=date(2024, 3, 5))
        answer = desk.ask(QUESTION, filters=filters)
        forth = desk.choose(QUESTION, TEAMS, answer=answer, filters=filters).scores
        back = desk.choose(QUESTION, TEAMS[::-1], answer=answer, filters=filters).scores
        assert back[::-1] == pytest.approx(forth)


@pytest.mark.parametrize(
    ("question", "choices", "right"),
    [
        ("Who was elected pope?", ["Robert Prevost", "Pietro Parolin", "Luis Tagle"], 0),
        ("Which country landed on the moon's south pole?", ["Russia", "India", "Japan"], 1),
        ("How much did the Fed cut its rate?", ["a quarter point", "half a point"], 1),
        ("Which bridge fell?", ["Golden Gate Bridge", "Francis Scott Key Bridge"], 1),
    ],
)
def test_the_samples_tell(desk: Assistant, question: str, choices: list[str], right: int) -> None:
    filters = Filters()
    answer = desk.ask(question, filters=filters)
    chances = desk.choose(question, choices, answer=answer, filters=filters).scores
    assert max(range(len(choices)), key=chances.__getitem__) == right
