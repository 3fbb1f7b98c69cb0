"""BM25, on documents whose scores are worked out by hand, and against its definition."""

import gc
import math
import weakref
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import StoreError
from index.engines import lexical, top_k
from index.engines.lexical import TITLE_WEIGHT, LexicalIndex
from index.engines.postings import Postings, read_words, write_words
from index.engines.rarity import smoothed_idf
from index.terms import query_terms, terms
from test_postings import Text, postings

DOCUMENTS = [
    ("The harbour bridge was closed", ""),
    ("The harbour was open", ""),
    ("A bridge, a bridge, a bridge over water", ""),
    ("Nothing of the kind", "The harbour bridge"),
    ("Rates rose by 1,200 points in the U.S.", ""),
    ("東京の天気", ""),
]
WORDS = st.lists(st.sampled_from(["heron", "otter", "badger", "stoat", "newt"]), max_size=6)
TEXTS = st.lists(st.tuples(WORDS, WORDS), max_size=14)
QUESTIONS = st.lists(st.sampled_from(["heron", "otter", "badger", "stoat", "newt", "zebra"])).map(
    " ".join
)


def of(documents: Sequence[tuple[str, str]]) -> Postings:
    return postings([(terms(body), terms(title)) for body, title in documents])


def parted(texts: Sequence[Text], borders: Sequence[int]) -> LexicalIndex:
    """An index of segments that end before these documents."""
    edges = [0, *sorted({border for border in borders if border < len(texts)}), len(texts)]
    return LexicalIndex([postings(texts[slice(*edge)]) for edge in pairwise(edges)])


def by_definition(texts: Sequence[Text], question: str) -> dict[int, float]:
    """Scores above 0 as the module's first lines define them."""
    scores: dict[int, float] = {}
    for field, weight in enumerate((1, TITLE_WEIGHT)):
        lengths = [len(text[field]) for text in texts]
        mean = sum(lengths) / len(texts) if any(lengths) else 1
        for word in query_terms(question):
            counts = [text[field].count(word) for text in texts]
            holding = sum(count > 0 for count in counts)
            idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            for document, (count, length) in enumerate(zip(counts, lengths, strict=True)):
                if count:
                    part = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean))
                    scores[document] = scores.get(document, 0) + weight * idf * part
    return scores


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex([of(DOCUMENTS[:4]), of(DOCUMENTS[4:])])


def found(index: LexicalIndex, question: str, k: int = 10) -> list[int]:
    documents, scores = index.search(question, k)
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    return [int(document) for document in documents]


def test_scores_are_those_worked_out_by_hand() -> None:
    index = LexicalIndex(
        [of([("heron heron otter", "newt"), ("otter", ""), ("stoat otter", "heron")])]
    )
    # Three documents, of 2 words in the body and 2/3 of a word in the title on average. "heron" is
    # in the body of one of them: idf ln(1 + 2.5 / 1.5) = .980829. There it stands twice among
    # three words: 2 * 2.2 / (2 + 1.2 * (.25 + .75 * 3 / 2)) = 1.205479.
    # In the title of the third once in a word: 2.2 / (1 + 1.2 * (.25 + .75 * 1.5)) = .830189.
    documents, scores = index.search("heron", 5)
    assert documents.tolist() == [0, 2]
    assert scores.tolist() == pytest.approx(
        [0.980829 * 1.205479, 0.5 * 0.980829 * 0.830189], abs=1e-5
    )


