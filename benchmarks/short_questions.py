"""Questions in other words than the articles': how many are answered, and how many rightly.

The held back part of short_questions.jsonl, which nothing was trained on, each as of its day,
over an index of the year's articles; `make held` runs it.
"""

import sys

from index.types import Filters
from qa import Assistant
from qa.metrics.answers import contains, exact_match
from qa.metrics.bootstrap import bootstrap, mean
from reader_lessons import WRITTEN
from real_news import day, rows_of
from results import write_result


def main(index_folder: str) -> int:
    rows = [row for row in rows_of(WRITTEN) if row["split"] == "held"]
    columns: dict[str, list[float]] = {"answered": [], "told": [], "exact_match": []}
    shown = 0
    with Assistant.open(index_folder) as desk:
        for row in rows:
            answer = desk.ask(row["question"], filters=Filters(as_of=day(row)))
            short = answer.short_answer
            shown += short is not None
            columns["answered"].append(answer.answered)
            columns["told"].append(answer.answered and contains(answer.text, row["answers"]))
            columns["exact_match"].append(exact_match(short, row["answers"]) if short else 0.0)
    figures = {name: bootstrap(mean(column), len(rows)) for name, column in columns.items()}
    measured = {name: figure.to_dict() for name, figure in figures.items() if figure}
    print(measured, f"short answers shown: {shown}")
    print(write_result("short-questions-held", {"short_shown": shown, "metrics": measured}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
