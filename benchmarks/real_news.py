"""Real articles and questions, found through $NEWSDESK_DATA; which of them may be trained on.

A set is a folder with articles.jsonl.gz and questions.jsonl. Questions before
``FIRST_TRAINING_DAY`` are the development weeks: measured and chosen by, never trained on.
"""

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from corpus.article import parse_day

YEAR = "realtimeqa-2023"
DEVELOPMENT = "realtimeqa-2023q1"
FIRST_TRAINING_DAY = date(2023, 4, 2)

Row = dict[str, Any]
"""A line of questions.jsonl."""


def folders(about: str, *names: str) -> list[str]:
    """What a script is called with, one folder a name; ``about`` is the script's docstring.

    Called with fewer or more the script ends with its usage and status 2.
    """
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    for name in names:
        parser.add_argument(name)
    return list(vars(parser.parse_args()).values())


def located(*place: str) -> Path:
    """A set's folder, or a file in it; where no data are named, the script ends with status 2."""
    data = os.environ.get("NEWSDESK_DATA")
    if not data:
        print(f"set NEWSDESK_DATA to the folder that holds {place[0]}", file=sys.stderr)
        sys.exit(2)
    return Path(data, *place)


def questions(name: str = YEAR, *, labelled: bool = False) -> list[Row]:
    """The questions of a set in their order; ``labelled``: only those with a known article."""
    rows = rows_of(located(name, "questions.jsonl"))
    return [row for row in rows if row["relevant"]] if labelled else rows


def rows_of(path: Path, *splits: str) -> list[Row]:
    """The rows of a JSONL file; where splits are named, those of them."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [row for row in rows if not splits or row["split"] in splits]


def day(row: Row) -> date:
    """The day as of which a question is asked."""
    return parse_day(row["date"])