@given(
    texts=TEXTS,
    question=QUESTIONS,
    borders=st.lists(st.integers(1, 13), max_size=4),
    together=st.integers(1, 20),
    k=st.integers(1, 9),
    kept=st.one_of(st.none(), st.lists(st.booleans(), min_size=14, max_size=14)),
)
def test_whatever_the_segments_and_filters_scores_are_those_of_the_definition(
    texts: list[Text],
    question: str,
    borders: list[int],
    together: int,
    k: int,
    kept: list[bool] | None,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexical, "_TOGETHER", together)
        patch.setattr(top_k, "_GROUP", 2)
        patch.setattr(top_k, "_FEW", 3)
        index = parted(texts, borders)
        mask = None if kept is None else np.array(kept[: len(texts)], dtype=bool)
        documents, scores = index.search(question, k, mask)
    expected = by_definition(texts, question)
    if kept is not None:
        expected = {one: score for one, score in expected.items() if kept[one]}
    whole = LexicalIndex([postings(texts)])
    best, theirs = whole.search(question, len(texts) + 1, mask)
    assert dict(zip(best.tolist(), theirs.tolist(), strict=True)) == pytest.approx(
        expected, rel=1e-5
    )
    assert documents.tolist() == best[:k].tolist()
    assert scores.tolist() == theirs[:k].tolist(), "to the last bit"


@given(texts=TEXTS, questions=st.lists(QUESTIONS, max_size=5), borders=st.lists(st.integers(1, 13)))
def test_many_questions_find_what_each_finds_alone(
    texts: list[Text], questions: list[str], borders: list[int]
) -> None:
    index = parted(texts, borders)
    masks = [None if n % 2 else np.arange(len(texts)) % 3 > 0 for n in range(len(questions))]
    together = index.search_many(questions, range(1, len(questions) + 1), masks)
    for k, (question, mask, (documents, scores)) in enumerate(
        zip(questions, masks, together, strict=True), 1
    ):
        alone = index.search(question, k, mask)
        assert documents.tolist() == alone[0].tolist()
        assert scores.tolist() == alone[1].tolist()


@given(
    texts=TEXTS.filter(len),
    questions=st.lists(QUESTIONS, max_size=4),
    borders=st.lists(st.integers(1, 13)),
    together=st.integers(1, 20),
    postings_kept=st.sampled_from([0, 1 << 20]),
    searched=st.booleans(),
)
def test_coverage_is_the_share_of_the_words_by_rarity_wherever_they_stand(
    texts: list[Text],
    questions: list[str],
    borders: list[int],
    together: int,
    postings_kept: int,
    searched: bool,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexical, "_TOGETHER", together)
        patch.setattr(lexical, "_POSTINGS", postings_kept)
        index = parted(texts, borders)
        if searched:
            index.search_many(questions, [3] * len(questions), [None] * len(questions))
    places = np.repeat(np.arange(len(questions)), len(texts))
    documents = np.tile(np.arange(len(texts)), len(questions))
    shares = index.coverage(questions, places, documents)
    expected = []
    for question in questions:
        rarity = {word: index.rarity(word) for word in query_terms(question)}
        expected += [
            sum(rarity[word] for word in rarity if word in body or word in title)
            / (sum(rarity.values()) or 1)
            for body, title in texts
        ]
    assert shares.tolist() == pytest.approx(expected)
    for place, question in enumerate(questions):
        alone = index.coverage([question], np.zeros(1, np.int64), np.array([len(texts) - 1]))
        assert alone.tolist() == shares[(place + 1) * len(texts) - 1 :][:1].tolist()


def test_of_many_documents_the_best_are_found() -> None:
    chance = np.random.default_rng(5)
    texts = [
        (chance.choice(["heron", "otter", "newt"], size).tolist(), ["stoat"] * (size % 3))
        for size in chance.integers(1, 60, 4_000)
    ]
    index = parted(texts, [1_000, 1_500])
    expected = by_definition(texts, "heron otter stoat")
    documents, scores = index.search("heron otter stoat", 30)
    assert sorted(expected.values(), reverse=True)[:30] == pytest.approx(scores.tolist(), rel=1e-5)
    assert [expected[document] for document in documents.tolist()] == pytest.approx(
        scores.tolist(), rel=1e-5
    )


