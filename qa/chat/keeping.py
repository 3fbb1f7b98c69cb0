"""What the browser asks of the server for a reader who takes something away or has a say.

The browser sends the exchanges that it keeps; they are read back against the index, so
that what is exported or stored is what the articles say now. Payloads may be anything.
"""

from collections.abc import Callable
from typing import Any

import gradio as gr

from corpus.errors import InputError
from qa.chat.doorkeeper import Doorkeeper
from qa.chat.indexes import Indexes
from qa.chat.loading import explain
from qa.export import export
from qa.visiting.feedback import feedback

ServerFunction = Callable[[Any, gr.Request], dict[str, str]]
"""From a payload to what the browser needs, or to ``problem``, a sentence."""


def taker(indexes: Indexes, door: Doorkeeper) -> ServerFunction:
    """Exports: ``{"format", "exchanges"}`` to ``{"name", "type", "text"}``."""

    def take(payload: Any, request: gr.Request) -> dict[str, str]:
        def made() -> dict[str, str]:
            door.besides(request)
            row = _row(payload)
            _, exchanges = indexes.reopened(row.get("exchanges"))
            done = export(str(row.get("format")), exchanges)
            return {"name": done.name, "type": done.media_type, "text": done.text}

        return _told(made)

    return take


def judge(indexes: Indexes, door: Doorkeeper) -> ServerFunction:
    """Verdicts: ``{"exchanges", "verdict", "article"?}`` to ``{"said"}``; null withdraws."""

    def have_a_say(payload: Any, request: gr.Request) -> dict[str, str]:
        def noted() -> dict[str, str]:
            door.besides(request)
            row = _row(payload)
            desk, exchanges = indexes.reopened(row.get("exchanges"))
            article = str(row.get("article") or "")
            if row.get("verdict") is None and exchanges:
                desk.withdraw(exchanges[-1].id, article)
                return {"said": "Taken back."}
            desk.keep(feedback(exchanges, str(row.get("verdict")), article))
            return {"said": "Thank you. Noted in this index."}

        return _told(noted)

    return have_a_say


def _row(payload: Any) -> dict[str, Any]:
    if not isinstance(payload, dict):
        raise InputError("This request is not one that the page makes. Reload it.")
    return payload


def _told(work: Callable[[], dict[str, str]]) -> dict[str, str]:
    try:
        return work()
    except Exception as error:  # said on the page
        return {"problem": explain(error)}
