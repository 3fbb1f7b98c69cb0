"""What is said where the articles do not tell."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article, Source
from corpus.passages import Passage
from index.build import build
from index.search import Index
from index.types import Filters, Hit
from qa import Assistant
from qa.declining import of_its_time, why_declined
from qa.extract import read
from word_encoder import WordEncoder

ALL = Filters()


def test_what_was_searched_is_told(desk: Assistant, sample_articles: Mapping[str, Article]) -> None:
    dated = [article.source for article in sample_articles.values() if article.source.published]
    days = sorted(str(source.published)[:10] for source in dated)
    outlets = {a.source.outlet for a in sample_articles.values() if a.source.outlet}
    reason = why_declined(desk.index, "who won the chess final", Filters())
    assert reason.startswith(
        f"The {len(sample_articles)} articles of {len(outlets)} outlets, "
        f"those with a date published from {days[0]} to {days[-1]}, do not tell."
    )


def test_only_what_the_filters_leave_is_told(
    desk: Assistant, sample_articles: Mapping[str, Article]
) -> None:
    article = next(a for a in sample_articles.values() if a.source.published)
    one = Filters(articles=frozenset((article.id,)))
    day = str(article.source.published)[:10]
    assert why_declined(desk.index, "who won", one).startswith(
        f"The one article, published on {day}, does not tell."
    )
    last = date(2024, 10, 25)
    published = [str(a.source.published)[:10] for a in sample_articles.values()]
    newest = max(day for day in published if day <= str(last))
    assert f"to {newest}, do" in why_declined(desk.index, "who won", Filters(as_of=last))


def test_articles_without_a_date_are_not_said_to_have_one(tmp_path: Path) -> None:
    dated = Source(published="2024-02-28")
    articles = [
        Article("a", "Rain", "Rain fell in Dorminster.", dated),
        Article("b", "Snow", "Snow fell in Norwick."),
    ]
    build(tmp_path, articles, encoder=WordEncoder())
    with Index(tmp_path, WordEncoder()) as index:
        assert why_declined(index, "who won", ALL).startswith(
            "The 2 articles, those with a date published on 2024-02-28, do not tell."
        )


def test_nothing_to_search(desk: Assistant) -> None:
    none = Filters(until=date(1900, 1, 1), outlets=frozenset(("no such outlet",)))
    assert why_declined(desk.index, "who won", none) == (
        "No article matches: the filters leave none, or the index is empty."
    )


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("hello", False),
        ("Hi there!", False),
        ("OK, thanks a lot :)", False),
        ("Who are you? What can you do?", False),
        ("Hello, who closed the harbour?", True),
        ("What did the helper of the harbour say?", True),
    ],
)
def test_a_greeting_is_no_question(tmp_path: Path, words: str, asks: bool) -> None:
    text = "Hello, said the harbour. Who are you, asked the helper, and thanks for the help."
    build(
        tmp_path,
        [Article("a", "Hello", text, Source(published="2024-02-28"))],
        encoder=WordEncoder(),
    )
    with Index(tmp_path, WordEncoder()) as index:
        found = read(words, index.search(words), index.encoder, index.rarity)
        assert found.quotes
        assert bool(of_its_time(found, index, ALL).quotes) is asks
        if not asks:
            assert why_declined(index, words, ALL) == (
                "Nothing is asked. Ask about what is told in the one article, published on "
                "2024-02-28."
            )


@pytest.mark.parametrize("year", ["2031", "2044"])
def test_a_year_after_the_newest_article_is_answered_by_no_other(
    desk: Assistant, year: str
) -> None:
    question = "To which port did Russian navy ships take the North Korean soldiers{}?"
    assert desk.ask(question.format("")).answered
    declined = desk.ask(question.format(f" in {year}"))
    assert not declined.answered
    assert declined.short_answer is None
    assert year in (declined.reason or "")


@pytest.mark.parametrize(
    ("question", "kept"), [("who won the 2044 cup", 0), ("who hopes to win the 2044 cup", 1)]
)
def test_nobody_has_won_what_is_yet_to_come(desk: Assistant, question: str, kept: int) -> None:
    told = "Norwick hopes to win the 2044 cup, as Weston won the one before."
    hit = Hit(Passage("p", "cup", 0, len(told), told), "Cups", Source(), 1.0, 1)
    reading = of_its_time(read(question, [hit], WordEncoder(), lambda term: 1.0), desk.index, ALL)
    assert len(reading.quotes) == kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("who won the 2023 cup", 0),
        ("who won the 2022 cup", 1),
        ("who won the cup", 1),
        ("what happened at the 2023 cup", 1),
    ],
)
def test_what_was_written_before_a_year_does_not_tell_who_won_in_it(
    desk: Assistant, question: str, kept: int
) -> None:
    told = "Norwick has won the cup."
    source = Source(published="2022-11-12")
    hit = Hit(Passage("p", "cup", 0, len(told), told), "Cups", source, 1.0, 1)
    reading = of_its_time(read(question, [hit], WordEncoder(), lambda term: 1.0), desk.index, ALL)
    assert len(reading.quotes) == kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Who won best film at the 97th Norwick Awards?", False),
        ("who won best film at the 95TH norwick awards", True),
        ("Who won best film at the 45th Norwick Awards?", False),  # not a part of 145th
        ("What was filmed in the 19th century?", True),
        ("Who was awarded on April 23rd?", True),
        ("Who won for the 6th time?", True),  # sixth
    ],
)
def test_one_of_a_series_is_answered_by_no_other(
    desk: Assistant, question: str, kept: bool
) -> None:
    text = "The best film of the 95th Norwick Awards is in its 145th week, said the jury on Sunday."
    passage = Passage("p", "a", 0, len(text), text)
    hit = Hit(passage, "Awards are won", Source("Tribune", "2023-03-12"), 1.0, 1, (), {})
    reading = read(question, [hit], WordEncoder(), lambda term: 1.0)
    assert bool(of_its_time(reading, desk.index, ALL).quotes) is kept
    assert ("“97th”" in why_declined(desk.index, question, ALL)) is ("97th" in question)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Which state has an outbreak of at least 159 cases?", False),
        ("Which state has an outbreak of at least 59 cases?", True),
        ("Which firm closes all 1,800 of its shops?", True),
        ("Which firm closes all 800 of its shops?", False),  # not a part of 1,800
        ("Which firm settled for $4.25 million?", True),
        ("Which firm settled for $4.2 million?", False),
        ("Which firm closes about 800 shops?", True),  # articles may tell it otherwise
        ("Which firm closes after 80 years?", True),
        ("Which firm closed on March 14?", True),
        ("Which firm closed in 2023?", True),
        ("Which firm closes 12 shops?", True),  # twelve
        ("Are there 159 cases?", True),
        ("Which 80,000-shop firm closes?", True),
        ("What is new in quill 1.59.0?", True),  # no figure, and not 1.59
        ("Which firm closes what covid-19 spared?", True),
    ],
)
def test_a_figure_that_no_passage_states_is_of_something_else(
    desk: Assistant, question: str, kept: bool
) -> None:
    text = "The outbreak has 59 cases. The firm closes 1,800 shops; it settled for $4.25 million."
    hit = Hit(Passage("p", "a", 0, len(text), text), "A firm closes", Source(), 1.0, 1)
    reading = read(question, [hit], WordEncoder(), lambda term: 1.0)
    assert bool(of_its_time(reading, desk.index, ALL).quotes) is kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("when is the next fair of norwick", False),
        ("when's the next fair of norwick", False),
        ("when will the fair of norwick be", False),
        ("when was the fair of norwick", True),
    ],
)
def test_what_was_next_a_year_ago_is_so_no_longer(
    desk: Assistant, question: str, kept: bool
) -> None:
    newest = desk.index.scope(ALL).last
    assert newest
    ago = newest.replace(year=newest.year - 2)
    told = [
        f"The next fair of Norwick will be held on May 4, {ago.year}.",
        f"The fair of Norwick after that will be held on May 4, {newest.year + 1}.",
    ]
    text = " ".join(told)
    hit = Hit(Passage("p", "a", 0, len(text), text), "Fairs", Source(published=str(ago)), 1.0, 1)
    reading = read(question, [hit], WordEncoder(), lambda term: 1.0)
    texts = {quote.text for quote in of_its_time(reading, desk.index, ALL).quotes}
    assert texts == (set(told) if kept else {told[1]})
