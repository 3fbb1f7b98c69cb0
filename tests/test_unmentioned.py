"""Which words of a question no article says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.article import Article, Source
from index.build import build
from index.search import Index
from index.types import Filters
from qa.unmentioned import unmentioned
from word_encoder import WordEncoder

BRIDGE = Source("Weston Gazette", published="2024-03-02", authors=("Ines Falk",))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    articles = [
        Article("a", "Minutes of Dorminster", "Release v1.7.5 of the bridge sold well.", BRIDGE),
        Article("b", "Rain", "Rain fell on the bridge.", Source(published="2023-05-01")),
    ]
    build(tmp_path, articles, encoder=WordEncoder())
    with Index(tmp_path, WordEncoder()) as index:
        yield index


def told(index: Index, question: str) -> list[str]:
    return unmentioned(index, question, Filters(), set())


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Did Zyxwvut win 98,765 times?", ["Zyxwvut"]),  # of figures nothing is said
        ("Where did it rain? Who is Zyxwvut?", ["Zyxwvut"]),  # as a follow-up is made
        ("please, who was ellected and ellected pope?", ["ellected", "pope"]),
        ("aqua bqua cqua dqua equa fqua", ["aqua", "bqua", "cqua", "dqua"]),
        ("Who is the clerk's successor?", ["clerk", "successor"]),
        ("Was the bridge built in 1912 or in 2023?", ["1912"]),  # articles appeared in 2023
        # Title, outlet and authors are the article's too.
        ("What is the population of Dorminster?", []),
        ("What did the Weston Gazette say?", []),
        ("What did Ines Falk earn?", []),
        # Words that say what is asked, and those that every text may have.
        ("How much does the bridge cost?", []),
        ("How many old bridges are spoken of?", []),
        ("Who bought the bridge, and what happened?", []),
        ("List the bridges.", []),
        ("How Much Is Happening Here?", []),
        ("Wer hat die Bridge?", []),
    ],
)
def test_only_what_is_worth_telling_and_occurs_nowhere(
    index: Index, question: str, missing: list[str]
) -> None:
    assert told(index, question) == missing


def test_undated_articles_may_be_of_any_year(tmp_path: Path) -> None:
    undated = [Article("a", "Rain", "Rain fell in 1953, and on 03.04.1961.")]
    build(tmp_path, undated, encoder=WordEncoder())
    with Index(tmp_path, WordEncoder()) as index:
        assert told(index, "Did it rain in 1953, 1954 or 1961?") == ["1954"]
