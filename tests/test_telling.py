"""Whether a sentence tells a fact, read beside the question; and the look that it is part of."""

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.article import Source
from corpus.passages import Passage
from index.types import Encoder, Hit, Vectors
from qa.extract import Reading, read
from qa.reading.joint_reader import JointReader, Taught
from qa.reading.look import look
from qa.reading.telling import MOST, WEIGHTS, told, told_by
from qa.reading.windows import FLAGS
from word_encoder import DIMENSION, WordEncoder

WHY = "Why was the harbour of Norwick closed?"
TEXTS = (
    "The storm of 1953 and 1954 closed it. Nobody in Norwick knew why.",
    "In 12 days it may open.",
)


def reading(question: str, *texts: str) -> Reading:
    hits = [
        Hit(Passage(f"p{n}", f"a{n}", 0, len(text), text), "2024", Source(), 1 / n, n)
        for n, text in enumerate(texts, 1)
    ]
    return read(question, hits, WordEncoder(), lambda term: 1.0)


def by_hand() -> JointReader:
    """No layers: figures tell, nothing else does."""
    nothing = np.zeros((2, DIMENSION), np.float32)
    flags = np.zeros((DIMENSION, FLAGS), np.float32)
    flags[0, 2] = 100.0  # of unit vectors no number is nearly as large
    head = np.zeros((1, DIMENSION), np.float32)
    head[0, 0] = 0.08
    bias = np.array([-1.0], np.float32)
    taught = Taught({}, head, bias, nothing, nothing[0], flags, WordEncoder().fingerprint)

    def layers(states: Sequence[Vectors]) -> list[Vectors]:
        return [(np.round(each / 100) * 100).astype(np.float32) @ head.T for each in states]

    return JointReader(taught, layers)


def test_the_mean_of_a_sentences_tokens_is_its_log_odds() -> None:
    found = told_by(by_hand(), reading(WHY, *TEXTS))
    by_text = {quote.text: quote.telling for quote in found.quotes}
    # The figure of the headline is no sentence's.
    assert by_text == {
        "The storm of 1953 and 1954 closed it.": pytest.approx(2 * 8 / 9 - 1),
        "Nobody in Norwick knew why.": pytest.approx(-1),
        "In 12 days it may open.": pytest.approx(8 / 7 - 1),
    }


def test_the_best_sentences_are_read_and_keep_their_places() -> None:
    asked = reading(WHY, " ".join(f"The harbour was closed for {n} days." for n in range(60)))
    found = told_by(by_hand(), asked)
    assert [quote.text for quote in found.quotes] == [quote.text for quote in asked.quotes]
    assert [quote.telling is not None for quote in found.quotes] == [True] * MOST + [False] * 12


def test_without_an_encoder_that_it_was_taught_with_nothing_is_read() -> None:
    asked = reading(WHY, *TEXTS)
    assert told(asked, WordEncoder()) is asked


def test_what_is_kept_is_of_the_packaged_encoder(encoder: Encoder) -> None:
    hits = [quote.hit for quote in reading(WHY, *TEXTS).quotes]
    found = told(read(WHY, hits, encoder, lambda term: 1.0), encoder)
    assert None not in [quote.telling for quote in found.quotes]
    assert WEIGHTS.stat().st_size < 2_500_000


def test_a_point_is_looked_for_or_facts_are(encoder: Encoder) -> None:
    hits = [quote.hit for quote in reading(WHY, *TEXTS).quotes]
    facts = look(read(WHY, hits, encoder, lambda term: 1.0), encoder, lambda term: 1.0)
    assert (facts.likely, facts.output) == ([], None)
    point = look(read("When was the storm?", hits, encoder, lambda t: 1.0), encoder, lambda t: 1.0)
    assert point.likely
    assert point.output is not None
    assert {quote.telling for quote in point.reading.quotes} == {None}
