"""Questions as journalists, analysts and the public ask them, over real articles as of a day.

asked_questions.jsonl holds questions of three kinds: of one point, with every wording in which the
articles up to the day tell it; of more, with the facts that a good answer must contain, as in
open_questions.jsonl; and such as no article up to the day answers, where an answer is a fault.
Some are asked after an earlier one. `make asked` asks them all.

The questions marked "develop" are for choosing by; those marked "held", whose topics are others,
are asked for the final figure only: their answers are not looked at.
"""

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.types import Filters
from open_questions import SPLITS, question_of, shown
from qa import Assistant
from qa.metrics.answers import contains, exact_match
from qa.types import Answer, Turn
from real_news import Row, day, folders, rows_of
from results import means, write_result
from short_questions import tells

ASKED = Path(__file__).with_suffix(".jsonl")
WORDS = 120  # how much of an answer counts: what is told behind it comes too late


def main(index_folder: str) -> int:
    with Assistant.open(index_folder) as desk:
        measured = {split: _measured(desk, rows_of(ASKED, split)) for split in SPLITS}
    for name, figures in measured.items():
        print(name, figures)
    print(write_result("asked-questions", measured))
    return 0


def ask(desk: Assistant, row: Row) -> Answer:
    """Ask as of the row's day, behind the earlier question and its answer where there is one."""
    filters = Filters(as_of=day(row))
    history = []
    if earlier := row.get("earlier"):
        history = [Turn(earlier, desk.ask(earlier, filters=filters).text)]
    return desk.ask(row["question"], filters=filters, history=history)


def right(short: str, wordings: Sequence[str]) -> float:
    """1 where a short answer is one of the wordings, contains one or is contained in one."""
    either = contains(short, wordings) or any(contains(wording, [short]) for wording in wordings)
    return float(either or exact_match(short, wordings))


def share_told(text: str, row: Row) -> float:
    """The share of a row's facts that a text tells in its first words."""
    first = " ".join(text.split()[:WORDS])
    return statistics.fmean(question_of({**row, "relevant": row["articles"]}).told(first))


def _measured(desk: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of a part; each is a mean over the questions of its kind."""
    asked = [(row, ask(desk, row)) for row in rows]
    points = [(row["answers"], answer) for row, answer in asked if "answers" in row]
    facts = [(row, answer) for row, answer in asked if "facts" in row]
    untold = [answer for row, answer in asked if not row["articles"]]
    shorts = [(wordings, answer.short_answer) for wordings, answer in points]
    columns = {
        "answered": [float(answer.answered) for _, answer in points],
        "told": [tells(answer, wordings) for wordings, answer in points],
        "short_shown": [float(short is not None) for _, short in shorts],
        "short_right_of_shown": [right(short, wordings) for wordings, short in shorts if short],
        "facts_answered": [float(answer.answered) for _, answer in facts],
        "facts_told": [share_told(shown(answer), row) for row, answer in facts],
        "unanswerable_answered": [float(answer.answered) for answer in untold],
    }
    return {"metrics": means(columns)}


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "INDEX")))
