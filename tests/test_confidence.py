"""Signs worked out by hand, and what follows from them."""

import json
import math

import pytest

from corpus.article import Source
from corpus.passages import Passage
from index.types import Hit
from qa.confidence import WEIGHTS, confidence, signs
from qa.extract import Quote

TEXT = "The harbour bridge opened in 1932. It cost 4.2 million pounds."


def quote(score: float = 2.0, **values: float) -> Quote:
    passage = Passage("p", "a", 0, len(TEXT), TEXT)
    hit = Hit(passage, "A bridge at last", Source(published="2023-04-01"), 1.0, 1)
    known = {"meeting": 0.5, "likeness": 0.4, "coverage": 0.3, "context": 0.2}
    return Quote(hit=hit, start=0, end=34, text=TEXT[:34], score=score, **(known | values))


def test_signs_are_those_of_the_best_sentences() -> None:
    ranked = [quote(2.0, meeting=0.5), quote(1.5, meeting=0.7, likeness=0.6, context=0.9)]
    found = signs("When did the harbour bridge open?", ranked)
    assert found == {
        "score": 2.0,
        "meeting": 0.7,
        "likeness": 0.6,
        "coverage": 0.3,
        "context": 0.9,
        "numbers": 1.0,
        "length": math.log(1 + 3),  # harbour, bridge, open
    }


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("Did the bridge open in 1932?", 1.0),
        ("Did the bridge open in 1933?", 0.0),
        ("Did it cost 4.2 million in 1933?", 0.5),
        ("Was it opened in 2023?", 1.0),  # the year of the article
    ],
)
def test_a_figure_that_was_asked_about_must_be_there(question: str, share: float) -> None:
    assert signs(question, [quote()])["numbers"] == share


def test_confidence_is_the_logistic_function_of_the_weighted_signs() -> None:
    fitted = json.loads(WEIGHTS.read_text("utf-8"))
    ranked = [quote()]
    odds = fitted["bias"] + sum(
        fitted["weights"][name] * value for name, value in signs("Which bridge?", ranked).items()
    )
    found = confidence("Which bridge?", ranked)
    assert found.value == pytest.approx(1 / (1 + math.exp(-odds)))
    assert found.enough is (found.value >= fitted["threshold"])


def test_better_signs_give_more_confidence_and_none_gives_none() -> None:
    weak = confidence("Which bridge?", [quote(0.5, meeting=0.1, likeness=0.0, coverage=0.0)])
    strong = confidence("Which bridge?", [quote(4.0, meeting=0.95, likeness=0.9, coverage=1.0)])
    assert 0 < weak.value < strong.value < 1
    nothing = confidence("Which bridge?", [])
    assert (nothing.value, nothing.enough) == (0.0, False)
