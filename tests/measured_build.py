"""Builds over generated articles in a process of their own; prints passages and bytes held at most.

    python tests/measured_build.py FOLDER SCALE PASSAGES ...

All is as in any build but for the encoder, and that passages are short. What a build does at a
time (a batch, a segment, a range of bands) is scaled down as the number of passages is: by
SCALE. One after the other in one process, builds differ in what they hold and in nothing else:
code that the first one loaded the next ones have.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch
from zlib import crc32

import numpy as np

from corpus.article import Article, Source
from index import deriving, terms
from index.build import build
from index.building import staging
from index.engines import segments
from index.near_copies import alike
from index.types import TokenVectors, Vectors

DIMENSION = 384  # as the packaged model's
ARTICLE = 8  # passages
_KNOWN = 1 << 10  # words whose terms are kept
COPIED = 10  # of so many articles one is a copy with another lead
_WORDS = [f"{a}{b}{c}" for a in "bdklmnprstv" for b in "aeiou" for c in ("n", "rt", "lo", "ska")]


class NumberEncoder:
    """Gives a text a vector drawn by its checksum."""

    name = "numbers"
    fingerprint = "numbers-384"
    dimension = DIMENSION
    max_tokens = 254

    def count(self, texts: Sequence[str]) -> list[int]:
        return [12 * (text.count(" ") + 1) for text in texts]  # so that passages are short

    def encode(self, texts: Sequence[str]) -> Vectors:
        drawn: Vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            drawn[row] = np.random.default_rng(crc32(text.encode())).standard_normal(DIMENSION)
            drawn[row] /= np.linalg.norm(drawn[row])
        return drawn

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        raise NotImplementedError


def articles(count: int) -> Iterator[Article]:
    """Always the same ones."""
    chance = random.Random(7)
    text = ""
    for number in range(count):
        if number % COPIED:
            text = " ".join(_sentence(chance) for _ in range(ARTICLE + 2))
        yield Article(
            id=f"{crc32(b'%d' % number):08x}{number:08x}",
            title=f"Story {number}",
            text=f"Our reporter writes from place {number}. {text}",
            source=Source(
                outlet=f"Outlet {number % 50}",
                published=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            ),
        )


def _sentence(chance: random.Random) -> str:
    words = chance.choices(_WORDS, k=9)
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def peak() -> int:
    """The most that this process has held in memory, in bytes; needs Linux."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def main(folder: Path, scale: int, sizes: Sequence[int]) -> None:
    with (
        patch.object(segments.plan, "__defaults__", (segments.MOST_PASSAGES // scale,)),
        patch.object(deriving, "MOST_OF_WORDS", segments.MOST_OF_WORDS // scale),
        patch.object(staging, "_BATCH_CHARACTERS", staging._BATCH_CHARACTERS // scale),
        patch.object(alike, "_AT_ONCE", alike._AT_ONCE // scale),
        # Of many articles it is full, at any number of them.
        patch.object(terms, "_terms_of", lru_cache(_KNOWN)(terms._terms_of.__wrapped__)),
    ):
        for number, passages in enumerate(sizes):
            made = articles(passages // ARTICLE)
            done = build(folder / str(number), made, encoder=NumberEncoder())
            print(done.passages, peak(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), [int(size) for size in sys.argv[3:]])
