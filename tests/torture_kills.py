"""Builds that are killed at random moments, and several at once."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import killed_builds
from corpora import answers, contents, require_clean
from corpus.errors import StoreError
from index.backup import restore
from index.build import remove
from index.feedback import kept
from index.store import Store
from killed_builds import in_process
from word_encoder import WordEncoder

JOBS = (*killed_builds.JOBS, killed_builds.judge)


@dataclass(frozen=True)
class _Job:
    """A job, the folder it starts from, and what it comes to when nothing disturbs it."""

    run: Callable[[Path, WordEncoder], None]
    start: Path
    before: dict[str, Any] | None
    after: dict[str, Any]
    answers: list[list[tuple[str, float]]]
    moments: int


def killed_at_random_moments(random: Random, cases: int, folder: Path) -> Iterator[str | None]:
    """A job is killed before a statement, an encoding, an fsync or a rename, then run to its end.

    Right after the kill a reader sees what was there before or what comes after; at the end the
    index is the one that an undisturbed run makes.
    """
    prepared = cache(lambda run: _prepared(run, folder / run.__name__))
    for case in range(cases):
        job: _Job = prepared(random.choice(JOBS))
        moment = random.randint(1, job.moments)
        place = folder / f"killed-{case}" / "index"
        place.parent.mkdir()
        if job.start.exists():
            shutil.copytree(job.start, place)
        what = f"{job.run.__name__} killed before moment {moment} of {job.moments}"
        if in_process(job.run, place, moment) is not None:
            yield f"{what}: it went on"
            continue
        try:
            _require_survived(job, place)
        except (AssertionError, StoreError) as error:
            yield f"{what}: {error}"
        else:
            yield None
            shutil.rmtree(place.parent)


def _prepared(run: Callable[[Path, WordEncoder], None], folder: Path) -> _Job:
    start, end = folder / "start", folder / "end"
    folder.mkdir()
    if run is not killed_builds.first_build:
        killed_builds.first_build(start, WordEncoder())
        shutil.copytree(start, end)
    moments = in_process(run, end, None)
    assert moments is not None
    before = contents(start) if start.exists() else None
    return _Job(run, start, before, contents(end), answers(end, ["harbour"]), len(moments))


def _require_survived(job: _Job, place: Path) -> None:
    if Store.exists(place) and job.before is not None:
        assert contents(place) in (job.before, job.after), "half of it is seen"
        with Store(place) as store:
            assert not [*store.problems()], "check finds damage"
    if job.run is killed_builds.remove:  # of articles that may be gone by now
        remove(place, ["a001", "a002"])
    else:
        job.run(place, WordEncoder())
    assert contents(place) == job.after, "another index came of it"
    assert answers(place, ["harbour"]) == job.answers, "another answer"
    require_clean(place)
    if job.run is killed_builds.judge:
        assert [each.exchange for each in kept(place)] == [f"asked {n}" for n in range(4)], (
            "verdicts"
        )
    if job.run is killed_builds.back_up:
        restored = place.with_name("restored")
        restore(place.with_suffix(".backup"), restored)
        assert contents(restored) == job.after, "the backup is another"
        assert len([*place.parent.iterdir()]) == 3, "a file was left beside the backup"
