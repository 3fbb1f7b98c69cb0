"""What the lexical engine is given of an article and its passages."""

from pathlib import Path

from corpora import article
from corpus.article import Article, Source
from index.documents import documents
from index.store import Store
from index.terms import terms
from small_store import make, publish, stage

STORM = Article(
    "storm", "A storm", "It rained.", Source(outlet="The HARBOUR Post", published="2024-12-24")
)


def test_an_article_has_the_words_of_its_passages(tmp_path: Path) -> None:
    store = make(tmp_path)
    stage(store, STORM)
    stage(store, Article("bare", "", "No day."))
    publish(store)
    (storm, parts), (bare, _) = documents(store, (1, 2))
    assert (storm.row, storm.article, storm.day, storm.outlet) == (1, 1, 739244, "the harbour post")
    assert storm.title == parts[0].title == terms("A storm")
    assert storm.body == parts[0].body == terms("It rained.")
    assert (parts[0].article, parts[0].day, parts[0].outlet) == (1, storm.day, storm.outlet)
    assert (bare.day, bare.outlet, bare.title) == (0, None, [])


def test_only_those_of_the_rows_are_given(tmp_path: Path) -> None:
    store = make(tmp_path)
    for number in range(4):
        stage(store, article(number))
    publish(store)
    with Store(tmp_path) as reader:
        assert [one.row for one, _ in documents(reader, (2, 3))] == [2, 3]
