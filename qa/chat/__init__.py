"""The chat: a page that answers in the articles' own words and opens what it cites.

Read in this order: ``server`` (what starts), ``page`` (what is on it and what each event
does), ``render`` and ``source`` (an answer, an article -> safe HTML; no gradio in them).
"""

import os
from collections.abc import Sequence
from pathlib import Path

# Read by gradio when it is imported or launched, so they must be set before. Any other word than
# this one means yes; and after every event it sums up the last 10,000 in a table, which costs
# every visitor time and memory, for a page of figures that is not served.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"


def serve(
    folders: Sequence[Path] = (),
    *,
    share: bool = False,
    auth: tuple[tuple[str, str], ...] = (),
    rate: int | None = None,
    reranker: str | None = None,
) -> None:
    """Serve the chat until interrupted.

    Args:
        folders: Of each, its index and those of the folders in it; by default
            ``$NEWSDESK_INDEX``, then ``./.newsdesk``, into which the sample articles are
            indexed first where it holds no index.
        share: Ask for a public link too; without a network a hint is printed instead.
        auth: Names and passwords that are asked for, by default those in $NEWSDESK_AUTH;
            where there are none, everyone is let in.
        rate: Most questions of a visitor a minute; by default 20 where the page is shared,
            hosted or open to a network, and no limit on this machine alone.
        reranker: A model that orders the passages found, see ``index.searching.rerank``.

    Raises:
        InputError: One of the folders holds no index, ``auth`` makes no sense, or the
            address of the environment is none.
    """
    from qa.chat.settings import Settings, parse_auth, require_address

    require_address()
    from qa.chat.server import run  # gradio takes seconds to import: only who serves pays

    settings = Settings(share=share, auth=auth or parse_auth(None), rate=rate)
    run(folders, settings, reranker)
