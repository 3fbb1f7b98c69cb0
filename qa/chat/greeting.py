"""What stands there before a question: a greeting from the index, or a kept conversation."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from typing import Any

import gradio as gr

from qa.chat import render
from qa.chat.doorkeeper import Doorkeeper
from qa.chat.indexes import Indexes
from qa.chat.loading import Desk, Loading, explain

SUGGESTIONS = 4


def greeter(indexes: Indexes) -> Callable[..., AsyncIterator[Any]]:
    """The event of a page or of another index being opened: says how far it is.

    Its outputs are the welcome with its suggestions, its own line, the field of outlets
    and the shelf, which offers the indexes. Of the outlets that are chosen, those stay that
    the index has.
    """

    async def greet(index: str, outlets: list[str] | None) -> AsyncIterator[Any]:
        yield gr.skip(), "", gr.skip(), gr.update(**indexes.offered, greeted=True)
        try:
            loading = indexes.loading(index)
            async for stage in _stages(loading, loading.opened):
                yield gr.skip(), stage, gr.skip(), gr.skip()
            desk = loading.opened.result()
            empty, names = await asyncio.to_thread(_held, desk)
            field = gr.update(
                choices=[(name, name) for name in names],
                value=[name for name in outlets or () if name in names],
            )
            welcome = render.empty() if empty else render.welcome(())
            yield welcome, gr.skip(), field, gr.skip()
            async for stage in _stages(loading, loading.ready):
                yield gr.skip(), stage, gr.skip(), gr.skip()
            loading.ready.result()
            yield gr.skip(), "", gr.skip(), gr.skip()
            if not empty:
                suggestions = await asyncio.to_thread(desk.suggestions, SUGGESTIONS)
                yield render.welcome(suggestions), gr.skip(), gr.skip(), gr.skip()
        except Exception as error:  # said on the page; the unforeseen is logged in full
            yield gr.skip(), render.notice(explain(error), alarm=True), gr.skip(), gr.skip()

    return greet


def opener(indexes: Indexes, door: Doorkeeper) -> Callable[[gr.EventData, gr.Request], Any]:
    """The event of a kept conversation being opened.

    Its outputs are those of ``Responder``.
    """

    def open_kept(event: gr.EventData, request: gr.Request) -> tuple[Any, Any, Any, Any]:
        kept = event._data.get("exchanges")
        idle = gr.update(submit_btn="Ask", stop_btn=False)
        try:
            door.besides(request)
            _, exchanges = indexes.reopened(kept)
        except Exception as error:  # said on the page; the unforeseen is logged in full
            return idle, gr.skip(), render.notice(explain(error), alarm=True), gr.skip()
        said = render.notice(f"Conversation opened, {len(exchanges)} questions.", hidden=True)
        return idle, render.conversation(exchanges), said, exchanges

    return open_kept


def _held(desk: Desk) -> tuple[bool, list[str]]:
    return desk.empty(), desk.outlets()


async def _stages(loading: Loading, future: Future[Desk]) -> AsyncIterator[str]:
    """How far it is until the future is done, looked at once a second and said once."""
    waiting = asyncio.wrap_future(future)
    said = ""
    while not waiting.done():
        if loading.stage != said:
            said = loading.stage
            yield render.notice(said)
        await asyncio.wait({waiting}, timeout=1)
    waiting.exception()  # seen here; told where the result is asked for
