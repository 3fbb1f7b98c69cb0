"""A CrossEncoder that orders hits: real loading code, a tiny model, and orders by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from corpora import articles
from corpus.article import Source
from corpus.errors import EncoderError
from corpus.passages import Passage
from index.build import build
from index.search import Index
from index.searching.rerank import TOP, Reranker, reranked
from index.types import Hit
from model_folders import make_classifier
from qa.answer import Assistant
from word_encoder import WordEncoder

QUESTION = "Where was the harbour closed?"


def scorer(folder: Path, labels: int = 1) -> Path:
    """A cross-encoder with random weights."""
    torch.manual_seed(11)
    return make_classifier(folder, num_labels=labels, initializer_range=0.5)


def logits(folder: Path, passages: Sequence[str]) -> list[float]:
    """What the model gives, without sentence-transformers."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        return [
            float(
                model(
                    **tokenizer(QUESTION, text, return_tensors="pt", truncation=True, max_length=64)
                ).logits[0, 0]
            )
            for text in passages
        ]


class ByNumber:
    """Scores a passage by the number that stands in its text."""

    fingerprint = "numbers"

    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        self.read += passages
        return np.array([float(text.split()[-1]) for text in passages])


def hits(*told: tuple[str, float]) -> list[Hit]:
    return [
        Hit(
            Passage(f"p{rank}", article, 0, 1, f"said {number}"),
            f"Title of {article}",
            Source(),
            score=1 / rank,
            rank=rank,
            parts={"meaning": 0.5},
        )
        for rank, (article, number) in enumerate(told, 1)
    ]


def everything(found: int, articles: int) -> bool:
    return True


@pytest.mark.usefixtures("own_cache")
def test_scores_are_the_models_own(tmp_path: Path) -> None:
    passages = ["the harbour was closed on tuesday", "the bridge", "ship s met the minister " * 40]
    folder = scorer(tmp_path)
    found = Reranker(str(folder)).scores(QUESTION, passages)
    assert found == pytest.approx(logits(folder, passages), abs=1e-4)
    assert len(set(found.round(3))) == 3
    assert len(Reranker("never loaded").scores(QUESTION, [])) == 0


@pytest.mark.usefixtures("own_cache")
def test_the_best_are_searched_for_and_put_in_the_models_order(tmp_path: Path) -> None:
    folder = scorer(tmp_path / "model")
    build(tmp_path / "index", articles(20), encoder=WordEncoder())
    question = "the harbour was closed where a ship met the bridge"
    with Index(tmp_path / "index", WordEncoder()) as plain:
        before = plain.search(question, TOP)
        fingerprint = plain.fingerprint
    model = Reranker(str(folder))
    with Index(tmp_path / "index", WordEncoder(), model) as index:
        index.warm_up()
        after = index.search(question, 5)
        assert len(after) == 5
        given = model.scores(question, [f"{hit.title}\n{hit.passage.text}" for hit in before])
        best = before[int(given.argmax())]
        assert after[0].passage == best.passage
        assert after[0].parts["reranker"] == pytest.approx(given.max(), abs=1e-4)
        assert [hit.rank for hit in after] == [1, 2, 3, 4, 5]
        assert [hit.score for hit in after] == sorted((hit.score for hit in after), reverse=True)
        assert len({hit.passage.article_id for hit in index.search_articles(question)}) >= 10
        assert index.fingerprint.startswith(fingerprint)
        assert index.fingerprint != fingerprint, "answers of another order are other answers"


@pytest.mark.usefixtures("own_cache")
def test_what_cannot_rank_is_told(tmp_path: Path) -> None:
    several = scorer(tmp_path / "several", labels=3)
    with pytest.raises(EncoderError, match=r"several: gives 3 numbers a passage, not one score"):
        Reranker(str(several)).scores(QUESTION, ["text"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderError, match=r"^reranker .*empty: sentence-transformers cannot load"):
        Reranker(str(tmp_path / "empty")).scores(QUESTION, ["text"])


def test_a_name_that_cannot_be_fetched_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match="reranker no/such: no such folder, and it cannot be"):
        Reranker("no/such").scores(QUESTION, ["text"])


def test_the_order_is_the_models_and_articles_take_turns() -> None:
    # Odds against the best: a 1, b e^-0.1 = 0.90, a again 0.82 * 0.7 = 0.57, c e^-0.5 = 0.61.
    found = reranked(
        "?", hits(("c", 1.5), ("a", 1.8), ("b", 1.9), ("a", 2.0)), ByNumber(), everything
    )
    assert [hit.passage.article_id for hit in found] == ["a", "b", "c", "a"]
    assert [hit.score for hit in found] == pytest.approx([1, 0.905, 0.607, 0.573], abs=1e-3)
    assert [hit.rank for hit in found] == [1, 2, 3, 4]
    assert found[0].parts == {"reranker": 2.0, "meaning": 0.5}


def test_what_is_not_read_stays_behind_in_its_order() -> None:
    model = ByNumber()
    found = reranked("?", hits(*((f"a{n}", n) for n in range(TOP + 3))), model, everything)
    assert len(model.read) == TOP
    assert model.read[0] == "Title of a0\nsaid 0"
    numbers = [int(hit.passage.article_id[1:]) for hit in found]
    assert numbers == [*range(TOP - 1, -1, -1), TOP, TOP + 1, TOP + 2]
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)


def test_no_more_come_back_than_are_wanted() -> None:
    told = hits(("a", 1), ("b", 2), ("c", 3))
    assert len(reranked("?", told, ByNumber(), lambda found, _: found < 2)) == 2
    assert reranked("?", [], ByNumber(), everything) == []


@pytest.mark.parametrize("named", ["option", "environment"])
def test_an_assistant_is_given_the_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    build(tmp_path, articles(2), encoder=WordEncoder())
    with Assistant.open(tmp_path) as desk:
        assert desk.index.reranker is None
    if named == "environment":
        monkeypatch.setenv("NEWSDESK_RERANKER", "some/model")
    with Assistant.open(tmp_path, "some/model" if named == "option" else None) as desk:
        assert isinstance(desk.index.reranker, Reranker)
        assert desk.index.reranker.name == "some/model"
