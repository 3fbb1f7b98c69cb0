"""What a disagreement means for the short answer beside it."""

import pytest

from made_quotes import told
from qa.answer import Assistant
from qa.beside.aside import Aside
from qa.quote import Quote

TOLL = "How many people has the storm killed in Malawi?"


def killed(count: str, published: str, outlet: str = "Wire") -> Quote:
    return told(f"The storm has killed {count} people in Malawi.", published, outlet=outlet)


FIRST, LATER = killed("at least 190", "2024-03-14"), killed("438", "2024-03-18")
OTHER = killed("120", "2024-03-14", outlet="Post")
BESIDE = told("The storm came over the lake at night.", "2024-03-14")


@pytest.mark.parametrize(
    ("short", "quotes", "expected"),
    [
        ("190", [FIRST, LATER], "438"),
        ("438", [FIRST, LATER], "438"),
        ("190", [FIRST, OTHER], "190"),  # they contradict each other, and neither is later
        ("Malawi", [FIRST, LATER], "Malawi"),
        (None, [FIRST, LATER], None),
    ],
)
def test_a_figure_that_was_replaced_is_no_short_answer(
    short: str | None, quotes: list[Quote], expected: str | None
) -> None:
    assert Aside(TOLL, quotes, quotes).current(short) == expected


def test_a_count_of_older_articles_alone_has_grown_since() -> None:
    beside = told("At least 36 people have died in the floods.", "2024-03-13")
    ranked = [FIRST, LATER, beside]
    assert Aside(TOLL, ranked, [beside]).current("36") == "438"
    assert Aside(TOLL, ranked, [beside]).led([beside], "36") == [LATER, beside]
    newer = told("At least 36 people have died in the floods.", "2024-03-19")
    assert Aside(TOLL, ranked, [newer]).current("36") == "36"
    larger = told("In all 500 people have died in the floods.", "2024-03-13")
    assert Aside(TOLL, ranked, [larger]).current("500") == "500"


def test_what_tells_the_later_figure_is_read_first() -> None:
    aside = Aside(TOLL, [FIRST, BESIDE, LATER], [FIRST])
    assert aside.led([FIRST, LATER], "190") == [LATER, FIRST]
    assert aside.led([FIRST, BESIDE], "190") == [LATER, FIRST], "as many sentences as before"
    assert aside.led([FIRST, LATER], "438") == [FIRST, LATER], "nothing was replaced"
    assert aside.led([FIRST, LATER], None) == [LATER, FIRST]
    newer = told("The storm has killed 440 people in Malawi.", "2024-03-20")
    ranked = [newer, FIRST, LATER]
    assert Aside(TOLL, ranked, ranked).led([newer, FIRST], None) == [newer, FIRST]


def test_what_was_taken_back_is_no_short_answer_and_no_first_sentence() -> None:
    error = told("About 10,000 soldiers have arrived in the Kursk region, he said.", "2024-10-30")
    repeats = told(
        "An article on Wednesday said that about 10,000 soldiers had arrived in the Kursk region.",
        "2024-10-31",
        title="Correction: soldiers",
        around=" That was wrong.",
    )
    aside = Aside("How many soldiers have arrived in the Kursk region?", [error, repeats], [error])
    assert aside.current("10,000") is None
    assert aside.led([error], "10,000") == [error]


def test_of_a_rising_toll_the_last_one_is_the_short_answer(desk: Assistant) -> None:
    answer = desk.ask("How many people did the cyclone kill in Malawi?")
    assert answer.short_answer == "438"
    assert "438" in answer.sentences[0].text
