"""A question to ranked passages: filters, order, and many at once."""

import random
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpora import OUTLETS, TOPICS, article, articles, wire
from corpus.article import Article, Source
from corpus.errors import InputError, StoreError
from index.build import build
from index.building.writer import StoreWriter
from index.search import Index
from index.searching import finding, gathering
from index.searching.gathering import CANDIDATES
from index.storage.store_file import FILE_NAME
from index.store import Store
from index.types import Encoder, Filters, Hit
from word_encoder import WordEncoder

COUNT = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("search") / "index"
    build(made, articles(COUNT), encoder=WordEncoder())
    return made


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    return Index(folder, WordEncoder())


def found(hits: list[Hit]) -> list[str]:
    return [hit.passage.article_id for hit in hits]


def require_order(hits: list[Hit]) -> None:
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits)


@pytest.mark.parametrize("number", [51, 52, 53, 54])
def test_the_article_that_is_asked_for_comes_first(index: Index, number: int) -> None:
    topic = TOPICS[number % len(TOPICS)]
    hits = index.search(f"Who wrote about the {topic} in town {number}? Reporter{number}")
    assert found(hits)[0] == article(number).id
    require_order(hits)
    assert hits[0].title == f"The {topic} story {number}"
    assert hits[0].source == article(number).source
    assert f"Reporter{number}" in hits[0].passage.text


def test_a_hit_is_an_exact_slice_of_its_article(index: Index) -> None:
    hits = index.search("the mayor of the town", 50)
    assert hits
    for hit in hits:
        whole = index.article(hit.passage.article_id)
        assert whole is not None
        assert whole.text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize("k", [1, 3, 10, 150, 10_000])
def test_as_many_come_back_as_are_asked_for_or_there(index: Index, folder: Path, k: int) -> None:
    with Store(folder) as store:
        passages = store.counts()["passages"]
    hits = index.search("the harbour story of the mayor", k)
    require_order(hits)
    assert len(hits) == min(k, passages)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(since=date(2024, 1, 20)),
        Filters(until=date(2024, 1, 3)),
        Filters(as_of=date(2024, 1, 3)),
        Filters(since=date(2024, 1, 5), until=date(2024, 1, 5)),
        Filters(since=date(2024, 1, 9), until=date(2024, 1, 2)),
        Filters(outlets=frozenset({"the post"})),
        Filters(outlets=frozenset({"VALLEY radio", "nobody"})),
        Filters(outlets=frozenset({"nobody"})),
        Filters(articles=frozenset({"a003", "a004", "none"})),
        Filters(articles=frozenset({"none"})),
        Filters(since=date(2024, 1, 5), as_of=date(2024, 1, 20), outlets=frozenset({"The Post"})),
    ],
)
def test_under_a_filter_all_that_it_leaves_is_found_and_nothing_else(
    index: Index, filters: Filters
) -> None:
    def passes(whole: Article) -> bool:
        day, outlet = whole.source.day, whole.source.outlet
        return (
            (day is None or filters.since is None or day >= filters.since)
            and (day is None or filters.until is None or day <= filters.until)
            and (day is None or filters.as_of is None or day <= filters.as_of)
            and (
                not filters.outlets
                or (outlet or "").casefold() in {name.casefold() for name in filters.outlets}
            )
            and (not filters.articles or whole.id in filters.articles)
        )

    allowed = {whole.id for whole in articles(COUNT) if passes(whole)}
    hits = index.search("the harbour story of the mayor", 10_000, filters)
    require_order(hits)
    assert set(found(hits)) == allowed
    everything = index.search("the harbour story of the mayor", 10_000)
    assert {hit.passage.id for hit in hits} == {
        hit.passage.id for hit in everything if hit.passage.article_id in allowed
    }
    top = index.search("the harbour story of the mayor", 5, filters)
    assert [hit.passage.id for hit in top] == [hit.passage.id for hit in hits[:5]]


