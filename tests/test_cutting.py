"""How benchmarks/cutting.py cuts and heads passages, and which of them are encoded."""

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from corpus.article import Article, Source
from index.types import Encoder

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
TEXT = " ".join(f"On day {day} the harbour stayed shut and the ferry waited." for day in range(60))
ARTICLE = Article("a", "Harbour", TEXT, Source(outlet="The Post", published="2024-10-31"))


@pytest.fixture
def cutting(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("cutting")


def test_each_passage_begins_with_the_last_sentence_of_the_one_before(
    cutting: ModuleType, encoder: Encoder
) -> None:
    apart = cutting.WAYS["as it is"].cut(ARTICLE, encoder.count, encoder.max_tokens)
    found = cutting.overlapping(ARTICLE, encoder.count, encoder.max_tokens)
    assert len(found) == len(apart) > 2
    assert found[0].text == apart[0].text
    for before, one, alone in zip(apart, found[1:], apart[1:], strict=False):
        sentence, _, rest = one.text.partition(". ")
        assert before.text.endswith(f"{sentence}.")
        assert rest == alone.text
        assert one.text == TEXT[one.start : one.end]


def test_a_long_sentence_is_not_read_twice(cutting: ModuleType, encoder: Encoder) -> None:
    long = "The ferry waited, " + ", ".join(["and waited"] * 40) + "."
    article = Article("a", "Harbour", " ".join([long] * 4), Source())
    apart = cutting.WAYS["as it is"].cut(article, encoder.count, encoder.max_tokens)
    assert len(apart) > 1
    assert cutting.overlapping(article, encoder.count, encoder.max_tokens) == apart
    assert cutting.overlapping(Article("a", "Harbour", "", Source()), encoder.count, 254) == []


def test_the_outlet_stands_in_the_header_where_there_is_one(
    cutting: ModuleType, encoder: Encoder
) -> None:
    assert cutting.with_outlet(ARTICLE, encoder.count) == "Harbour (31 October 2024) The Post"
    nowhere = Article("a", "Harbour", TEXT, Source())
    assert cutting.with_outlet(nowhere, encoder.count) == "Harbour"


def test_only_what_lies_where_the_best_passages_do_is_encoded(
    cutting: ModuleType, encoder: Encoder
) -> None:
    way = cutting.WAYS["as it is"]
    first, second, *_ = way.cut(ARTICLE, encoder.count, encoder.max_tokens)
    seen: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        seen.extend(texts)
        return np.full((len(texts), cutting.shared_encoder(cutting.DEFAULT_ENCODER).dimension), 0.5)

    read = cutting._Read(encode, {"a": [(second.start + 1, second.end)]}, way.cut)
    read.cut(ARTICLE, encoder.count, encoder.max_tokens)
    vectors = read.encode([f"Harbour\n{first.text}", f"Harbour\n{second.text}"])
    assert seen == [f"Harbour\n{second.text}"]
    assert vectors[0].tolist() == [1.0] + [0.0] * (vectors.shape[1] - 1)
    assert (vectors[1] == 0.5).all()


def test_gold_is_looked_for_in_the_first_words_alone(cutting: ModuleType) -> None:
    texts = ["one " * 699, "two three", "four"]
    assert cutting._first_words(texts).split()[-2:] == ["one", "two"]
    assert "four" not in cutting._first_words(texts)
