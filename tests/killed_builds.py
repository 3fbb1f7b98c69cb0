"""Builds in processes of their own that are killed at a counted moment.

A moment is a statement to SQLite, a call of the encoder, a file made durable, or a rename:
everything after which a file differs. The process kills itself with SIGKILL right before
the moment, so that the same number always means the same place.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

from corpora import article, wire
from corpus.findings import Rejected
from index import backup, feedback
from index import build as building
from index.building import staging
from index.storage import database
from word_encoder import WordEncoder

Job = Callable[[Path, WordEncoder], None]


def first_build(folder: Path, encoder: WordEncoder) -> None:
    """Ten articles and three near-copies into a new folder."""
    found = [*(article(n) for n in range(10)), *(wire(n) for n in range(3))]
    building.build(folder, found, encoder=encoder)


def update(folder: Path, encoder: WordEncoder) -> None:
    """Of ten articles three are gone, four are changed and two are new.

    Of three near-copies the first is gone, one is changed, and one is new.
    """
    changed = [article(n, "second" if n < 7 else "first") for n in range(3, 12)]
    copies = [wire(1), wire(2, "Our reporter writes: "), wire(3)]
    building.build(folder, [*changed, *copies], encoder=encoder, prune=True)


def change(folder: Path, encoder: WordEncoder) -> None:
    """Of ten articles every second one is changed, and some things are rejected."""
    changed = [article(n, "first" if n % 2 else "second") for n in range(10)]
    rejected = [Rejected(f"{n}.md", None, "text: missing " + "." * 900) for n in range(40)]
    building.build(folder, [*rejected, *changed], encoder=encoder)


def prune(folder: Path, encoder: WordEncoder) -> None:
    """Of ten articles six are gone."""
    building.build(folder, [article(n) for n in range(4)], encoder=encoder, prune=True)


def back_up(folder: Path, encoder: WordEncoder) -> None:
    """A backup is written beside the index, unless a killed run came so far."""
    file = folder.with_suffix(".backup")
    if not file.exists():
        backup.backup(folder, file)


def judge(folder: Path, encoder: WordEncoder) -> None:
    """Readers say what they think of four answers, twice of the first."""
    for number in (0, 1, 2, 3, 0):
        verdict = feedback.Feedback(f"asked {number}", "good", {"answer": {}}, at="2024-12-24")
        feedback.keep(folder, verdict)


def remove(folder: Path, encoder: WordEncoder) -> None:
    """Two articles are removed."""
    building.remove(folder, ["a001", "a002"])


JOBS: tuple[Job, ...] = (first_build, change, update, prune, remove, back_up)
"""Those that change or copy the store."""

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["killed_builds"])


def in_process(
    job: Job, folder: Path, last_moment: int | None, seconds: float | None = None
) -> list[str] | None:
    """The job in a process of its own: the moments that it had, or None if it was killed.

    It is killed right before ``last_moment``, or after so many seconds.
    """
    told: SimpleQueue[list[str]] = _SERVER.SimpleQueue()
    process = _SERVER.Process(target=run, args=(job, folder, last_moment, told))
    process.start()
    process.join(seconds)
    process.kill()
    process.join()
    if process.exitcode == -signal.SIGKILL:
        return None
    assert process.exitcode == 0
    return told.get()


def run(job: Job, folder: Path, last_moment: int | None, told: "SimpleQueue[list[str]]") -> None:
    """Do the job, and tell what its moments were; or die right before ``last_moment``."""
    moments: list[str] = []

    def moment(what: str = "encode") -> None:
        moments.append(what)
        if len(moments) == last_moment:
            os.kill(os.getpid(), signal.SIGKILL)

    _before(database.Database, "execute", moment)
    _before(database.Database, "executemany", moment)
    _before(os, "fsync", moment)
    _before(os, "replace", moment)
    _before(Path, "replace", moment)
    small_batches()
    job(folder, WordEncoder(moment))
    told.put(moments)


def small_batches() -> None:
    """Many batches of few articles, in this process."""
    staging._BATCH_CHARACTERS = 1_800


def _before(owner: Any, name: str, moment: Callable[[str], None]) -> None:
    original = getattr(owner, name)

    def counted(*arguments: Any, **named: Any) -> Any:
        moment(str(arguments[1])[:40] if name.startswith("execute") else name)
        return original(*arguments, **named)

    setattr(owner, name, counted)
