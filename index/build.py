"""Articles into the index: added, changed and removed.

Articles stream through in batches: read, cut, embedded, written. A batch is one
transaction, so a killed build goes on where it stopped, and what was written once is
neither read by the encoder nor stored again. At the end everything becomes current at
once, with the engines' files already made.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from corpus import passages as cutting
from corpus.article import Article
from corpus.errors import EncoderError, InputError, StoreError
from corpus.findings import Rejected
from index.building.lock import held
from index.building.rejections import Rejections, forget_rejections, rejections
from index.building.staging import Batch, Incoming, stage
from index.building.writer import StoreWriter
from index.derived import discard_stale
from index.deriving import import_ahead, make_derived
from index.encoder import load_encoder
from index.encoding.weights import DEFAULT_ENCODER
from index.feedback import forget_verdicts
from index.store import Store
from index.types import Encoder


@dataclass(slots=True)
class Summary:
    """What a build did, in numbers of articles; ``rejected`` counts inputs."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: int = 0
    passages: int = 0
    characters: int = 0  # of the articles that were embedded
    read_characters: int = 0  # of all articles
    seconds: float = 0.0
    first_rejected: list[Rejected] = field(default_factory=list)
    unread: Rejected | None = None  # the first source that could not be read as a whole
    addresses: set[str] = field(default_factory=set)  # of what was rejected

    def count(self, batch: Batch) -> None:
        """Add what a batch wrote."""
        for incoming in batch.incoming:
            self.changed += incoming.changed
            self.added += not incoming.changed
            self.characters += len(incoming.article.text)
        self.passages += batch.passages

    def reject(self, rejected: Rejected) -> None:
        """Count what was rejected."""
        self.rejected += 1
        if len(self.first_rejected) < 10:
            self.first_rejected.append(rejected)
        if "://" in rejected.where:
            self.addresses.add(rejected.where)
        if rejected.whole and self.unread is None:
            self.unread = rejected


Progress = Callable[[Summary], None]
"""Called after each batch with what was done so far."""


def build(
    folder: Path,
    articles: Iterable[Article | Rejected],
    *,
    encoder: Encoder | None = None,
    prune: bool = False,
    wait: bool = False,
    about: dict[str, str] | None = None,
    progress: Progress = lambda summary: None,
) -> Summary:
    """Bring the index in ``folder`` up to date with the articles.

    Args:
        folder: The index folder; made where it is missing.
        articles: What the readers found, as a stream. Of several articles of one id the
            first is taken, and those that differ from it are rejected.
        encoder: The embedding model; by default the one the index was made with.
        prune: Remove current articles that are not among ``articles``: none where a source could
            not be read as a whole, for nobody knows what it holds, and none whose address was
            rejected.
        wait: Wait for another build to end, rather than fail.
        about: Further properties to note, with what this build publishes.
        progress: Called after each batch.

    Raises:
        BusyError: Another build is running on the folder.
        StoreError: The index is of another format, encoder or way of cutting.
        EncoderError: The embedding model cannot be loaded, or gives wrong vectors.
        InputError: There was no article to read at all; nothing is removed then.
    """
    with held(folder, wait), StoreWriter(folder, create=True) as store:
        encoder = _settle_encoder(store, folder, encoder)
        started = time.monotonic()
        summary = Summary()
        with rejections(folder) as rejected:
            store.start_run()
            incoming = _new_articles(store, articles, summary, rejected)
            noted = _noting(store, encoder, incoming)
            for batch in stage(store, encoder, noted, import_ahead):
                summary.count(batch)
                summary.seconds = time.monotonic() - started
                progress(summary)
        if not summary.read_characters:
            raise InputError(_nothing_read(summary))
        gone = _gone(store, summary) if prune else []
        summary.removed = len(gone)
        if summary.added or summary.changed or gone or store.generation == 0:
            _publish(store, folder, gone, about or {})
        else:
            store.discard_unseen_stage()
            store.compact()
            discard_stale(folder, store.generation)  # which a killed build may have left
        summary.seconds = time.monotonic() - started
        return summary


def remove(folder: Path, article_ids: Iterable[str], *, wait: bool = False) -> list[str]:
    """Remove articles; gives the ids that were not in the index.

    No byte of them stays in the folder, also where an earlier removal was killed.

    Raises:
        BusyError: A build is running on the folder.
        StoreError: There is no index.
    """
    Store(folder).close()
    with held(folder, wait), StoreWriter(folder) as store:
        wanted = list(dict.fromkeys(article_ids))
        versions = {name: store.versions(name) for name in wanted}
        texts = {name: [text for _, text in found] for name, found in versions.items()}
        # First, while it is known where the articles came from and what they said.
        forget_rejections(folder, wanted, [url for found in versions.values() for url, _ in found])
        forget_verdicts(folder, texts)
        if any(versions.values()):
            store.start_run()
            _publish(store, folder, wanted)
        store.scrub()
        alone = store.compact()
        # Who still read what was there before may have made its files again, and judged what it
        # answered.
        discard_stale(folder, store.generation)
        forget_verdicts(folder, texts)
        if not alone:
            raise StoreError(
                f"{folder}: removed, but readers are at work on what was there before; "
                "remove the same articles again when they are done"
            )
        return [name for name, found in versions.items() if not found]


