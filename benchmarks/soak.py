"""Many questions one after another, no two alike: waits, and whether memory grows.

    python benchmarks/soak.py INDEX [--questions 20000] [--seconds 3000]

Asks in this process, until so many were asked or the time is over. Memory is compared after
the first tenth of the questions.
"""

import argparse
import json
import math
import os
import time
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from held_memory import growth, megabytes
from qa.answer import Assistant
from real_news import rows_of
from results import write_result

QUESTIONS = Path(__file__).parent.parent / "tests" / "sample_questions.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=math.inf)
    options = parser.parse_args()
    figures = soak(options.index, options.questions, options.seconds)
    print(json.dumps(figures, indent=1))
    print(write_result("soak", figures))


def soak(index: Path, count: int, seconds: float) -> dict[str, Any]:
    questions = cycle(row["question"] for row in rows_of(QUESTIONS))
    end = time.monotonic() + seconds
    memory, waits = [], []
    outcomes: Counter[str] = Counter()
    with Assistant.open(index) as desk:
        for number, question in zip(range(count), questions, strict=False):
            asked = time.monotonic()
            if asked > end:
                break
            answer = desk.ask(f"{question} ({number})")
            waits.append(time.monotonic() - asked)
            outcomes["answered" if answer.answered else "declined"] += 1
            if number % 20 == 19:
                memory.append(megabytes(os.getpid()))
    p50, p95, most = np.quantile(waits, [0.5, 0.95, 1.0]).round(3).tolist()
    return {
        "questions": len(waits),
        "outcomes": dict(outcomes),
        "wait_seconds": {"p50": p50, "p95": p95, "most": most},
        "memory": growth(memory[len(memory) // 10 :]),
        "load_average": os.getloadavg(),
    }


if __name__ == "__main__":
    main()
