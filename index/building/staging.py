"""New and changed articles on their way into the store: cut, embedded, written.

A batch is one transaction. While the encoder reads one batch, the next one is read from its
source and cut, so that no core waits for a tokenizer; every word that is said to the store
is said by one thread, in one order.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from corpus import passages as cutting
from corpus.article import Article
from corpus.errors import EncoderError
from index.building.writer import StoreWriter
from index.storage.rows import pack_vectors
from index.types import Encoder

_BATCH_CHARACTERS = 1_000_000  # of article text: some 10 seconds of embedding on two cores
_FIRST_CHARACTERS = 50_000  # of the first batch, which the encoder waits for; each next has twice


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article to be written; ``changed`` where the index has another version of it."""

    article: Article
    changed: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What was written in one transaction."""

    incoming: list[Incoming]
    passages: int


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article and, for each of its passages, what the encoder reads and its digest."""

    article: Article
    passages: list[cutting.Passage]
    inputs: list[str]
    reads: list[int]


def stage(
    store: StoreWriter,
    encoder: Encoder,
    articles: Iterable[Incoming],
    beside: Callable[[], object] = lambda: None,
) -> Iterator[Batch]:
    """Write the articles as staged ones; gives each batch when it is written.

    Where there are any, ``beside`` is called once, while the first batch is embedded: before
    that it would keep the encoder waiting. What it raises is raised after the last batch.

    Raises:
        EncoderError: What the encoder gave are not as many vectors of finite numbers.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="cutting") as cutter:
        waiting: tuple[list[Incoming], Future[list[_Prepared]]] | None = None
        for batch in _batches(articles):
            following = batch, cutter.submit(_prepare, batch, encoder)
            if waiting is None:
                aside = cutter.submit(beside)
            else:
                yield Batch(waiting[0], _write(store, encoder, waiting[1].result()))
            waiting = following
        if waiting is not None:
            yield Batch(waiting[0], _write(store, encoder, waiting[1].result()))
            aside.result()


def _batches(articles: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    batch: list[Incoming] = []
    size, enough = 0, _FIRST_CHARACTERS
    for incoming in articles:
        batch.append(incoming)
        size += len(incoming.article.text)
        if size >= min(enough, _BATCH_CHARACTERS):
            yield batch
            batch, size, enough = [], 0, enough * 2
    if batch:
        yield batch


def _prepare(batch: Iterable[Incoming], encoder: Encoder) -> list[_Prepared]:
    prepared = []
    for article in (incoming.article for incoming in batch):
        passages = cutting.cut(article, encoder.count, encoder.max_tokens)
        header = cutting.header(article, encoder.count)
        inputs = [f"{header}\n{passage.text}" for passage in passages]
        reads = [_digest(text) for text in inputs]
        prepared.append(_Prepared(article, passages, inputs, reads))
    return prepared


def _write(store: StoreWriter, encoder: Encoder, prepared: list[_Prepared]) -> int:
    """Embed what the encoder has not read before, and write a batch; gives its passages."""
    texts = {
        read: text for item in prepared for read, text in zip(item.reads, item.inputs, strict=True)
    }
    vectors = {read: store.known_vector(read) for read in texts}
    fresh = [read for read, vector in vectors.items() if vector is None]
    encoded = encoder.encode([texts[read] for read in fresh])
    if encoded.shape != (len(fresh), encoder.dimension) or not np.isfinite(encoded).all():
        raise EncoderError(
            f"encoder {encoder.name}: what it made of article {prepared[0].article.id} and those "
            f"read with it is not {len(fresh)} vectors of {encoder.dimension} finite numbers; "
            "build into a new folder, and name another encoder with --encoder"
        )
    vectors |= dict(zip(fresh, pack_vectors(encoded), strict=True))
    with store.transaction():
        for item in prepared:
            rows = [
                (passage, read, vector)
                for passage, read in zip(item.passages, item.reads, strict=True)
                if (vector := vectors[read]) is not None
            ]
            store.stage(item.article, rows)
    store.fold_long_log()
    return sum(len(item.passages) for item in prepared)


def _digest(text: str) -> int:
    """64 bits of a text, as SQLite's signed integers hold them."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)
