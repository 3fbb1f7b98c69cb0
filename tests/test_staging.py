"""Batches on their way into the store: what is read when, and what is read once."""

import threading
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpora import article
from corpus.errors import EncoderError
from index.building import staging
from index.building.staging import Incoming, stage
from index.types import Vectors
from small_store import make
from word_encoder import WordEncoder


@pytest.fixture(autouse=True)
def _an_article_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "_BATCH_CHARACTERS", 1)


def incoming(*numbers: int) -> list[Incoming]:
    return [Incoming(article(number), changed=False) for number in numbers]


def test_each_batch_is_given_when_it_is_written(tmp_path: Path, words: WordEncoder) -> None:
    store = make(tmp_path)
    for number, batch in enumerate(stage(store, words, incoming(1, 2, 3)), 1):
        assert [item.article.id for item in batch.incoming] == [f"a{number:03}"]
        assert batch.passages > 1
        assert store.hashes(f"a{number:03}")[1] == article(number).hash
        assert store.hashes(f"a{number + 1:03}") == (None, None)
    assert list(stage(store, words, [])) == []


def test_what_two_batches_share_is_embedded_once(tmp_path: Path, words: WordEncoder) -> None:
    list(stage(make(tmp_path), words, incoming(1, 1, 1)))
    assert len(words.texts) == len(set(words.texts)) > 1


def test_the_next_batch_is_cut_while_one_is_embedded(tmp_path: Path) -> None:
    class Meeting(WordEncoder):
        """Embedding the first batch waits until the second one is being cut."""

        def __init__(self) -> None:
            super().__init__()
            self.second = threading.Event()

        def count(self, texts: Sequence[str]) -> list[int]:
            if any("town 2" in text for text in texts):
                self.second.set()
            return super().count(texts)

        def encode(self, texts: Sequence[str]) -> Vectors:
            assert self.second.wait(60)
            return super().encode(texts)

    assert len(list(stage(make(tmp_path), Meeting(), incoming(1, 2)))) == 2


def test_what_is_to_be_done_beside_the_encoder_is_done_once_and_after_the_first_cut(
    tmp_path: Path,
) -> None:
    done: list[str] = []
    called = threading.Event()

    class Noting(WordEncoder):
        def count(self, texts: Sequence[str]) -> list[int]:
            done.append("cut")
            return super().count(texts)

        def encode(self, texts: Sequence[str]) -> Vectors:
            assert called.wait(60)
            return super().encode(texts)

    def beside() -> None:
        done.append("beside")
        called.set()

    assert list(stage(make(tmp_path / "none"), Noting(), [], beside)) == []
    assert done == []
    list(stage(make(tmp_path / "two"), Noting(), incoming(1, 2), beside))
    assert done[0] == "cut"
    assert done.count("beside") == 1


def test_what_fails_beside_the_encoder_is_told(tmp_path: Path, words: WordEncoder) -> None:
    def beside() -> None:
        raise ImportError("no such library")

    with pytest.raises(ImportError, match="no such library"):
        list(stage(make(tmp_path), words, incoming(1, 2), beside))


def test_the_first_batch_is_small_and_the_next_have_twice(
    tmp_path: Path, words: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = [replace(article(1), id=f"{number}") for number in range(15)]
    size = len(same[0].text)
    monkeypatch.setattr(staging, "_FIRST_CHARACTERS", size)
    monkeypatch.setattr(staging, "_BATCH_CHARACTERS", 4 * size)
    articles = [Incoming(each, changed=False) for each in same]
    batches = stage(make(tmp_path), words, articles)
    assert [len(batch.incoming) for batch in batches] == [1, 2, 4, 4, 4]


def test_an_error_in_cutting_or_reading_is_raised(tmp_path: Path) -> None:
    class Broken(WordEncoder):
        def count(self, texts: Sequence[str]) -> list[int]:
            raise ZeroDivisionError

    def unreadable() -> Iterator[Incoming]:
        yield from incoming(1)
        raise FileNotFoundError

    with pytest.raises(ZeroDivisionError):
        list(stage(make(tmp_path / "a"), Broken(), incoming(1, 2)))
    with pytest.raises(FileNotFoundError):
        list(stage(make(tmp_path / "b"), WordEncoder(), unreadable()))


@pytest.mark.parametrize("wrong", ["not finite", "too short", "too few"])
def test_wrong_vectors_are_told_and_nothing_is_written(tmp_path: Path, wrong: str) -> None:
    class Wrong(WordEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            vectors = super().encode(texts)
            if wrong == "not finite":
                vectors[-1, 3] = np.nan
            return vectors[:, 1:] if wrong == "too short" else vectors[wrong == "too few" :]

    store = make(tmp_path)
    with pytest.raises(EncoderError, match=r"encoder words: what it made of article a001 .* 64 "):
        list(stage(store, Wrong(), incoming(1)))
    assert store.hashes("a001") == (None, None)


def _peak(folder: Path, count: int) -> int:
    """Most bytes that Python and numpy held while so many articles of 20,000 characters came."""

    class Quick(WordEncoder):
        def count(self, texts: Sequence[str]) -> list[int]:
            return [len(text) // 6 for text in texts]

        def encode(self, texts: Sequence[str]) -> Vectors:
            return np.full((len(texts), self.dimension), 0.125, dtype=np.float32)

    def stream() -> Iterator[Incoming]:
        for number in range(count):
            text = (f"Town {number} heard of it, and " * 8 + "that was all. ") * 90
            yield Incoming(replace(article(1), id=f"{number}", text=text), changed=False)

    store = make(folder)
    tracemalloc.start()
    try:
        for batch in stage(store, Quick(), stream()):
            assert batch.passages
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        store.close()


def test_memory_does_not_grow_with_the_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_BATCH_CHARACTERS", 60_000)  # three articles
    few, many = _peak(tmp_path / "few", 9), _peak(tmp_path / "many", 120)
    # The articles that came in addition have more than two million characters. How far the
    # next batch is ahead differs from run to run, by less than this.
    assert many < few + 1_000_000
