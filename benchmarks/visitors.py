"""Many visitors at once, each asking on and on: errors, mixed-up answers, waits and memory.

    python benchmarks/visitors.py --index INDEX [--visitors 32] [--seconds 120]

Serves the page over an index in a process of its own, as `newsdesk chat` does, and lets each
visitor ask the questions of tests/sample_questions.jsonl in an order of its own. An answer is
mixed up where it repeats another question than was asked, or differs from what the same
question was answered before the crowd came. One that is told to try again waits a second and
does. Nobody asks anew when the time is over; whoever waits then is still answered. Memory is
what the server holds after the first minute. Before the crowd, the time to a usable page and
to an opened citation, in Chromium.
"""

import argparse
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from gradio_client import Client
from playwright.sync_api import sync_playwright

from held_memory import growth, megabytes
from real_news import rows_of
from results import write_result

QUESTIONS = Path(__file__).parent.parent / "tests" / "sample_questions.jsonl"
CLICKS = 30
BUSY = ("queue is full", "too many", "busy", "try again")  # how a page full of visitors says so


@contextmanager
def served(index: Path) -> Iterator[tuple[str, int]]:
    """The url of the page, once it answers, and its process, which ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "GRADIO_SERVER_PORT": str(port)}
    command = [sys.executable, "-m", "qa.cli", "chat", "--index", str(index)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}/"
            while True:
                try:
                    if httpx.get(url, timeout=5).status_code == 200:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield url, process.pid
            assert process.poll() is None, "the server died"
        finally:
            process.terminate()


def visit(url: str, number: int, until: float, expected: dict[str, str]) -> list[dict[str, Any]]:
    """Ask until the time is over; what came of each question."""
    client = Client(url, verbose=False)
    order = random.Random(number)
    asked = []
    while time.monotonic() < until:
        question = order.choice(sorted(expected))
        begun = time.perf_counter()
        try:
            answer = client.predict(question, api_name="/ask")
            wrong = answer["question"] != question or answer["text"] != expected[question]
            outcome = "mixed up" if wrong else "right"
        except Exception as error:  # counted, and told by its kind
            busy = any(words in str(error).lower() for words in BUSY)
            outcome = "busy" if busy else type(error).__name__
        asked.append({"outcome": outcome, "seconds": time.perf_counter() - begun})
        if outcome == "busy":
            time.sleep(1)
    return asked


def page_times(url: str) -> dict[str, Any]:
    """Milliseconds to a page that can be typed in, and from a click to the marked words."""
    chromium = shutil.which("chromium")
    assert chromium, "this needs Chromium"
    clicks = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        visitor = browser.new_page()
        begun = time.perf_counter()
        visitor.goto(url, wait_until="commit")
        visitor.wait_for_selector("#question textarea")
        usable = (time.perf_counter() - begun) * 1000
        visitor.fill("#question textarea", "How many North Korean troops are in Russia?")
        visitor.press("#question textarea", "Enter")
        visitor.wait_for_selector("#chat .exchange[data-saved]")
        for _ in range(CLICKS):
            clicks.append(
                visitor.evaluate(
                    "new Promise(done => { const begun = performance.now();"
                    "new MutationObserver((_, watch) => {"
                    " if (document.querySelector('#source mark'))"
                    " { watch.disconnect(); done(performance.now() - begun); } })"
                    ".observe(document.querySelector('#source'), {childList: true, subtree: true});"
                    "document.querySelector('#chat a.cite').click(); })"
                )
            )
            visitor.keyboard.press("Escape")
        browser.close()
    return {
        "page_usable_ms": round(usable),
        "citation_median_ms": round(statistics.median(clicks), 1),
        "citation_95%_ms": round(sorted(clicks)[int(0.95 * len(clicks))], 1),
        "citation_slowest_ms": round(max(clicks), 1),
        "citation_clicks": len(clicks),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--visitors", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    with served(options.index) as (url, pid):
        page = page_times(url)
        alone = Client(url, verbose=False)
        expected = {
            row["question"]: alone.predict(row["question"], api_name="/ask")["text"]
            for row in rows_of(QUESTIONS)
        }
        begun = time.monotonic()
        until = begun + options.seconds
        memory = []
        with ThreadPoolExecutor(options.visitors) as crowd:
            visits = [
                crowd.submit(visit, url, number, until, expected)
                for number in range(options.visitors)
            ]
            while not all(done.done() for done in visits):
                if time.monotonic() - begun >= min(60.0, options.seconds / 3):
                    memory.append(megabytes(pid))
                time.sleep(2)
            asked = [each for done in visits for each in done.result()]
    seconds = sorted(each["seconds"] for each in asked if each["outcome"] != "busy")
    figures = {
        "visitors": options.visitors,
        "seconds": options.seconds,
        "load_average": os.getloadavg()[0],
        "asked": len(asked),
        "outcomes": dict(Counter(each["outcome"] for each in asked)),
        "answers_a_second": round(len(seconds) / options.seconds, 1),
        "latency_s": {
            "median": round(statistics.median(seconds), 2),
            "95%": round(seconds[int(0.95 * len(seconds))], 2),
            "slowest": round(seconds[-1], 2),
        },
        "memory": growth(memory),
        **page,
    }
    print(json.dumps(figures, indent=1))
    print(write_result(f"visitors-{options.visitors}", figures))


if __name__ == "__main__":
    main()
