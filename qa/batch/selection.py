"""Which questions of the files a run asks."""

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from corpus.errors import InputError
from corpus.findings import Rejected
from qa.batch.questions import Question, read_questions


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of the files are asked; ``positions`` count usable rows from 0, None is all."""

    files: tuple[Path, ...]
    limit: int | None
    positions: frozenset[int] | None
    size: int
    rejected: tuple[Rejected, ...]

    def __iter__(self) -> Iterator[Question]:
        """The questions, read anew, so that they need not all be held."""
        rows = read_questions(self.files)
        usable = islice((row for row in rows if isinstance(row, Question)), self.limit)
        for position, question in enumerate(usable):
            if self.positions is None or position in self.positions:
                yield question


def select(
    question_files: Sequence[str | Path],
    *,
    limit: int | None = None,
    sample: int | None = None,
    seed: int = 0,
) -> Selection:
    """Read the files once: how many rows are usable, which are asked, which are rejected.

    Raises:
        InputError: A file cannot be read, or no row of all of them can be used.
    """
    files = tuple(map(Path, question_files))
    for file in files:
        if _is_read_once(file):
            raise InputError(f"{file}: is no file, and would be read several times; save it first")
    rejected, usable = [], 0
    for row in read_questions(files):
        if isinstance(row, Rejected):
            rejected.append(row)
            continue
        if usable == limit:
            break
        usable += 1
    if not usable:
        first = f"; the first: line {rejected[0].line}, {rejected[0].reason}" if rejected else ""
        raise InputError(
            f"{', '.join(map(str, files))}: no question to ask ({len(rejected)} rows "
            f'rejected{first}); a row is {{"id": "1", "question": "..."}}'
        )
    positions = None
    if sample is not None and sample < usable:
        drawn = np.random.default_rng(seed).choice(usable, size=sample, replace=False)
        positions = frozenset(drawn.tolist())
    size = usable if positions is None else len(positions)
    return Selection(files, limit, positions, size, tuple(rejected))


def _is_read_once(file: Path) -> bool:
    """Whether it is a pipe, or a device."""
    try:
        mode = file.stat().st_mode
    except (OSError, ValueError):
        return False  # why it cannot be read is told when it is
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
