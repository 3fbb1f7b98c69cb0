"""What it helps to read the time that a question names; run on an index of the year's articles.

    python benchmarks/named_times.py INDEX

Every question of 2023 with a known article is asked on the last day of the year, with its
month or its day in its words, in the place of "this week" where that stands there; with the
time read, and without. Those that name a past time of themselves are also asked as they are.
"""

import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import index.ranking as ranking
from corpus.article import parse_published
from index.search import Index
from index.times import period
from index.types import Filters
from qa.metrics.retrieval import first_ranks, reciprocal_rank_at
from results import write_result

LAST_DAY = date(2023, 12, 31)
DEVELOPMENT = date(2023, 4, 2)  # questions before this day
Asked = tuple[str, date]


def main(folder: str) -> int:
    if not os.environ.get("NEWSDESK_DATA"):
        print("set NEWSDESK_DATA to the folder that holds realtimeqa-2023/", file=sys.stderr)
        return 2
    path = Path(os.environ["NEWSDESK_DATA"]) / "realtimeqa-2023" / "questions.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["relevant"]]
    of_themselves = [
        row for row in rows if (asked := period(row["question"], _day(row))) and asked.past
    ]
    tries: dict[str, tuple[list[dict[str, Any]], Callable[[dict[str, Any]], Asked]]] = {
        "as asked": (of_themselves, lambda row: (row["question"], _day(row)))
    }
    for name, form in (("month", "in {0:%B} {0:%Y}"), ("day", "on {0.day} {0:%B} {0:%Y}")):
        for part, of_part in (("development", True), ("other", False)):
            chosen = [row for row in rows if (_day(row) < DEVELOPMENT) is of_part]
            tries[f"later, with its {name}, {part}"] = (chosen, _later(form))
    figures = {}
    read = ranking.period
    with Index(folder) as index:
        for name, (chosen, ask) in tries.items():
            figures[name] = {"questions": len(chosen), "read": _measure(index, chosen, ask)}
            ranking.period = lambda *_: None
            figures[name]["not_read"] = _measure(index, chosen, ask)
            ranking.period = read
            print(name, figures[name], flush=True)
    print(write_result("named-times", figures))
    return 0


def _day(row: dict[str, Any]) -> date:
    return date.fromisoformat(parse_published(row["date"])[:10])


def _later(form: str) -> Callable[[dict[str, Any]], Asked]:
    def ask(row: dict[str, Any]) -> Asked:
        said = form.format(_day(row))
        question, count = re.subn(r"\bthis week\b", said, row["question"], count=1, flags=re.I)
        return question if count else f"{question.rstrip('?:. ')} {said}?", LAST_DAY

    return ask


def _measure(
    index: Index, rows: list[dict[str, Any]], ask: Callable[[dict[str, Any]], Asked]
) -> float:
    """Mean reciprocal rank of a relevant article among the first ten."""
    total = 0.0
    for row in rows:
        question, day = ask(row)
        hits = index.search_articles(question, filters=Filters(as_of=day))
        articles = first_ranks(hit.passage.article_id for hit in hits)
        total += reciprocal_rank_at([name in row["relevant"] for name in articles], 10)
    return round(total / len(rows), 4)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
