"""What every system is asked to do, and how it is timed; needs nothing but Python.

A system's script is run in its own environment as `python with_NAME.py FOLDER` and prints a
line of JSON. FOLDER holds articles.jsonl, passages.jsonl (for those that cut nothing
themselves), questions.jsonl and the encoder's folder, `model`.

Where it also holds `vectors.npy`, these and the passages filled.jsonl are put into a second
index, and that one is searched: a large index, without the half hour that embedding takes.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from typing import Any

FOUND = 10  # passages asked for
TOGETHER = 256  # questions of a batch
Rows = list[dict[str, Any]]
Search = Callable[[str], list[str]]
"""A question to the article ids of the best passages, best first. Where it has a way to search for
many questions at once, that is its attribute ``many``."""
Build = Callable[[Rows], Search]
"""Rows to a way of searching them."""
Fill = Callable[[Rows, Any], Search]
"""Passages and their vectors, shape (passages, dimension), to a way of searching them."""

STARTED = time.perf_counter()
FOLDER = Path(sys.argv[1])
MODEL = str(FOLDER / "model")


def rows(name: str) -> Rows:
    """The rows of a file of the folder."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def run(
    start: Callable[[], tuple[Build, Fill]],
    packages: list[str],
    settings: str,
    reads: str = "articles",
) -> None:
    """Start, build and search, and print what each took.

    Args:
        start: Imports and loads what the system needs, and gives what builds its index, and what
            fills one with vectors at hand.
        packages: Whose versions are told.
        settings: In words.
        reads: Which file it is given.
    """
    given = rows(reads)
    build, fill = start()
    ready = time.perf_counter()
    cpu = time.process_time()
    search = build(given)
    built, built_cpu = time.perf_counter() - ready, time.process_time() - cpu
    if (FOLDER / "vectors.npy").exists():
        import numpy as np

        del search
        search = fill(rows("filled"), np.load(FOLDER / "vectors.npy"))
    questions = rows("questions")
    search(questions[0]["question"])  # whatever is done once
    many = getattr(search, "many", lambda asked: [search(question) for question in asked])
    found, times = [], []
    for question in questions:
        start = time.perf_counter()
        found.append(search(question["question"]))
        times.append((time.perf_counter() - start) * 1000)
    asked = [
        f"{row['question']} {n}" for n, row in zip(range(TOGETHER), cycle(questions), strict=False)
    ]
    start = time.perf_counter()
    many(asked)
    batch = time.perf_counter() - start
    print(
        json.dumps(
            {
                "versions": {name: version(name) for name in packages},
                "settings": settings,
                "start_seconds": ready - STARTED,
                "build_seconds": built,
                "build_cpu_seconds": built_cpu,
                "search_ms": times,
                "questions_per_second": TOGETHER / batch,
                "found": found,
                "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )
