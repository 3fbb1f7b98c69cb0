"""The long forms of the tests that try to break Newsdesk: ``make torture``.

    python tests/torture.py [--seed 1] [--only NAME ...] [--scale 1.0]

Each trial is a generator in a ``torture_*.py``: given a seed, a number of cases and an empty
folder, it yields None for a case that was survived, and one line for a case that was lost.
The short forms, with few cases, are in test_torture.py.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import torture_damage
import torture_disks
import torture_harm
import torture_input
import torture_kills
import torture_questions
import torture_together

Trial = Callable[[Random, int, Path], Iterator[str | None]]

LONG: dict[Trial, int] = {
    torture_kills.killed_at_random_moments: 200,
    torture_disks.on_a_small_disk: 200,
    torture_damage.damaged_files: 2000,
    torture_together.builders_at_once: 20,
    torture_together.readers_while_building: 10_000,
    torture_together.moved_elsewhere: 50,
    torture_together.removed_articles: 20,
    **dict.fromkeys(torture_input.READERS.values(), 10_000),
    torture_harm.made_to_do_harm: len(torture_harm.HARMFUL),
    torture_questions.odd_questions: 5_000,
}
"""Every trial, and how many cases its long form has."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="names of trials")
    parser.add_argument("--scale", type=float, default=1.0, help="of the numbers of cases")
    options = parser.parse_args()
    print(f"seed {options.seed}\n{'':34}  cases  survived  lost  seconds", flush=True)
    lost = 0
    for trial, cases in LONG.items():
        name = trial.__name__.replace("_", " ")
        if options.only and trial.__name__ not in options.only:
            continue
        if trial is torture_disks.on_a_small_disk and not torture_disks.can_mount():
            print(f"{name:34}  left out: this system gives a process no disk of its own")
            continue
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="torture-", ignore_cleanup_errors=True) as folder:
            wanted = max(1, round(cases * options.scale))
            found = list(trial(Random(options.seed), wanted, Path(folder)))
        here = [line for line in found if line is not None]
        seconds = time.monotonic() - started
        print(
            f"{name:34} {len(found):6} {len(found) - len(here):9} {len(here):5} {seconds:8.0f}",
            flush=True,
        )
        for line in here:
            print(f"    lost: {line}", flush=True)
        lost += len(here)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
