"""What is made from the store for searching: vectors in FAISS, words in tantivy, columns.

    INDEX/derived/7/stamp.json     what it was made from, and the size of every file
                   /vectors.faiss
                   /columns.npz    row, article, day and outlet of every passage
                   /copies.npz     near-copies among them
                   /compared.npz   what was compared to find these, for the next build
                   /passages/ /articles/   lexical indexes

A folder is named after the generation of the store that it was made from, and is complete
from the moment it has its name. One that is missing, stale or damaged is made again from
the store; nothing is embedded for that.
"""

import json
import logging
import math
import os
import shutil
import tempfile
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.copies import Copies
from index.lexical import LexicalDocument, LexicalIndex
from index.rows import Columns
from index.store import Store
from index.types import Filters
from index.vectors import VectorIndex

FOLDER = "derived"
_VERSION = 1
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Derived:
    """The engines over one generation of the store."""

    generation: int
    columns: Columns
    vectors: VectorIndex
    passages: LexicalIndex
    articles: LexicalIndex
    copies: Copies

    def allowed(self, filters: Filters, articles: list[int] | None) -> NDArray[np.bool_] | None:
        """Which passages the filters let through, by position; None for all."""
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
        if articles is not None:
            mask &= np.isin(columns.articles, articles)
        return None if mask.all() else mask

    def first_positions(self, articles: NDArray[np.int64]) -> NDArray[np.int64]:
        """Position of the first passage of each of these article rows."""
        return np.searchsorted(self.columns.articles, articles)

    def cosines(self, article: int, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines of a unit vector and every passage of an article row."""
        first, last = np.searchsorted(self.columns.articles, [article, article + 1]).tolist()
        return self.vectors.vectors(slice(first, last)) @ vector

    def nearest(self, article: int, vector: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """Positions of the passages of an article row that are nearest to a unit vector."""
        first = int(np.searchsorted(self.columns.articles, article))
        return first + np.argsort(-self.cosines(article, vector), kind="stable")[:count]

    def newest_day(self, allowed: NDArray[np.bool_] | None) -> int:
        """The last day (``date.toordinal``) of the allowed passages; 0 where none is dated."""
        days = self.columns.days if allowed is None else self.columns.days[allowed]
        return int(days.max(initial=0))

    def newest_date(self, allowed: NDArray[np.bool_] | None) -> date | None:
        """The last day of the allowed passages; None where none is dated."""
        newest = self.newest_day(allowed)
        return date.fromordinal(newest) if newest else None

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a term over articles, as BM25 has it."""
        documents, holding = len(self.articles), self.articles.document_frequency(term)
        return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))

    def positions(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Positions of passage rows."""
        return np.searchsorted(self.columns.rows, rows)


def open_derived(folder: Path, store: Store) -> Derived:
    """The engines for the store's generation, made anew where they are not at hand.

    To be called within a snapshot of the store. Where ``folder`` cannot be written, they
    are made in a temporary folder and kept for this process alone.
    """
    generation = store.generation
    place = folder / FOLDER / str(generation)
    problem = _problem(place, store, generation)
    if problem is None:
        try:
            return _load(place, generation)
        except (StoreError, OSError, ValueError, KeyError, BadZipFile) as error:
            problem = str(error)
    if place.exists():
        _log.warning("%s; making it again", problem)
    try:
        make_derived(folder, store)
        return _load(place, generation)
    except (OSError, StoreError) as error:
        _log.warning("%s cannot be made (%s); searching from memory", place, error)
        with tempfile.TemporaryDirectory(prefix="newsdesk-") as temporary:
            make_derived(Path(temporary), store)
            return _load(Path(temporary) / FOLDER / str(generation), generation)


def make_derived(folder: Path, store: Store) -> None:
    """Make the engines' files for what the store holds, within a snapshot or transaction."""
    generation = store.generation
    parent = folder / FOLDER
    parent.mkdir(parents=True, exist_ok=True)
    part = parent / f".{generation}-{uuid.uuid4().hex}"
    part.mkdir()
    try:
        columns = store.columns()
        np.savez(
            part / "columns.npz",
            rows=columns.rows,
            articles=columns.articles,
            days=columns.days,
            outlets=columns.outlets,
            outlet_names=np.array(columns.outlet_names, dtype=np.str_),
        )
        VectorIndex(store.vectors(columns.rows)).save(part / "vectors.faiss")
        _make_copies(part, store, columns, parent / str(generation - 1))
        LexicalIndex.build(part / "passages", _passage_documents(store))
        LexicalIndex.build(part / "articles", _article_documents(store))
        _write_stamp(part, _origin(store, generation))
        place = parent / str(generation)
        if place.exists():  # damaged, or left by a build that was killed before it published
            place.replace(part.with_suffix(".old"))
            shutil.rmtree(part.with_suffix(".old"), ignore_errors=True)
        part.replace(place)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _make_copies(part: Path, store: Store, columns: Columns, before: Path) -> None:
    """Find near-copies; ``before`` is where the files of the generation before may lie."""
    from index.find_copies import Compared, find_copies  # datasketch, which only builds need

    try:
        earlier = Compared.load(before / "compared.npz")
    except (OSError, ValueError, KeyError, BadZipFile):  # everything is compared anew
        earlier = Compared.nothing()
    copies, compared = find_copies(store, columns, earlier)
    copies.save(part / "copies.npz")
    compared.save(part / "compared.npz")


def discard_stale(folder: Path, generation: int) -> None:
    """Remove the files of other generations. Readers that have them open keep them."""
    parent = folder / FOLDER
    for place in parent.iterdir() if parent.is_dir() else ():
        if place.name != str(generation):
            shutil.rmtree(place, ignore_errors=True)


def problems(folder: Path, store: Store) -> Iterator[str]:
    """What is wrong with the derived files, a line each."""
    generation = store.generation
    place = folder / FOLDER / str(generation)
    problem = _problem(place, store, generation)
    if problem is not None:
        yield f"{problem}; it is made again at the next search"
        return
    derived = _load(place, generation)
    expected = len(derived.columns.rows)
    for name, found in (("vectors", len(derived.vectors)), ("passages", len(derived.passages))):
        if found != expected:
            yield f"{place / name}: {found} entries, and the store has {expected}"


def _load(place: Path, generation: int) -> Derived:
    with np.load(place / "columns.npz", allow_pickle=False) as table:
        columns = Columns(
            rows=table["rows"],
            articles=table["articles"],
            days=table["days"],
            outlets=table["outlets"],
            outlet_names=tuple(str(name) for name in table["outlet_names"]),
        )
    return Derived(
        generation=generation,
        columns=columns,
        vectors=VectorIndex.load(place / "vectors.faiss"),
        passages=LexicalIndex(place / "passages"),
        articles=LexicalIndex(place / "articles"),
        copies=Copies.load(place / "copies.npz"),
    )


def _passage_documents(store: Store) -> Iterator[LexicalDocument]:
    for row, article, passages in store.articles_with_passages():
        day, outlet = _day(article.source.day), _outlet(article.source.outlet)
        for number, passage in passages:
            yield LexicalDocument(number, row, day, outlet, article.title, passage.text)


def _article_documents(store: Store) -> Iterator[LexicalDocument]:
    for row, article in store.articles():
        day, outlet = _day(article.source.day), _outlet(article.source.outlet)
        yield LexicalDocument(row, row, day, outlet, article.title, article.text)


def _day(day: Any) -> int:
    return day.toordinal() if day else 0


def _outlet(outlet: str | None) -> str | None:
    return None if outlet is None else outlet.casefold()


def _origin(store: Store, generation: int) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "generation": generation,
        "content": store.content(),
        "encoder": store.about("encoder_fingerprint"),
    }


def _write_stamp(part: Path, origin: dict[str, Any]) -> None:
    files = {
        file.relative_to(part).as_posix(): [file.stat().st_size, _crc(file)]
        for file in sorted(part.rglob("*"))
        if file.is_file() and not file.name.endswith(".lock")
    }
    (part / "stamp.json").write_text(json.dumps({"origin": origin, "files": files}, indent=1))
    for file in part.rglob("*"):
        if file.is_file():
            with file.open("rb") as stream:
                os.fsync(stream.fileno())


def _problem(place: Path, store: Store, generation: int) -> str | None:
    """Why the files cannot be used, or None if they can."""
    try:
        stamp = json.loads((place / "stamp.json").read_text())
        if stamp["origin"] != _origin(store, generation):
            return f"{place}: made from something else"
        for name, (size, crc) in stamp["files"].items():
            if (place / name).stat().st_size != size:
                return f"{place / name}: truncated"
            if _crc(place / name) != crc:
                return f"{place / name}: damaged"
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{place}: cannot be read ({error})"
    return None


def _crc(file: Path) -> int:
    value = 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            value = zlib.crc32(block, value)
    return value
