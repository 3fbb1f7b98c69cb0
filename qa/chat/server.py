"""From folders to a served page."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware

from corpus import SAMPLES
from corpus.errors import InputError
from corpus.read import read_all
from index.build import Summary, build
from index.building.writer import StoreWriter
from index.deriving import FOLDER
from index.store import Store
from qa.answer import default_folder
from qa.chat.desk import IndexedDesk
from qa.chat.guard import Guard
from qa.chat.indexes import Indexes
from qa.chat.loading import Desk, OpenDesk, Say
from qa.chat.page import look, page
from qa.chat.settings import Settings
from qa.visiting.named import identity, named

_MOST_BYTES = 500_000_000  # of one uploaded file
_WHO = "This Newsdesk is for those who were given a name and a password."
_OFFLINE_SHARE = (
    "No public link could be made: this machine has no way out to the internet. The page is "
    "served here all the same. To open it to your own network, set GRADIO_SERVER_NAME=0.0.0.0 "
    "and give out this machine's address."
)


def run(folders: Sequence[Path], settings: Settings, reranker: str | None = None) -> None:
    """Serve the chat over the indexes of these folders until interrupted.

    Raises:
        InputError: One of the folders holds no index.
    """
    blocks = page(offered(folders, reranker), settings)
    # A Space's visitors come from outside; elsewhere the environment says who may.
    name = "0.0.0.0" if settings.hosted and not os.environ.get("GRADIO_SERVER_NAME") else None
    quiet = not settings.share  # gradio's words on sharing are for who calls it from Python
    _, here, link = blocks.launch(
        share=settings.share, server_name=name, quiet=quiet, **launching(settings)
    )
    if quiet:
        print(f"* Running on local URL:  {here}", flush=True)
    else:
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
        "auth_message": _WHO,
        "max_file_size": _MOST_BYTES if settings.adds else 1,
    }


def offered(folders: Sequence[Path], reranker: str | None = None) -> Indexes:
    """The indexes of these folders, else of the default one, which alone may hold none yet.

    New ones are made in the first folder.

    Raises:
        InputError: One of the folders holds none.
    """
    held = named(folders or [default_folder()], new=not folders)
    first = folders[0] if folders else default_folder()

    def begin(name: str) -> OpenDesk:
        held[name] = _begun(first / name)
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
