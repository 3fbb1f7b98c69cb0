"""From a folder to a served page."""

import os
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware

from qa.chat.guard import Guard
from qa.chat.loading import Desk, Loading, Say
from qa.chat.page import look, page

_OFFLINE_SHARE = (
    "No public link could be made: this machine has no way out to the internet. The page is "
    "served here all the same. To open it to your own network, set GRADIO_SERVER_NAME=0.0.0.0 "
    "and give out this machine's address."
)


def run(directory: Path | None, *, share: bool = False) -> None:
    """Serve the chat over ``directory`` until interrupted."""
    folder = directory or Path(os.environ.get("NEWSDESK_INDEX") or ".newsdesk")
    loading = Loading(lambda say: _open(folder, say)).start()
    blocks = page(loading)
    _, _, link = blocks.launch(share=share, **launching())
    if share:
        # Else gradio serves a page whose script comes from elsewhere: through the link, and
        # to this machine's own browser too, the page must be the one that is served here.
        blocks.share = False
        if not link:
            print(_OFFLINE_SHARE, flush=True)
    blocks.block_thread()


def launching() -> dict[str, Any]:
    """Arguments of ``launch`` that hold wherever the page is served."""
    return {
        **look(),
        "prevent_thread_lock": True,
        "ssr_mode": False,
        "app_kwargs": {"middleware": [Middleware(Guard)]},
        "max_file_size": 1,  # bytes; there is nothing to upload
    }


def _open(folder: Path, say: Say) -> Desk:
    if not (folder / "newsdesk.sqlite").exists():
        say("Indexing the sample articles, the first time only …")
        _build_samples(folder)
    from qa import Assistant  # loads numerical libraries: not before the page is up

    return Assistant.open(folder)


def _build_samples(folder: Path) -> None:
    from index.build import build

    build(folder, [])
