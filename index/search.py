"""A question to passages, told as one story.

question ─┬─ vector ── FAISS ───────── passages near in meaning
          ├─ words ─── BM25 ────────── passages with the same words
          └─ words ─── BM25 ────────── articles with the same words, and their passages
filters hold inside each engine; what each candidate has for it is weighed as ranking.py in
index/searching/ says, near-copies are told as one (folding.py), and further passages of an article
wait for other articles.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from corpus.article import Article
from corpus.errors import InputError, StoreError
from index.derived import Derived, open_derived
from index.encoder import shared_encoder
from index.encoding.weights import DEFAULT_ENCODER
from index.engines.vectors import MANY
from index.searching.finding import Finder
from index.searching.gathering import CANDIDATES, gather, understood
from index.searching.ranking import Candidates, More, candidates
from index.searching.rerank import TOP, Scorer, reranked
from index.searching.showing import shown
from index.slips import slips
from index.store import Store
from index.stores import Stores
from index.times import Period, asked_about
from index.types import Encoder, Filters, Hit, Scope

LONGEST = 20_000  # characters of a question, after which its words cost seconds
_LEAST = 20  # passages, however few articles are asked for


class Index:
    """An opened index folder, safe to search from several threads.

    It follows builds: a search after one was published sees what it published.
    """

    def __init__(
        self, folder: str | Path, encoder: Encoder | None = None, reranker: Scorer | None = None
    ) -> None:
        """Open ``folder``; the encoder is loaded when a search first needs it.

        Where a ``reranker`` is given, it has the last word on the order of the best passages.

        Raises:
            StoreError: There is no index, or it cannot be read.
        """
        self.folder = Path(folder)
        self._encoder = encoder
        self.reranker = reranker
        self._derived: Derived | None = None
        self._lock = threading.Lock()
        self._stores = Stores(self.folder)
        self._content = (-1, "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection; a search that another thread runs fails with a StoreError."""
        self._stores.close()

    @property
    def encoder(self) -> Encoder:
        """The encoder that the index was made with.

        Raises:
            EncoderError: It cannot be loaded.
            StoreError: The model of that name is not the one the index was made with.
        """
        with self._lock:
            if self._encoder is None:
                with self._stores.one() as store:
                    # None is noted yet where the first build was cut short at once.
                    name = store.about("encoder") or DEFAULT_ENCODER
                    noted = store.about("encoder_fingerprint")
                encoder = shared_encoder(name)
                if noted not in (None, encoder.fingerprint):
                    raise StoreError(
                        f"{self.folder}: made with another version of the encoder "
                        f"{encoder.name}; build again into a new folder with --index"
                    )
                self._encoder = encoder
            return self._encoder

    def warm_up(self) -> None:
        """Load the models and the engines, so that the first search is as fast as the next."""
        self.encoder.encode(["warm up"])
        if self.reranker:
            self.reranker.scores("warm up", ["the model"])
        with self._view() as (_, derived):
            # Of many at once: what multiplies these is made when it is first needed.
            derived.vectors.table(self.encoder.encode(["warm up"] * MANY))

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The ``k`` best passages, best first.

        Raises:
            InputError: The question is empty or endless.
            NewsdeskError: The index or the encoder cannot be used.
        """
        (hits,) = self.search_many([question], k, [filters or Filters()])
        return hits

    def search_many(
        self, questions: Sequence[str], k: int = 10, filters: Sequence[Filters] | None = None
    ) -> list[list[Hit]]:
        """The ``k`` best passages for each question, all of one state of the index.

        More than four times as fast as a ``search`` for each. Some encoders (torch) round
        differently where they read texts together; then scores agree to three digits and not to
        the last.

        Args:
            questions: Standalone questions.
            k: How many passages for each.
            filters: One for each question; left out, nothing is restricted.

        Raises:
            ValueError: There are not as many filters as questions.
            InputError, NewsdeskError: As ``search`` does.
        """
        return self._ranked(questions, filters, lambda found, _: found < k)

    def search_articles(
        self, question: str, articles: int = 10, filters: Filters | None = None
    ) -> list[Hit]:
        """Passages, best first: at least twenty, and on until ``articles`` articles are met.

        Articles that only repeat others come after all the rest, where there are not enough
        without them. Fewer come back only where the filters leave no more. Raises as
        ``search`` does.
        """
        (hits,) = self.search_articles_many([question], articles, [filters or Filters()])
        return hits

    def search_articles_many(
        self,
        questions: Sequence[str],
        articles: int = 10,
        filters: Sequence[Filters] | None = None,
    ) -> list[list[Hit]]:
        """What ``search_articles`` finds for each question, many at a time as ``search_many``."""
        return self._ranked(
            questions, filters, lambda found, met: found < _LEAST or met < articles, articles
        )

    def article(self, article_id: str) -> Article | None:
        """The article of this id, as it stands now."""
        with self._stores.one() as store:
            return store.article(article_id)

    def days(self) -> tuple[str, str] | None:
        """First and last day of publication."""
        with self._stores.one() as store:
            return store.days()

    def newest(self, count: int) -> list[tuple[str, str]]:
        """Titles and texts of the newest articles, newest first."""
        with self._stores.one() as store:
            return store.newest(count)

    def outlets(self) -> list[str]:
        """Every outlet, the one with most articles first."""
        with self._stores.one() as store:
            return [name for name, _ in store.outlets() if name]

    @property
    def fingerprint(self) -> str:
        """Digest of the articles and the encoder: equal means equal answers."""
        with self._stores.one() as store, store.snapshot() as generation:
            known, content = self._content
            if known != generation:
                # Reads a row of every article: once for each generation, not for each answer.
                content = store.content()
                self._content = generation, content
            models = [store.about("encoder_fingerprint") or ""]
        models += [self.reranker.fingerprint] if self.reranker else []
        return "-".join((content, *models))

    def rarity(self, term: str) -> float:
        """A term's smoothed inverse document frequency over articles (index/engines/rarity.py)."""
        with self._view() as (_, derived):
            return derived.rarity(term)

    def period(self, question: str, filters: Filters) -> Period | None:
        """The time that a question asks about, if its words name one.

        It counts from ``as_of``, else from the newest article that the filters let through,
        whichever articles they name.
        """
        filters = replace(filters, articles=frozenset())
        with self._view() as (store, derived):
            newest = derived.newest_day(derived.allowed(filters, store))
            return asked_about(question, filters.as_of, newest)

    def scope(self, filters: Filters) -> Scope:
        """What the filters leave to be searched."""
        with self._view() as (store, derived):
            return derived.scope(derived.allowed(filters, store))

    def passages(self, filters: Filters) -> int:
        """How many passages the filters leave to be searched."""
        with self._view() as (store, derived):
            return derived.count(derived.allowed(filters, store))

    def mentioned(self, word: str) -> bool:
        """Whether any article has the word, in text, title, outlet or authors."""
        with self._view() as (store, derived):
            return derived.mentions(word, store)

    def respelled(self, word: str) -> str | None:
        """Of the words that are one slip of the finger away the one that most articles have; None
        where an article has the word itself, or none has them."""
        with self._view() as (store, derived):
            return None if derived.mentions(word, store) else derived.most_frequent(slips(word))

    def candidates(self, question: str, filters: Filters) -> tuple[Candidates, Derived]:
        """What a search of a large index weighs, before it is weighed; for training."""
        with self._view() as (store, derived):
            (query,) = understood([(_checked(question), filters)], store, derived)
            query = replace(query, taken=CANDIDATES)
            found = gather([query], self.encoder.encode([query.question]), None, derived)
            return candidates([query], found, derived), derived

    def _ranked(
        self,
        questions: Sequence[str],
        filters: Sequence[Filters] | None,
        more: More,
        articles_wanted: int = 0,
    ) -> list[list[Hit]]:
        filters = [Filters()] * len(questions) if filters is None else filters
        asked = list(zip(map(_checked, questions), filters, strict=True))
        with self._stores.one() as store:
            if store.is_empty:  # perhaps so early that no encoder is noted
                return [[] for _ in asked]
        with self._view() as (store, derived):
            queries = understood(asked, store, derived)
            finder = Finder(derived, self.encoder.encode, self._enough(more), articles_wanted)
            hits = shown(finder.best(queries), store)
        if self.reranker:
            return [
                reranked(question, found, self.reranker, more)
                for (question, _), found in zip(asked, hits, strict=True)
            ]
        return hits

    def _enough(self, more: More) -> More:
        """``more``, but never less than the reranker reads."""
        return (lambda found, met: found < TOP or more(found, met)) if self.reranker else more

    @contextmanager
    def _view(self) -> Iterator[tuple[Store, Derived]]:
        """The store and the engines, of one and the same generation."""
        with self._stores.one() as store, store.snapshot() as generation:
            derived = self._derived
            if derived is None or derived.generation != generation:
                with self._lock:
                    derived = self._derived
                    if derived is None or derived.generation != generation:
                        derived = self._derived = open_derived(self.folder, store)
            yield store, derived


def _checked(question: str) -> str:
    """The question in characters that an encoder takes: a lone surrogate becomes "?"."""
    if not question.strip():
        raise InputError("question: empty; ask something")
    if len(question) > LONGEST:
        raise InputError(f"question: {len(question):,} characters; search with at most {LONGEST:,}")
    return question.encode("utf-8", "replace").decode()
