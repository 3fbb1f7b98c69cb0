"""What is made from the store for searching: vectors, words, columns.

index/deriving.py makes the files and says where they lie. They are named after the
generation of the store that they were made from. What is missing, stale or damaged is made
again from the store; nothing is embedded for that.
"""

import logging
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from corpus.errors import StoreError
from index.arrays import Floats, Ints, Mask, ranges
from index.deriving import CODEBOOK, FOLDER, make_derived, origin, spans
from index.descriptors import make_room
from index.engines import stamp
from index.engines.coded import Codebook, CodedVectors, read_codes
from index.engines.lexical import LexicalIndex
from index.engines.postings import read_words
from index.engines.remains import CODES, COLUMNS, VECTORS, WORDS
from index.engines.vector_files import VectorFiles
from index.engines.vectors import NearestVectors, VectorIndex
from index.near_copies.copies import Copies
from index.storage.rows import Columns
from index.store import Store
from index.terms import terms
from index.types import Filters, Scope

_UNUSABLE = (StoreError, OSError, ValueError, KeyError, TypeError, BadZipFile)
_MAPPED = 3  # files of a segment are held open: words, and vectors twice
_GENERATIONS = 2  # while readers go from one to the next
_SOME = 3  # articles that have a word that many may mean
_READ_THROUGH = 20_000  # articles of which every text may be read for one answer: .1 seconds
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Derived:
    """The engines over one generation of the store.

    Vectors and passages are known by position in the columns, articles by position in
    ``article_rows``, their rows in order; ``firsts`` are the positions of their first passages.
    """

    generation: int
    columns: Columns
    vectors: NearestVectors
    passages: LexicalIndex
    articles: LexicalIndex
    copies: Copies
    article_rows: Ints
    firsts: Ints

    def allowed(self, filters: Filters, store: Store) -> Mask | None:
        """Which passages the filters let through, by position; None for all.

        ``store`` is the one of this generation: it knows the articles by their ids.
        """
        if filters == Filters():
            return None
        columns = self.columns
        mask = np.ones(len(columns.rows), dtype=bool)
        undated = columns.days == 0
        if filters.since:
            mask &= undated | (columns.days >= filters.since.toordinal())
        for latest in (filters.until, filters.as_of):
            if latest:
                mask &= undated | (columns.days <= latest.toordinal())
        if filters.outlets:
            wanted = {name.casefold() for name in filters.outlets}
            codes = [i for i, name in enumerate(columns.outlet_names) if name in wanted]
            mask &= np.isin(columns.outlets, codes)
        if filters.articles:
            mask &= np.isin(columns.articles, store.article_rows(filters.articles))
        return None if mask.all() else mask

    def count(self, allowed: Mask | None) -> int:
        """How many passages are allowed."""
        return len(self.columns.rows) if allowed is None else int(allowed.sum())

    def mentions(self, word: str, store: Store) -> bool:
        """Whether any article has the word, in whatever form, in its text, title or outlet, or, in
        a small index, these letters in its authors or within a longer word."""
        outlets = (terms(name) for name in self.columns.outlet_names)
        return (
            len(self.passages.search(word, 1)[0]) > 0
            or any(not set(terms(word)).isdisjoint(outlet) for outlet in outlets)
            or (len(self.article_rows) <= _READ_THROUGH and store.holds_letters(word))
        )

    def scope(self, allowed: Mask | None) -> Scope:
        """How many articles and outlets the allowed passages are of, and of which days."""
        columns = self.columns
        kept = slice(None) if allowed is None else allowed
        days, outlets = columns.days[kept], columns.outlets[kept]
        dated = days[days > 0]
        return Scope(
            articles=len(np.unique(columns.articles[kept])),
            outlets=len(np.unique(outlets[outlets >= 0])),
            first=date.fromordinal(int(dated.min())) if dated.size else None,
            last=date.fromordinal(int(dated.max())) if dated.size else None,
            all_dated=dated.size == days.size,
        )

    def first_positions(self, articles: Ints) -> Ints:
        """Position of the first passage of each of these article rows."""
        return np.searchsorted(self.columns.articles, articles)

    def of_articles(self, articles: Ints) -> tuple[Ints, Ints]:
        """Positions of the passages of these article rows, and the place of each one's article.

        In the order of the articles, and for each in that of its passages.
        """
        first, last = (
            np.searchsorted(self.columns.articles, articles, side) for side in ("left", "right")
        )
        sizes = last - first
        return ranges(first, sizes), np.repeat(np.arange(len(articles)), sizes)

    def newest_day(self, allowed: Mask | None) -> date | None:
        """The last day of the allowed passages; None where none is dated."""
        days = self.columns.days if allowed is None else self.columns.days[allowed]
        newest = int(days.max(initial=0))
        return date.fromordinal(newest) if newest else None

    def rarity(self, term: str) -> float:
        """A term's smoothed inverse document frequency over articles (index/engines/rarity.py)."""
        return self.articles.rarity(term)

    def most_frequent(self, words: Sequence[str]) -> str | None:
        """Of words the one that most articles have, in whatever form, the first of several; None
        where hardly any have any."""
        counts = [
            min(map(self.articles.document_frequency, terms(word)), default=0) for word in words
        ]
        most = max(counts, default=0)
        return words[counts.index(most)] if most >= _SOME else None

    def coverage(self, questions: Sequence[str], of: Ints, articles: Ints) -> Floats:
        """How much of a question's words an article holds, as ``LexicalIndex.coverage`` says.

        ``articles`` are rows.
        """
        return self.articles.coverage(questions, of, np.searchsorted(self.article_rows, articles))

    def positions(self, rows: Ints) -> Ints:
        """Positions of passage rows."""
        return np.searchsorted(self.columns.rows, rows)