def test_words_are_looked_up_once_for_a_search_and_what_it_covers() -> None:
    class Counted(np.ndarray):
        looked_up = 0

        def searchsorted(self, *arguments: Any, **named: Any) -> Any:
            Counted.looked_up += 1
            return super().searchsorted(*arguments, **named)

    whole = of(DOCUMENTS)
    index = LexicalIndex([replace(whole, keys=whole.keys.view(Counted))])
    first = index.search("harbour bridge", 3)
    shares = index.coverage(["harbour bridge"], np.zeros(2, np.int64), np.array([0, 1]))
    again = index.search("harbour bridge", 3)
    assert Counted.looked_up == 1
    assert shares[0] == 1 > shares[1] > 0
    assert [found.tolist() for found in again] == [found.tolist() for found in first]


def test_more_of_the_question_s_words_come_first(index: LexicalIndex) -> None:
    assert found(index, "harbour bridge")[0] == 0
    assert set(found(index, "harbour bridge")) == {0, 1, 2, 3}


def test_a_word_in_the_title_counts_less_than_one_in_the_body(index: LexicalIndex) -> None:
    assert set(found(index, "harbour")) == {0, 1, 3}
    assert found(index, "harbour")[-1] == 3


def test_word_forms_numbers_and_other_scripts_are_found(index: LexicalIndex) -> None:
    assert found(index, "BRIDGES")[0] == 2
    assert found(index, "1200 point") == [4]
    assert found(index, "What about the US?") == [4]
    assert found(index, "東京") == [5]


def test_what_no_document_holds_is_not_found(index: LexicalIndex) -> None:
    for question in ("zebra", "", "…", "\0", "\ud800", "AND OR NOT", 'harb* "('):
        assert found(index, question) == []


def test_query_syntax_is_only_words(index: LexicalIndex) -> None:
    assert set(found(index, '+harbour -bridge title:"x"~2 [a TO b]')) == {0, 1, 2, 3}


def test_equal_documents_come_in_order_of_their_numbers() -> None:
    index = LexicalIndex([of([("same words", "")] * 25), of([("same words", "")] * 25)])
    assert found(index, "words", k=30) == list(range(30))


def test_document_frequency_counts_bodies(index: LexicalIndex) -> None:
    assert index.document_frequency("bridg") == 2
    assert index.document_frequency("zebra") == 0
    assert index.rarity("bridg") == smoothed_idf("bridg", 2, 6)
    assert len(index) == 6


@pytest.mark.parametrize("segments", [0, 1, 2])
def test_an_empty_index_answers(segments: int) -> None:
    index = LexicalIndex([of([])] * segments)
    assert found(index, "harbour") == []
    assert index.search_many([], [], []) == []
    assert index.coverage([], np.empty(0, np.int64), np.empty(0, np.int64)).tolist() == []


def test_a_long_question_costs_no_more_than_its_words() -> None:
    index = LexicalIndex([of([("heron", "")])])
    question = " ".join(f"word{number}" for number in range(3_000)) + " heron"
    assert found(index, question) == [0]
    assert 0 < index.coverage([question], np.zeros(1, np.int64), np.zeros(1, np.int64))[0] < 1


def test_damage_that_no_checksum_told_is_told() -> None:
    whole = of([("heron", ""), ("otter", "")])
    damaged = replace(whole, documents=whole.documents + np.uint8(7))
    with pytest.raises(StoreError, match="words of the index: damaged"):
        LexicalIndex([damaged]).search("heron", 3)


def test_it_is_searched_as_it_lies_on_disk(tmp_path: Path) -> None:
    write_words(tmp_path / "1-6.words", of(DOCUMENTS), of(DOCUMENTS[:1]))
    passages, articles = (LexicalIndex([each]) for each in read_words(tmp_path / "1-6.words"))
    (tmp_path / "1-6.words").unlink()
    assert found(passages, "harbour") == found(LexicalIndex([of(DOCUMENTS)]), "harbour")
    assert found(articles, "harbour") == [0]


def test_an_index_that_nobody_holds_is_gone_at_once() -> None:
    index = LexicalIndex([of(DOCUMENTS)])
    index.search("harbour bridge", 3)
    held = weakref.ref(index)
    gc.disable()
    try:
        del index
        assert held() is None
    finally:
        gc.enable()
