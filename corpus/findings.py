"""What the readers find: articles with the place where they stood, and what was rejected."""

import os
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Rejected:
    """One thing that is not in the corpus: ``where`` it stood and for what ``reason``.

    ``where`` is a path or a url; ``line`` is the line of a JSONL file, counted from 1,
    and None for everything else. The reason says what is wrong and what to do. ``whole``
    says that not all is known of what is there: a path or an address that was named, or a file
    below it, could not be read, or not to its end.
    """

    where: str
    line: int | None
    reason: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An article that could be read, and where: ``line`` as in ``Rejected``."""

    where: str
    line: int | None
    article: Article


def shown_path(path: Path) -> str:
    """A path as text that can be printed and stored.

    File names are bytes on POSIX; those that are no UTF-8 would become lone surrogates.
    """
    return os.fsencode(path).decode("utf-8", "replace")
