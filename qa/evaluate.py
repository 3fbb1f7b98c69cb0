"""The batch run: questions from files in, answers and figures out.

``evaluate`` writes a folder and survives being killed; ``evaluate_rows`` returns the same
figures for rows at hand, in a notebook or a test:

    desk = Assistant.open("my-index")
    metrics, rows = evaluate_rows(desk, [{"id": "1", "question": "...", "answer": "..."}])
    pandas.DataFrame(rows)
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from tqdm import tqdm

from corpus.errors import InputError
from corpus.findings import Rejected
from qa.batch.ask import Desk, answer_row, ask_all
from qa.batch.figures import figures, to_json
from qa.batch.questions import Question, question_from_row
from qa.batch.run_folder import RunFolder
from qa.batch.scoring import Articles, Score, score
from qa.batch.selection import Selection, select
from qa.metrics.bootstrap import Figure
from qa.metrics.citations import Supports
from qa.report.page import write_report

_CACHED_ARTICLES = 512  # the hits of neighbouring questions are often of the same articles
_HEADLINES = (
    "article_hits_at_1",
    "article_hits_at_10",
    "article_mrr_at_10",
    "answer_contained",
    "exact_match",
    "token_f1",
    "choice_accuracy",
    "citation_recall",
    "citation_precision",
    "confidence_auroc",
    "answered_answerable",
    "answered_unanswerable",
    "latency_total_ms_p50",
    "model_calls",
    "model_tokens",
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of a run.

    ``asked`` counts all questions of the run, ``continued`` those of them whose answers
    an earlier, interrupted run had left.
    """

    out: Path
    metrics: Mapping[str, Figure]
    asked: int
    continued: int
    failed: int
    rejected: Sequence[Rejected]

    def summary(self) -> str:
        """A few lines for a terminal: headline figures, and what went wrong."""
        width = max(map(len, _HEADLINES))
        lines = [
            f"{name:{width}}  {figure.value:8.3f}  [{figure.low:.3f}, {figure.high:.3f}]"
            f"  n={figure.n}"
            for name in _HEADLINES
            if (figure := self.metrics.get(name))
        ]
        lines.append(f"{self.asked} questions asked, {self.failed} failed")
        if self.rejected:
            lines.append(f"{len(self.rejected)} rows rejected, see {self.out / 'rejected.jsonl'}:")
            lines += [f"  {row.where}, line {row.line}: {row.reason}" for row in self.rejected[:5]]
        lines.append(f"report: {self.out / 'report.html'}")
        return "\n".join(lines)


