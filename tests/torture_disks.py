"""Disks that are full, or that nobody may write to. Run as a program it works on one of its own.

``on_a_small_disk`` starts this file in a mount namespace, where a tmpfs of a few megabytes is
mounted that no other process sees and that is gone with it.
"""

import gc
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from random import Random
from typing import Any

import killed_builds
from corpora import answers, contents, require_clean
from corpus.errors import StoreError
from index.build import remove
from index.store import Store
from killed_builds import JOBS, Job
from word_encoder import WordEncoder

MEGABYTES = 8


def on_a_small_disk(random: Random, cases: int, folder: Path) -> Iterator[str | None]:
    """A disk has room for a random part of what a job needs, or is read-only from then on."""
    script = f'mount -t tmpfs -o size={MEGABYTES}m tmpfs "$1" && exec "$2" "$3" "$1" "$4" "$5"'
    command = ["sh", "-c", script, "sh", str(folder), sys.executable, __file__]
    with subprocess.Popen(
        [*_namespace(), *command, str(random.random()), str(cases)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        yield f"the trials ended with code {process.returncode}"


def can_mount() -> bool:
    """Whether this system lets a process have a disk of its own."""
    try:
        done = subprocess.run(
            [*_namespace(), "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return False
    return done.returncode == 0


def _namespace() -> list[str]:
    return ["unshare", "--mount", "--map-root-user"]


def _trials(random: Random, cases: int, disk: Path) -> Iterator[str | None]:
    logging.getLogger("index").setLevel(logging.ERROR)  # what is left out is told as a warning
    killed_builds.small_batches()
    after = {job: _undisturbed(job, disk / "undisturbed") for job in JOBS}
    for case in range(cases):
        job = JOBS[case % len(JOBS)]
        place = disk / "trial"
        place.mkdir()
        free = None if case % 10 == 9 else random.randrange(400_000)
        try:
            _trial(job, place, free, after[job])
            yield None
        except Exception as error:
            room = "a read-only disk" if free is None else f"{free:,} bytes free"
            yield f"{job.__name__} with {room}: {type(error).__name__}: {error}"
        gc.collect()  # connections that the error held
        shutil.rmtree(place)


def _undisturbed(job: Job, disk: Path) -> dict[str, Any]:
    folder = _started(job, disk)
    job(folder, WordEncoder())
    found = contents(folder)
    shutil.rmtree(disk)
    return found


def _started(job: Job, disk: Path) -> Path:
    if job is not killed_builds.first_build:
        killed_builds.first_build(disk / "index", WordEncoder())
    return disk / "index"


def _trial(job: Job, disk: Path, free: int | None, after: dict[str, Any]) -> None:
    """The job with so many bytes free, None for a read-only disk; then with room again."""
    folder = _started(job, disk)
    before = contents(folder) if Store.exists(folder) else None
    room = shutil.disk_usage(disk).free
    filler = disk / "filler"
    if free is not None:
        filler.write_bytes(bytes(max(0, room - free)))
    with _read_only(disk) if free is None else nullcontext():
        failed = _failure(job, folder)
        assert free is not None or failed, "it wrote to a read-only disk"
        if Store.exists(folder):
            seen = contents(folder)
            assert seen in (before, after) or not seen["articles"], f"half is seen: {failed}"
            assert answers(folder, ["harbour"]) or not seen["articles"], "nothing can be searched"
    filler.unlink(missing_ok=True)
    gc.collect()
    if job is killed_builds.remove:  # of articles that may be gone by now
        remove(folder, ["a001", "a002"])
    else:
        job(folder, WordEncoder())
    assert contents(folder) == after, "another index came of it"
    require_clean(folder)


def _failure(job: Job, folder: Path) -> str | None:
    """What the job says that is wrong; it names where."""
    try:
        job(folder, WordEncoder())
    except StoreError as error:
        assert str(folder.parent) in str(error), error
        return str(error)
    return None


@contextmanager
def _read_only(disk: Path) -> Iterator[None]:
    remount = ["mount", str(disk.parent), "-o"]
    subprocess.run([*remount, "remount,ro"], check=True)
    try:
        yield
    finally:
        subprocess.run([*remount, "remount,rw"], check=True)


if __name__ == "__main__":
    for lost in _trials(Random(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[1])):
        print(json.dumps(lost), flush=True)
