"""A question to passages, told as one story.

    question ─┬─ vector ── FAISS ───────── passages near in meaning
              ├─ words ─── BM25 ────────── passages with the same words
              └─ words ─── BM25 ────────── articles with the same words, and their passages
    filters hold inside each engine; the three rankings are fused by reciprocal rank
    (Cormack, Clarke and Büttcher, SIGIR 2009), newer articles are preferred, and further
    passages of an article wait for other articles.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import StoreError
from index.derived import Derived, open_derived
from index.encoder import Encoder, load_encoder
from index.store import PassageRow, Store
from index.types import Filters, Hit

CANDIDATES = 100  # passages taken from each ranking
ARTICLES = 50  # articles taken from theirs
_RRF_K = 60.0
WEIGHTS = {"meaning": 1.0, "words": 1.0, "article": 1.0}
RECENCY_WEIGHT = 0.5  # an article of the day itself counts this much more than an old one
RECENCY_DAYS = 14.0  # after which two thirds of that are gone
REPEAT = 0.7  # factor for each further passage of an article

_More = Callable[[int, int], bool]
"""Whether more is wanted, after so many passages of so many articles."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    article: int
    score: float
    parts: dict[str, float]


class Index:
    """An opened index folder, safe to search from several threads.

    It follows builds: a search after one was published sees what it published.
    """

    def __init__(self, folder: str | Path, encoder: Encoder | None = None) -> None:
        """Open ``folder``; the encoder is loaded when a search first needs it.

        Raises:
            StoreError: There is no index, or it cannot be read.
        """
        self.folder = Path(folder)
        self._encoder = encoder
        self._derived: Derived | None = None
        self._lock = threading.Lock()
        self._local = threading.local()
        self._stores: list[Store] = []
        self._store()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection; only to be called when no search is running."""
        for store in self._stores:
            store.close()
        self._stores.clear()
        self._local = threading.local()

    @property
    def encoder(self) -> Encoder:
        """The encoder that the index was made with.

        Raises:
            EncoderError: It cannot be loaded.
            StoreError: The model of that name is not the one the index was made with.
        """
        with self._lock:
            if self._encoder is None:
                store = self._store()
                encoder = load_encoder(store.about("encoder") or "")
                if encoder.fingerprint != store.about("encoder_fingerprint"):
                    raise StoreError(
                        f"{self.folder}: made with another version of the encoder "
                        f"{encoder.name}; build again into a new folder with --index"
                    )
                self._encoder = encoder
            return self._encoder

    def warm_up(self) -> None:
        """Load the encoder and the engines, so that the first search is as fast as the next."""
        self.encoder.encode(["warm up"])
        with self._view():
            pass

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The ``k`` best passages, best first."""
        return self._ranked(question, filters or Filters(), lambda found, _: found < k)

    def search_articles(
        self, question: str, articles: int = 10, filters: Filters | None = None, least: int = 20
    ) -> list[Hit]:
        """Passages, best first: at least ``least``, and on until ``articles`` articles are met.

        Fewer come back only where the filters leave no more.
        """
        return self._ranked(
            question,
            filters or Filters(),
            lambda found, distinct: found < least or distinct < articles,
        )

    def article(self, article_id: str) -> Article | None:
        """The article of this id, as it stands now."""
        return self._store().article(article_id)

    def days(self) -> tuple[str, str] | None:
        """First and last day of publication."""
        return self._store().days()

    def newest(self, count: int) -> list[tuple[str, str]]:
        """Titles and texts of the newest articles, newest first."""
        return self._store().newest(count)

    def outlets(self) -> list[str]:
        """Every outlet, the one with most articles first."""
        return [name for name, _ in self._store().outlets() if name]

    @property
    def fingerprint(self) -> str:
        """Digest of the articles and the encoder: equal means equal answers."""
        store = self._store()
        return f"{store.content()}-{store.about('encoder_fingerprint')}"

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a term over articles, as BM25 has it."""
        with self._view() as (_, derived):
            documents = len(derived.articles)
            holding = derived.articles.document_frequency(term)
        return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))

    def _ranked(self, question: str, filters: Filters, more: _More) -> list[Hit]:
        vector = self.encoder.encode([question])
        with self._view() as (store, derived):
            ids = filters.articles
            articles = store.article_rows(ids) if ids else None
            allowed = derived.allowed(filters, articles)
            size = len(derived.columns.rows) if allowed is None else int(allowed.sum())
            taken = CANDIDATES
            while True:
                candidates = _candidates(
                    question, vector, derived, filters, articles, allowed, taken
                )
                ordered = _diversified(candidates, more)
                distinct = len({candidate.article for candidate in ordered})
                if not more(len(ordered), distinct) or taken >= size:
                    break
                taken = min(size, taken * 8)
            found = store.passages([candidate.row for candidate in ordered])
        return _hits(ordered, found)

    @contextmanager
    def _view(self) -> Iterator[tuple[Store, Derived]]:
        """The store and the engines, of one and the same generation."""
        store = self._store()
        with store.snapshot() as generation:
            derived = self._derived
            if derived is None or derived.generation != generation:
                with self._lock:
                    derived = self._derived
                    if derived is None or derived.generation != generation:
                        derived = self._derived = open_derived(self.folder, store)
            yield store, derived

    def _store(self) -> Store:
        store: Store | None = getattr(self._local, "store", None)
        if store is None:
            store = self._local.store = Store(self.folder)
            self._stores.append(store)
        return store


def _candidates(
    question: str,
    vector: NDArray[np.float32],
    derived: Derived,
    filters: Filters,
    articles: list[int] | None,
    allowed: NDArray[np.bool_] | None,
    taken: int,
) -> list[_Candidate]:
    """Every passage that a ranking found, with its fused score, best first."""
    columns = derived.columns
    parts: dict[int, dict[str, float]] = defaultdict(dict)
    near, _ = derived.vectors.search(vector, taken, allowed)
    worded, _ = derived.passages.search(question, taken, filters, articles)
    for name, positions in (("meaning", near[0]), ("words", derived.positions(worded))):
        for rank, position in enumerate(positions.tolist(), 1):
            parts[position][name] = WEIGHTS[name] / (_RRF_K + rank)
    articles_found, _ = derived.articles.search(question, ARTICLES, filters, articles)
    by_article = {
        row: WEIGHTS["article"] / (_RRF_K + rank)
        for rank, row in enumerate(articles_found.tolist(), 1)
    }
    newest = filters.as_of.toordinal() if filters.as_of else _newest(columns.days, allowed)
    found = []
    for position, given in parts.items():
        article = int(columns.articles[position])
        if article in by_article:
            given["article"] = by_article[article]
        score = sum(given.values())
        if day := int(columns.days[position]):
            age = max(0, newest - day)
            given["recency"] = score * RECENCY_WEIGHT * float(np.exp(-age / RECENCY_DAYS))
        found.append(
            _Candidate(int(columns.rows[position]), article, sum(given.values()), given)
        )
    # Rows break ties, so that the same index always gives the same order.
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.row))


def _newest(days: NDArray[np.int32], allowed: NDArray[np.bool_] | None) -> int:
    considered = days if allowed is None else days[allowed]
    return int(considered.max(initial=0))


def _diversified(candidates: Iterable[_Candidate], more: _More) -> list[_Candidate]:
    """Candidates in order, each further passage of an article pushed back."""
    waiting = list(candidates)
    seen: dict[int, int] = defaultdict(int)
    rescored = []
    for candidate in waiting:
        factor = REPEAT ** seen[candidate.article]
        seen[candidate.article] += 1
        rescored.append(
            _Candidate(candidate.row, candidate.article, candidate.score * factor, candidate.parts)
        )
    rescored.sort(key=lambda candidate: (-candidate.score, candidate.row))
    ordered: list[_Candidate] = []
    distinct: set[int] = set()
    for candidate in rescored:
        if not more(len(ordered), len(distinct)):
            break
        ordered.append(candidate)
        distinct.add(candidate.article)
    return ordered


def _hits(ordered: Iterable[_Candidate], found: dict[int, PassageRow]) -> list[Hit]:
    return [
        Hit(
            passage=found[candidate.row].passage,
            title=found[candidate.row].title,
            source=found[candidate.row].source,
            score=candidate.score,
            rank=rank,
            parts=candidate.parts,
        )
        for rank, candidate in enumerate(ordered, 1)
    ]