def evaluate(
    desk: Desk,
    question_files: Sequence[str | Path],
    out: str | Path,
    *,
    limit: int | None = None,
    sample: int | None = None,
    seed: int = 0,
    workers: int = 1,
    restart: bool = False,
    supports: Supports | None = None,
    progress: bool = True,
) -> Evaluation:
    """Ask every question of the files and write answers, figures and a report.

    Run again on a folder whose run was interrupted, it continues where that stopped, as
    long as the files, the selection and the desk's fingerprint are the same. A folder
    with a finished or another run is written anew.

    Questions are searched for in groups, and then answered one after the other. The time of the
    stage "search" is a question's share of its group's, less than one asked alone waits; with
    several workers every stage also waits for the others.

    Args:
        desk: What is asked.
        question_files: JSONL or CSV, read one after the other.
        out: The folder for the results; ``qa.batch.run_folder`` says what lies in it.
        limit: Only the first so many usable rows.
        sample: So many of those, drawn at random, asked in the order of the files.
        seed: Of the sample and of the bootstrap.
        workers: Questions asked at a time. More than one pays where a language model's
            endpoint answers; the desk must then bear several threads.
        restart: Ask everything again, also where a run could be continued.
        supports: A natural-language-inference check for further citation metrics.
        progress: Show a bar with rate and estimate on stderr.

    Raises:
        InputError: A file cannot be read, holds no usable row, or ``out`` cannot be written.
    """
    selection = select(question_files, limit=limit, sample=sample, seed=seed)
    folder = RunFolder(Path(out))
    for file in selection.files:
        if folder.holds(file):
            raise InputError(f"{file}: lies where the results go; name another folder with --out")
    configuration = {
        "fingerprint": desk.fingerprint,
        "questions": [{"file": file.name, "sha256": _digest(file)} for file in selection.files],
        "limit": limit,
        "sample": sample,
        "seed": seed,
    }
    done = folder.begin(configuration, restart=restart)
    if done > selection.size:
        raise _mixed(folder)
    # A log file gets a line now and then, not one for every question.
    interval = 0.2 if sys.stderr.isatty() else 10
    bar = partial(
        tqdm, disable=not progress, unit=" questions", file=sys.stderr, mininterval=interval
    )
    with (
        folder.appending() as append,
        bar(total=selection.size, initial=done, desc="asking") as asked,
    ):
        for row in ask_all(desk, islice(selection, done, None), workers):
            append(_line(row))
            asked.update()

    articles = lru_cache(_CACHED_ARTICLES)(desk.article)
    scores = [
        score(question, answer, articles, supports=supports)
        for question, answer in bar(_pairs(selection, folder), total=selection.size, desc="scoring")
    ]
    found = figures(scores, seed=seed)
    _write_results(folder, selection, scores, found, articles)
    failed = sum(item.error is not None for item in scores)
    return Evaluation(folder.path, found, selection.size, done, failed, selection.rejected)


def evaluate_rows(
    desk: Desk, rows: Iterable[Mapping[str, Any]], *, seed: int = 0
) -> tuple[dict[str, Figure], list[dict[str, Any]]]:
    """The figures of rows at hand, and one flat row a question for a data frame.

    Raises:
        InputError: A row is malformed.
    """
    articles = lru_cache(_CACHED_ARTICLES)(desk.article)
    scores: list[Score] = []
    flat: list[dict[str, Any]] = []
    for row in rows:
        question = question_from_row(row)
        answer = answer_row(desk, question)
        scored = score(question, answer, articles)
        scores.append(scored)
        flat.append(
            {
                "id": question.id,
                "question": question.text,
                "gold": " | ".join(question.golds),
                "short_answer": answer["short_answer"],
                "text": answer["text"],
                "confidence": answer["confidence"],
                "correct": scored.correct,
                "failure": scored.failure,
                **scored.values,
            }
        )
    return figures(scores, seed=seed), flat


def _write_results(
    folder: RunFolder,
    selection: Selection,
    scores: Sequence[Score],
    found: Mapping[str, Figure],
    articles: Articles,
) -> None:
    """Write all that stands beside the answers; metrics.json last, as it says that all is there."""
    rejected = selection.rejected
    folder.write("scores.jsonl", (_line(item.to_dict()) for item in scores))
    folder.write(
        "rejected.jsonl",
        (_line({"where": row.where, "line": row.line, "reason": row.reason}) for row in rejected),
    )
    write_report(folder, found, scores, _pairs(selection, folder), articles, rejected=rejected)
    folder.write("metrics.json", [json.dumps(to_json(found), indent=1), "\n"])


def _pairs(selection: Selection, folder: RunFolder) -> Iterator[tuple[Question, dict[str, Any]]]:
    # Neither may be longer: a file of questions can change while they are asked.
    for question, answer in zip_longest(selection, folder.read_answers()):
        if question is None or answer is None or answer["id"] != question.id:
            raise _mixed(folder)
        yield question, answer


def _mixed(folder: RunFolder) -> InputError:
    return InputError(
        f"{folder.answers}: holds answers of other questions, as when two runs write to one "
        "folder or a file of questions is changed meanwhile; name another, or start over with "
        "--restart"
    )


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"