def _settle_encoder(store: StoreWriter, folder: Path, encoder: Encoder | None) -> Encoder:
    """The encoder of this index; in a new one, of which none is noted yet, any."""
    noted = store.about("encoder")
    encoder = encoder or load_encoder(noted or DEFAULT_ENCODER)
    if encoder.max_tokens < cutting.LEAST_TOKENS:
        raise EncoderError(
            f"encoder {encoder.name}: reads {encoder.max_tokens} tokens, and a passage with its "
            f"title needs {cutting.LEAST_TOKENS}; name another encoder"
        )
    for key in ("encoder_fingerprint", "cutting") if noted else ():
        if store.about(key) != _properties(encoder)[key]:
            what = f"the encoder {noted}" if key != "cutting" else "another way of cutting articles"
            raise StoreError(
                f"{folder}: made with {what}, and this build would use {encoder.name}, "
                f"version {cutting.VERSION}; build into a new folder with --index"
            )
    if noted and noted != encoder.name:  # the same model in another folder
        with store.transaction():
            store.set_about("encoder", encoder.name)
    return encoder


def _properties(encoder: Encoder) -> dict[str, str]:
    """What an index notes of the encoder that it is made with."""
    return {
        "encoder": encoder.name,
        "encoder_fingerprint": encoder.fingerprint,
        "dimension": str(encoder.dimension),
        "cutting": str(cutting.VERSION),
    }


def _noting(
    store: StoreWriter, encoder: Encoder, incoming: Iterable[Incoming]
) -> Iterator[Incoming]:
    """``incoming``; before the first of it is written the encoder is noted, and not without any."""
    for number, each in enumerate(incoming):
        if number == 0 and store.about("encoder") is None:
            with store.transaction():
                for key, value in _properties(encoder).items():
                    store.set_about(key, value)
        yield each


def _new_articles(
    store: StoreWriter,
    articles: Iterable[Article | Rejected],
    summary: Summary,
    rejected: Rejections,
) -> Iterator[Incoming]:
    """Articles that have to be written; the others are only counted."""
    for found in articles:
        article = found if isinstance(found, Rejected) else _seen_once(store, found)
        if article is None:
            continue
        if isinstance(article, Rejected):
            summary.reject(article)
            rejected.add(article)
            continue
        summary.read_characters += len(article.text)
        current, staged = store.hashes(article.id)
        if current == article.hash:
            summary.unchanged += 1
            if staged is not None:  # of a killed build that read another version
                store.unstage(article.id)
            continue
        if staged != article.hash:
            yield Incoming(article, changed=current is not None)
        elif current is None:  # a killed build has written it
            summary.added += 1
        else:
            summary.changed += 1


def _seen_once(store: StoreWriter, article: Article) -> Article | Rejected | None:
    """The article; None where this run met it before, a rejection where that was another.

    The readers see to this for all that they read together; other streams come as they are.
    """
    earlier = store.mark_seen(article)
    if earlier is None:
        return article
    if earlier == article.hash:
        return None
    return Rejected(
        article.source.url or article.id,
        None,
        f"id: {article.id!r} is that of an article read before; give each its own",
    )


def _gone(store: StoreWriter, summary: Summary) -> list[str]:
    """What pruning removes."""
    if summary.unread:
        return []
    return [name for name, url in store.unseen() if url not in summary.addresses]


def _nothing_read(summary: Summary) -> str:
    if not summary.first_rejected:
        return "nothing could be read: there are no articles in what was named"
    first = summary.first_rejected[0]
    place = first.where if first.line is None else f"{first.where}:{first.line}"
    return f"nothing could be read; {summary.rejected} rejected, the first {place}: {first.reason}"


def _publish(
    store: StoreWriter,
    folder: Path,
    gone: Iterable[str],
    about: Mapping[str, str] = MappingProxyType({}),
) -> None:
    store.discard_unseen_stage()
    with store.transaction():
        for key, value in about.items():
            store.set_about(key, value)
        published = store.publish(gone)
        make_derived(folder, store, published.gone)
    store.compact()
    discard_stale(folder, published.generation)
