"""The questions of a file searched many at a time: a line of JSON for each, on the output."""

import json
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

from corpus.errors import InputError
from corpus.findings import Rejected
from index.types import Filters
from qa.answer import Assistant
from qa.batch.questions import Question, read_questions
from qa.terminal import visible
from qa.visiting.rows import hit_to_row

_TOGETHER = 1_000  # questions that are asked of one state of the index


def search_all(desk: Assistant, file: Path, k: int, filters: Filters) -> None:
    """Print the ``k`` best passages for each question, in order; on stderr, what is none.

    A row's date stands in for the day of the filters.

    Raises:
        InputError: The file cannot be read.
        NewsdeskError: The index or the encoder cannot be used.
    """
    rows = read_questions([file])
    while some := list(islice(rows, _TOGETHER)):
        asked: list[tuple[Question, str]] = []
        for row in some:
            if isinstance(row, Rejected):
                _complain(f"{row.where}:{row.line}: {row.reason}")
                continue
            try:
                asked.append((row, desk.standing_alone(row.text, row.history)))
            except InputError as error:
                _complain(f"{row.id}: {error}")
        found = desk.index.search_many(
            [alone for _, alone in asked],
            k,
            [replace(filters, as_of=row.as_of or filters.as_of) for row, _ in asked],
        )
        for (row, _), hits in zip(asked, found, strict=True):
            line = {"id": row.id, "question": row.text, "hits": list(map(hit_to_row, hits))}
            print(json.dumps(line, ensure_ascii=False))


def _complain(message: str) -> None:
    print(visible(f"newsdesk: {message}"), file=sys.stderr)
