"""The words of what the store has, counted passage by passage."""

from pathlib import Path

from corpora import article
from corpus.article import Article, Source
from index.engines.counting import count_words
from index.engines.postings import BODY, TITLE, Postings, key
from index.store import Store
from index.terms import terms
from small_store import make, publish, stage

STORM = Article("storm", "A storm", "It rained. It rained.", Source(outlet="Post"))


def counts(found: Postings, word: str, field: int) -> dict[int, int]:
    """How often each document has the word."""
    places = found.keys.tolist()
    if key(word, field) not in places:
        return {}
    place = places.index(key(word, field))
    span = slice(found.offsets[place], found.offsets[place + 1])
    return dict(zip(found.documents[span].tolist(), found.counts[span].tolist(), strict=True))


def test_a_passage_has_its_words_and_its_article_s_title(tmp_path: Path) -> None:
    store = make(tmp_path)
    stage(store, STORM)
    stage(store, Article("bare", "", "Storms, no day."))
    publish(store)
    found = count_words(store, (1, 2))
    assert len(found) == 2
    assert counts(found, "rain", BODY) == {0: 2}
    assert counts(found, "storm", BODY) == {1: 1}
    assert counts(found, "storm", TITLE) == {0: 1}
    assert found.lengths.tolist() == [[4, 3], [2, 0]]


def test_only_those_of_the_rows_are_counted(tmp_path: Path) -> None:
    store = make(tmp_path)
    for number in range(4):
        stage(store, article(number))
    publish(store)
    with Store(tmp_path) as reader:
        found = count_words(reader, (2, 3))
        assert len(count_words(reader, (9, 12))) == 0
    assert found.lengths[BODY].tolist() == [len(terms(article(n).text)) for n in (1, 2)]
    assert counts(found, "reporter1", BODY) == {0: 1}
    assert counts(found, "reporter2", BODY) == {1: 1}
    assert counts(found, "reporter3", BODY) == counts(found, "reporter0", BODY) == {}
