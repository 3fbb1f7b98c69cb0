"""What a build holds in memory is bounded, whatever the size of the corpus."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import measured_build

# The goal: 10 GB of articles in 1.5 GB. A passage of news has 650 characters, and a build of 300
# real articles with the packaged encoder held 717 MB.
MOST_A_PASSAGE = (1.5e9 - 0.72e9) / (10e9 / 650)
SCALE = 32
# What is freed goes back at once, so that what is counted is what is held.
GLIBC = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}


def measured(folder: Path, passages: int) -> tuple[int, int]:
    """Passages of a build, and the bytes that it held at most."""
    command = [sys.executable, measured_build.__file__, str(folder), str(passages), str(SCALE)]
    done = subprocess.run(
        command, env=os.environ | GLIBC, capture_output=True, text=True, check=True
    )
    found, peak = map(int, done.stdout.split())
    return found, peak


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_memory_grows_by_so_little_a_passage_that_ten_gigabytes_fit(tmp_path: Path) -> None:
    few, at_few = measured(tmp_path / "few", 2_000)
    many, at_many = measured(tmp_path / "many", 16_000)
    assert many > 7 * few

    assert (at_many - at_few) / (many - few) < MOST_A_PASSAGE
