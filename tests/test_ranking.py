"""What speaks for a candidate, each sign against a value worked out apart."""

import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpora import articles
from corpus.article import Article, Source
from index.arrays import Floats
from index.build import build
from index.derived import Derived
from index.search import Index
from index.searching.ranking import SIGNS, WEIGHTS, Candidates, trained_weights
from index.store import Store
from index.terms import query_terms, terms
from index.types import Filters
from word_encoder import WordEncoder

QUESTION = "What did the mayor of town 12 decide about the drought?"
NAMES = {name: place for place, name in enumerate(SIGNS)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ranking") / "index"
    build(made, articles(40), encoder=WordEncoder())
    return made


@pytest.fixture(scope="module")
def found(folder: Path) -> tuple[Candidates, Derived]:
    with Index(folder, WordEncoder()) as index:
        return index.candidates(QUESTION, Filters(as_of=date(2024, 1, 20)))


def sign(found: tuple[Candidates, Derived], name: str) -> Floats:
    column: Floats = found[0].signs[:, NAMES[name]]
    return column


def test_meaning_is_the_cosine(found: tuple[Candidates, Derived]) -> None:
    candidates, derived = found
    vector = WordEncoder().encode([QUESTION])[0]
    everything = derived.vectors.vectors(np.arange(len(derived.vectors))) @ vector
    assert sign(found, "meaning") == pytest.approx(everything[candidates.positions], abs=1e-6)


def test_recency_fades_from_the_day_of_the_question(found: tuple[Candidates, Derived]) -> None:
    candidates, derived = found
    asked = date(2024, 1, 20).toordinal()
    for position, value in zip(candidates.positions, sign(found, "recency"), strict=True):
        day = int(derived.columns.days[position])
        assert day <= asked, "published later than the day of the question"
        assert value == pytest.approx(math.exp(-(asked - day) / 14) if day else 0.0)


def test_depth_counts_the_passages_before(found: tuple[Candidates, Derived], folder: Path) -> None:
    candidates, derived = found
    with Store(folder) as store:
        before = {
            row: place
            for _, _, passages in store.articles_with_passages()
            for place, (row, _) in enumerate(passages)
        }
    rows = derived.columns.rows[candidates.positions]
    assert sign(found, "depth") == pytest.approx([math.log1p(before[int(row)]) for row in rows])


def test_places_are_those_in_the_engines_rankings(
    found: tuple[Candidates, Derived], folder: Path
) -> None:
    candidates, derived = found
    with Store(folder) as store:
        allowed = derived.allowed(Filters(as_of=date(2024, 1, 20)), store)
    assert allowed is not None
    told, _ = derived.articles.search(QUESTION, 200, allowed[derived.firsts])
    worded, _ = derived.passages.search(QUESTION, 100, allowed)
    article_place = {int(row): rank for rank, row in enumerate(derived.article_rows[told], 1)}
    passage_place = {int(position): rank for rank, position in enumerate(worded, 1)}
    for number, position in enumerate(candidates.positions):
        rank = article_place.get(int(derived.columns.articles[position]))
        assert sign(found, "article")[number] == pytest.approx(10 / (10 + rank) if rank else 0.0)
        rank = passage_place.get(int(position))
        assert sign(found, "words")[number] == pytest.approx(10 / (10 + rank) if rank else 0.0)


def test_coverage_is_the_share_of_rarity_that_the_article_holds(
    found: tuple[Candidates, Derived], folder: Path
) -> None:
    candidates, derived = found
    with Store(folder) as store:
        held = {row: set(terms(f"{a.title} {a.text}")) for row, a in store.articles()}
    words = query_terms(QUESTION)
    total = sum(map(derived.rarity, words))
    owners = derived.columns.articles[candidates.positions].tolist()
    shares = [sum(derived.rarity(w) for w in words if w in held[row]) / total for row in owners]
    assert sign(found, "coverage") == pytest.approx(shares, abs=1e-6)
    assert len(set(shares)) > 1
    first = derived.article_rows[:1]
    assert derived.coverage(["Xylophone"], np.zeros(1, np.int64), first).tolist() == [0.0]


def test_the_newest_is_a_candidate_where_older_ones_are_more_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.CANDIDATES", 5)
    old = "The war in Eastland: the war in Eastland went on, and the war in Eastland was told."
    told = [
        Article(f"o{n}", f"Day {n}", f"{old} Part {n}.", Source(published="2022-03-01"))
        for n in range(40)
    ]
    new = "After a long winter with many words said, soldiers of Eastland now speak of a truce."
    told.append(Article("new", "A truce", new, Source(published="2023-03-28")))
    build(tmp_path / "index", told, encoder=WordEncoder())
    with Index(tmp_path / "index", WordEncoder()) as index:
        for question, is_among in (("war in Eastland", False), ("latest on war in Eastland", True)):
            found, derived = index.candidates(question, Filters())
            days = derived.columns.days[found.positions].tolist()
            assert (date(2023, 3, 28).toordinal() in days) is is_among, question


def test_scores_are_odds_against_the_best() -> None:
    signs = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.5], [0.5, 0.5]])
    # Of the question between the two nothing was found.
    candidates = Candidates(np.array([0, 0, 2, 2]), np.array([3, 8, 3, 8]), signs)
    expected = [1.0, math.exp(-1), math.exp(-1), 1.0]
    assert candidates.scores(np.array([2.0, 1.0])) == pytest.approx(expected)
    assert candidates.borders(3) == [(0, 2), (2, 2), (2, 4)]
    nothing = Candidates(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, 2)))
    assert len(nothing.scores(np.array([2.0, 1.0]))) == 0


def test_every_sign_has_a_trained_weight() -> None:
    trained = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    assert list(trained) == list(SIGNS)
    assert trained_weights().tolist() == list(trained.values())
