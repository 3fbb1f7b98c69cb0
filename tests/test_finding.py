"""Many questions at once: in several threads, and each with what it finds alone."""

import threading
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from corpora import OUTLETS, articles, wire
from corpus.article import Article
from corpus.errors import EncoderError, StoreError
from index.build import build
from index.engines import products
from index.search import Index
from index.searching import finding, gathering, ranking
from index.searching.gathering import Words, by_words
from index.storage.rows import PassageRow
from index.store import Store
from index.types import Filters, Vectors
from word_encoder import WordEncoder

QUESTIONS = [
    f"What did the mayor of town {n} decide about the {topic} {'so far' * (n % 3 == 0)}?"
    for n in range(12)
    for topic in ("drought", "harbour", "railway strike", "bridge", "election", "school")
]
FILTERS = [
    Filters(),
    Filters(as_of=date(2024, 1, 9)),
    Filters(outlets=frozenset({OUTLETS[0]})),
    Filters(articles=frozenset({"a001", "a002"})),
    Filters(since=date(2024, 1, 5), until=date(2024, 1, 20)),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("finding") / "index"
    build(folder, [*articles(60), wire(0), wire(1), wire(2)], encoder=WordEncoder())
    return Index(folder, WordEncoder())


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize("together", [128, 7])
def test_many_questions_find_what_each_finds_alone(
    index: Index, together: int, every: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_TOGETHER", together)
    if not every:  # passages are chosen from rankings, and more of them where those do not do
        monkeypatch.setattr(gathering, "_ALL", 10)
        monkeypatch.setattr(gathering, "CANDIDATES", 4)
        monkeypatch.setattr(ranking, "_HEAD", 3)
    asked = [(question, FILTERS[n % 5]) for n, question in enumerate(QUESTIONS)]
    alone = [index.search(question, 7, filters) for question, filters in asked]
    found = index.search_many(QUESTIONS, 7, [filters for _, filters in asked])
    assert found == alone
    assert len({hits[0].passage.id for hits in found if hits}) > 5
    together_too = index.search_articles_many(QUESTIONS, 12, [filters for _, filters in asked])
    assert together_too == [index.search_articles(one, 12, filters) for one, filters in asked]


def test_of_many_questions_each_hit_has_its_copies(index: Index) -> None:
    told = wire(0).text
    (copied, *_), *rest = index.search_many([told, *QUESTIONS], 3)
    assert copied.copies == ("w001", "w002")
    for hit in (hit for hits in rest for hit in hits):
        assert (hit.copies != ()) is (hit.passage.article_id == "w000")


def test_what_questions_have_in_common_is_read_once_for_all_of_them(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def article(store: Store, fields: Sequence[Any]) -> Article:
        read.append(fields[1])
        return as_stored(store, fields)

    read: list[str] = []
    as_stored = Store._article
    monkeypatch.setattr(Store, "_article", article)
    monkeypatch.setattr(finding, "_TOGETHER", 7)
    found = index.search_many(QUESTIONS)
    assert sorted(read) == sorted({hit.passage.article_id for hits in found for hit in hits})


def test_what_some_questions_found_is_read_while_the_next_are_encoded(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def encode(texts: Sequence[str]) -> Vectors:
        if QUESTIONS[-1] in texts:
            assert shown.wait(60)
        return WordEncoder().encode(texts)

    def passages(*arguments: Any) -> dict[int, PassageRow]:
        shown.set()
        return those_of(*arguments)

    shown = threading.Event()
    those_of = Store.passages
    monkeypatch.setattr(finding, "_TOGETHER", 1 + len(QUESTIONS) // 2)
    monkeypatch.setattr(index.encoder, "encode", encode)
    monkeypatch.setattr(Store, "passages", passages)
    assert len(index.search_many(QUESTIONS)) == len(QUESTIONS)


def test_words_of_many_questions_are_looked_for_while_they_are_encoded(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def encode(texts: Sequence[str]) -> Vectors:
        assert looked.wait(60)
        return WordEncoder().encode(texts)

    def looking(*arguments: Any) -> Words:
        found = by_words(*arguments)
        looked.set()
        return found

    looked = threading.Event()
    monkeypatch.setattr(index.encoder, "encode", encode)
    monkeypatch.setattr(finding, "by_words", looking)
    assert len(index.search_many(QUESTIONS)) == len(QUESTIONS)


def test_warming_up_makes_what_many_questions_need(index: Index) -> None:
    products._model.cache_clear()
    index.warm_up()
    assert products._model.cache_info().currsize == 1


def test_while_some_questions_are_searched_the_next_are_encoded(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def encode(texts: Sequence[str]) -> Vectors:
        if QUESTIONS[0] not in texts:
            begun.set()
        return WordEncoder().encode(texts)

    def candidates(*arguments: Any) -> ranking.Candidates:
        assert begun.wait(60)
        return ranking.candidates(*arguments)

    begun = threading.Event()
    monkeypatch.setattr(finding, "_TOGETHER", 1 + len(QUESTIONS) // 2)
    monkeypatch.setattr(index.encoder, "encode", encode)
    monkeypatch.setattr(finding, "candidates", candidates)
    assert len(index.search_many(QUESTIONS)) == len(QUESTIONS)


def test_what_the_encoder_fails_of_is_told(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise EncoderError("no memory")

    monkeypatch.setattr(index.encoder, "encode", fails)
    with pytest.raises(EncoderError, match="no memory"):
        index.search_many(QUESTIONS)


@pytest.mark.parametrize("filters", FILTERS)
def test_of_a_large_index_words_are_looked_for_while_the_encoder_runs(
    index: Index, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looking(*arguments: Any) -> Words:
        looked.append(threading.current_thread().name)
        begun.set()
        return by_words(*arguments)

    def encode(texts: Sequence[str]) -> Vectors:
        assert begun.wait(60)
        return WordEncoder().encode(texts)

    begun = threading.Event()
    looked: list[str] = []
    expected = [index.search(question, 7, filters) for question in QUESTIONS[:9]]
    monkeypatch.setattr(finding, "_LARGE", 1)
    monkeypatch.setattr(finding, "by_words", looking)
    monkeypatch.setattr(index.encoder, "encode", encode)
    for question, hits in zip(QUESTIONS[:9], expected, strict=True):
        begun.clear()
        assert index.search(question, 7, filters) == hits
    assert all(name.startswith("newsdesk-background") for name in looked)


def test_what_fails_beside_is_told(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise StoreError("words: damaged")

    monkeypatch.setattr(finding, "_LARGE", 1)
    monkeypatch.setattr(finding, "by_words", fails)
    with pytest.raises(StoreError, match="words: damaged"):
        index.search("bridge")