def test_a_filter_that_keeps_few_of_many_costs_no_hit(tmp_path: Path) -> None:
    # Twice the candidates of a ranking match better than the three that may be found.
    crowd = [
        Article(f"c{n}", "Bridge", f"The bridge fell in the night {n}.", Source(outlet="Crowd"))
        for n in range(2 * CANDIDATES)
    ]
    few = [
        Article(f"f{n}", "Other", f"Somebody named a bridge in story {n}.", Source(outlet="Few"))
        for n in range(3)
    ]
    build(tmp_path, [*crowd, *few], encoder=WordEncoder())
    with Index(tmp_path, WordEncoder()) as index:
        assert not {"f0", "f1", "f2"} & set(found(index.search("the bridge fell", 20)))
        hits = index.search("the bridge fell", 20, Filters(outlets=frozenset({"few"})))
        assert set(found(hits)) == {"f0", "f1", "f2"}
        assert len(index.search("the bridge fell", 250)) == 203


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """2,500 articles of one passage, of which each filter below keeps 25."""
    made = tmp_path_factory.mktemp("large")
    chance = random.Random(4)
    words = [f"{one}{two}" for one in "bdfgklmnprst" for two in "aeiou"]
    crowd = [
        Article(
            f"n{number:04}",
            f"Report {number}",
            " ".join("".join(chance.choices(words, k=2)) for _ in range(30)) + ".",
            Source(f"outlet {number % 100}", published=str(date(2020, 1, 1 + number % 100 // 4))),
        )
        for number in range(2500)
    ]
    build(made, crowd, encoder=WordEncoder())
    with Index(made, WordEncoder()) as index:
        yield index


ONE_IN_A_HUNDRED = {
    "outlet": Filters(outlets=frozenset({"Outlet 37"})),
    "articles": Filters(articles=frozenset(f"n{number:04}" for number in range(7, 2500, 100))),
    "days": Filters(
        since=date(2020, 1, 3), until=date(2020, 1, 3), outlets=frozenset({"outlet 9"})
    ),
}


@pytest.mark.parametrize("kept", ONE_IN_A_HUNDRED)
def test_under_a_filter_that_keeps_one_in_a_hundred_search_is_exact(
    large: Index, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = ONE_IN_A_HUNDRED[kept]
    for number in range(20, 2500, 500):
        article_text = large.article(f"n{number:04}")
        assert article_text is not None
        question = article_text.text[:80]
        vector = WordEncoder().encode([question])
        with large._view() as (store, derived):
            allowed = derived.allowed(filters, store)
            assert allowed is not None
            assert allowed.sum() == 25
            # Each engine gives what comparing all of the 25 with the question gives.
            every = derived.vectors.vectors(np.arange(len(allowed))) @ vector[0]
            best = [p for p in np.argsort(-every, kind="stable").tolist() if allowed[p]][:10]
            found, cosines = derived.vectors.search(vector, 10, allowed)
            assert cosines[0] == pytest.approx(every[best], abs=1e-5)
            assert set(found[0].tolist()) <= set(np.flatnonzero(allowed).tolist())
            everywhere, scores = derived.passages.search(question, 2500)
            expected = scores[allowed[everywhere]][:10]
            assert derived.passages.search(question, 10, allowed)[1].tolist() == expected.tolist()
        # And the search gives what ranking all of them gives, whatever its engines are asked for.
        hits = large.search(question, 10, filters)
        assert len(hits) == 10
        with monkeypatch.context() as patch:
            patch.setattr(gathering, "CANDIDATES", 10_000)
            assert large.search(question, 10, filters) == hits
            patch.setattr(gathering, "CANDIDATES", 1)
            assert large.search(question, 10, filters) == hits


def test_undated_articles_are_always_seen(index: Index) -> None:
    undated = {whole.id for whole in articles(COUNT) if whole.source.published is None}
    assert undated
    for filters in (Filters(since=date(2030, 1, 1)), Filters(as_of=date(1990, 1, 1))):
        assert set(found(index.search("the mayor", 10_000, filters))) == undated


def test_as_of_is_inclusive(index: Index) -> None:
    assert article(4).source.published == "2024-01-05"
    only = frozenset({"a004"})
    assert index.search("mayor", 5, Filters(as_of=date(2024, 1, 5), articles=only))
    assert not index.search("mayor", 5, Filters(as_of=date(2024, 1, 4), articles=only))


def test_ten_articles_are_reached_where_there_are_ten(tmp_path: Path, index: Index) -> None:
    hits = index.search_articles("Reporter38 wrote about the museum in town 38")
    require_order(hits)
    assert len(hits) >= 20
    assert len(set(found(hits))) >= 10
    # One long article would fill every list on its own.
    long = Article("long", "The bridge", "\n\n".join(["The bridge fell in town today. " * 6] * 300))
    build(tmp_path, [long, *articles(12)], encoder=WordEncoder())
    with Index(tmp_path, WordEncoder()) as other:
        hits = other.search_articles("the bridge fell in town today")
        assert len(set(found(hits))) >= 10
        only = Filters(articles=frozenset({"long", "a001"}))
        assert set(found(other.search_articles("the bridge", filters=only))) == {"long", "a001"}


def test_a_hit_stands_for_its_near_copies(tmp_path: Path) -> None:
    build(tmp_path, [*articles(12), *(wire(n) for n in range(5))], encoder=WordEncoder())
    question = "When is the harbour closed to all ships?"
    with Index(tmp_path, WordEncoder()) as index:
        hits = index.search(question, 10)
        require_order(hits)
        assert found(hits)[0] == "w000", "the first to publish is shown"
        assert hits[0].copies == ("w001", "w002", "w003", "w004")
        assert not {"w001", "w002", "w003", "w004"} & set(found(hits))
        later = Filters(since=date(2024, 2, 2), until=date(2024, 2, 4))
        (hit, *others) = index.search(question, 10, later)
        assert hit.passage.article_id == "w001", "where that is left out, the next one is"
        assert hit.copies == ("w002", "w003"), "and the filters hold for copies"
        assert {other.passage.article_id for other in others if other.copies} <= {"w001"}
        assert index.search(question, 1, Filters(articles=frozenset({"w003"})))[0].copies == ()


def test_copies_make_up_for_missing_articles_only_where_ten_are_asked_for(tmp_path: Path) -> None:
    build(tmp_path, [*articles(4), *(wire(n) for n in range(8))], encoder=WordEncoder())
    with Index(tmp_path, WordEncoder()) as index:
        hits = index.search_articles("When is the harbour closed to all ships?")
        require_order(hits)
        assert len(set(found(hits))) == 10
        first = {name: found(hits).index(name) for name in set(found(hits))}
        repeating = {f"w00{n}" for n in range(1, 8)} & set(first)
        assert len(repeating) == 5
        assert min(first[name] for name in repeating) > max(
            first[name] for name in set(first) - repeating
        )
        five = index.search_articles("When is the harbour closed to all ships?", 5)
        assert set(found(five)) == {"w000", "a000", "a001", "a002", "a003"}


def test_a_question_about_another_time_is_answered_from_that_time(tmp_path: Path) -> None:
    text = "The parliament chose a new speaker after a long debate about the reform."
    told = [
        Article(f"y{year}", "A speaker is chosen", f"{text} {name}.", Source(published=day))
        for year, day, name in (
            (2019, "2019-05-06", "Ann Alder"),
            (2021, "2021-05-08", "Bob Birch"),
            (2023, "2023-05-03", "Cy Cedar"),
        )
    ]
    build(tmp_path, told, encoder=WordEncoder())
    today = Filters(as_of=date(2023, 5, 10))
    with Index(tmp_path, WordEncoder()) as index:
        question = "Who did the parliament choose as speaker?"
        assert found(index.search(question, 3, today))[0] == "y2023"
        for words, first in [
            ("in 2019", "y2019"),
            ("in May 2021", "y2021"),
            ("two years ago", "y2021"),
            ("last week", "y2023"),
            ("since the election", "y2023"),
        ]:
            hits = index.search(question.replace("?", f" {words}?"), 3, today)
            assert found(hits)[0] == first, words
            assert len(hits) == 3, "no article is left out"
        only = index.search("Who is the speaker in articles from 2021?", 3, today)
        assert found(only) == ["y2021"]
        asked = index.period("Who was chosen last year?", Filters())
        assert asked is not None
        assert asked.first == date(2022, 1, 1), "counted from the newest article"
        later = Filters(as_of=date(2030, 6, 1))
        assert found(index.search("Who is the speaker in articles from May?", 3, later)) == [
            "y2023"
        ]


def test_the_same_question_has_the_same_answer(index: Index, folder: Path) -> None:
    questions = [f"the {topic} story" for topic in TOPICS]
    first = [index.search(question, 30) for question in questions]
    assert [index.search(question, 30) for question in questions] == first
    with Index(folder, WordEncoder()) as again:
        assert [again.search(question, 30) for question in questions] == first


def test_what_matches_equally_comes_in_a_fixed_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "folded", lambda found, *_: found)  # near-copies apart
    twins = [Article(f"t{n:02}", "Same", "The same words in all of them.") for n in range(30)]
    build(tmp_path, twins, encoder=WordEncoder())
    with Index(tmp_path, WordEncoder()) as index:
        hits = index.search("the same words", 30)
        require_order(hits)
        assert len(set(found(hits))) == 30
        assert index.search("the same words", 30) == hits
        top = index.search("the same words", 7)
        assert [hit.passage.id for hit in top] == [hit.passage.id for hit in hits[:7]]


def test_eight_threads_get_what_one_gets(folder: Path) -> None:
    with Index(folder, WordEncoder()) as index:
        questions = [f"the {topic} in town {n}" for n in range(4) for topic in TOPICS]
        expected = [index.search(question, 10) for question in questions]
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda asked: index.search(asked, 10), questions)) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="open files are listed in /proc")
def test_threads_that_end_leave_no_file_open(folder: Path) -> None:
    def opened() -> int:
        return sum(each.resolve() == folder / FILE_NAME for each in Path("/proc/self/fd").iterdir())

    with Index(folder, WordEncoder()) as index:
        index.search("the harbour")
        before = opened()
        for _ in range(10):
            with ThreadPoolExecutor(1) as pool:
                assert pool.submit(index.search, "the harbour").result()
        assert opened() == before


