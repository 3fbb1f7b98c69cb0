"""Makes the engines' files from the store, taking over from the generation before what it can.

    INDEX/derived/7/stamp.json     what they were made from, and the size of every file
                   /1-950.columns.npz     row, article, day and outlet of every passage
                   /1-950.vectors         their vectors
                   /1-950.codes.npz       the same in a bit a number, where there are very many
                   /codebook.faiss        what these codes mean
                   /passages/ /articles/  lexical indexes, of segments of their own
                   /copies.npz            near-copies among the passages
                   /compared.npz /1-950.bands.npy /1-950.articles.npz
                                          how they were found, for the next build

``1-950`` is a segment (index/segments.py): the articles of these rows. Files of segments
that stay are hard links. A folder is complete from the moment it has its name.
"""

import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import StoreError
from index import stamp
from index.coded import EXACT_UP_TO, Codebook, groups_for, write_codes
from index.lexical import LexicalDocument, LexicalIndex, Segments
from index.segments import Planned, Span, plan
from index.store import EVERY_ROW, Rows, Store
from index.terms import terms
from index.vector_files import VectorFiles, write_vectors

FOLDER = "derived"
COLUMNS, VECTORS, CODES = ".columns.npz", ".vectors", ".codes.npz"
CODEBOOK = "codebook.faiss"
_LEXICAL = ("passages", "articles")
_VERSION = 2


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
    import index.copy_files  # noqa: F401  # datasketch, which only builds need


def origin(store: Store) -> dict[str, Any]:
    """What files for the store's present state are made from."""
    return _origin(store, store.generation, store.content())


def spans(notes: Any) -> list[Span]:
    """The segments that a stamp notes."""
    return [Span(**item["span"]) for item in notes]


def _origin(store: Store, generation: int, content: str) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "generation": generation,
        "content": content,
        "encoder": store.about("encoder_fingerprint"),
    }


