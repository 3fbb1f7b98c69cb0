"""Articles and passages as rows: there and back, and what a checksum is over."""

from datetime import date

import numpy as np
import pytest

from corpora import article
from corpus.article import Article, Related, Source
from index.storage.rows import (
    VECTOR,
    Columns,
    article_fields,
    article_of,
    checksum,
    floats,
    pack_vectors,
)

PASSAGE = (7, "p", 10, 20, -3, b"\x00\x3c\x00\x00")


@pytest.mark.parametrize(
    "whole",
    [
        article(1),
        Article("bare", "", "a\0b 🎉"),
        Article(
            "full",
            "Title",
            "Text",
            Source("Post", "u", "2024-01-02", ("Å, B", '"C"'), (Related("R", "v"), Related("S"))),
        ),
    ],
)
def test_an_article_comes_back_as_it_was(whole: Article) -> None:
    assert article_of((whole.hash, *article_fields(whole))) == whole


@pytest.mark.parametrize(
    "other",
    [
        (8, *PASSAGE[1:]),
        (7, "q", *PASSAGE[2:]),
        (7, "p", 11, *PASSAGE[3:]),
        (7, "p", 1, 20, -3, PASSAGE[5]),
        (7, "p", 10, 21, *PASSAGE[4:]),
        (7, "p", 10, 20, 3, PASSAGE[5]),
        (*PASSAGE[:5], b"\x01\x3c\x00\x00"),
        (*PASSAGE[:5], b"\x00\x3c\x00"),
    ],
)
def test_a_checksum_is_over_every_column(other: tuple[int, str, int, int, int, bytes]) -> None:
    assert checksum(*PASSAGE) == checksum(*PASSAGE)
    assert checksum(*other) != checksum(*PASSAGE)


def test_vectors_are_stored_in_half_precision() -> None:
    packed = pack_vectors(np.array([[1.0, -0.5], [0.1, 0.0]], dtype=np.float32))
    assert packed[0] == b"\x00\x3c\x00\xb8"
    assert len(packed[1]) == 4
    assert pack_vectors(np.empty((0, 2), dtype=np.float32)) == []


def test_columns_fold_outlets_and_count_days() -> None:
    columns = Columns.of(
        [(1, 1, None, "Post"), (2, 1, "2024-01-02T10:00:00Z", None), (5, 3, None, "POST")]
    )
    assert columns.rows.tolist() == [1, 2, 5]
    assert columns.articles.tolist() == [1, 1, 3]
    assert columns.days.tolist() == [0, date(2024, 1, 2).toordinal(), 0]
    assert (columns.outlets.tolist(), columns.outlet_names) == ([0, -1, 0], ("post",))
    assert Columns.of([]).rows.shape == (0,)


def test_every_finite_number_is_widened_to_itself() -> None:
    every = np.arange(1 << 16, dtype=np.uint16).view(VECTOR)
    finite = every[np.isfinite(every)]
    np.testing.assert_array_equal(floats(finite).view("u4"), finite.astype("f4").view("u4"))
    assert floats(finite[:12].reshape(3, 4)).shape == (3, 4)
