"""Makes the engines' files from the store, taking over from the generation before what it can.

    INDEX/derived/7/stamp.json     what they were made from, and the size of every file
                   /1-950.columns.npz     row, article, day and outlet of every passage
                   /1-950.vectors         their vectors
                   /1-950.codes.npz       the same in a bit a number, where there are very many
                   /codebook.faiss        what these codes mean
                   /1-3790.words          which passages and which articles hold a word
                   /copies.npz            near-copies among the passages
                   /compared.npz /1-950.bands.npy /1-950.articles.npz
                                          how they were found, for the next build

``1-950`` is a segment (index/engines/segments.py): the articles of these rows; words lie in larger
ones. Files of segments that stay are hard links. A folder is complete from the moment it has its
name.
"""

import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import StoreError
from index.engines import stamp
from index.engines.coded import EXACT_UP_TO, Codebook, Codes, groups_for, write_codes
from index.engines.counting import count_words
from index.engines.postings import Postings, write_words
from index.engines.remains import CODES, COLUMNS, VECTORS, WORDS, Remains, words_left
from index.engines.segments import MOST_OF_WORDS, Planned, Span, plan
from index.engines.vector_files import VectorFiles, write_vectors
from index.storage.rows import Columns
from index.store import EVERY_ROW, Rows, Store

FOLDER = "derived"
CODEBOOK = "codebook.faiss"
_VERSION = 5


def make_derived(folder: Path, store: Store, gone: Sequence[int] | None = None) -> None:
    """Make the engines' files for what the store holds, within a snapshot or transaction.

    Args:
        folder: Of the index.
        store: What they are made from.
        gone: Rows of the articles that went since the generation before, in order; None where
            that is not known, and every article has to be looked at.
    """
    parent = folder / FOLDER
    parent.mkdir(parents=True, exist_ok=True)
    part = parent / f".{store.generation}-{uuid.uuid4().hex}"
    part.mkdir()
    try:
        _Making(part, store, parent / str(store.generation - 1), gone).make()
        place = parent / str(store.generation)
        if place.exists():  # damaged, or left by a build that was killed before it published
            place.replace(part.with_suffix(".old"))
            shutil.rmtree(part.with_suffix(".old"), ignore_errors=True)
        part.replace(place)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def import_ahead() -> None:
    """Import what only ``make_derived`` needs, half a second's worth, while something else runs."""
    import index.near_copies.copy_files  # noqa: F401  # datasketch, which only builds need


def origin(store: Store) -> dict[str, Any]:
    """What files for the store's present state are made from."""
    return _origin(store, store.generation, store.content())


def spans(notes: Any) -> tuple[list[Span], list[Span]]:
    """The segments that a stamp notes, and those of words."""
    segments, words = ([Span(**item) for item in notes[name]] for name in ("segments", "words"))
    return segments, words


def _origin(store: Store, generation: int, content: str) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "generation": generation,
        "content": content,
        "encoder": store.about("encoder_fingerprint"),
    }


