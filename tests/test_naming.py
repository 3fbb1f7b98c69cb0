"""Which words of a question are names."""

import pytest

from index.terms import query_terms
from qa.asking.naming import as_written, names_among, share_named

TEXTS = ["The mayor of Norwick, Ann Archer, closed the harbour. Then Norwick slept, and he left."]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("when did norwick close the harbour", {"norwick"}),
        ("When did Weston close the harbour?", {"weston"}),
        ("WHEN DID WESTON CLOSE", set()),
        ("Which Australian mayor closed it on Monday in May?", set()),
        ("what did Brazil close", {"brazil"}),
        ("when did he close it", set()),
    ],
)
def test_a_name_has_a_capital_in_the_question_or_where_it_was_found(
    question: str, names: set[str]
) -> None:
    assert names_among(query_terms(question), question, TEXTS) == names


def test_a_share_counts_by_rarity() -> None:
    rarity = {"norwick": 6.0, "archer": 2.0, "harbour": 4.0}
    names = ["norwick", "archer"]
    assert share_named(names, rarity, frozenset(("norwick", "harbour"))) == 0.75
    assert share_named(names, rarity, frozenset()) == 0.0
    assert share_named([], rarity, frozenset()) == 1.0


def test_a_common_name_need_not_be_said() -> None:
    rarity = {"us": 0.5, "harbour": 4.0, "norwick": 3.0}
    assert share_named(["us"], rarity, frozenset(("harbour",))) == 1.0
    assert share_named(["us", "norwick"], rarity, frozenset(("norwick",))) == 1.0


def test_a_question_without_capitals_is_read_as_the_texts_write_it() -> None:
    assert as_written("did archer's crew close norwick", TEXTS) == "did Archer's crew close Norwick"
    assert as_written("Did archer close it", TEXTS) == "Did archer close it"
    probes = ["It said that Lunar-24 was the last before Lunar-25, and that Lunar-24 came home."]
    assert as_written("what of lunar 25", probes) == "what of Lunar 25"
