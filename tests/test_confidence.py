"""Signs worked out by hand, and what follows from them."""

import json
import math

import numpy as np
import pytest

from corpus.article import Source
from corpus.passages import Passage
from index.types import Hit, TokenVectors
from qa.confidence import WEIGHTS, Confidence, confidence, signs
from qa.quote import Quote, Reading
from qa.reading.reader import ReaderOutput
from qa.short_answers.likely import Short

TEXT = "The harbour bridge opened in 1932. It cost 4.2 million pounds."


def quote(*, relevance: float = 3.0, likeness: float = 0.4) -> Quote:
    passage = Passage("p", "a", 0, len(TEXT), TEXT)
    source = Source(published="2023-04-01")
    parts = {"meaning": relevance - 1.0, "words": 1.0, "recency": 2.5}
    hit = Hit(passage, "A bridge at last", source, 1.0, 1, parts=parts)
    vector = np.ones(1, dtype=np.float32)
    tokens = TokenVectors(np.ones((1, 1), dtype=np.float32), np.array([[0, 34]]))
    return Quote(hit, 0, 34, TEXT[:34], 2.0, 0.5, likeness, 0.3, 0.2, 0.5, vector, tokens)


def of(*quotes: Quote, question: str = "When did the harbour bridge open?") -> Reading:
    none = TokenVectors(np.ones((0, 1), dtype=np.float32), np.ones((0, 2), dtype=np.int64))
    return Reading(question, none, list(quotes), np.ones(0, dtype=np.bool_), {})


def sure(*quotes: Quote, passages: int = 100, output: ReaderOutput | None = None) -> Confidence:
    """Where all of the quotes are shown."""
    return confidence(of(*quotes), quotes, passages, output=output)


def test_the_best_passage_counts_and_the_sentence_shown_first() -> None:
    best, first = quote(relevance=4.5, likeness=0.1), quote(relevance=3.0, likeness=0.7)
    ranked = of(quote(relevance=3.5, likeness=0.9), best, first)
    likely = [Short("1932", 0.5, frozenset((0,))), Short("4.2 million", 0.3, frozenset((0,)))]
    assert signs(ranked, [first, best], 1_000, likely, ReaderOutput([], -2.5)) == {
        "relevance": 4.5,
        "likeness": 0.7,
        "told": 0.5,
        "answerability": -2.5,
        "passages": pytest.approx(3.0),
    }
    assert signs(ranked, [first], 0)["passages"] == 0.0


def test_a_timeline_does_not_begin_with_what_is_most_alike() -> None:
    oldest, best = quote(likeness=0.2), quote(likeness=0.7)
    timeline = of(oldest, best, question="timeline of the harbour bridge")
    assert signs(timeline, [oldest, best], 1_000)["likeness"] == 0.7
    assert signs(of(oldest, best), [oldest, best], 1_000)["likeness"] == 0.2


def test_confidence_is_the_logistic_function_of_the_weighted_signs() -> None:
    fitted = json.loads(WEIGHTS.read_text("utf-8"))
    ranked = of(quote())
    odds = fitted["bias"] + sum(
        fitted["weights"][name] * value for name, value in signs(ranked, ranked.quotes, 100).items()
    )
    found = sure(quote())
    assert found.value == pytest.approx(1 / (1 + math.exp(-odds)))
    assert found.enough is (found.value >= fitted["threshold"])


def test_better_signs_give_more_confidence_and_nothing_shown_gives_none() -> None:
    weak, strong = sure(quote(relevance=1.0)), sure(quote(relevance=9.0))
    assert 0 < weak.value < strong.value < 1
    assert sure(quote(likeness=0.2)).value < sure(quote(likeness=0.8)).value
    for nothing in (of(), of(quote(relevance=9.0))):
        found = confidence(nothing, [], 100)
        assert found.value == 0.0
        assert not found.enough


def test_the_same_tells_less_where_more_was_searched() -> None:
    few, many = (sure(quote(relevance=8.0), passages=size) for size in (50, 100_000))
    assert many.value < few.value - 0.05


def test_a_likely_short_answer_gives_confidence_where_it_is_shown() -> None:
    average = json.loads(WEIGHTS.read_text("utf-8"))["average"]["told"]
    ranked = of(quote(relevance=8.0))

    def with_short(text: str, chance: float) -> float:
        likely = [Short(text, chance, frozenset((0,)))]
        return confidence(ranked, ranked.quotes, 100, likely).value

    none_looked_for = confidence(ranked, ranked.quotes, 100).value
    assert with_short("1932", 0.9) > with_short("1932", 0.1) > with_short("1950", 0.9)
    assert with_short("1932", average) == none_looked_for


def test_what_a_reader_finds_gives_confidence_and_no_reader_is_an_average_one() -> None:
    average = json.loads(WEIGHTS.read_text("utf-8"))["average"]["answerability"]
    ranked = quote(relevance=8.0)
    low, same, high = (
        sure(ranked, output=ReaderOutput([], average + more)).value for more in (-5, 0, 5)
    )
    assert low < same < high
    assert sure(ranked).value == same
    why = of(ranked, question="Why did the harbour bridge open?")
    assert confidence(why, [ranked], 100, output=ReaderOutput([], average - 5)).value == same


def test_what_does_not_give_what_is_asked_is_never_enough() -> None:
    strong = sure(quote(relevance=9.0))
    without = strong.without_answer()
    assert 0 < without.value < json.loads(WEIGHTS.read_text("utf-8"))["threshold"]
    assert strong.enough and not without.enough


def test_of_what_is_told_outright_half_as_much_is_enough() -> None:
    fitted = json.loads(WEIGHTS.read_text("utf-8"))
    threshold = fitted["threshold"]
    for share, enough in ((1.5, True), (0.6, True), (0.4, False)):
        found = Confidence(share * threshold, threshold).told_outright()
        assert found.enough is enough
        assert found.value == pytest.approx(share * threshold if share != 0.6 else threshold)