class _Making:
    """One folder of files in the making; ``before`` is where those of the last one may lie."""

    def __init__(self, part: Path, store: Store, before: Path, gone: Sequence[int] | None) -> None:
        self.part, self.store, self.before = part, store, before
        try:
            found = stamp.read(before)
            wanted = _origin(store, store.generation - 1, store.about("content_before") or "")
            if found["origin"] != wanted:
                raise StoreError(f"{before}: made from something else")
            self.vouched, notes = found["files"], found["notes"]
        except StoreError:  # everything is made from the store
            self.vouched, notes = {}, []
        self.lexical: dict[str, dict[str, Segments]] = {
            Span(**item["span"]).name: {name: item[name] for name in _LEXICAL} for item in notes
        }
        self.spans_before = spans(notes)
        # What a build noted a moment ago is not read again.
        self.content = store.content() if gone is None else store.about("content") or ""
        self.planned = self._plan(gone)

    def make(self) -> None:
        for planned in self.planned:
            if planned.anew or not self._taken_over(planned.span):
                self._write(planned.span)
        self._join_lexical()
        self._code()
        self._find_copies()
        notes = [
            {"span": asdict(item.span), **self.lexical[item.span.name]} for item in self.planned
        ]
        origin = _origin(self.store, self.store.generation, self.content)
        stamp.write(self.part, origin, notes, self._known())

    def _plan(self, gone: Sequence[int] | None) -> list[Planned]:
        if gone is not None and self.spans_before:
            planned = plan(self.spans_before, self._sizes(gone))
            if sum(item.span.articles for item in planned) == self.store.published:
                return planned
        return plan(self.spans_before, self.store.sizes())

    def _sizes(self, gone: Sequence[int]) -> Iterator[tuple[int, int] | Span]:
        """What the plan needs, read of new articles and of segments that lost some."""
        for span in self.spans_before:
            first, last = np.searchsorted(gone, [span.first, span.last + 1])
            if first == last:
                yield span
            else:
                yield from self.store.sizes((span.first, span.last))
        yield from self.store.sizes((self.spans_before[-1].last + 1, EVERY_ROW[1]))

    @property
    def _names(self) -> list[str]:
        return [planned.span.name for planned in self.planned]

    def _taken_over(self, span: Span) -> bool:
        """Link a segment's files; whether all of them are there."""
        return all(self._link(f"{span.name}{ending}") for ending in (COLUMNS, VECTORS))

    def _link(self, name: str) -> bool:
        file = self.before / name
        if name not in self.vouched or not file.is_file():
            return False
        stamp.link(file, self.part / name)
        return True

    def _known(self) -> dict[str, list[int]]:
        """Size and checksum of the files that were taken over."""
        return {name: noted for name, noted in self.vouched.items() if self._is_taken(name)}

    def _is_taken(self, name: str) -> bool:
        file, earlier = self.part / name, self.before / name
        return file.is_file() and earlier.is_file() and file.samefile(earlier)

    def _write(self, span: Span) -> None:
        """Make a segment's files from the store."""
        within = span.first, span.last
        columns = self.store.columns(within)
        columns.save(self.part / f"{span.name}{COLUMNS}")
        write_vectors(self.part / f"{span.name}{VECTORS}", self.store.vectors(columns.rows))
        with (
            LexicalIndex.writing(self._anew(span, "passages")) as add_passage,
            LexicalIndex.writing(self._anew(span, "articles")) as add_article,
        ):
            for article, passages in _documents(self.store, within):
                add_article(article)
                for passage in passages:
                    add_passage(passage)
        self.lexical[span.name] = {
            name: LexicalIndex.segments(self._anew(span, name)) for name in _LEXICAL
        }

    def _anew(self, span: Span, name: str) -> Path:
        return self.part / f"{span.name}.{name}"

    def _join_lexical(self) -> None:
        for name in _LEXICAL:
            parts = []
            for planned in self.planned:
                made = self._anew(planned.span, name)
                segments = self.lexical[planned.span.name][name]
                parts.append((made if made.is_dir() else self.before / name, segments))
            LexicalIndex.join(self.part / name, parts)
            for planned in self.planned:
                shutil.rmtree(self._anew(planned.span, name), ignore_errors=True)

    def _code(self) -> None:
        """Code the vectors where there are too many to search all of them."""
        dimension = self.store.dimension
        files = VectorFiles([self.part / f"{name}{VECTORS}" for name in self._names], dimension)
        if len(files) <= EXACT_UP_TO:
            return
        codebook, kept = self._codebook(files)
        for planned in self.planned:
            name = f"{planned.span.name}{CODES}"
            if planned.anew or not kept or not self._link(name):
                vectors = VectorFiles([self.part / f"{planned.span.name}{VECTORS}"], dimension)
                write_codes(self.part / name, codebook.code(vectors.read(slice(None))))

    def _codebook(self, files: VectorFiles) -> tuple[Codebook, bool]:
        """The last one, as long as it has groups enough; and whether it is that."""
        if self._link(CODEBOOK):
            codebook = Codebook.load(self.part / CODEBOOK)
            if codebook.groups == groups_for(len(files)):
                return codebook, True
            (self.part / CODEBOOK).unlink()
        codebook = Codebook.train(files)
        codebook.save(self.part / CODEBOOK)
        return codebook, False

    def _find_copies(self) -> None:
        from index.copy_files import make_copies  # see import_ahead

        spans = [planned.span for planned in self.planned]
        make_copies(self.store, self.part, spans, self.before, self.spans_before, self._link)


def _documents(
    store: Store, within: Rows
) -> Iterator[tuple[LexicalDocument, list[LexicalDocument]]]:
    """Each article, and its passages, whose words are all that it has."""
    for row, article, passages in store.articles_with_passages(within):
        day, outlet = _day(article.source.day), _outlet(article.source.outlet)
        title = terms(article.title)
        parts = [
            LexicalDocument(number, row, day, outlet, title, terms(passage.text))
            for number, passage in passages
        ]
        whole = [term for part in parts for term in part.body]
        yield LexicalDocument(row, row, day, outlet, title, whole), parts


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0


def _outlet(outlet: str | None) -> str | None:
    return None if outlet is None else outlet.casefold()
