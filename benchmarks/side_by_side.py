"""Newsdesk and what people would use instead, on the same articles, in turn, in one go.

Each system has a virtual environment of its own below the cache folder, made at the first
run: 1.5 GB each where pip finds a build of torch for the CPU. It is measured by its script in
systems/. All use the same encoder, all-MiniLM-L6-v2; what is told of each: characters
indexed a second, search of one question and of many, the time to import, and whether it finds
the labelled articles. `make bench` runs the short form. Articles and questions are those of
$NEWSDESK_DATA, and without it the samples.

To embed all of them would take the others half an hour each. With `--filled INDEX`, building is
timed as always, and search over the passages of that index of Newsdesk's, which has to hold the
same articles: the others are given these passages with their vectors through their own doors.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from corpus import SAMPLES
from corpus.article import Article
from corpus.passages import cut, header
from corpus.read import read_all
from index.encoder import load_encoder
from index.encoding.notes import cache_folder
from index.encoding.weights import DEFAULT_ENCODER, locate
from index.store import Store
from qa.metrics.retrieval import first_ranks, hits_at, reciprocal_rank_at
from real_news import DEVELOPMENT, rows_of
from results import write_result

ROOT = Path(__file__).parent.parent
SAMPLE_QUESTIONS = ROOT / "tests" / "sample_questions.jsonl"
COMMON = ["torch>=2.13,<2.14", "sentence-transformers>=6.2,<7"]
SYSTEMS = {
    "newsdesk": [],
    "bare": [*COMMON, "faiss-cpu>=1.14,<2"],
    "llamaindex": [*COMMON, "llama-index-core<0.15", "llama-index-embeddings-huggingface<0.9"],
    "langchain": [
        *COMMON,
        "faiss-cpu>=1.14,<2",
        "langchain-community<0.5",
        "langchain-huggingface<2",
        "langchain-text-splitters<2",
    ],
    "haystack": [*COMMON, "haystack-ai>=2.20,<3"],
    "txtai": [*COMMON, "faiss-cpu>=1.14,<2", "txtai>=9,<10"],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=60, help="how many (default: 60)")
    parser.add_argument("--rounds", type=int, default=3, help="each system in turn (default: 3)")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--filled", type=Path, metavar="INDEX", help="search over its passages")
    options = parser.parse_args()
    pythons = {name: _python(name) for name in options.systems}
    with TemporaryDirectory(prefix="newsdesk-bench-") as name:
        folder = Path(name)
        (folder / "model").symlink_to(locate(DEFAULT_ENCODER))
        characters = _write_data(folder, options.articles)
        passages = _fill(folder, options.filled) if options.filled else None
        rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in options.systems}
        for number in range(options.rounds):
            for system in options.systems:
                print(f"round {number + 1}: {system}", file=sys.stderr, flush=True)
                rounds[system].append(_measure(pythons[system], system, folder))
        questions = rows_of(folder / "questions.jsonl")
    figures = {name: _figures(runs, characters, questions) for name, runs in rounds.items()}
    for name, figure in figures.items():
        bare = figures.get("bare", figure)["characters_per_second"]
        figure["times_bare"] = round(figure["characters_per_second"] / bare, 2)
        # Beside other load processor time says more than the clock does.
        cpu = figures.get("bare", figure)["build_cpu_seconds"]
        figure["times_bare_by_cpu"] = round(cpu / figure["build_cpu_seconds"], 2)
        print(
            f"{name:11} {figure['characters_per_second']:8,.0f} characters/s "
            f"({figure['times_bare']:.2f} x bare, "
            f"{figure['times_bare_by_cpu']:.2f} x by processor time)  "
            f"search {figure['search_ms_p50']:6.1f} ms, "
            f"{figure['questions_per_second']:6.1f}/s in a batch  "
            f"Hits@10 {figure['hits_at_10']:.3f}  MRR@10 {figure['mrr_at_10']:.3f}  "
            f"{figure['memory_mb']:,.0f} MB"
        )
    about = {
        "articles": options.articles,
        "characters": characters,
        "questions": len(questions),
        "filled_passages": passages,  # searched; None where what was built is
        "rounds": options.rounds,
        "of": "NEWSDESK_DATA" if os.environ.get("NEWSDESK_DATA") else "samples",
    }
    name = "side-by-side-filled" if options.filled else "side-by-side"
    print(write_result(name, {**about, "systems": figures}))
    return 0


def _python(system: str) -> Path:
    """The system's Python; its environment is made where there is none, or an incomplete one."""
    if system == "newsdesk":
        return Path(sys.executable)
    folder = cache_folder() / "side-by-side" / system
    python, done = folder / "bin" / "python", folder / "installed.json"
    wanted = json.dumps(SYSTEMS[system])
    if not done.is_file() or done.read_text() != wanted:
        print(f"{folder}: installing {system}", file=sys.stderr, flush=True)
        if not python.exists():
            venv.create(folder, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", *SYSTEMS[system]],
            check=True,
        )
        done.write_text(wanted)
    return python


