"""One writer at a time, and every failure to write is told."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import BusyError, InputError, StoreError
from index.building.lock import held


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
        (OSError(errno.ENOSPC, "Full", "/x/from", None, "/x/to"), r"/x/to: cannot .*\(Full"),
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
    with pytest.raises(BrokenPipeError), held(tmp_path / "index"):
        raise BrokenPipeError(errno.EPIPE, "nobody reads what is printed")


def test_what_a_killed_writer_started_keeps_the_next_one_out(tmp_path: Path) -> None:
    """A process that blank.py starts writes into the store: not beside another build."""
    os.mkfifo(tmp_path / "end")
    script = (
        "import os, signal, subprocess, sys\n"
        "from pathlib import Path\n"
        "from index.building.lock import held\n"
        "reader = [sys.executable, '-c', 'import sys; open(sys.argv[1]).read()', sys.argv[2]]\n"
        "with held(Path(sys.argv[1])):\n"
        "    subprocess.Popen(reader, close_fds=False)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    index = tmp_path / "index"
    killed = subprocess.run([sys.executable, "-c", script, index, tmp_path / "end"], check=False)
    assert killed.returncode == -signal.SIGKILL
    try:
        with pytest.raises(BusyError), held(index):
            raise AssertionError("two have it")
    finally:
        (tmp_path / "end").write_text("")  # once it is read there; and so it ends
    with held(index, wait=True):
        pass
