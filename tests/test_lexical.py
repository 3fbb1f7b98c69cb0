"""BM25 and its filters, on documents whose order is worked out by hand."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import StoreError
from index.lexical import LexicalDocument, LexicalIndex
from index.terms import terms
from index.types import Filters


def document(
    row: int, body: str, title: str = "", day: date | None = None, outlet: str | None = None
) -> LexicalDocument:
    number = day.toordinal() if day else 0
    return LexicalDocument(row, row // 10, number, outlet, terms(title), terms(body))


DOCUMENTS = [
    document(1, "The harbour bridge was closed", day=date(2024, 1, 1), outlet="post"),
    document(2, "The harbour was open", day=date(2024, 1, 2), outlet="radio"),
    document(3, "A bridge, a bridge, a bridge over water", day=date(2024, 1, 3), outlet="post"),
    document(11, "Nothing of the kind", title="The harbour bridge", outlet="post"),
    document(12, "Rates rose by 1,200 points in the U.S.", day=date(2024, 1, 4)),
    document(13, "東京の天気", day=date(2024, 1, 5), outlet="ラジオ"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical") / "index"
    LexicalIndex.build(folder, DOCUMENTS)
    return LexicalIndex(folder)


def rows(
    index: LexicalIndex,
    question: str,
    filters: Filters | None = None,
    articles: list[int] | None = None,
    k: int = 10,
) -> list[int]:
    found, scores = index.search(question, k, filters or Filters(), articles)
    assert list(scores) == sorted(scores, reverse=True)
    return [int(row) for row in found]


def test_more_of_the_question_s_words_come_first(index: LexicalIndex) -> None:
    assert rows(index, "harbour bridge")[0] == 1
    assert set(rows(index, "harbour bridge")) == {1, 2, 3, 11}


def test_a_word_in_the_title_counts_less_than_one_in_the_body(index: LexicalIndex) -> None:
    found = rows(index, "harbour")
    assert set(found) == {1, 2, 11}
    assert found[-1] == 11


def test_word_forms_numbers_and_other_scripts_are_found(index: LexicalIndex) -> None:
    assert rows(index, "BRIDGES")[0] == 3
    assert rows(index, "1200 point") == [12]
    assert rows(index, "What about the US?") == [12]
    assert rows(index, "東京") == [13]


def test_what_no_document_holds_is_not_found(index: LexicalIndex) -> None:
    for question in ("zebra", "", "…", "\0", "AND OR NOT", 'harb* "('):
        assert rows(index, question) == []


def test_query_syntax_is_only_words(index: LexicalIndex) -> None:
    assert set(rows(index, '+harbour -bridge title:"x"~2 [a TO b]')) == {1, 2, 3, 11}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(since=date(2024, 1, 2)), {2, 3, 11}),
        (Filters(until=date(2024, 1, 2)), {1, 2, 11}),
        (Filters(as_of=date(2024, 1, 2)), {1, 2, 11}),
        (Filters(since=date(2024, 1, 2), until=date(2024, 1, 2)), {2, 11}),
        (Filters(until=date(2024, 1, 3), as_of=date(2024, 1, 1)), {1, 11}),
        (Filters(since=date(2024, 1, 3), until=date(2024, 1, 1)), {11}),
        (Filters(since=date.min), {1, 2, 3, 11}),
        (Filters(until=date.max), {1, 2, 3, 11}),
        (Filters(outlets=frozenset({"POST"})), {1, 3, 11}),
        (Filters(outlets=frozenset({"Post", "radio"})), {1, 2, 3, 11}),
        (Filters(outlets=frozenset({"nobody"})), set()),
        (Filters(outlets=frozenset({"post"}), since=date(2024, 1, 2)), {3, 11}),
    ],
)
def test_filters_hold_and_leave_the_undated(
    index: LexicalIndex, filters: Filters, expected: set[int]
) -> None:
    assert set(rows(index, "harbour bridge", filters)) == expected


def test_articles_restrict_and_none_of_them_is_nothing(index: LexicalIndex) -> None:
    assert set(rows(index, "harbour bridge", articles=[1])) == {11}
    assert rows(index, "harbour bridge", articles=[]) == []


def test_a_filter_changes_no_score_and_costs_no_hit(tmp_path: Path) -> None:
    # The two allowed documents match worse than a hundred others.
    crowd = [document(n, "bridge " * 3, outlet="crowd") for n in range(100)]
    few = [
        document(200, "a bridge among many other words", outlet="few"),
        document(201, "a bridge among very many other words that say nothing", outlet="few"),
    ]
    LexicalIndex.build(tmp_path / "index", [*crowd, *few])
    index = LexicalIndex(tmp_path / "index")
    everything, scores = index.search("bridge", 102, Filters())
    kept = np.isin(everything, [200, 201])
    filtered, filtered_scores = index.search("bridge", 2, Filters(outlets=frozenset({"few"})))
    assert list(filtered) == list(everything[kept]) == [200, 201]
    np.testing.assert_allclose(filtered_scores, scores[kept], rtol=1e-6)


def test_equal_documents_come_in_order_of_their_rows(tmp_path: Path) -> None:
    LexicalIndex.build(tmp_path / "index", [document(n, "same words") for n in range(50)])
    index = LexicalIndex(tmp_path / "index")
    assert rows(index, "words", k=20) == list(range(20))


def test_words_held_are_summed_however_often_and_wherever_they_stand(tmp_path: Path) -> None:
    LexicalIndex.build(
        tmp_path / "index",
        [
            LexicalDocument(row, row, 0, None, terms(title), terms(body))
            for row, title, body in [
                (1, "Bridges", "A bridge, a bridge, and the harbour"),
                (2, "Harbour", "Nothing else"),
                (3, "Rates", "No word of these"),
                (4, "Harbour", "Not asked for"),
            ]
        ],
    )
    index = LexicalIndex(tmp_path / "index")
    found, sums = index.held({"bridg": 2.5, "harbour": 1.25}, [1, 2, 3])
    assert dict(zip(found.tolist(), sums.tolist(), strict=True)) == {1: 3.75, 2: 1.25}
    found, sums = index.held({"bridg": 2.5, "harbour": 1.25}, [1, 2, 3, 4])
    assert dict(zip(found.tolist(), sums.tolist(), strict=True)) == {1: 3.75, 2: 1.25, 4: 1.25}
    assert len(index.held({}, [1])[0]) == len(index.held({"bridg": 1.0}, [])[0]) == 0


def test_document_frequency_counts_bodies(index: LexicalIndex) -> None:
    assert index.document_frequency("bridg") == 2
    assert index.document_frequency("zebra") == 0
    assert len(index) == 6


def test_an_empty_index_answers(tmp_path: Path) -> None:
    LexicalIndex.build(tmp_path / "index", [])
    assert rows(LexicalIndex(tmp_path / "index"), "harbour") == []


def test_a_folder_that_is_no_index_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"{tmp_path}: not a lexical index"):
        LexicalIndex(tmp_path)
    LexicalIndex.build(tmp_path / "index", DOCUMENTS)
    (tmp_path / "index" / "meta.json").write_text("{}")
    with pytest.raises(StoreError, match="index: not a lexical index"):
        LexicalIndex(tmp_path / "index")


def test_a_folder_that_cannot_be_written_is_searched_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    LexicalIndex.build(tmp_path / "index", [document(7, "harbour", title="Title")])
    before = sorted(file.name for file in (tmp_path / "index").iterdir())
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr("os.access", lambda path, mode: False)
    index = LexicalIndex(tmp_path / "index")
    assert sorted(file.name for file in (tmp_path / "index").iterdir()) == before
    assert not list((tmp_path / "temporary").iterdir())
    assert index.search("harbour", 3, Filters())[0].tolist() == [7]
