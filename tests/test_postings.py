"""Postings: counted, joined, parted, put together by article, written and read again."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import StoreError
from index.engines.postings import BODY, TITLE, Postings, key, read_words, write_words

Text = tuple[list[str], list[str]]
"""The words of a body and of a title."""

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=12)
TEXTS = st.lists(st.tuples(WORDS, WORDS), max_size=12)


def postings(texts: Sequence[Text]) -> Postings:
    numbers: dict[int, int] = {}
    words: tuple[list[int], list[int]] = ([], [])
    for text in texts:
        for field in (BODY, TITLE):
            found = (key(word, field) for word in text[field])
            words[field].extend(numbers.setdefault(each, len(numbers)) for each in found)
    return Postings.of(
        np.array(list(numbers), dtype=np.uint64),
        [np.array(each, dtype=np.uint32) for each in words],
        np.array([[len(text[field]) for text in texts] for field in (BODY, TITLE)], np.uint32),
    )


def told(found: Postings) -> tuple[dict[tuple[int, int], int], list[list[int]]]:
    """How often a word, by its key, stands in a document; and the lengths. All is in order."""
    assert (np.diff(found.keys) > 0).all()
    counts = {}
    for word, (first, last) in zip(
        found.keys.tolist(), zip(found.offsets, found.offsets[1:], strict=False), strict=True
    ):
        documents = found.documents[first:last].tolist()
        assert documents == sorted(set(documents)) != []
        for document, count in zip(documents, found.counts[first:last].tolist(), strict=True):
            counts[word, document] = count
    return counts, found.lengths.tolist()


def expected(texts: Sequence[Text]) -> tuple[dict[tuple[int, int], int], list[list[int]]]:
    counts = Counter(
        (key(word, field), document)
        for document, text in enumerate(texts)
        for field in (BODY, TITLE)
        for word in text[field]
    )
    return dict(counts), [[len(text[field]) for text in texts] for field in (BODY, TITLE)]


@given(TEXTS)
def test_words_are_counted_for_bodies_and_titles_apart(texts: list[Text]) -> None:
    found = postings(texts)
    assert told(found) == expected(texts)
    assert len(found) == len(texts)


@given(st.lists(TEXTS, max_size=4))
def test_joined_are_those_of_all_documents_in_their_order(parts: list[list[Text]]) -> None:
    joined = Postings.joined(list(map(postings, parts)))
    assert told(joined) == expected([text for part in parts for text in part])


@given(st.lists(st.tuples(st.tuples(WORDS, WORDS), st.booleans()), max_size=12))
def test_what_goes_leaves_nothing(texts: list[tuple[Text, bool]]) -> None:
    kept = np.array([stays for _, stays in texts], dtype=bool)
    left = postings([text for text, _ in texts]).only(kept)
    assert told(left) == expected([text for text, stays in texts if stays])


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=4)), max_size=5))
def test_an_article_has_the_words_of_its_passages_and_one_title(
    articles: list[tuple[list[str], list[list[str]]]],
) -> None:
    passages = postings([(body, title) for title, bodies in articles for body in bodies])
    sizes = np.array([len(bodies) for _, bodies in articles], dtype=np.int64)
    whole = [([word for body in bodies for word in body], title) for title, bodies in articles]
    assert told(passages.grouped(sizes)) == expected(whole)


def test_numbers_are_as_small_as_they_can_be() -> None:
    few = postings([(["a"] * 255, ["b"])] * 256)
    assert {few.documents.dtype, few.counts.dtype, few.lengths.dtype} == {np.dtype(np.uint8)}
    many = Postings.joined([few, postings([(["a"] * 256, [])])])
    assert many.documents.dtype == many.counts.dtype == many.lengths.dtype == np.uint16


def test_a_word_has_another_key_in_a_title() -> None:
    assert key("harbour", TITLE) == key("harbour", BODY) + 1
    assert key("harbour", BODY) % 2 == 0
    assert key("\ud800", BODY) != key("?", BODY), "what no encoding has is a word, too"


@given(texts=TEXTS, others=TEXTS)
def test_what_is_written_is_read(
    texts: list[Text], others: list[Text], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("words") / "1-9.words"
    write_words(file, postings(texts), postings(others))
    passages, articles = read_words(file)
    assert told(passages) == expected(texts)
    assert told(articles) == expected(others)


def test_no_word_can_be_read_from_the_file(tmp_path: Path) -> None:
    write_words(tmp_path / "words", postings([(["wunderblatt"], [])]), postings([]))
    assert b"wunderblatt" not in (tmp_path / "words").read_bytes()


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "1-9.words"
    with pytest.raises(StoreError, match=r"1-9\.words: cannot be read"):
        read_words(file)
    write_words(file, postings([(["a", "b"], ["c"])]), postings([(["a"], [])]))
    whole = file.read_bytes()
    longer = np.frombuffer(whole, "<i8", 10).copy()
    longer[2] += 1  # one more place than the words have
    negative = np.frombuffer(whole, "<i8", 10).copy()
    negative[0] = -1
    odd = np.frombuffer(whole, "<i8", 10).copy()
    odd[1] = 7
    for data in (
        b"",
        b"short",
        bytes(len(whole)),
        whole[:-8],
        whole + bytes(8),
        *(head.tobytes() + whole[80:] for head in (longer, negative, odd)),
    ):
        file.write_bytes(data)
        with pytest.raises(StoreError, match="cannot be read"):
            read_words(file)