def open_derived(folder: Path, store: Store) -> Derived:
    """The engines for the store's generation, made anew where they are not at hand.

    To be called within a snapshot of the store. Where ``folder`` cannot be written, they
    are made in a temporary folder and kept for this process alone.

    Raises:
        StoreError: The store is damaged.
    """
    place = folder / FOLDER / str(store.generation)
    try:
        return _load(place, store)
    except _UNUSABLE as error:
        if place.exists():
            _log.warning("%s; making it again", error)
    try:
        make_derived(folder, store)
    except OSError as error:
        _log.warning("%s cannot be made (%s); searching from memory", place, error)
    else:
        try:
            return _load(place, store)
        except _UNUSABLE as error:  # a build may have discarded them meanwhile
            _log.warning("%s; searching from memory", error)
    with tempfile.TemporaryDirectory(prefix="newsdesk-", ignore_cleanup_errors=True) as temporary:
        make_derived(Path(temporary), store)
        return _load(Path(temporary) / FOLDER / place.name, store)


def discard_stale(folder: Path, generation: int) -> None:
    """Remove the files of other generations. Readers that have them open keep them."""
    parent = folder / FOLDER
    for place in parent.iterdir() if parent.is_dir() else ():
        if place.name != str(generation):
            shutil.rmtree(place, ignore_errors=True)


def problems(folder: Path, store: Store) -> Iterator[str]:
    """What is wrong with the derived files, a line each."""
    if not store.generation:
        return  # nothing was published, as when a first build was killed, and nothing made of it
    place = folder / FOLDER / str(store.generation)
    try:
        _load(place, store, thoroughly=True)
    except _UNUSABLE as error:
        yield f"{error}; it is made again at the next search"


def _load(place: Path, store: Store, *, thoroughly: bool = False) -> Derived:
    notes = stamp.require(place, origin(store), thoroughly=thoroughly)
    segments, words_in = spans(notes)
    names = [span.name for span in segments]
    make_room(_GENERATIONS * _MAPPED * len(names))
    files = VectorFiles([place / f"{name}{VECTORS}" for name in names], store.dimension)
    parts = [Columns.load(place / f"{name}{COLUMNS}") for name in names]
    for span, part in zip(segments, parts, strict=True):
        size = len(np.unique(part.articles)), len(part.rows)
        if size != (span.articles, span.passages):  # the stamp vouches for all but itself
            raise StoreError(f"{place}: segment {span.name} is not of the size that is noted")
    columns = Columns.joined(parts)
    firsts = np.flatnonzero(np.diff(columns.articles, prepend=-1))
    words = [read_words(place / f"{span.name}{WORDS}") for span in words_in]
    passages = LexicalIndex([of_passages for of_passages, _ in words])
    articles = LexicalIndex([of_articles for _, of_articles in words])
    for name, found, expected in (
        ("vectors", len(files), len(columns.rows)),
        ("passages with words", len(passages), len(columns.rows)),
        ("articles with words", len(articles), len(firsts)),
    ):
        if found != expected:
            raise StoreError(f"{place}: {found} {name} of {expected}")
    vectors: NearestVectors
    if (place / CODEBOOK).is_file():
        codes = (read_codes(place / f"{name}{CODES}") for name in names)
        vectors = CodedVectors(Codebook.load(place / CODEBOOK), codes, files)
    else:
        vectors = VectorIndex.load(files)
    return Derived(
        generation=store.generation,
        columns=columns,
        vectors=vectors,
        passages=passages,
        articles=articles,
        copies=Copies.load(place / "copies.npz"),
        article_rows=columns.articles[firsts],
        firsts=firsts,
    )
