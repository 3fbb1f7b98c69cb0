"""Whether a sentence tells a fact, read beside the question; and the look that it is part of."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from corpus.article import Source
from corpus.passages import Passage
from index.encoding.upper_layers import UpperLayers
from index.types import Encoder, Hit, TokenVectors, Vectors
from qa.extract import read
from qa.look import look
from qa.quote import Reading
from qa.reading.joint_reader import JointReader, Taught
from qa.reading.telling import MOST, WEIGHTS, told_by, with_telling
from qa.reading.windows import FLAGS, windows
from tiny_bert import tiny_bert
from trainers import trainer
from word_encoder import DIMENSION, WordEncoder

WHY = "Why was the harbour of Norwick closed?"
TEXTS = (
    "The storm of 1953 and 1954 closed it. Nobody in Norwick knew why.",
    "In 12 days it may open.",
)


def reading(question: str, *texts: str, encoder: Encoder | None = None) -> Reading:
    hits = [
        Hit(Passage(f"p{n}", f"a{n}", 0, len(text), text), "2024", Source(), 1 / n, n)
        for n, text in enumerate(texts, 1)
    ]
    return read(question, hits, encoder or WordEncoder(), lambda term: 1.0)


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
    assert with_telling(asked, WordEncoder()) is asked


def test_without_the_states_of_the_lower_layers_nothing_is_read() -> None:
    asked = reading(WHY, *TEXTS)
    bare = replace(asked, asked=TokenVectors(asked.asked.vectors, asked.asked.spans))
    assert told_by(by_hand(), bare) is bare
    assert told_by(by_hand(), reading(WHY)).quotes == []


def test_what_is_kept_is_of_the_packaged_encoder(encoder: Encoder) -> None:
    found = with_telling(reading(WHY, *TEXTS, encoder=encoder), encoder)
    assert None not in [quote.telling for quote in found.quotes]
    assert WEIGHTS.stat().st_size < 2_500_000


def test_facts_are_looked_for_or_a_point(encoder: Encoder) -> None:
    facts = look(reading(WHY, *TEXTS, encoder=encoder), encoder, lambda term: 1.0)
    assert (facts.likely, facts.output) == ([], None)
    assert None not in [quote.telling for quote in facts.reading.quotes]
    point = look(reading("When was the storm?", *TEXTS, encoder=encoder), encoder, lambda t: 1.0)
    assert point.likely
    assert point.output is not None
    assert {quote.telling for quote in point.reading.quotes} == {None}


@pytest.fixture(scope="module")
def training() -> Iterator[Any]:
    with trainer("train_telling") as found:
        yield found


@pytest.fixture
def net(training: Any, tmp_path: Path) -> Any:
    """One that goes on from what another one was taught."""
    nets = import_module("reader_net")
    folder = tiny_bert(tmp_path)
    torch.manual_seed(3)
    begun = nets.Net(folder, rank=4)
    for value in begun.parameters():
        value.data = (value.data + 0.1 * torch.randn(value.shape)).half().float()
    training.save(begun, WordEncoder().fingerprint, tmp_path / "begun")
    net = nets.TellingNet(folder, rank=4)
    net.go_on_from(tmp_path / "begun")
    assert (net.layers[0].mix[0].up == begun.layers[0].mix[0].up).all()
    return net.eval()


def kept(net: Any, folder: Path, training: Any) -> JointReader:
    """The reader of what a net has learned, written and read again."""
    training.save(net, WordEncoder().fingerprint, folder / "telling")
    taught = Taught.load(folder / "telling")
    return JointReader(taught, UpperLayers(folder, taught.changes, taught.head))


def test_the_graph_computes_what_torch_computes(net: Any, training: Any, tmp_path: Path) -> None:
    asked = reading(WHY, *TEXTS)
    found = [q.telling for q in told_by(kept(net, tmp_path, training), asked).quotes]
    cut = windows(asked, MOST)
    texts = training.texts_read(asked, [0.0] * len(asked.quotes))
    with torch.no_grad():
        read = training.odds_of(net, texts)
    for window, row in zip(cut, read, strict=True):
        for place, odds in zip(window.quotes, row.tolist(), strict=False):
            assert found[place] == pytest.approx(odds, abs=0.05)  # torch rounds to eight bits
    assert np.ptp(np.array(found)) > 0.05


def test_it_learns_which_sentences_tell(net: Any, training: Any, tmp_path: Path) -> None:
    asked = reading(WHY, *TEXTS)
    right = [float("storm" in quote.text) for quote in asked.quotes]
    training.train(net, [training.texts_read(asked, right)] * 8, 1000)
    found = told_by(kept(net, tmp_path, training), asked).quotes
    tells = {"storm" in quote.text: quote.telling or 0.0 for quote in found}
    assert tells[True] > 0 > tells[False]
