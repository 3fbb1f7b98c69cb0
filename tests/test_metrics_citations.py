"""Citation recall and precision after ALCE, worked by hand, and exactness of quotes."""

from collections.abc import Sequence

import pytest

from qa.metrics.citations import (
    Statement,
    citation_precision,
    citation_recall,
    exact_quotes,
    statements_of,
    verbatim_quotations,
    words_stand_in,
)

FACTS = {"rain": "It rained.", "snow": "It snowed.", "wind": "The wind blew."}


def supports(sentence: str, quotes: Sequence[str]) -> bool:
    """A sentence names facts by key; quotes carry it where they state all of them."""
    return all(FACTS[key] in quotes for key in sentence.split())


def cited(sentence: str, *quotes: str, support: str = "supported") -> Statement:
    return Statement(sentence, tuple(FACTS[quote] for quote in quotes), support)


def test_recall_is_the_share_of_sentences_carried() -> None:
    answer = [
        cited("rain", "rain"),
        cited("rain snow", "rain", "snow"),
        cited("wind", "rain"),
        cited("wind"),
    ]
    assert citation_recall(answer, supports) == 0.5


def test_precision_drops_what_is_not_needed() -> None:
    # The wind does not support the sentence, and the rain does so without it.
    assert citation_precision([cited("rain", "rain", "wind")], supports) == 0.5
    # Neither carries the sentence alone, and each is missed.
    assert citation_precision([cited("rain snow", "rain", "snow")], supports) == 1.0
    # Either alone is enough: not irrelevant by the definition, for it supports alone.
    assert citation_precision([cited("rain", "rain", "rain")], supports) == 1.0


def test_citations_of_an_unsupported_sentence_are_not_precise() -> None:
    answer = [cited("rain", "rain"), cited("snow", "rain", "wind")]
    assert citation_precision(answer, supports) == pytest.approx(1 / 3)


def test_labels_decide_where_no_check_is_given() -> None:
    answer = [
        Statement("It rained in Malawi.", ("It rained in Malawi.",), "quoted"),
        Statement("It rained.", ("It poured.",), "supported"),
        Statement("It snowed.", ("It rained.",), "weak"),
        Statement("It snowed.", ("It rained.",), "unsupported"),
    ]
    assert citation_recall(answer) == 0.5
    assert citation_precision(answer) == 0.5


def test_labels_and_words_decide_over_several_citations() -> None:
    quoted = Statement("It rained in Malawi.", ("It rained in Malawi.", "It snowed."), "quoted")
    assert citation_precision([quoted]) == 0.5


def test_nothing_to_measure_is_none() -> None:
    assert citation_recall([]) is None
    assert citation_precision([Statement("It rained.", (), "unsupported")]) is None
    assert exact_quotes([]) is None
    assert verbatim_quotations([("He said nothing.", ["text"])]) is None


def test_words_stand_in_wants_every_word() -> None:
    assert words_stand_in("The rain fell.", ["Then rain", "fell on us."])
    assert not words_stand_in("The rain fell twice.", ["The rain fell."])


def test_quotes_are_compared_to_the_character() -> None:
    text = "It “rained” in Malawi."
    assert exact_quotes([("“rained”", text, 3, 11), ('"rained"', text, 3, 11)]) == 0.5
    assert exact_quotes([("rained", None, 4, 10)]) == 0.0


@pytest.mark.parametrize(
    ("sentence", "share"),
    [
        ('He said "it rained hard".', 1.0),
        ("He said “it rained hard”.", 1.0),
        ('He said "it rained softly".', 0.0),
        ('He said "it rained hard" and "it snowed".', 0.5),
        ('He said "it [the cloud] rained … hard".', 1.0),
    ],
)
def test_quotations_inside_sentences_stand_in_the_article(sentence: str, share: float) -> None:
    assert verbatim_quotations([(sentence, ["We heard: it rained hard."])]) == share


def test_statements_leave_struck_sentences_out() -> None:
    answer = {
        "citations": [{"quote": "It rained."}, {"quote": "It snowed."}],
        "sentences": [
            {"text": "Rain.", "evidence": [0], "support": "supported"},
            {"text": "Snow.", "evidence": [1], "support": "unsupported", "struck": True},
        ],
    }
    assert statements_of(answer) == [Statement("Rain.", ("It rained.",), "supported")]
