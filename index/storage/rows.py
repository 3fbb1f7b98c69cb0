"""Articles, passages and vectors in the form in which they are stored, and back."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Related, Source, related_to_json
from corpus.passages import Passage
from index.arrays import Ints, Mask, opened

ARTICLE = "id, title, text, outlet, url, published, authors, related"
HASHED = f"hash, {ARTICLE}"
PASSAGE = "p.article, p.id, p.start, p.stop, p.read, p.vector"  # what its checksum is over
VECTOR = np.dtype("<f2")


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage with its row number, and its article without the text."""

    row: int
    passage: Passage
    title: str
    source: Source


@dataclass(frozen=True, slots=True)
class Columns:
    """What filters and engines need of every current passage, in order of row.

    Arrays of one length; ``days`` are days since 0001-01-01 (``date.toordinal``), 0 where
    the article is undated; ``outlets`` index ``outlet_names`` (case folded), -1 for none.
    """

    rows: Ints
    articles: Ints
    days: NDArray[np.int32]
    outlets: NDArray[np.int32]
    outlet_names: tuple[str, ...]

    @classmethod
    def of(cls, found: Iterable[tuple[int, int, str | None, str | None]]) -> Self:
        """From the row, article row, ``Source.published`` and outlet of each passage."""
        names: dict[str, int] = {}
        table = np.array(
            [
                (row, article, _ordinal(published), _code(outlet, names))
                for row, article, published, outlet in found
            ],
            dtype=np.int64,
        ).reshape(-1, 4)
        return cls(
            rows=table[:, 0].copy(),
            articles=table[:, 1].copy(),
            days=table[:, 2].astype(np.int32),
            outlets=table[:, 3].astype(np.int32),
            outlet_names=tuple(names),
        )

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Several parts as one, one after the other; outlets are numbered anew."""
        names: dict[str, int] = {}
        outlets = []
        for part in parts:
            # The last entry is for those without an outlet, whose number is -1.
            codes = [names.setdefault(name, len(names)) for name in part.outlet_names]
            outlets.append(np.array([*codes, -1], dtype=np.int32)[part.outlets])
        empty = np.empty(0, np.int64)
        return cls(
            rows=np.concatenate([empty, *(part.rows for part in parts)]),
            articles=np.concatenate([empty, *(part.articles for part in parts)]),
            days=np.concatenate([empty.astype("i4"), *(part.days for part in parts)]),
            outlets=np.concatenate([empty.astype("i4"), *outlets]),
            outlet_names=tuple(names),
        )

    def only(self, kept: Mask) -> "Columns":
        """Those of the passages that are ``kept``; names of outlets that only others have go."""
        outlets = self.outlets[kept]
        used = np.unique(outlets[outlets >= 0])
        places = np.full(len(self.outlet_names) + 1, -1, dtype=np.int32)  # the last for none
        places[used] = np.arange(len(used))
        return Columns(
            rows=self.rows[kept],
            articles=self.articles[kept],
            days=self.days[kept],
            outlets=places[outlets],
            outlet_names=tuple(self.outlet_names[place] for place in used.tolist()),
        )

    def save(self, path: Path) -> None:
        """Write them to a file."""
        np.savez(
            path,
            rows=self.rows,
            articles=self.articles,
            days=self.days,
            outlets=self.outlets,
            outlet_names=np.array(self.outlet_names, dtype=np.str_),  # which drops a last NUL
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read them back.

        Raises:
            OSError, ValueError, KeyError, BadZipFile: The file is not one of these.
        """
        with opened(path) as table:
            return cls(
                rows=table["rows"],
                articles=table["articles"],
                days=table["days"],
                outlets=table["outlets"],
                outlet_names=tuple(str(name) for name in table["outlet_names"]),
            )


def article_fields(article: Article) -> tuple[str | None, ...]:
    """The columns ``ARTICLE`` of an article."""
    source = article.source
    return (
        article.id,
        article.title,
        article.text,
        source.outlet,
        source.url,
        source.published,
        json.dumps(source.authors, ensure_ascii=False),
        json.dumps([related_to_json(item) for item in source.related], ensure_ascii=False),
    )


def article_of(fields: Sequence[Any]) -> Article:
    """The article that the columns ``HASHED`` hold.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: They are no longer what was stored.
    """
    stored, identity, title, text, outlet, url, published, authors, related = fields
    source = Source(
        outlet,
        url,
        published,
        tuple(json.loads(authors)),
        tuple(Related(item["title"], item["url"]) for item in json.loads(related)),
    )
    article = Article(identity, title, text, source)
    if article.hash != stored:
        raise ValueError("not what was stored")
    return article


def floats(packed: NDArray[np.float16]) -> NDArray[np.float32]:
    """Finite numbers as ``VECTOR`` has them, in float32: what ``astype`` gives, twice as fast.

    Both formats have sign, exponent and fraction in this order. Shifted to where float32 has
    them, the number is too small by the difference of the exponents' biases, 127 - 15.
    """
    wide: NDArray[np.float32] = np.empty(packed.shape, dtype=np.float32)
    bits = wide.view(np.uint32)
    np.copyto(wide.view(np.int32), packed.view(np.int16))  # the sign is spread to the left
    np.left_shift(bits, 13, out=bits)
    np.bitwise_and(bits, np.uint32(0x8FFFFFFF), out=bits)
    return np.multiply(wide, np.float32(2.0**112), out=wide)


def pack_vectors(vectors: NDArray[np.float32]) -> list[bytes]:
    """Vectors, shape (n, dimension), in the form in which they are stored."""
    return [row.tobytes() for row in vectors.astype(VECTOR)]


def checksum(article: int, identity: str, start: int, stop: int, read: int, vector: bytes) -> int:
    """CRC-32 of a passage as it is stored; of its article, which has a digest, only the row."""
    fields = f"{article} {identity} {start} {stop} {read}"
    # What SQLite reads from a damaged file may be of any type.
    return zlib.crc32(vector if isinstance(vector, bytes) else b"", zlib.crc32(fields.encode()))


def _ordinal(published: str | None) -> int:
    day = Source(published=published).day
    return day.toordinal() if day else 0


def _code(outlet: str | None, names: dict[str, int]) -> int:
    return -1 if outlet is None else names.setdefault(outlet.casefold(), len(names))
