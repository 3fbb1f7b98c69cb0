"""Vectors in files, read by position."""

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import StoreError
from index.engines.vector_files import VectorFiles, write_vectors

ALL = np.arange(60, dtype=np.float32).reshape(20, 3)  # float16 holds these exactly


@pytest.fixture
def files(tmp_path: Path) -> VectorFiles:
    paths = []
    for first, last in ((0, 7), (7, 7), (7, 20)):
        paths.append(tmp_path / f"{first}-{last}")
        write_vectors(paths[-1], ALL[first:last])
    return VectorFiles(paths, 3)


@given(st.lists(st.integers(0, 19), max_size=30))
def test_vectors_are_read_in_any_order(places: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / str(first) for first in (0, 7, 11)]
        for path, (first, last) in zip(paths, ((0, 7), (7, 11), (11, 20)), strict=True):
            write_vectors(path, ALL[first:last])
        found = VectorFiles(paths, 3).read(np.array(places, dtype=np.int64))
        np.testing.assert_array_equal(found, ALL[np.array(places, dtype=np.int64)])


def test_what_is_to_be_read_is_asked_for_where_it_lies(
    files: VectorFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def advise(file: int, start: int, size: int, advice: int) -> None:
        assert advice == os.POSIX_FADV_WILLNEED
        asked.append(np.frombuffer(os.pread(file, size, start), dtype=np.float16))

    monkeypatch.setattr(os, "posix_fadvise", advise)
    places = np.array([19, 0, 6, 7])
    files.fetch(places)
    np.testing.assert_array_equal(np.array(asked), ALL[places])
    monkeypatch.delattr(os, "posix_fadvise")
    files.fetch(places)  # where a system has nothing of the kind


def test_vectors_are_read_across_files(files: VectorFiles) -> None:
    assert len(files) == 20
    places = np.array([19, 0, 6, 7, 6])
    np.testing.assert_array_equal(files.read(places), ALL[places])
    assert files.read(places).dtype == np.float32
    for part in (slice(None), slice(5, 9), slice(9, 5), slice(0, 20, 3), slice(30, 40)):
        np.testing.assert_array_equal(files.read(part), ALL[part])
    assert files.read(np.empty(0, np.int64)).shape == (0, 3)


def test_no_files_hold_nothing() -> None:
    empty = VectorFiles([], 3)
    assert len(empty) == 0
    assert empty.read(slice(None)).shape == (0, 3)


def test_a_missing_file_and_half_a_vector_are_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="none: cannot be read"):
        VectorFiles([tmp_path / "none"], 3)
    (tmp_path / "half").write_bytes(b"12345")
    with pytest.raises(StoreError, match="half: not vectors of 3 numbers"):
        VectorFiles([tmp_path / "half"], 3)


def test_files_that_were_removed_are_still_read(tmp_path: Path) -> None:
    write_vectors(tmp_path / "v", ALL)
    files = VectorFiles([tmp_path / "v"], 3)
    (tmp_path / "v").unlink()
    np.testing.assert_array_equal(files.read(slice(2, 4)), ALL[2:4])