class _Making:
    """One folder of files in the making.

    Attributes:
        part: The folder, under the name that it has until it is complete.
        store: What the files are made from.
        before: The folder of the generation before, which may be missing or damaged.
        vouched: Size and checksum of each of its files by name; empty where it cannot be used.
        gone: Rows of the articles that went since then; None where that is not known.
    """

    def __init__(self, part: Path, store: Store, before: Path, gone: Sequence[int] | None) -> None:
        self.part, self.store, self.before = part, store, before
        try:
            found = stamp.read(before)
            wanted = _origin(store, store.generation - 1, store.about("content_before") or "")
            if found["origin"] != wanted:
                raise StoreError(f"{before}: made from something else")
            self.vouched, notes = found["files"], found["notes"]
        except StoreError:  # everything is made from the store
            self.vouched, notes = {}, {"segments": [], "words": []}
        self.spans_before, self.words_before = spans(notes)
        # What a build noted a moment ago is not read again.
        self.content = store.content() if gone is None else store.about("content") or ""
        self.gone = gone
        self.planned = self._plan(self.spans_before)
        self.planned_words = self._plan(self.words_before, MOST_OF_WORDS)
        self.remains: dict[str, list[Remains]] = {}

    def make(self) -> None:
        for planned in self.planned:
            if planned.anew or not self._taken_over(planned.span):
                self._write(planned.span)
        for planned in self.planned_words:
            if planned.anew or not self._link(f"{planned.span.name}{WORDS}"):
                self._write_words(planned.span)
        self._code()
        self._find_copies()
        notes = {
            "segments": [asdict(planned.span) for planned in self.planned],
            "words": [asdict(planned.span) for planned in self.planned_words],
        }
        origin = _origin(self.store, self.store.generation, self.content)
        stamp.write(self.part, origin, notes, self._known())

    def _plan(self, before: Sequence[Span], *most: int) -> list[Planned]:
        if self.gone is not None and before:
            planned = plan(before, self._sizes(before, self.gone), *most)
            if sum(item.span.articles for item in planned) == self.store.published:
                return planned
        return plan(before, self.store.sizes(), *most)

    def _sizes(
        self, before: Sequence[Span], gone: Sequence[int]
    ) -> Iterator[tuple[int, int] | Span]:
        """What ``plan`` takes: earlier segments that lost no article, else its articles' sizes."""
        for span in before:
            first, last = np.searchsorted(gone, [span.first, span.last + 1])
            if first == last:
                yield span
            else:
                yield from self.store.sizes((span.first, span.last))
        yield from self.store.sizes((before[-1].last + 1, EVERY_ROW[1]))

    @property
    def _names(self) -> list[str]:
        return [planned.span.name for planned in self.planned]

    def _taken_over(self, span: Span) -> bool:
        """Link a segment's files; whether all of them are there."""
        names = [f"{span.name}{ending}" for ending in (COLUMNS, VECTORS)]
        # None is linked that might have to be written: that would be written to the other, too.
        return all(map(self._is_kept, names)) and all(map(self._link, names))

    def _link(self, name: str) -> bool:
        if not self._is_kept(name):
            return False
        stamp.link(self.before / name, self.part / name)
        return True

    def _is_kept(self, name: str) -> bool:
        return name in self.vouched and (self.before / name).is_file()

    def _known(self) -> dict[str, list[int]]:
        """Size and checksum of the files that were taken over."""
        return {name: noted for name, noted in self.vouched.items() if self._is_taken(name)}

    def _is_taken(self, name: str) -> bool:
        file, earlier = self.part / name, self.before / name
        return file.is_file() and earlier.is_file() and file.samefile(earlier)

    def _write(self, span: Span) -> None:
        """Make a segment's files, of what is left of earlier ones and from the store."""
        try:
            remains = self._remains(span)
            self._write_segment(span, remains)
        except StoreError:  # of the earlier ones; of the store it is told once more
            remains = []
            self._write_segment(span, remains)
        self.remains[span.name] = remains

    def _remains(self, span: Span) -> list[Remains]:
        """What is left of the earlier segments that this one takes the place of."""
        if self.gone is None:
            return []
        return [
            Remains.read(self.before, old, self.gone, self.vouched)
            for old in self.spans_before
            if old.meets(span)
        ]

    def _write_segment(self, span: Span, remains: Sequence[Remains]) -> None:
        fresh = self.store.columns(_fresh(span, [left.span for left in remains]))
        columns = Columns.joined([*(left.columns for left in remains), fresh])
        if remains and len(columns.rows) != span.passages:
            raise StoreError(f"{self.before}: not what the store had")
        columns.save(self.part / f"{span.name}{COLUMNS}")
        earlier = (left.vectors(self.store.dimension) for left in remains)
        vectors = self.part / f"{span.name}{VECTORS}"
        write_vectors(vectors, *earlier, self.store.vectors(fresh.rows))

    def _write_words(self, span: Span) -> None:
        """Make a segment of words, of what is left of earlier ones and from the store."""
        earlier = [old for old in self.words_before if old.meets(span)]
        try:
            if self.gone is None:
                raise StoreError(f"{self.before}: what it lost is not known")
            left = [
                words_left(self.before, old, self.spans_before, self.gone, self.vouched)
                for old in earlier
            ]
            passages = Postings.joined([*left, *self._counted(_fresh(span, earlier))])
            if earlier and len(passages) != span.passages:
                raise StoreError(f"{self.before}: not what the store had")
        except StoreError:  # of the earlier ones; of the store it is told once more
            passages = Postings.joined(list(self._counted((span.first, span.last))))
        sizes = np.array([size for _, size in self.store.sizes((span.first, span.last))], np.int64)
        write_words(self.part / f"{span.name}{WORDS}", passages, passages.grouped(sizes))

    def _counted(self, within: Rows) -> Iterator[Postings]:
        """The words of the articles of these rows, as many at a time as a segment holds."""
        for planned in self.planned:
            first, last = max(planned.span.first, within[0]), min(planned.span.last, within[1])
            if first <= last:
                yield count_words(self.store, (first, last))

    def _code(self) -> None:
        """Code the vectors where there are too many to search all of them."""
        files = VectorFiles(
            [self.part / f"{name}{VECTORS}" for name in self._names], self.store.dimension
        )
        if len(files) <= EXACT_UP_TO:
            return
        codebook, kept = self._codebook(files)
        for planned in self.planned:
            name = planned.span.name
            if name in self.remains or not kept or not self._link(f"{name}{CODES}"):
                codes = self._codes(name, codebook, kept)
                write_codes(self.part / f"{name}{CODES}", codes)

    def _codes(self, name: str, codebook: Codebook, kept: bool) -> Codes:
        """The codes of a segment; those that were made with the same codebook are taken over."""
        try:
            earlier = [left.codes() for left in self.remains.get(name, []) if kept]
        except StoreError:
            earlier = []
        vectors = VectorFiles([self.part / f"{name}{VECTORS}"], self.store.dimension)
        first = sum(len(part.groups) for part in earlier)
        return Codes.joined([*earlier, codebook.code(vectors.read(slice(first, None)))])

    def _codebook(self, files: VectorFiles) -> tuple[Codebook, bool]:
        """The last one, as long as it has groups enough; and whether it is that."""
        if self._link(CODEBOOK):
            with suppress(StoreError):
                codebook = Codebook.load(self.part / CODEBOOK)
                if codebook.groups == groups_for(len(files)):
                    return codebook, True
            (self.part / CODEBOOK).unlink()
        codebook = Codebook.train(files)
        codebook.save(self.part / CODEBOOK)
        return codebook, False

    def _find_copies(self) -> None:
        from index.near_copies.copy_files import make_copies  # see import_ahead

        spans = [planned.span for planned in self.planned]
        make_copies(self.store, self.part, spans, self.before, self.spans_before, self._link)


def _fresh(span: Span, earlier: Sequence[Span]) -> Rows:
    """The rows of a segment's articles that none of these earlier ones has had."""
    return max([span.first, *(old.last + 1 for old in earlier)]), span.last
