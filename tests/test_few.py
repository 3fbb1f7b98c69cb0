"""The few sentences that answer a question with one answer."""

from dataclasses import replace

import numpy as np

from index.types import TokenVectors
from made_quotes import told
from qa.quote import Quote, Reading
from qa.quoting.few import few
from qa.reading.reader import ReaderOutput, weighed
from qa.short_answers.likely import Short

TEXTS = ("The harbour was closed on Monday.", "Ann Archer gave the order.", "Rain fell for days.")
OUTPUT = ReaderOutput(
    [
        np.log(np.array([[0.1, 0.1], [0.1, 0.1]], dtype=np.float32)),
        np.log(np.array([[0.7, 0.1], [0.1, 0.7]], dtype=np.float32)),
    ],
    answerability=1.0,
)


def reading(question: str) -> Reading:
    nothing = TokenVectors(np.zeros((0, 1), np.float32), np.zeros((0, 2), np.int64))
    quotes = [told(text, score=1 - place / 10) for place, text in enumerate(TEXTS)]
    return Reading(question, nothing, quotes, np.zeros(0, np.bool_), {})


def chosen(quotes: list[Quote], *likely: Short) -> list[str]:
    every = set(range(len(quotes)))
    return [quote.text for quote in few(quotes, every, every, likely)]


def test_where_the_reader_sees_an_answer_a_sentence_weighs_more() -> None:
    asked = reading("Who closed the harbour?")
    assert chosen(asked.quotes)[0] == TEXTS[0]
    heard = weighed(asked, OUTPUT)
    assert [quote.text for quote in heard.quotes] == list(TEXTS)  # places stay
    assert chosen(heard.quotes)[0] == TEXTS[1]
    assert heard.quotes[2].score < heard.quotes[0].score - 1  # it has not read the last one


def test_with_no_reader_nothing_changes() -> None:
    asked = reading("Who closed the harbour?")
    assert weighed(asked, None) is asked


def test_a_likely_answer_counts_by_its_chance() -> None:
    quotes = [replace(quote, score=1.0) for quote in reading("Who?").quotes]
    read = Short("Ann Archer", 0.6, frozenset({1}))
    plain = Short("Monday", 0.1, frozenset({0}))
    assert chosen(quotes, plain, read)[0] == TEXTS[1]


def test_a_further_sentence_may_be_much_less_likely() -> None:
    quotes = [
        replace(q, score=score)
        for q, score in zip(reading("Who?").quotes, (2, -3, -9), strict=True)
    ]
    assert chosen(quotes) == list(TEXTS)
