"""Negation, denial and opposites between a claim and its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.checking.opposites import opposed
from qa.checking.polarity import denied, negations, unknown


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Seoul has decided to send arms.", "Seoul has not decided to send arms."),
        ("Seoul has not decided to send arms.", "Seoul has decided to send arms."),
        ("He gave a number.", "He gave no number."),
        ("She promised a cut.", "She would not promise a cut."),
        ("The spokesman confirmed it.", "The spokesman could not confirm it."),
        ("He said that the bank was late.", "He denied that the bank was late."),
        ("Moscow denies it.", "Moscow no longer denies it."),
        ("They have not rejected the reports.", "They rejected the reports."),
        ("He has said when it will fly.", "He has yet to say when it will fly."),
        ("The drug improved survival.", "The drug barely improved survival."),
        ("Vaccines cause autism.", "It is a myth that vaccines cause autism."),
        ("The drug cures cancer.", "The idea that the drug cures cancer is a hoax."),
        ("It has cleared the queue.", "It is still struggling to clear the queue."),
    ],
)
def test_what_is_turned_around(claim: str, source: str) -> None:
    assert denied(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("No decision was taken on arms.", "It was not decided whether to send arms."),
        ("She declined to promise a cut.", "She would not promise a cut."),
        ("He denied it.", "He rejected it."),
        ("It may start in March at the earliest.", "It will not start before March."),
        ("No storm lasted longer.", "It is the longest storm ever recorded."),
        ("The mayday saved lives.", "More would have died, had the ship not sent a mayday."),
        ("It fell.", "It fell, and nobody was hurt."),
        ("Mr. Noh met Ms. Never.", "Mr. Noh met Ms. Never."),
        ("The war kept him from accepting it.", "He could not accept it for the war."),
        ("Its only assets were buildings.", "It had no assets other than buildings."),
        ("It came without fail.", "It came faithfully."),
        ("It is hard, even impossible, to win.", "It is hard if not impossible to win."),
        ("He came to the bar.", "He stopped by the bar."),
        ("The costs may not be justified.", "The costs may be unjustified."),
        ("It came a week after the vote.", "It came barely a week after the vote."),
        ("The rest stops are old.", "The no-frills rest stops are old."),
    ],
)
def test_what_is_not(claim: str, source: str) -> None:
    assert not denied(claim, source)


def test_a_sentence_beside_it_may_deny_it_too() -> None:
    beside = ["He gave no number, not how many."]
    assert not denied("He did not say how many.", "He named the place.", beside)
    assert denied("He did not say how many.", "He named the place.", ["It rained."])


@pytest.mark.parametrize(
    ("claim", "source", "is_wrong"),
    [
        ("It is unclear how many died.", "The toll has risen to 438.", True),
        ("It is not yet known who won.", "Norwick won the cup.", True),
        ("It is not known who won.", "The judges have yet to name a winner.", False),
        ("It is unclear whether it will fly.", "Officials would not say if it will fly.", False),
        ("The drink is not known in Norwick.", "Few in Norwick drink it.", False),
    ],
)
def test_that_nobody_knows_has_to_stand_there(claim: str, source: str, is_wrong: bool) -> None:
    assert bool(unknown(claim, source)) is is_wrong


def test_cues_reach_as_far_as_their_clause() -> None:
    (found,) = negations("She did not promise another step, but inflation fell.")
    assert (found.cue.plain, found.reached, found.is_word) == (
        "not", ("promis", "anoth", "step"), True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "source", "problem"),
    [
        ("two days before the vote", "two days after the vote", "after"),
        ("The report was right.", "The report was wrong.", "wrong"),
        ("It was below zero.", "It was above zero.", "above"),
        ("All of them left.", "They left.", "all"),
        ("They looked disreputable.", "They looked reputable.", "disreputable"),
        ("They have calmed the fears.", "They have fuelled the fears.", "calm"),
        ("The court upheld the ban.", "The court overturned the ban.", "overturn"),
        ("It passed the law.", "It rejected the law.", "reject"),
        ("He was convicted.", "He was charged.", "charg"),
        ("It left 23 people dead.", "It left 23 people hurt.", "hurt"),
        ("It was a large house.", "It was a small house.", "small"),
        ("It rarely happens.", "It often happens.", "rare"),
    ],
)
def test_opposites(claim: str, source: str, problem: str) -> None:
    assert f"“{problem}”" in opposed(claim, source)
    assert opposed(source, source) == ""


@given(st.text())
def test_a_text_does_not_contradict_itself(text: str) -> None:
    assert opposed(text, text) == ""
    negations(text)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It is held every year.", "It is an annual gala."),
        ("All three schools are old.", "The three schools are old."),
        ("Years before, he had met her.", "He had met her after the war."),
        ("Norwick beat Ostwick.", "Ostwick lost to Norwick."),
        ("It was not useful.", "It was useless."),
    ],
)
def test_no_opposites(claim: str, source: str) -> None:
    assert opposed(claim, source) == ""
