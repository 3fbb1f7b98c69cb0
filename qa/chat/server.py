"""From folders to a served page."""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from starlette.middleware import Middleware

from corpus import SAMPLES
from corpus.article import Article
from corpus.errors import InputError
from corpus.findings import Rejected
from corpus.read import read_all
from index.build import Progress, Summary, build
from index.deriving import FOLDER
from index.feedback import Feedback, keep, withdraw
from index.search import Index
from index.store import Store
from index.types import Filters
from index.writer import StoreWriter
from qa.ahead import Found
from qa.answer import Assistant, default_folder
from qa.chat.guard import Guard
from qa.chat.indexes import Indexes
from qa.chat.loading import Desk, OpenDesk, Say
from qa.chat.page import look, page
from qa.chat.settings import Settings
from qa.settings import Settings as ModelSettings
from qa.types import Answer, Turn
from qa.visiting.named import identity, named
from qa.visiting.suggest import further
from qa.visiting.tried import answered

_MOST_BYTES = 500_000_000  # of one uploaded file
_TRIED = 20  # questions, before they are offered at the start
_TRIED_ON = 6  # after an answer
_OFFLINE_SHARE = (
    "No public link could be made: this machine has no way out to the internet. The page is "
    "served here all the same. To open it to your own network, set GRADIO_SERVER_NAME=0.0.0.0 "
    "and give out this machine's address."
)


def run(folders: Sequence[Path], settings: Settings, reranker: str | None = None) -> None:
    """Serve the chat over the indexes of these folders until interrupted.

    Raises:
        InputError: One of several holds no index.
    """
    blocks = page(offered(folders or [default_folder()], reranker), settings)
    # A Space's visitors come from outside; elsewhere the environment says who may.
    name = "0.0.0.0" if settings.hosted and not os.environ.get("GRADIO_SERVER_NAME") else None
    _, _, link = blocks.launch(share=settings.share, server_name=name, **launching(settings))
    if settings.share:
        # Else gradio serves a page whose script comes from elsewhere: through the link, and
        # to this machine's own browser too, the page must be the one that is served here.
        blocks.share = False
        if not link:
            print(_OFFLINE_SHARE, flush=True)
    blocks.block_thread()


def launching(settings: Settings) -> dict[str, Any]:
    """Arguments of ``launch``, besides a public link."""
    return {
        **look(),
        "prevent_thread_lock": True,
        "ssr_mode": False,
        "app_kwargs": {"middleware": [Middleware(Guard, uploads=settings.adds)]},
        "auth": list(settings.auth) or None,
        "max_file_size": _MOST_BYTES if settings.adds else 1,
    }


class IndexedDesk(Assistant):
    """The assistant, with what readers bring and say going into its index's folder."""

    def __init__(self, index: Index, settings: ModelSettings | None = None) -> None:
        """As the assistant."""
        super().__init__(index, settings)
        self._offered: tuple[str, list[str]] = ("", [])  # for which state of the index
        self._offering = Lock()
        self._asked = 0  # questions that are being answered
        self._counting = Lock()

    def empty(self) -> bool:
        """Whether the index holds no article."""
        return not self.index.newest(1)

    def suggestions(self, count: int) -> list[str]:
        """Questions that are answered; tried once for each state of the index."""
        with self._offering:
            state, found = self._offered
            if state != self.fingerprint:
                found = answered(self, super().suggestions(_TRIED), count)
                self._offered = self.fingerprint, found
            return found[:count]

    def stream(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
        found: Found | None = None,
    ) -> Iterator[Answer]:
        """As the assistant."""
        self._count(1)
        try:
            yield from super().stream(question, filters=filters, history=history, found=found)
        finally:
            self._count(-1)

    def follow_ups(
        self, answer: Answer, count: int, *, filters: Filters, history: Sequence[Turn]
    ) -> list[str]:
        """Questions that an answer gives rise to, and that are answered.

        Whoever asks goes first: then no more are tried, and those found by then are given.
        """
        likely = further(answer, _TRIED_ON)
        return answered(
            self, likely, count, filters=filters, history=history, wanted=lambda: not self._asked
        )

    def _count(self, more: int) -> None:
        with self._counting:
            self._asked += more

    def add(self, articles: Iterable[Article | Rejected], progress: Progress) -> Summary:
        """Add articles to the index; tells how far it is.

        Raises:
            BusyError: A build is running.
            InputError: Nothing could be read.
        """
        return build(
            self.index.folder,
            articles,
            encoder=self.index.encoder,
            about={"samples": "no"},
            progress=progress,
        )

    def keep(self, said: Feedback) -> None:
        """Store a reader's verdict."""
        keep(self.index.folder, said)

    def withdraw(self, exchange: str, article: str) -> None:
        """Forget one."""
        withdraw(self.index.folder, exchange, article)


def offered(folders: Sequence[Path], reranker: str | None = None) -> Indexes:
    """The indexes of these folders; new ones are made in the first folder.

    Raises:
        InputError: One of several folders holds none.
    """
    held = named(folders)

    def begin(name: str) -> OpenDesk:
        held[name] = _begun(folders[0] / name)
        return opened(name)

    def opened(name: str) -> OpenDesk:
        return partial(open_desk, held[name], reranker=reranker)

    return Indexes({name: opened(name) for name in held}, begin, lambda name: identity(held[name]))


def _begun(folder: Path) -> Path:
    """The folder, with an empty index in it.

    Raises:
        InputError: There is something of that name.
    """
    if folder.exists() or folder.name == FOLDER:
        raise InputError(f"{folder.name}: is there already, in {folder.parent}. Take another name.")
    StoreWriter(folder, create=True).close()
    return folder


def open_desk(folder: Path, say: Say, reranker: str | None = None) -> Desk:
    """The desk over ``folder``, which is filled with the sample articles if it is not there.

    Args:
        folder: The index.
        say: Takes a sentence on how far it is.
        reranker: As ``Assistant.open`` takes it.

    Raises:
        NewsdeskError: The index or the encoder cannot be used.
    """
    if _wants_samples(folder):
        _build_samples(folder, say)
    return IndexedDesk.open(folder, reranker)


def _wants_samples(folder: Path) -> bool:
    """There is no index, or one whose first build of the samples was cut short."""
    if not Store.exists(folder):
        return True
    with Store(folder) as store:
        return store.about("samples") == "only" and not store.counts()["articles"]


def _build_samples(folder: Path, say: Say) -> None:
    def show(summary: Summary) -> None:
        say(f"Indexing the sample articles, this first time only: {summary.added} done …")

    show(Summary())
    build(folder, read_all([SAMPLES]), wait=True, about={"samples": "only"}, progress=show)
