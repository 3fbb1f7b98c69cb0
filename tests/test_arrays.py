"""Files of named arrays: read by name, and closed again where they are none."""

import gc
import warnings
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest

from index.arrays import opened


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
