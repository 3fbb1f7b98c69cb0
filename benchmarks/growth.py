"""How vectors are searched as an index grows: recall, time, memory, and what adding costs.

Vectors are those of an index of real articles as far as they go; then v + (a - b) / 2 of
three of them drawn at random, brought to unit length, which keeps how they are spread.
Queries are real questions. `python benchmarks/growth.py INDEX 1000000 ...` with
NEWSDESK_DATA set; files go to a scratch folder (768 bytes a vector).
"""

import argparse
import json
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from tqdm import tqdm

from index.encoder import load_encoder
from index.engines.coded import EXACT_UP_TO, Codebook, CodedVectors, read_codes, write_codes
from index.engines.segments import MOST_PASSAGES, Span, plan
from index.engines.vector_files import VectorFiles, write_vectors
from index.engines.vectors import NearestVectors, VectorIndex
from index.store import Store
from index.types import Vectors
from real_news import questions
from results import write_result

CODEBOOK = "codebook"
QUESTIONS = 200
DEPTH = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path, help="an index of real articles")
    parser.add_argument("sizes", type=int, nargs="+", help="numbers of vectors")
    parser.add_argument("--scratch", type=Path, help="where files lie while this runs")
    options = parser.parse_args()
    with Store(options.index) as store, store.snapshot():
        real = store.vectors(store.columns().rows)
        encoder = load_encoder(store.about("encoder") or "")
    queries = encoder.encode(real_questions())
    curve = []
    for size in options.sizes:
        with TemporaryDirectory(prefix="newsdesk-growth-", dir=options.scratch) as folder:
            curve.append(_measured(Path(folder), real, queries, size))
            print(json.dumps(curve[-1], indent=1), flush=True)
    print(write_result("growth-vectors", {"questions": len(queries), "curve": curve}))
    return 0


def real_questions() -> list[str]:
    """Some questions of the year."""
    asked = [row["question"] for row in questions()]
    return asked[:: max(1, len(asked) // QUESTIONS)][:QUESTIONS]


def _measured(folder: Path, real: Vectors, queries: Vectors, size: int) -> dict[str, Any]:
    rng = np.random.default_rng(0)
    paths = []
    for first in tqdm(range(0, size, MOST_PASSAGES), desc="writing", mininterval=10):
        paths.append(folder / f"{first}.vectors")
        write_vectors(paths[-1], block(real, first, min(MOST_PASSAGES, size - first), rng))
    files = VectorFiles(paths, real.shape[1])
    expected = _exact(files, queries)
    exact = size <= EXACT_UP_TO
    start = trained = time.perf_counter()
    if not exact:
        codebook = Codebook.train(files)
        codebook.save(folder / CODEBOOK)
        trained = time.perf_counter()
        for first, path in zip(range(0, size, MOST_PASSAGES), paths, strict=True):
            part = files.read(slice(first, first + MOST_PASSAGES))
            write_codes(path.with_suffix(".npz"), codebook.code(part))
        del codebook, part
    coded, coded_cpu = time.perf_counter(), time.process_time()
    index = _opened(folder, paths, files)
    opened, opened_cpu = time.perf_counter(), time.process_time()
    found, times, cpu = [], [], time.process_time()
    for query in queries:
        begun = time.perf_counter()
        found.append(index.search(query[None], DEPTH)[0][0])
        times.append((time.perf_counter() - begun) * 1000)
    cpu_ms = (time.process_time() - cpu) * 1000 / len(queries)
    # In a process of its own, for here what was freed before is taken again.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        memory = process.submit(_memory, folder, paths, real.shape[1]).result()
    overlaps = [np.isin(right, got) for right, got in zip(expected, found, strict=True)]
    of_real = expected < len(real)
    return {
        "vectors": size,
        "real_share": round(min(1.0, len(real) / size), 4),
        "kind": type(index).__name__,
        "train_seconds": round(trained - start, 1),
        "code_seconds": round(coded - trained, 1),
        "open_seconds": round(opened - coded, 2),
        "open_cpu_seconds": round(opened_cpu - coded_cpu, 2),
        "resident_bytes_each": round(memory / size, 1),
        "disk_bytes_each": 2 * real.shape[1],
        "recall_at_10": round(float(np.mean(overlaps)), 4),
        "recall_at_10_of_real": round(float(np.array(overlaps)[of_real].mean()), 4),
        "p50_ms": round(float(np.median(times)), 2),
        "p95_ms": round(float(np.quantile(times, 0.95)), 2),
        "cpu_ms": round(cpu_ms, 2),
        "written_anew_by_adding_1000": _written(size),
    }


def _opened(folder: Path, paths: list[Path], files: VectorFiles) -> NearestVectors:
    """As index/derived.py opens them."""
    if not (folder / CODEBOOK).exists():
        return VectorIndex.load(files)
    parts = (read_codes(path.with_suffix(".npz")) for path in paths)
    return CodedVectors(Codebook.load(folder / CODEBOOK), parts, files)


def _memory(folder: Path, paths: list[Path], dimension: int) -> int:
    """Bytes that opening them takes, and a first search."""
    before = resident()
    files = VectorFiles(paths, dimension)
    index = _opened(folder, paths, files)
    index.search(files.read(slice(0, 1)), DEPTH)
    return resident() - before


def block(real: Vectors, first: int, count: int, rng: np.random.Generator) -> Vectors:
    """Real vectors as far as they go, then perturbed ones."""
    own = real[first : first + count]
    more = count - len(own)
    one, two, three = (real[rng.integers(0, len(real), more)] for _ in range(3))
    made = one + 0.5 * (two - three)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return np.concatenate([own, made])


def _exact(files: VectorFiles, queries: Vectors) -> Any:
    """The true neighbours, shape (queries, DEPTH)."""
    scores = np.full((len(queries), DEPTH), -2, dtype=np.float32)
    places = np.zeros((len(queries), DEPTH), dtype=np.int64)
    for first in range(0, len(files), MOST_PASSAGES):
        block = files.read(slice(first, first + MOST_PASSAGES))
        cosines = np.concatenate([scores, queries @ block.T], axis=1)
        positions = np.concatenate(
            [
                places,
                np.broadcast_to(np.arange(first, first + len(block)), (len(queries), len(block))),
            ],
            axis=1,
        )
        best = np.argpartition(-cosines, DEPTH, axis=1)[:, :DEPTH]
        scores = np.take_along_axis(cosines, best, axis=1)
        places = np.take_along_axis(positions, best, axis=1)
    return places


def _written(size: int) -> dict[str, float]:
    """Passages that a build writes anew for a thousand more, over 64 such builds."""
    articles = [(row, 10) for row in range(1, size // 10 + 1)]
    spans: list[Span] = [item.span for item in plan([], articles)]
    written = []
    for _ in range(64):
        last = articles[-1][0]
        articles += [(row, 10) for row in range(last + 1, last + 101)]
        planned = plan(spans, articles)
        written.append(sum(item.span.passages for item in planned if item.anew))
        spans = [item.span for item in planned]
    return {"median": float(np.median(written)), "most": max(written), "segments": len(spans)}


def resident() -> int:
    """Bytes of this process in memory that no file backs."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())
