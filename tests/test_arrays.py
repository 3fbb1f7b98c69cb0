"""Runs of equal values, and files of named arrays, which are closed where they are none."""

import gc
import warnings
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest

from index.arrays import borders, opened, ranges, run_starts, runs

NONE = np.empty(0, np.int64)


def test_equals_side_by_side_are_a_run() -> None:
    values = np.array([4, 4, 2, 4, 9, 9, 9])
    assert run_starts(values).tolist() == [0, 2, 3, 4]
    starts, sizes = runs(values)
    assert (starts.tolist(), sizes.tolist()) == ([0, 2, 3, 4], [2, 1, 1, 3])
    assert [len(each) for each in runs(NONE)] == [0, 0]


def test_parts_that_follow_each_other() -> None:
    assert borders([2, 0, 1]).tolist() == [0, 2, 2, 3]
    assert borders(NONE).tolist() == [0]
    assert ranges(np.array([5, 7, 9]), np.array([2, 0, 1])).tolist() == [5, 6, 9]
    assert ranges(0, np.array([2, 0, 3])).tolist() == [0, 1, 0, 1, 2]
    assert ranges(NONE, NONE).tolist() == []


def test_arrays_are_read_by_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", one=np.arange(3), two=np.float32(0.5))
    with opened(tmp_path / "a.npz") as table:
        assert table["one"].tolist() == [0, 1, 2] and table["two"] == 0.5
        with pytest.raises(KeyError):
            table["three"]


def test_a_file_that_is_no_archive_does_not_stay_open(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, one=np.arange(3))
    path.write_bytes(path.read_bytes()[:-8])
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with pytest.raises(BadZipFile), opened(path):
            pass
        gc.collect()
    assert not [each for each in told if each.category is ResourceWarning]
