"""How words are searched as an index grows, where a whole index would take too long to build.

    python benchmarks/growth_words.py INDEX 1000000 3000000 10000000 [--scratch DIR]

INDEX is one of real articles, and NEWSDESK_DATA has to be set. Words are runs of four of its
articles, as in growth_index.py, counted without making texts of them: passages of 25 runs, 24 of
them an article, whose title is its first run. Only the files of words are made, 500 bytes a
passage; they stay in DIR, and the next run goes on with them. Questions are real.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from growth import real_questions, resident
from growth_index import PASSAGES, RUN, RUNS, times
from index.arrays import Ints, borders, ranges
from index.engines.lexical import LexicalIndex
from index.engines.postings import BODY, TITLE, Postings, key, read_words, write_words
from index.engines.segments import MOST_OF_WORDS
from index.searching.gathering import ARTICLES, CANDIDATES
from index.store import Store
from index.terms import terms
from results import write_result

PART = MOST_OF_WORDS // PASSAGES // 4  # articles whose words are counted at a time


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path, help="an index of real articles")
    parser.add_argument("sizes", type=int, nargs="+", help="numbers of passages")
    parser.add_argument("--scratch", type=Path, help="where the words lie and stay")
    options = parser.parse_args()
    curve = []
    with TemporaryDirectory(prefix="newsdesk-growth-") as folder:
        place = (options.scratch or Path(folder)) / "words"
        place.mkdir(parents=True, exist_ok=True)
        words = RealWords.read(options.index)
        for size in sorted(options.sizes):
            paths = [place / f"{n:04}.words" for n in range(-(-size // MOST_OF_WORDS))]
            for number, path in enumerate(paths):
                if not path.exists():
                    made = words.drawn(number)
                    write_words(path, made, made.grouped(np.full(4 * PART, PASSAGES)))
            with ProcessPoolExecutor(1, get_context("spawn")) as process:
                curve.append(process.submit(_searched, paths).result())
            print(json.dumps(curve[-1], indent=1), flush=True)
    largest = curve[-1]["passages"]
    print(write_result(f"growth-words-{largest // 1000}k", {"curve": curve}))
    return 0


@dataclass(frozen=True)
class RealWords:
    """The words of real articles, one after the other.

    Attributes:
        terms: The number of each term, shape (terms,).
        edges: Where the terms of each word begin, and the end, shape (words + 1,).
        keys: What stands for each term in a body, by its number.
    """

    terms: NDArray[np.int32]
    edges: Ints
    keys: NDArray[np.uint64]

    @classmethod
    def read(cls, index: Path) -> Self:
        with Store(index) as store, store.snapshot():
            words = [word for _, article in store.articles() for word in article.text.split()]
        numbers: dict[str, int] = {}
        known = {
            word: [numbers.setdefault(term, len(numbers)) for term in terms(word)]
            for word in dict.fromkeys(words)
        }
        flat = np.fromiter((term for word in words for term in known[word]), np.int32)
        edges = borders([len(known[word]) for word in words])
        return cls(flat, edges, np.array([key(term, BODY) for term in numbers], np.uint64))

    def drawn(self, number: int) -> Postings:
        """The words of a file's passages."""
        chance = np.random.default_rng(number)
        return Postings.joined([self._part(chance) for _ in range(4)])

    def _part(self, chance: np.random.Generator) -> Postings:
        begins = chance.integers(0, len(self.edges) - 1 - RUN, (PART, RUNS))
        starts, sizes = self.edges[begins], self.edges[begins + RUN] - self.edges[begins]
        titles = starts[:, 0].repeat(PASSAGES), sizes[:, 0].repeat(PASSAGES)
        bodies = starts.ravel(), sizes.ravel()
        lengths = np.stack([sizes.reshape(PART * PASSAGES, -1).sum(axis=1), titles[1]])
        words, keys, first = [], [], 0
        for field, part in ((BODY, bodies), (TITLE, titles)):
            used, places = np.unique(self.terms[ranges(*part)], return_inverse=True)
            words.append((places + first).astype(np.uint32))
            keys.append(self.keys[used] + np.uint64(field))
            first += len(used)
        return Postings.of(np.concatenate(keys), words, lengths)


def _searched(paths: Sequence[Path]) -> dict[str, Any]:
    asked = real_questions()
    memory, started = resident(), time.perf_counter()
    words = [read_words(path) for path in paths]
    passages = LexicalIndex([of_passages for of_passages, _ in words])
    articles = LexicalIndex([of_articles for _, of_articles in words])
    opened = time.perf_counter() - started
    spent = {
        "passages": times(asked, lambda text: passages.search(text, CANDIDATES)),
        "articles": times(asked, lambda text: articles.search(text, ARTICLES)),
    }
    held, disk = resident() - memory, sum(path.stat().st_size for path in paths)
    return {
        "passages": len(passages),
        "articles": len(articles),
        "disk_bytes_each": round(disk / len(passages), 1),
        "open_seconds": round(opened, 2),
        "resident_bytes_each": round(held / len(passages), 1),
        "searched": spent,
    }


if __name__ == "__main__":
    sys.exit(main())
