"""What many questions share when they are looked for together, and that each gets its own."""

from datetime import date

import numpy as np
import pytest

from corpora import articles
from index.build import build
from index.search import Index
from index.searching.gathering import Query, Within, gather, understood
from index.types import Filters
from word_encoder import WordEncoder


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("gathering") / "index"
    build(folder, articles(60), encoder=WordEncoder())
    return Index(folder, WordEncoder())


def test_filters_are_none_or_one_for_each_question(index: Index) -> None:
    assert index.search_many(["bridge"]) == [index.search("bridge")]
    assert index.search_many([]) == []
    with pytest.raises(ValueError, match="shorter"):
        index.search_many(["bridge", "harbour"], 3, [Filters()])


def test_questions_with_the_same_restriction_share_it(index: Index) -> None:
    filters = Filters(as_of=date(2024, 1, 9))
    with index._view() as (store, derived):
        one, other, free = understood(
            [("bridge", filters), ("harbour", filters), ("bridge", Filters())], store, derived
        )
        assert one.within is other.within
        assert one.within.passages is not None
        assert free.within.passages is None
        assert free.left == len(derived.columns.rows) > one.left == one.within.passages.sum()
        vectors = WordEncoder().encode(["bridge", "harbour", "bridge"])
        found = gather([one, other, free], vectors, None, derived)
        assert found.of == [0, 1, 2]
        for asked, vector, ranking in zip((one, other, free), vectors, found.rankings, strict=True):
            allowed = asked.within.passages
            assert allowed is None or allowed[ranking.nearest].all()
            (alone,) = gather([asked], vector[None], None, derived).rankings
            assert np.array_equal(alone.nearest, ranking.nearest)


def test_the_newest_are_looked_for_once_more(index: Index) -> None:
    with index._view() as (store, derived):
        plain, latest = understood(
            [("the bridge", Filters()), ("What is the latest on the bridge?", Filters())],
            store,
            derived,
        )
        assert plain.recent is None
        assert latest.recent is not None
        assert latest.recent.filters.since == date(2023, 11, 28)  # sixty days before the newest
        vectors = WordEncoder().encode(["bridge", "bridge"])
        assert gather([plain, latest], vectors, None, derived).of == [0, 1, 1]


def test_asking_deeper_ends_with_everything() -> None:
    everywhere = Within(Filters(), None, None)
    asked = Query("bridge", everywhere, None, 0, None, left=3_000, taken=100)
    depths = []
    while deeper := asked.deeper():
        asked = deeper
        depths.append(asked.taken)
    assert depths == [800, 3_000]
