"""Small collections of other kinds of text: what is answered, what is declined (`make small`).

small/ holds some twenty texts each and questions about them, all our own: a dozen texts of all
kinds, a firm's papers, an encyclopaedia, a town's weekly news, courts and cookery. Writers who
did not know what searches them wrote all but the dozen. A quarter of the questions cannot be
answered, most of them about persons and things that the texts do name. ``HELD`` is not chosen or
fitted by.

A question has one answer in several wordings, or facts that a good answer holds, each in several
wordings, or is not answerable.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.article import parse_day
from corpus.read import read_all
from index.build import build
from index.search import Index
from index.types import Filters
from qa import Assistant
from qa.metrics.answers import contains, exact_match
from real_news import Row, rows_of
from results import write_result

FOLDER = Path(__file__).with_name("small")
FITTING = ("dozen", "handbook", "encyclopaedia", "weekly", "mixed")
HELD = "club"
NAMES = (*FITTING, HELD)


def questions(name: str) -> list[Row]:
    """The questions of a set, in their order."""
    return rows_of(FOLDER / f"{name}.questions.jsonl")


@contextmanager
def index_of(name: str) -> Iterator[Index]:
    """An index of the set alone, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-") as folder:
        build(Path(folder), read_all([str(FOLDER / f"{name}.articles.jsonl")]))
        with Index(folder) as index:
            yield index


def is_answerable(row: Row) -> bool:
    """Whether the texts tell the answer. News has ``answer`` or ``answers`` where they do."""
    return bool(row.get("answerable", "answer" in row or "answers" in row))


def told(row: Row, shown: str) -> list[bool]:
    """Of the one answer, or of each fact, whether it is told."""
    answers = row.get("answers") or ([row["answer"]] if "answer" in row else [])
    facts = row.get("facts") or ([answers] if answers else [])
    return [contains(shown, fact) for fact in facts]


def main() -> int:
    figures = {}
    for name in NAMES:
        with index_of(name) as index, Assistant(index) as assistant:
            figures[name] = _figures([_asked(assistant, row) for row in questions(name)])
        print(name, figures[name])
    print(write_result("small-sets", {"figures": figures}))
    return 0


def _asked(assistant: Assistant, row: Row) -> Row:
    as_of = parse_day(row["date"]) if "date" in row else None
    answer = assistant.ask(row["question"], filters=Filters(as_of=as_of))
    shown = answer.text if answer.answered else ""
    return {
        **row,
        "answered": answer.answered,
        "told": told(row, shown),
        "words": len(shown.split()),
        "short": answer.short_answer,
        "short_right": bool(answer.short_answer)
        and exact_match(str(answer.short_answer), row.get("answers", [])) == 1.0,
        "found": bool(answer.hits) and answer.hits[0].passage.article_id in row["relevant"],
    }


def _figures(asked: list[Row]) -> dict[str, float | int]:
    one = [row for row in asked if "answers" in row]
    several = [row for row in asked if "facts" in row]
    foreign = [row for row in asked if not is_answerable(row)]
    shown = [row for row in one if row["short"]]
    return {
        "questions": len(asked),
        "first_article_right": _share([row["found"] for row in one + several]),
        "answered_answerable": _share([row["answered"] for row in one + several]),
        "answered_unanswerable": _share([row["answered"] for row in foreign]),
        "answer_told": _share([all(row["told"]) for row in one]),
        "facts_told": _share([sum(row["told"]) / len(row["told"]) for row in several]),
        "short_shown": len(shown),
        "short_right": sum(row["short_right"] for row in shown),
        "words": _share([row["words"] for row in asked if row["answered"]]),
    }


def _share(values: list[bool] | list[float] | list[int]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0


if __name__ == "__main__":
    sys.exit(main())
