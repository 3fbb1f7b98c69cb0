"""The questions of a file searched many at a time: a line of JSON for each, on the output."""

import json
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

from corpus.findings import Rejected
from index.search import LONGEST, Index
from index.types import Filters
from qa.batch.questions import read_questions
from qa.followup import standalone
from qa.spelling import respelled
from qa.terminal import visible
from qa.visiting.rows import hit_to_row

_TOGETHER = 1_000  # questions that are asked of one state of the index


def search_all(index: Index, file: Path, k: int, filters: Filters) -> None:
    """Print the ``k`` best passages for each question, in order; on stderr, what is none.

    A row's date stands in for the day of the filters.

    Raises:
        InputError: The file cannot be read.
        NewsdeskError: The index or the encoder cannot be used.
    """
    rows = read_questions([file])
    while some := list(islice(rows, _TOGETHER)):
        asked = []
        for row in some:
            if isinstance(row, Rejected):
                _complain(f"{row.where}:{row.line}: {row.reason}")
            elif len(row.text) > LONGEST:
                _complain(f"{row.id}: over {LONGEST:,} characters; shorten the question")
            else:
                asked.append(row)
        found = index.search_many(
            [respelled(index, standalone(row.text, row.history)) for row in asked],
            k,
            [replace(filters, as_of=row.as_of or filters.as_of) for row in asked],
        )
        for row, hits in zip(asked, found, strict=True):
            line = {"id": row.id, "question": row.text, "hits": list(map(hit_to_row, hits))}
            print(json.dumps(line, ensure_ascii=False))


def _complain(message: str) -> None:
    print(visible(f"newsdesk: {message}"), file=sys.stderr)
