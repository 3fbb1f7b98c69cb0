"""Many visitors at once, and many questions one after another: errors, waits and memory.

    python benchmarks/load.py visitors INDEX [--visitors 64] [--seconds 300]
    python benchmarks/load.py soak INDEX [--questions 20000] [--seconds 3000]

``visitors`` serves the page over INDEX in a process of its own and asks its endpoint from as many
threads; errors other than the queue's own "try again" are told by name. Nobody asks anew after
``--seconds``; whoever waits then is still answered. ``soak`` asks in this process, until so many
were asked or the time is over. Memory is what the answering process holds (VmRSS), after the first
minute, or after the first tenth of the questions; it is flat where it grows by at most 5%.
"""

import argparse
import json
import math
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from gradio_client import Client

from qa.answer import Assistant
from results import write_result

ROOT = Path(__file__).parent.parent
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "tests" / "sample_questions.jsonl").read_text("utf-8").splitlines()
]
BUSY = ("queue is full", "too many", "busy", "try again")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["visitors", "soak"])
    parser.add_argument("index", type=Path)
    parser.add_argument("--visitors", type=int, default=64)
    parser.add_argument("--seconds", type=float, help="300 for visitors, no end for a soak")
    parser.add_argument("--questions", type=int, default=20_000)
    options = parser.parse_args()
    if options.what == "visitors":
        figures = visitors(options.index, options.visitors, options.seconds or 300.0)
    else:
        figures = soak(options.index, options.questions, options.seconds or math.inf)
    figures["load_average"] = os.getloadavg()
    print(json.dumps(figures, indent=1))
    print(write_result(f"load-{options.what}", figures))


def visitors(index: Path, count: int, seconds: float) -> dict[str, Any]:
    """So many threads that ask the endpoint of a served page, for so long."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    server = subprocess.Popen(
        [sys.executable, "-m", "qa.cli", "chat", "--index", str(index)],
        cwd=ROOT,
        env={**os.environ, "GRADIO_SERVER_PORT": str(port), "GRADIO_ANALYTICS_ENABLED": "False"},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(url)
        client = Client(url, verbose=False)
        client.predict(QUESTIONS[0], api_name="/ask")  # until the models are loaded
        started = time.monotonic()
        outcomes: Counter[str] = Counter()
        waits: list[float] = []
        memory: list[tuple[float, float]] = []

        def visit(number: int) -> None:
            for question in cycle(QUESTIONS[number % len(QUESTIONS) :]):
                if time.monotonic() - started > seconds:
                    return
                asked = time.monotonic()
                outcome = _ask(client, question)
                outcomes[outcome] += 1
                if outcome in ("answered", "declined"):
                    waits.append(time.monotonic() - asked)
                else:
                    time.sleep(1)  # as somebody would before trying again

        threads = [threading.Thread(target=visit, args=(n,)) for n in range(count)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            memory.append((time.monotonic() - started, _megabytes(server.pid)))
            time.sleep(2)
        assert server.poll() is None, "the server died"
    finally:
        server.terminate()
        server.wait()
    return {
        "visitors": count,
        "seconds": round(time.monotonic() - started),
        "outcomes": dict(outcomes),
        "wait_seconds": _quantiles(waits),
        "memory": _growth([each for at, each in memory if at >= min(60.0, seconds / 3)]),
    }


def soak(index: Path, count: int, seconds: float) -> dict[str, Any]:
    """So many questions, no two alike, one after another; fewer where the time is over."""
    end = time.monotonic() + seconds
    memory, waits = [], []
    outcomes: Counter[str] = Counter()
    with Assistant.open(index) as desk:
        for number, question in zip(range(count), cycle(QUESTIONS), strict=False):
            asked = time.monotonic()
            if asked > end:
                break
            answer = desk.ask(f"{question} ({number})")
            waits.append(time.monotonic() - asked)
            outcomes["answered" if answer.answered else "declined"] += 1
            if number % 20 == 19:
                memory.append(_megabytes(os.getpid()))
    return {
        "questions": len(waits),
        "outcomes": dict(outcomes),
        "wait_seconds": _quantiles(waits),
        "memory": _growth(memory[len(memory) // 10 :]),
    }


def _ask(client: Client, question: str) -> str:
    try:
        answer = client.predict(question, api_name="/ask")
    except Exception as error:  # every kind of failure is an outcome to be counted
        told = str(error)
        polite = any(word in told.lower() for word in BUSY)
        return "busy" if polite else f"{type(error).__name__}: {told[:80]}"
    return "answered" if answer["answered"] else "declined"


def _wait_for(url: str) -> None:
    while True:
        try:
            httpx.get(url, timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.5)


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _quantiles(waits: list[float]) -> dict[str, float]:
    p50, p95, most = np.quantile(waits, [0.5, 0.95, 1.0]).round(3).tolist()
    return {"p50": p50, "p95": p95, "most": most}


def _growth(memory: list[float]) -> dict[str, float | bool]:
    """Megabytes held in the first and in the last fifth, by their medians."""
    fifth = max(1, len(memory) // 5)
    first, last = float(np.median(memory[:fifth])), float(np.median(memory[-fifth:]))
    return {
        "first": round(first, 1),
        "last": round(last, 1),
        "most": round(max(memory), 1),
        "growth_percent": round(100 * (last / first - 1), 2),
        "flat": last <= 1.05 * first,
    }


if __name__ == "__main__":
    main()
