"""What "it" and "they" at the beginning of a sentence mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.quoting.meant import meant
from qa.quoting.things import means_nothing


def name(before: str, sentence: str, title: str = "") -> str | None:
    passage = f"{before} {sentence}"
    found = meant(passage, len(before) + 1, title)
    return passage[found[0] : found[1]] if found else None


@pytest.mark.parametrize(
    ("before", "sentence", "what"),
    [
        ("The new lake is open to swimmers.", "It covers 340 square miles.", "The new lake"),
        ("Norwick Bank was sold in May.", "It employs 300 people.", "Norwick Bank"),
        ("Norwick Bank was sold in May.", "Its branches stay open.", "Norwick Bank"),
        ("And Norwick Bank, once a small lender, was sold.", "It said so.", "Norwick Bank"),
        ("Quarkly said it sold its ships.", "It said so on Monday.", "Quarkly"),
        ("The orcas are near the harbour.", "They eat fish.", "The orcas"),
        ("The orcas left in May.", "Their calves stayed.", "The orcas"),
        ("Ann Archer and Bob Baker met in May.", "They said no.", "Ann Archer and Bob Baker"),
        # one sentence further back, where that one points back too
        ("The orcas are in the harbour. They eat fish there.", "They sleep at noon.", "The orcas"),
    ],
)
def test_the_subject_of_the_sentence_before_is_meant(before: str, sentence: str, what: str) -> None:
    assert name(before, sentence) == what


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        # nothing is meant, or what has happened
        ("The harbour was closed in May.", "It was raining at noon."),
        ("The harbour was closed in May.", "It took three hours to clear it."),
        ("The harbour was closed in May.", "It is the mayor that closed it."),
        ("The harbour was closed in May.", "It angered many."),
        ("The harbour was closed in May.", "Its effect was felt at once."),
        # of another number
        ("The harbours were closed in May.", "It covers a square mile."),
        ("The harbour was closed in May.", "They cover a square mile."),
        ("Ann Archer was there in May.", "It said so."),
        ("Archer was there with his dog.", "It covers a square mile."),
        ("The mayor was there in May.", "It covers a square mile."),
        # either
        ("Norwick Bank was sold to Harbour Ltd.", "It employs 300 people."),
        ("The orcas are near the seals.", "They eat fish."),
        ("Ann Archer and Bob Baker met the sailors.", "They said no."),
        # another one's words, or whose they are
        ("The storm was strong, according to a report.", "It said many had fled."),
        ("“The lake is deep,” Archer said.", "It covers a square mile."),
        ("The agency says that the lake is deep.", "Its water is cold."),
        # not the subject, or not all of it
        ("Ships waited before Norwick Bank.", "It employs 300 people."),
        ("Norwick Bank officials were late.", "It employs 300 people."),
        ("The report shows rain has come.", "It said so."),
        # away from it
        ("The lake is deep. Ships waited there.", "It covers a square mile."),
        ("The lake is deep. Open water:", "It covers a square mile."),
    ],
)
def test_where_it_is_not_sure_nothing_is_named(before: str, sentence: str) -> None:
    assert name(before, sentence) is None


def test_a_company_that_it_means_is_told_by_its_name() -> None:
    before = "Norwick Bank was sold in May. The bank has lost money."
    assert name(before, "It employs 300 people.") == "Norwick Bank"
    assert name("The bank has lost money.", "It employs 300 people.") is None


def test_an_it_that_means_nothing() -> None:
    assert means_nothing("It is unclear whether the harbour opens.")
    assert means_nothing("It took three hours to clear the harbour.")
    assert means_nothing("It was raining in the harbour.")
    assert not means_nothing("It covers 340 square miles.")
    assert not means_nothing("They were late to come.")


@given(st.text(max_size=200), st.sampled_from(["It said so.", "They left.", "Its end came."]))
def test_what_is_found_stands_before_the_sentence(before: str, sentence: str) -> None:
    passage = f"{before} {sentence}"
    found = meant(passage, len(before) + 1)
    assert found is None or 0 <= found[0] < found[1] <= len(before)
