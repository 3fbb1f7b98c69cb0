"""The folder of an evaluation run: what lies in it, and what a killed run leaves behind.

run.json        what was asked of what; decides whether a run can be continued
answers.jsonl   one answer a question, appended as it comes
scores.jsonl    the metrics of each question; what two runs are compared by
rejected.jsonl  rows that could not be used: where, line, reason
report.html     for people
metrics.json    for programs; written last, so that it stands for a finished run
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from qa.batch.scoring import Score

_OWN = (
    "run.json", "answers.jsonl", "scores.jsonl", "rejected.jsonl", "report.html", "metrics.json",
)  # fmt: skip


class RunFolder:
    """Reads and writes the files of one run.

    Raises:
        InputError: The folder cannot be made or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def answers(self) -> Path:
        """Where the answers are appended."""
        return self.path / "answers.jsonl"

    @property
    def report(self) -> Path:
        """Where the report for people is."""
        return self.path / "report.html"

    @property
    def metrics(self) -> Path:
        """Where the figures for programs are; there only when the run is finished."""
        return self.path / "metrics.json"

    def holds(self, file: Path) -> bool:
        """Whether a file is one of those that a run writes here."""
        return file.resolve() in [(self.path / name).resolve() for name in _OWN]

    def begin(self, configuration: Mapping[str, Any], *, restart: bool = False) -> int:
        """Make ready for a run; the number of answers that it need not ask for again.

        An unfinished run of the same configuration is continued. Anything else that lies
        here is a run of its own that is over, and is replaced.
        """
        with writable(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            if not restart and not self.metrics.exists() and self._same(configuration):
                return self._mend()
            # First the answers: whatever a kill leaves after this is not taken for a run.
            self.answers.write_bytes(b"")
            self.write("run.json", [json.dumps(configuration, indent=1), "\n"])
            for stale in (self.metrics, self.report, self.path / "scores.jsonl"):
                stale.unlink(missing_ok=True)
        return 0

    @contextmanager
    def appending(self) -> Iterator[Callable[[str], None]]:
        """A function that adds a line to the answers, so that a kill leaves it whole or torn."""
        with writable(self.answers):
            stream = self.answers.open("a", encoding="utf-8", newline="\n")

        def append(line: str) -> None:
            with writable(self.answers):
                stream.write(line)
                stream.flush()

        with stream:
            yield append

    def read_answers(self) -> Iterator[dict[str, Any]]:
        """The answers, in the order in which the questions stand in their files.

        Raises:
            InputError: They are not there, or damaged.
        """
        with _readable(self.answers), self.answers.open("rb") as stream:
            for line in stream:
                yield {**json.loads(line)}

    def answers_to(self, ids: Set[str]) -> dict[str, dict[str, Any]]:
        """The answers to these questions, by question id.

        Raises:
            InputError: One of them is not there, or they are damaged.
        """
        with _readable(self.answers):
            found = {str(row["id"]): row for row in self.read_answers() if str(row["id"]) in ids}
            return {name: found[name] for name in ids}

    def read_scores(self) -> dict[str, Score]:
        """The scores of a finished run by question id.

        Raises:
            InputError: There is no finished run here, or it is damaged or of another version.
        """
        file = self.path / "scores.jsonl"
        with _readable(file):
            finished = file.exists() and self.metrics.exists()
        if not finished:
            raise InputError(
                f"{self.path}: no finished run; write one with: newsdesk evaluate QUESTIONS "
                f"--out {self.path}"
            )
        with _readable(file), file.open("rb") as stream:
            scores = [Score(**json.loads(line)) for line in stream]
        return {str(score.id): score for score in scores}

    def read_values(self) -> dict[str, float]:
        """The figures of a finished run by name, without their intervals.

        Raises:
            InputError: They are not there, or damaged.
        """
        with _readable(self.metrics):
            found = json.loads(self.metrics.read_text("utf-8"))
            return {name: float(figure["value"]) for name, figure in found.items()}

    def write(self, name: str, parts: Iterable[str]) -> None:
        """Write a whole file from its parts or, when interrupted, leave what was there."""
        partial = self.path / f".{name}.partial"
        with writable(self.path / name):
            with partial.open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(parts)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(self.path / name)

    def _same(self, configuration: Mapping[str, Any]) -> bool:
        try:
            noted = json.loads((self.path / "run.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return False
        return self.answers.exists() and bool(noted == configuration)

    def _mend(self) -> int:
        """Cut off what a kill left of the last line; the number of whole answers."""
        whole, size = 0, 0
        with self.answers.open("rb+") as stream:
            for line in stream:
                if not line.endswith(b"\n") or not _is_json(line):
                    break
                whole, size = whole + 1, size + len(line)
            stream.truncate(size)
        return whole


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """Say which file could not be written, and why.

    Raises:
        InputError: Writing within the block failed.
    """
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written ({error.strerror or error}); make room or name another "
            "folder"
        ) from error


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    """Say which file of a run cannot be read, or is not what this version writes."""
    try:
        yield
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror or error})") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"{file}: damaged, or written by another version; ask again: newsdesk evaluate "
            f"QUESTIONS --out {file.parent} --restart"
        ) from error


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