def test_an_open_index_follows_builds(tmp_path: Path) -> None:
    build(tmp_path, articles(3), encoder=WordEncoder())
    with Index(tmp_path, WordEncoder()) as index:
        before = index.fingerprint
        assert "a003" not in found(index.search("railway strike story 3", 50))
        build(tmp_path, articles(4), encoder=WordEncoder())
        assert "a003" in found(index.search("railway strike story 3", 50))
        assert index.fingerprint != before


def test_an_index_without_articles_answers(tmp_path: Path) -> None:
    with StoreWriter(tmp_path, create=True) as store:
        store.set_about("dimension", "64")
    with Index(tmp_path, WordEncoder()) as index:
        assert index.search("harbour") == []
        assert index.search_articles("harbour") == []
        assert index.days() is None


@pytest.mark.parametrize("question", ["…", "\0", "[CLS] <|endoftext|>", "🎉", "東京", "a" * 10_000])
def test_any_question_is_searched(index: Index, question: str) -> None:
    require_order(index.search(question, 5))


@pytest.mark.parametrize("question", ["", " ", "\n\t\u3000"])
def test_an_empty_question_is_refused(index: Index, question: str) -> None:
    for ask in (
        index.search,
        index.search_articles,
        lambda asked: index.candidates(asked, Filters()),
    ):
        with pytest.raises(InputError, match="question: empty; ask something"):
            ask(question)


