"""What tells of the opposite of the deed that is asked about answers nothing."""

import pytest

from made_quotes import told
from qa.matching.undone import tells_undone, undone
from qa.short_answers.likely import Short
from qa.short_answers.possible import possible


@pytest.mark.parametrize(
    ("question", "text", "sentence"),
    [
        ("How many people did the brewery fire?", "14", "The brewery hired 14 people in May."),
        ("how many people did the old brewery fire", "14", "It hired 14 people to brew beer."),
        ("How many boards did the club sell?", "20", "The club bought 20 boards from a dealer."),
        ("How many boards did the club sell?", "20", "It was late when it bought 20 boards."),
        ("When did the shop close?", "2012", "The shop opened in 2012."),
        ("When did the shop close?", "2012", "In 2012 the farm opened a shop."),
        ("When does the fair begin?", "May 9", "The fair will end on May 9."),
        ("When was Ann Archer born?", "2020", "Archer died in 2020, at home."),
        ("How much did the rent rise?", "3%", "The rent fell by 3% this year."),
        ("By how much did rents in Harl rise?", "3%", "Rents in Harl fell by 3% in May."),
        ("How many games did Harl win?", "four", "Harl lost four games last year."),
        ("When did Reid leave the band?", "1999", "Reid, a drummer, joined the band in 1999."),
    ],
)
def test_what_is_said_of_the_opposite_deed_is_no_answer(
    question: str, text: str, sentence: str
) -> None:
    assert undone(question)(text, sentence)


@pytest.mark.parametrize(
    ("question", "text", "sentence"),
    [
        # The deed itself, in its word or in another, or in a clause that shares the number.
        ("How many people did the brewery fire?", "14", "It fired 14 people and hired 3."),
        ("How many people did it fire?", "14", "It laid off 14 people it had hired in May."),
        ("How many people did it fire?", "14", "The 14 were hired in May and fired in June."),
        ("When did the plant close?", "2020", "The plant, opened in 1990, shut in 2020."),
        ("When did the shop open?", "2012", "The shop has not closed since 2012."),
        # The other side of a sale, or of a game.
        ("How many boards did the club sell?", "20", "Harl bought 20 boards on Monday."),
        ("How many boards did the club sell?", "20", "At the club Harl bought 20 boards from it."),
        ("Who bought the club?", "Harl", "Reid sold the club to Harl."),
        ("When did Reid buy the club?", "May", "Harl sold it to Reid in May."),
        # Of several deeds it is not known which is asked about, and of others no opposite.
        ("When did Ann, who left the firm, join it?", "May", "Ann quit in May."),
        ("Why was the shop shut, and when do schools open?", "May", "It closed in May."),
        ("Why was the bay closed, and when do schools open?", "May", "They will open in May."),
        # Who left had joined, and a shop closes where it opened.
        ("Who left the firm?", "Reid", "Reid joined the firm in May."),
        ("Where did the shop close?", "Harl", "The shop opened in Harl."),
        ("When was the bridge painted?", "2012", "The bridge opened in 2012."),
        ("Why did Ann leave?", "2012", "Ann joined in 2012."),
    ],
)
def test_what_may_be_said_of_the_deed_itself_is_kept(
    question: str, text: str, sentence: str
) -> None:
    assert not undone(question)(text, sentence)


def test_only_what_no_sentence_says_of_the_deed_is_no_short_answer() -> None:
    quotes = [told("The brewery hired 14 people."), told("The brewery fired 14 people.")]
    question = "How many people did the brewery fire?"
    assert possible(question, quotes, [Short("14", 0.9, frozenset((0,)))]) == []
    assert possible(question, quotes, [Short("14", 0.9, frozenset((0, 1)))])


def test_a_sentence_goes_whose_times_or_numbers_are_all_of_the_opposite() -> None:
    is_undone = tells_undone("How many people did the brewery fire?")
    assert is_undone("The brewery hired 14 people to brew beer, and bread.")
    assert not is_undone("The brewery hired 14 people; 3 had to go.")
    assert not is_undone("The brewery hired people.")
    assert not tells_undone("Who joined the band?")("Ann left the band in 2012.")
