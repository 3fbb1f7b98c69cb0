"""What is taken over of a segment that lost articles or is merged."""

import zlib
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import StoreError
from index.engines.coded import Codes, write_codes
from index.engines.postings import BODY, key, write_words
from index.engines.remains import Remains, words_left
from index.engines.segments import Span
from index.engines.vector_files import write_vectors
from index.storage.rows import Columns
from test_postings import postings, told

SPAN = Span(3, 9, 3, 5)
VECTORS = np.arange(20, dtype=np.float16).reshape(5, 4)
WORDS = postings([([f"word{n}", "all"], ["title"]) for n in range(5)])
CODES = Codes(np.arange(5), np.arange(10, dtype=np.uint8).reshape(5, 2))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    columns = Columns.of(
        [
            (10, 3, "2024-01-02", "Wunderblatt"),
            (11, 3, "2024-01-02", "Wunderblatt"),
            (12, 4, None, None),
            (13, 9, None, "Post"),
            (14, 9, None, "Post"),
        ]
    )
    columns.save(tmp_path / "3-9.columns.npz")
    write_vectors(tmp_path / "3-9.vectors", VECTORS)
    write_codes(tmp_path / "3-9.codes.npz", CODES)
    write_words(tmp_path / "3-9.words", WORDS, WORDS.grouped(np.array([2, 1, 2])))
    return tmp_path


def vouched(folder: Path) -> dict[str, list[int]]:
    return {
        file.name: [file.stat().st_size, zlib.crc32(file.read_bytes())] for file in folder.iterdir()
    }


def test_what_went_is_in_none_of_it(folder: Path) -> None:
    left = Remains.read(folder, SPAN, [1, 3, 12], vouched(folder))
    assert left.columns.rows.tolist() == [12, 13, 14]
    assert left.columns.articles.tolist() == [4, 9, 9]
    assert left.columns.outlet_names == ("post",)
    assert left.columns.outlets.tolist() == [-1, 0, 0]
    np.testing.assert_array_equal(left.vectors(4), VECTORS[2:])
    words = words_left(folder, SPAN, [SPAN], [1, 3, 12], vouched(folder))
    assert told(words) == told(WORDS.only(np.arange(5) > 1))
    assert key("word1", BODY) not in words.keys.tolist()
    assert left.codes().groups.tolist() == [2, 3, 4]
    np.testing.assert_array_equal(left.codes().codes, CODES.codes[2:])


def test_where_nothing_went_all_is_left(folder: Path) -> None:
    left = Remains.read(folder, SPAN, [1, 12], vouched(folder))
    assert left.columns.outlet_names == ("wunderblatt", "post")
    assert left.columns.days.tolist()[:2] == [738887, 738887]
    np.testing.assert_array_equal(left.vectors(4), VECTORS)
    assert told(words_left(folder, SPAN, [SPAN], [1, 12], vouched(folder))) == told(WORDS)
    assert left.codes().groups.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("name", ["3-9.columns.npz", "3-9.vectors", "3-9.codes.npz", "3-9.words"])
def test_what_the_stamp_does_not_vouch_for_is_refused(folder: Path, name: str) -> None:
    def read(noted: dict[str, list[int]]) -> None:
        left = Remains.read(folder, SPAN, [], noted)
        left.vectors(4)
        left.codes()
        words_left(folder, SPAN, [SPAN], [3], noted)

    noted = vouched(folder)
    read(noted)
    with pytest.raises(StoreError, match="made from something else"):
        read({other: told for other, told in noted.items() if other != name})
    data = bytearray((folder / name).read_bytes())
    data[-1] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        read(noted)
    (folder / name).write_bytes(data[:-2])
    with pytest.raises(StoreError, match="truncated"):
        read(noted)
    (folder / name).unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        read(noted)
    (folder / name).write_bytes(b"of another kind")
    with pytest.raises(StoreError, match="cannot be read"):
        read(vouched(folder))


def test_words_lie_in_segments_of_their_own(folder: Path) -> None:
    columns = Columns.of([(20, 12, None, None), (21, 14, None, None), (22, 14, None, None)])
    columns.save(folder / "12-14.columns.npz")
    span = Span(4, 12, 3, 4)  # parts both of the segments that everything else lies in
    words = WORDS.only(np.arange(5) < 4)
    write_words(folder / "4-12.words", words, words)
    left = words_left(folder, span, [SPAN, Span(12, 14, 2, 3)], [9, 14], vouched(folder))
    assert told(left) == told(words.only(np.array([True, False, False, True])))
