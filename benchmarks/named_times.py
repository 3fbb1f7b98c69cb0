"""What it helps to read the time that a question names; run on an index of the year's articles.

    python benchmarks/named_times.py INDEX

Every question of 2023 with a known article is asked on the last day of the year, with its
month or its day in its words, in the place of "this week" where that stands there; with the
time read, and without. Those that name a past time of themselves are also asked as they are.
"""

import re
import sys
from collections.abc import Callable
from datetime import date
from unittest.mock import patch

from index.search import Index
from index.times import period
from index.types import Filters
from qa.metrics.retrieval import first_ranks, reciprocal_rank_at
from real_news import FIRST_TRAINING_DAY, Row, day, folders, questions
from results import write_result

LAST_DAY = date(2023, 12, 31)
Asked = tuple[str, date]


def main(folder: str) -> int:
    rows = questions(labelled=True)
    of_themselves = [
        row for row in rows if (asked := period(row["question"], day(row))) and asked.past
    ]
    tries: dict[str, tuple[list[Row], Callable[[Row], Asked]]] = {
        "as asked": (of_themselves, lambda row: (row["question"], day(row)))
    }
    for name, form in (("month", "in {0:%B} {0:%Y}"), ("day", "on {0.day} {0:%B} {0:%Y}")):
        for part, of_part in (("development", True), ("other", False)):
            chosen = [row for row in rows if (day(row) < FIRST_TRAINING_DAY) is of_part]
            tries[f"later, with its {name}, {part}"] = (chosen, _later(form))
    figures = {}
    with Index(folder) as index:
        for name, (chosen, ask) in tries.items():
            figures[name] = {"questions": len(chosen), "read": _measure(index, chosen, ask)}
            with patch("index.searching.gathering.asked_about", lambda *_: None):
                figures[name]["not_read"] = _measure(index, chosen, ask)
            print(name, figures[name], flush=True)
    print(write_result("named-times", figures))
    return 0


def _later(form: str) -> Callable[[Row], Asked]:
    def ask(row: Row) -> Asked:
        said = form.format(day(row))
        question, count = re.subn(r"\bthis week\b", said, row["question"], count=1, flags=re.I)
        return question if count else f"{question.rstrip('?:. ')} {said}?", LAST_DAY

    return ask


def _measure(index: Index, rows: list[Row], ask: Callable[[Row], Asked]) -> float:
    """Mean reciprocal rank of a relevant article among the first ten."""
    total = 0.0
    for row in rows:
        question, as_of = ask(row)
        hits = index.search_articles(question, filters=Filters(as_of=as_of))
        articles = first_ranks(hit.passage.article_id for hit in hits)
        total += reciprocal_rank_at([name in row["relevant"] for name in articles], 10)
    return round(total / len(rows), 4)


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
