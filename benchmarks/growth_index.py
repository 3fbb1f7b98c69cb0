"""How a whole index behaves as it grows: building, memory, disk, searching, adding, removing.

    python benchmarks/growth_index.py INDEX [30000 100000 ...] [--scratch DIR]

INDEX is one of real articles, and NEWSDESK_DATA has to be set. Texts are made of runs of four
words from its articles (of whole sentences each would be a near-copy of many), vectors as in
benchmarks/growth.py; neither costs an encoder. Questions are real. One index grows from size to
size; in DIR it stays, and the next run goes on with it. Without sizes what lies there is only
searched. Every step runs in a process of its own, so that the memory told is that of the step; what
making texts costs is told of building alone.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from corpus.article import Article, Source
from growth import DEPTH, block, real_questions, resident
from index.build import build, remove
from index.derived import open_derived
from index.encoder import load_encoder
from index.search import Index
from index.store import Store
from index.types import TokenVectors, Vectors
from results import write_result

RUN = 4  # words
RUNS = 600  # of an article, which makes some 24 passages
PASSAGES = 24
ADDED = 50  # articles, some 1,200 passages
ADDITIONS = 8  # after so many, small segments were merged to a large one
REMOVALS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path, help="an index of real articles")
    parser.add_argument("sizes", type=int, nargs="*", help="numbers of passages")
    parser.add_argument("--scratch", type=Path, help="where the index lies and stays")
    options = parser.parse_args()
    curve = []
    with TemporaryDirectory(prefix="newsdesk-growth-") as folder:
        place = (options.scratch or Path(folder)) / "grown"
        for size in sorted(options.sizes) or [0]:
            found = _measured(options.index, place, size)
            found |= _changed(options.index, place) if size else {}
            print(json.dumps(found, indent=1), flush=True)
            curve.append(found)
    largest = curve[-1]["passages"]
    print(write_result(f"growth-index-{largest // 1000}k", {"curve": curve}))
    return 0


def _measured(real: Path, folder: Path, size: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    made = _made(folder)
    if size // PASSAGES > made:
        found["built"] = _apart(_built, real, folder, made, size // PASSAGES - made)
    with Store(folder) as store:
        passages = store.counts()["passages"]
    files = [file for file in folder.rglob("*") if file.is_file()]
    disk = sum(file.stat().st_size for file in files)
    found |= {"passages": passages, "disk_bytes_each": round(disk / passages, 1)}
    found["searched"] = _apart(_searched, folder)
    return found


def _changed(real: Path, folder: Path) -> dict[str, Any]:
    made = _made(folder)
    found: dict[str, Any] = {}
    found["added"] = [
        _apart(_built, real, folder, made + turn * ADDED, ADDED) for turn in range(ADDITIONS)
    ]
    found["removed"] = [
        _apart(_removed, folder, f"made-{made // 2 + turn * 7}") for turn in range(REMOVALS)
    ]
    for what in ("added", "removed"):
        spent = [step["cpu_seconds"] for step in found[what]]
        found[f"{what}_cpu_seconds"] = {"median": float(np.median(spent)), "most": max(spent)}
    return found


def _made(folder: Path) -> int:
    """How many articles were made for the index, those that were removed included."""
    if not Store.exists(folder):
        return 0
    with Store(folder) as store:
        return int(store.about("made") or 0)


def _apart(step: Any, *arguments: Any) -> Any:
    """Run a step in a fresh process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(step, *arguments).result()


class DrawnEncoder:
    """The vectors of real articles and others of their kind, one after the other."""

    dimension = 384
    max_tokens = 254

    def __init__(self, real: Path, first: int) -> None:
        with Store(real) as store, store.snapshot():
            self._real = store.vectors(store.columns().rows)
            self.name = store.about("encoder") or ""
            self.fingerprint = store.about("encoder_fingerprint") or ""
        self._first, self._chance = first, np.random.default_rng(first)

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text) * 2 // 9 for text in texts]  # as many characters a token as in English

    def encode(self, texts: Sequence[str]) -> Vectors:
        drawn: Vectors = block(self._real, self._first, len(texts), self._chance)
        self._first += len(texts)
        return drawn

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        raise NotImplementedError


def _articles(real: Path, first: int, count: int) -> Iterator[Article]:
    with Store(real) as store, store.snapshot():
        words = [word for _, article in store.articles() for word in article.text.split()]
    for number in range(first, first + count):
        chance = random.Random(number)
        starts = [chance.randrange(len(words) - RUN) for _ in range(RUNS)]
        runs = [" ".join(words[start : start + RUN]) for start in starts]
        text = " ".join(run + ("." if n % 5 == 4 else "") for n, run in enumerate(runs))
        day = f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}"
        yield Article(
            f"made-{number}", runs[0], text, Source(outlet=f"Outlet {number % 40}", published=day)
        )


def _built(real: Path, folder: Path, first: int, articles: int) -> dict[str, Any]:
    encoder = DrawnEncoder(real, first * PASSAGES)
    texts: Iterable[Article] = _articles(real, first, articles)
    if articles <= ADDED:
        texts = list(texts)
    started, cpu = time.perf_counter(), time.process_time()
    done = build(folder, texts, encoder=encoder, about={"made": str(first + articles)})
    status = Path("/proc/self/status").read_text()
    return {
        "passages": done.passages,
        "seconds": round(time.perf_counter() - started, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "most_megabytes": int(status.split("VmHWM:")[1].split()[0]) // 1024,
    }


def _searched(folder: Path) -> dict[str, Any]:
    asked = real_questions()
    encoder = load_encoder()
    encoder.encode(asked)
    with Store(folder) as store, store.snapshot():
        memory, started = resident(), time.perf_counter()
        derived = open_derived(folder, store)
        opened = time.perf_counter() - started
        passages = len(derived.columns.rows)
        spent = {
            "lexical, passages": times(asked, lambda text: derived.passages.search(text, DEPTH)),
            "lexical, articles": times(asked, lambda text: derived.articles.search(text, DEPTH)),
        }
        held = resident() - memory
    with Index(folder, encoder) as index:
        index.search(asked[0])
        spent["whole search"] = times(asked, index.search)
    return {
        "kind": type(derived.vectors).__name__,
        "open_seconds": round(opened, 2),
        "resident_bytes_each": round(held / passages, 1),
        **spent,
    }


def times(asked: Sequence[str], search: Any) -> dict[str, float]:
    """How long the searches take, by the clock and of processor time."""
    spent, cpu = [], time.process_time()
    for text in asked:
        begun = time.perf_counter()
        search(text)
        spent.append((time.perf_counter() - begun) * 1000)
    return {
        "p50_ms": round(float(np.median(spent)), 2),
        "p95_ms": round(float(np.quantile(spent, 0.95)), 2),
        "cpu_ms": round((time.process_time() - cpu) * 1000 / len(asked), 2),
    }


def _removed(folder: Path, article: str) -> dict[str, float]:
    started, cpu = time.perf_counter(), time.process_time()
    if missing := remove(folder, [article]):
        raise ValueError(f"{missing} is not in the index")
    return {
        "seconds": round(time.perf_counter() - started, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
