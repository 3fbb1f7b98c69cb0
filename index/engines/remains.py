"""What is left of an earlier segment's files, for the one that takes its place.

A segment is made anew where it lost articles or is merged with the next. Columns, vectors, codes
and words of the articles that are left are those that were written before; they are read from
there and compared with the stamp, for that costs a tenth of making them from the store. Words lie
in segments of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.arrays import Mask
from index.engines import stamp
from index.engines.coded import Codes, read_codes
from index.engines.postings import Postings, read_words
from index.engines.segments import Span
from index.storage.rows import VECTOR, Columns

COLUMNS, VECTORS, CODES, WORDS = ".columns.npz", ".vectors", ".codes.npz", ".words"
_UNREADABLE = (OSError, EOFError, ValueError, KeyError, BadZipFile)


@dataclass(frozen=True, slots=True)
class Remains:
    """The passages of one earlier segment whose articles are still there.

    Attributes:
        span: The segment as it was.
        columns: Of the passages that are left.
        kept: Which of its passages these are, shape (``span.passages``,).
    """

    span: Span
    columns: Columns
    kept: Mask
    _folder: Path
    _vouched: Mapping[str, list[int]]

    @classmethod
    def read(
        cls, folder: Path, span: Span, gone: Sequence[int], vouched: Mapping[str, list[int]]
    ) -> Self:
        """What is left of the segment whose files lie in ``folder``.

        Args:
            folder: Of the generation before.
            span: One of its segments.
            gone: Rows of the articles that went since.
            vouched: Size and checksum of each of its files.

        Raises:
            StoreError: A file is missing or damaged.
        """
        columns = _columns(folder, span, vouched)
        kept = ~np.isin(columns.articles, np.array(gone, dtype=np.int64))
        return cls(span, columns.only(kept), kept, folder, vouched)

    def vectors(self, dimension: int) -> NDArray[np.float16]:
        """The vectors that are left, as they are stored, shape (passages, dimension).

        Raises:
            StoreError: The file is missing or damaged.
        """
        file = _whole(self._folder, f"{self.span.name}{VECTORS}", self._vouched)
        try:
            found = np.fromfile(file, dtype=VECTOR).reshape(len(self.kept), dimension)
        except _UNREADABLE as error:
            raise StoreError(f"{file}: cannot be read ({error})") from error
        return found[self.kept]

    def codes(self) -> Codes:
        """The codes that are left.

        Raises:
            StoreError: The file is missing or damaged.
        """
        file = _whole(self._folder, f"{self.span.name}{CODES}", self._vouched)
        try:
            found = read_codes(file)
            return Codes(found.groups[self.kept], found.codes[self.kept])
        except (*_UNREADABLE, IndexError) as error:
            raise StoreError(f"{file}: cannot be read ({error})") from error


def words_left(
    folder: Path,
    span: Span,
    segments: Sequence[Span],
    gone: Sequence[int],
    vouched: Mapping[str, list[int]],
) -> Postings:
    """The words of the passages that are left of a segment of words.

    Args:
        folder, gone, vouched: As for ``Remains.read``.
        span: The segment of words.
        segments: Those that everything else lies in.

    Raises:
        StoreError: A file is missing or damaged.
    """
    file = _whole(folder, f"{span.name}{WORDS}", vouched)
    passages, _ = read_words(file)
    first, last = np.searchsorted(gone, [span.first, span.last + 1])
    if first == last:
        return passages
    owners = np.concatenate(
        [_columns(folder, other, vouched).articles for other in segments if other.meets(span)]
    )
    owners = owners[(owners >= span.first) & (owners <= span.last)]
    try:
        return passages.only(~np.isin(owners, gone))
    except IndexError as error:
        raise StoreError(f"{file}: cannot be read ({error})") from error


def _columns(folder: Path, span: Span, vouched: Mapping[str, list[int]]) -> Columns:
    try:
        return Columns.load(_whole(folder, f"{span.name}{COLUMNS}", vouched))
    except _UNREADABLE as error:
        raise StoreError(f"{folder}: cannot be read ({error})") from error


def _whole(folder: Path, name: str, vouched: Mapping[str, list[int]]) -> Path:
    if name not in vouched:
        raise StoreError(f"{folder / name}: made from something else")
    stamp.require_whole(folder / name, *vouched[name])
    return folder / name
