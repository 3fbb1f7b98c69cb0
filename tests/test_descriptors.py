"""How many files the process may hold open."""

import os
import resource
import subprocess
import sys
from pathlib import Path

from index.descriptors import make_room

_HOLD = """
import resource, sys
from index.descriptors import make_room
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, min(hard, int(sys.argv[1]))))
make_room(300)
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
print(len([open(sys.argv[2]) for _ in range(300)]))
"""


def limits(most: int, file: Path) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", _HOLD, str(most), str(file)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return [int(number) for number in done.stdout.split()]


def test_the_limit_is_raised_as_far_as_is_needed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert limits(1000, tmp_path / "file") == [812, 1000, 300]
    assert limits(500, tmp_path / "file") == [500, 500, 300]


def test_a_limit_that_suffices_stays() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    make_room(-1000)
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
