"""One writer at a time, and every failure to write is told."""

import errno
import os
from pathlib import Path

import pytest

from corpus.errors import BusyError, InputError, StoreError
from index.lock import held


def test_a_second_writer_is_refused_until_the_first_is_done(tmp_path: Path) -> None:
    made = tmp_path / "made"
    message = "made: another build is running; .* use --wait"
    with held(made), held(tmp_path / "other"), pytest.raises(BusyError, match=message), held(made):
        raise AssertionError("two have it")
    with held(made):
        pass


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/x/f"), r"/x/f: cannot .*\(No space"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), r"index: cannot be written \(Read-only"),
        (OSError("odd"), r"index: cannot be written \(odd\); make room"),
    ],
)
def test_a_failure_to_write_names_the_file_and_the_remedy(
    tmp_path: Path, error: OSError, message: str
) -> None:
    with pytest.raises(StoreError, match=message), held(tmp_path / "index"):
        raise error
    with pytest.raises(InputError), held(tmp_path / "index"):
        raise InputError("another error is left as it is")
