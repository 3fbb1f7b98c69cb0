"""Builds in processes of their own that are killed at a counted moment.

A moment is a statement to SQLite, a call of the encoder, a file made durable, or a rename:
everything after which a file differs. The process kills itself with SIGKILL right before
the moment, so that the same number always means the same place.
"""

import os
import signal
from collections.abc import Callable
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

from corpora import article, wire
from index import build as building
from index import database, staging
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


def remove(folder: Path, encoder: WordEncoder) -> None:
    """Two articles are removed."""
    building.remove(folder, ["a001", "a002"])


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
    staging._BATCH_CHARACTERS = 1_800  # many batches of few articles
    job(folder, WordEncoder(moment))
    told.put(moments)


def _before(owner: Any, name: str, moment: Callable[[str], None]) -> None:
    original = getattr(owner, name)

    def counted(*arguments: Any, **named: Any) -> Any:
        moment(str(arguments[1])[:40] if name.startswith("execute") else name)
        return original(*arguments, **named)

    setattr(owner, name, counted)