def test_a_question_that_is_no_unicode_is_searched(tmp_path: Path, encoder: Encoder) -> None:
    build(tmp_path, articles(2), encoder=encoder)
    with Index(tmp_path, encoder) as index:
        assert index.search("the harbour \udcff") == index.search("the harbour ?")
        require_order(index.search("\ud800"))


def test_rarity_falls_with_the_number_of_articles(index: Index) -> None:
    everywhere, one, nowhere = (index.rarity(word) for word in ("mayor", "reporter38", "zebra"))
    assert 0 <= everywhere < one < nowhere


def test_what_an_index_tells_of_itself(index: Index) -> None:
    assert index.days() == ("2024-01-01", "2024-01-27")
    assert index.article("a001") == article(1)
    assert index.article("none") is None
    assert OUTLETS[0] == "The Post"


def test_an_index_of_another_version_of_the_encoder_is_refused(
    tmp_path: Path, encoder: Encoder
) -> None:
    build(tmp_path, articles(1), encoder=encoder)
    with StoreWriter(tmp_path) as store:
        store.set_about("encoder_fingerprint", "older")
    with (
        Index(tmp_path) as index,
        pytest.raises(StoreError, match=r"another version of the encoder .* into a new folder"),
    ):
        index.search("harbour")


def test_an_endless_question_is_refused(folder: Path, words: WordEncoder) -> None:
    with Index(folder, words) as index:
        assert index.search("harbour " * 2_500)
        with pytest.raises(InputError, match="question: 20,008 characters; search with at most"):
            index.search("harbour " * 2_501)


def test_an_index_whose_first_build_was_cut_short_at_once_is_an_empty_one(
    tmp_path: Path, encoder: Encoder
) -> None:
    StoreWriter(tmp_path, create=True).close()
    with Index(tmp_path, encoder) as index:
        assert index.search("the harbour") == index.search_articles("the harbour") == []
    with Index(tmp_path) as index:
        assert index.encoder.fingerprint == encoder.fingerprint


def test_an_index_of_the_store_that_lost_its_rows_hides_nothing(
    tmp_path: Path, words: WordEncoder
) -> None:
    build(tmp_path, articles(24), encoder=words)
    with Index(tmp_path, words) as index:
        expected = index.search("the harbour story", 30)
    file = tmp_path / FILE_NAME
    with closing(sqlite3.connect(file)) as db:
        found = "SELECT rootpage FROM sqlite_master WHERE name = 'passages_of_article'"
        (page,), (size,) = (db.execute(sql).fetchone() for sql in (found, "PRAGMA page_size"))
    data = bytearray(file.read_bytes())
    start = (page - 1) * size
    data[start + 1000 : start + size] = bytes(size - 1000)
    file.write_bytes(data)
    with Index(tmp_path, words) as index:
        assert index.search("the harbour story", 30) == expected
