"""Questions of our own: how many are answered, and how many rightly.

    written    in other words than the one article that answers them (short_questions.jsonl)
    untold     about an article that does not (untold_questions.jsonl); answered is a fault here
    contrast   for one of two like things that stand together (contrast_questions.jsonl), and for a
               third that the article does not tell
    everyday   as people type them who have read none of the articles (everyday_questions.jsonl);
               of those that no article answers, how many are answered all the same
    double     two in one (double_questions.jsonl): the first answer told, the second, and both

Of the first four the part that is held back, from training and from looking, each as of its day,
over an index of the year's articles; `make held` runs it.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.types import Filters
from qa import Assistant
from qa.metrics.answers import contains, exact_match
from qa.types import Answer
from reader_lessons import CONTRAST, EVERYDAY, UNTOLD, WRITTEN
from real_news import Row, day, folders, rows_of
from results import means, write_result

DOUBLE = Path(__file__).with_name("double_questions.jsonl")


def main(index_folder: str) -> int:
    with Assistant.open(index_folder) as desk:
        measured = {
            "written": _measured(desk, rows_of(WRITTEN, "held")),
            "untold": _measured(desk, rows_of(UNTOLD, "held")),
            "contrast": _measured(desk, rows_of(CONTRAST, "held")),
            "everyday": _measured(desk, rows_of(EVERYDAY, "held")),
            "double": _double(desk, rows_of(DOUBLE)),
        }
    for name, figures in measured.items():
        print(name, figures)
    print(write_result("short-questions-held", measured))
    return 0


def _measured(desk: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """Of questions with answers: answered, told, rightly in short; and of those without."""
    told = [row for row in rows if row.get("answers")]
    answers = [_asked(desk, row) for row in told]
    silent = [_asked(desk, row) for row in rows if not row.get("answers")]
    short = [
        exact_match(answer.short_answer, row["answers"]) if answer.short_answer else 0.0
        for row, answer in zip(told, answers, strict=True)
    ]
    columns = {
        "answered": [float(answer.answered) for answer in answers],
        "told": [tells(answer, row["answers"]) for row, answer in zip(told, answers, strict=True)],
        "exact_match": short,
        "unanswerable_answered": [float(answer.answered) for answer in silent],
    }
    shown = sum(answer.short_answer is not None for answer in answers)
    return {"short_shown": shown, "metrics": means(columns)}


def _double(desk: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    both = [row for row in rows if row["answers"] and row["second"]]
    answers = [_asked(desk, row) for row in both]
    first = [tells(answer, row["answers"]) for row, answer in zip(both, answers, strict=True)]
    second = [tells(answer, row["second"]) for row, answer in zip(both, answers, strict=True)]
    joint = [min(pair) for pair in zip(first, second, strict=True)]
    return {"metrics": means({"first": first, "second": second, "both": joint})}


def _asked(desk: Assistant, row: Row) -> Answer:
    return desk.ask(row["question"], filters=Filters(as_of=day(row)))


def tells(answer: Answer, wordings: Sequence[str]) -> float:
    """1 where one of the wordings stands in an answer that is not declined, else 0."""
    return float(answer.answered and contains(answer.text, wordings))


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
