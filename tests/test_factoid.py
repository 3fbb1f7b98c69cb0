"""Whether a question asks for one point or for several facts."""

import json
from pathlib import Path

import pytest

from qa.asking import factoid
from qa.asking.factoid import asks_for_facts, features


def test_features_are_words_neighbours_beginnings_ends_and_length() -> None:
    assert features("Who won, in 2018?", "point") == {
        *("who", "won", "in", "#year"),
        *("who won", "won in", "in #year"),
        *("^ who", "^ who won", "^ who won in"),
        *("#year $", "in #year $"),
        *("rule point", "length 1", "rule point, length 1", "?"),
    }


def test_numbers_are_alike_and_years_are_none() -> None:
    assert features("7 seals 2018", "story") == features("12 seals 1999", "story")
    assert features("7 seals 2018", "story") != features("1999 seals 12", "story")


def test_case_accents_and_what_stands_before_the_last_sentence_are_nothing() -> None:
    alone = features("What did Zoe say?", "story")
    assert features("The Norwick harbour has burnt down. WHAT DID ZOË SAY?", "story") == alone


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "factoid.json"
    file.write_text(json.dumps({"weights": {"": -1.0, "said about": 2.5, "rule point": -3.0}}))
    monkeypatch.setattr(factoid, "WEIGHTS", file)


@pytest.mark.usefixtures("trained")
def test_log_odds_are_the_bias_and_the_weights_of_what_is_there() -> None:
    assert asks_for_facts("what is said about it", "story") == pytest.approx(1.5)
    assert asks_for_facts("what is said about it", "point") == pytest.approx(-1.5)
    assert asks_for_facts("what is it", "story") == pytest.approx(-1.0)


def test_nothing_asked_has_no_more_than_its_form() -> None:
    assert features("", "story") == {"rule story", "length 0", "rule story, length 0"}
