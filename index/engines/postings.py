"""Which documents hold a word, and how often: the words of a segment as arrays and as a file.

    INDEX/derived/7/1-950.words    postings of its passages, then those of its articles

A word is kept as a number made from it (64 bits of BLAKE2b), apart for bodies and titles, so that
no word can be read from the file: of a million words two are taken for one once in ten million
indexes. A file is mapped and never changed; of it in memory is what was asked for.
"""

import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.arrays import Ints, Mask, borders, ranges, run_starts

BODY, TITLE = 0, 1
_FIELDS = 2
_ARRAYS = 5
_ALIGNED = 8  # bytes: of the largest numbers

Unsigned = NDArray[np.unsignedinteger]
Keys = NDArray[np.uint64]


def key(word: str, field: int) -> int:
    """The number that stands for a word in the body or in the title; those of a word are
    neighbours, and that in the title is odd."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") // _FIELDS * _FIELDS + field


@dataclass(frozen=True)
class Postings:
    """The words of some documents, which are known by number from 0.

    Every array is of the smallest unsigned type that holds it, but for ``keys``.

    Attributes:
        keys: What stands for each word (``key``), ascending, shape (words,).
        offsets: Where the documents of each word begin, and the end, shape (words + 1,).
        documents: Those that hold the word, ascending for each, shape (postings,).
        counts: How often each holds it, at least once, shape (postings,).
        lengths: Words of each document's body and title, repeats counted, shape (2, documents).
    """

    keys: Keys
    offsets: Unsigned
    documents: Unsigned
    counts: Unsigned
    lengths: Unsigned

    def __len__(self) -> int:
        """How many documents there are."""
        return int(self.lengths.shape[1])

    @classmethod
    def of(cls, keys: Keys, words: Sequence[Unsigned], lengths: NDArray[np.integer]) -> Self:
        """The postings of documents whose words are given by number.

        Args:
            keys: What stands for each word that occurs, in any order, each once.
            words: For bodies and for titles the words of all documents, one after the other,
                each word by its place in ``keys``.
            lengths: As in ``Postings``.
        """
        order = np.argsort(keys)
        places = np.empty(len(keys), dtype=np.int64)
        places[order] = np.arange(len(keys))
        count = lengths.shape[1]
        # A number for each word of each document, so that one sort brings equals together.
        held = np.concatenate(
            [
                places[found] * count + np.repeat(np.arange(count), sizes)
                for found, sizes in zip(words, lengths, strict=True)
            ]
        )
        held.sort()
        starts = run_starts(held)
        numbers, documents = np.divmod(held[starts], max(1, count))
        return cls._made(
            keys[order],
            np.searchsorted(numbers, np.arange(len(keys) + 1)),
            documents,
            np.diff(starts, append=len(held)),
            lengths,
        )

    @classmethod
    def joined(cls, parts: Sequence["Postings"]) -> Self:
        """Several parts as one: the documents of each follow those of the part before."""
        keys = np.concatenate([np.empty(0, np.uint64), *(part.keys for part in parts)])
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        firsts = borders([len(part) for part in parts])
        sizes = [np.diff(part.offsets.astype(np.int64)) for part in parts]
        size = np.concatenate([np.empty(0, np.int64), *sizes])
        taken = ranges((np.cumsum(size) - size)[order], size[order])
        numbers = [
            part.documents + np.uint32(first) for part, first in zip(parts, firsts, strict=False)
        ]
        documents = np.concatenate([np.empty(0, np.uint32), *numbers])[taken]
        counts = np.concatenate([np.empty(0, np.uint8), *(part.counts for part in parts)])[taken]
        lengths = [np.empty((_FIELDS, 0), np.uint8), *(part.lengths for part in parts)]
        starts = run_starts(keys)
        return cls._made(
            keys[starts],
            borders(size[order])[np.append(starts, len(keys))],
            documents,
            counts,
            np.concatenate(lengths, axis=1),
        )

    def only(self, kept: Mask) -> Self:
        """The postings of the documents that are ``kept``, shape (documents,), numbered anew.

        Nothing of the others stays, not even a word that only they hold.
        """
        left = kept[self.documents]
        offsets = borders(left)[self.offsets]
        held = np.diff(offsets) > 0
        return self._made(
            self.keys[held],
            offsets[np.append(np.flatnonzero(held), len(self.keys))],
            (np.cumsum(kept) - 1)[self.documents[left]],
            self.counts[left],
            self.lengths[:, kept],
        )

    def grouped(self, sizes: Ints) -> Self:
        """The postings of groups of neighbouring documents, as of an article's passages.

        A group's body is the bodies of its documents together; its title is that of its first.

        Args:
            sizes: How many documents each group has, at least one.
        """
        groups = np.repeat(np.arange(len(sizes)), sizes)[self.documents]
        new = np.ones(len(groups), dtype=bool)
        np.not_equal(groups[1:], groups[:-1], out=new[1:])
        new[self.offsets[:-1]] = True
        starts = np.flatnonzero(new)
        offsets = np.searchsorted(starts, self.offsets)
        titles = np.repeat(self.keys % _FIELDS == TITLE, np.diff(offsets))
        firsts = np.cumsum(sizes) - sizes
        bodies, _ = (_sums(lengths, firsts) for lengths in self.lengths)
        return self._made(
            self.keys,
            offsets,
            groups[starts],
            np.where(titles, self.counts[starts], _sums(self.counts, starts)),
            np.stack([bodies, self.lengths[TITLE, firsts]]),
        )

    @classmethod
    def _made(cls, keys: Keys, *others: NDArray[np.integer]) -> Self:
        return cls(keys, *map(_smallest, others))

    def to_bytes(self) -> bytes:
        """The form of the file: size and width of each array, then the arrays."""
        arrays = (self.keys, self.offsets, self.documents, self.counts, self.lengths.ravel())
        head = np.array([(len(array), array.itemsize) for array in arrays], dtype="<i8")
        return head.tobytes() + b"".join(
            array.astype(array.dtype.newbyteorder("<"))
            .tobytes()
            .ljust(_aligned(array.nbytes), b"\0")
            for array in arrays
        )


def write_words(path: Path, passages: Postings, articles: Postings) -> None:
    """Write the words of a segment."""
    with path.open("wb") as file:
        file.write(passages.to_bytes())
        file.write(articles.to_bytes())


def read_words(path: Path) -> tuple[Postings, Postings]:
    """The words of a segment's passages and of its articles, mapped.

    Raises:
        StoreError: The file is missing, or not one of these.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        passages, end = _read(mapped, 0)
        articles, end = _read(mapped, end)
        if end != len(mapped):
            raise ValueError("not its size")
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"{path}: cannot be read ({error})") from error
    return passages, articles


def _read(mapped: mmap.mmap, start: int) -> tuple[Postings, int]:
    """The postings that begin at a byte of a file, and where they end."""
    head = np.frombuffer(mapped, "<i8", 2 * _ARRAYS, start).reshape(_ARRAYS, 2)
    start += head.nbytes
    arrays = []
    for size, width in head.tolist():
        if size < 0:
            raise ValueError("not its size")
        arrays.append(np.frombuffer(mapped, f"<u{width}", size, start))
        start += _aligned(size * width)
    keys, offsets, documents, counts, lengths = arrays
    if not (
        len(offsets) == len(keys) + 1
        and offsets[-1] == len(documents) == len(counts)
        and len(lengths) % _FIELDS == 0
    ):
        raise ValueError("arrays that do not fit each other")
    return Postings(keys, offsets, documents, counts, lengths.reshape(_FIELDS, -1)), start


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _smallest(numbers: NDArray[np.integer]) -> Unsigned:
    """The same in the smallest unsigned type."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))), copy=False)


def _sums(numbers: NDArray[np.integer], starts: Ints) -> Ints:
    """Sums of the numbers from each of these places to the next."""
    sums: Ints = np.diff(borders(numbers)[np.append(starts, len(numbers))])
    return sums