def _write_data(folder: Path, count: int) -> int:
    """Articles, the passages of them and the questions on them; gives the characters."""
    data = os.environ.get("NEWSDESK_DATA")
    source = Path(data) / DEVELOPMENT / "articles.jsonl.gz" if data else SAMPLES
    asked = _asked()
    articles = {item.id: item for item in read_all([source]) if isinstance(item, Article)}
    asked = [row for row in asked if set(row.get("relevant") or ()) & articles.keys()]
    chosen: dict[str, Article] = {}
    for row in asked:  # one question after the other, with what was found for it
        if len(chosen) < count // 2:
            chosen |= {name: articles[name] for name in row["relevant"] if name in articles}
    for name, article in articles.items():
        if len(chosen) < count:
            chosen.setdefault(name, article)
    questions = [row for row in asked if set(row["relevant"]) & chosen.keys()]
    encoder = load_encoder()
    passages = [
        {"article": article.id, "text": f"{header(article, encoder.count)}\n{passage.text}"}
        for article in chosen.values()
        for passage in cut(article, encoder.count, encoder.max_tokens)
    ]
    rows = [
        {
            "id": item.id,
            "title": item.title,
            "text": item.text,
            "published": item.source.published,
            "outlet": item.source.outlet,
            "url": item.source.url,
        }
        for item in chosen.values()
    ]
    for name, lines in (("articles", rows), ("passages", passages), ("questions", questions)):
        _write(folder, name, lines)
    return sum(len(item.text) for item in chosen.values())


def _fill(folder: Path, index: Path) -> int:
    """Passages of an index and their vectors, and all questions on it; gives their number."""
    (folder / "index").symlink_to(index.absolute())
    with Store(index) as store:
        columns = store.columns()
        np.save(folder / "vectors.npy", store.vectors(columns.rows))
        ids, count = set(), load_encoder().count
        with (folder / "filled.jsonl").open("w", encoding="utf-8") as lines:
            for _, article, passages in store.articles_with_passages():
                ids.add(article.id)
                for _, passage in passages:
                    text = f"{header(article, count)}\n{passage.text}"
                    lines.write(json.dumps({"article": article.id, "text": text}) + "\n")
    rows = [row for row in _asked() if ids & set(row.get("relevant") or ())]
    _write(folder, "questions", rows)
    return len(columns.rows)


def _measure(python: Path, system: str, folder: Path) -> dict[str, Any]:
    script = ROOT / "benchmarks" / "systems" / f"with_{system}.py"
    quiet = {
        "TOKENIZERS_PARALLELISM": "true",
        "HF_HUB_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
    }
    environment = os.environ | quiet
    if system == "newsdesk":
        environment |= {"PYTHONPATH": str(ROOT)}
    else:
        environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [python, script, folder], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{system} failed:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _figures(
    runs: list[dict[str, Any]], characters: int, questions: list[dict[str, Any]]
) -> dict[str, Any]:
    """The medians of the rounds; what is found is the same in each."""
    relevant = [
        [name in row["relevant"] for name in first_ranks(found)]
        for row, found in zip(questions, runs[0]["found"], strict=True)
    ]
    return {
        "characters_per_second": round(
            statistics.median(characters / run["build_seconds"] for run in runs)
        ),
        "build_cpu_seconds": round(statistics.median(run["build_cpu_seconds"] for run in runs), 1),
        "start_seconds": round(statistics.median(run["start_seconds"] for run in runs), 2),
        "search_ms_p50": round(
            statistics.median(statistics.median(run["search_ms"]) for run in runs), 2
        ),
        "questions_per_second": round(
            statistics.median(run["questions_per_second"] for run in runs), 1
        ),
        "hits_at_10": round(statistics.fmean(hits_at(row, 10) for row in relevant), 3),
        "mrr_at_10": round(statistics.fmean(reciprocal_rank_at(row, 10) for row in relevant), 3),
        "memory_mb": round(statistics.median(run["memory_mb"] for run in runs)),
        "versions": runs[0]["versions"],
        "settings": runs[0]["settings"],
    }


def _asked() -> list[dict[str, Any]]:
    data = os.environ.get("NEWSDESK_DATA")
    place = Path(data) / DEVELOPMENT / "questions.jsonl" if data else SAMPLE_QUESTIONS
    return rows_of(place)


def _write(folder: Path, name: str, lines: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / f"{name}.jsonl").write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
