"""What stands there before a question: a greeting from the index, or a kept conversation."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from typing import Any

import gradio as gr

from corpus.errors import NewsdeskError
from qa.chat import render
from qa.chat.indexes import Indexes
from qa.chat.loading import Desk, Loading, explain
from qa.visiting.conversation import Exchange, asked_of, restored

SUGGESTIONS = 4
_IDLE = gr.Textbox(submit_btn="Ask", stop_btn=False)


def greeter(indexes: Indexes) -> Callable[..., AsyncIterator[Any]]:
    """The event of a page being opened: says how far loading is until it is done or failed.

    Its outputs are the welcome with its suggestions, the status line, the field of outlets
    and the shelf, which offers the indexes.
    """

    async def greet(
        exchanges: list[Exchange], index: str, outlets: list[str] | None
    ) -> AsyncIterator[Any]:
        yield gr.skip(), gr.skip(), gr.skip(), gr.HTML(names=indexes.names)
        try:
            loading = indexes.loading(index)
        except NewsdeskError as error:
            yield gr.skip(), render.notice(str(error), alarm=True), gr.skip(), gr.skip()
            return
        async for welcome, status, field in _greeting(loading, outlets):
            yield gr.skip() if exchanges else welcome, status, field, gr.skip()

    return greet


def opener(indexes: Indexes) -> Callable[..., AsyncIterator[Any]]:
    """The event of a kept conversation being opened, or, where it is empty, of a new one.

    Its outputs are those of ``Responder``, the welcome and the field of outlets.
    """

    async def open_kept(outlets: list[str] | None, event: gr.EventData) -> AsyncIterator[Any]:
        kept = event._data.get("exchanges")
        try:
            loading = indexes.loading(asked_of(kept) or event._data.get("index"))
            exchanges: list[Exchange] = []
            if kept:
                desk = await asyncio.wrap_future(loading.opened)
                exchanges = await asyncio.to_thread(restored, kept, desk.article)
        except Exception as error:  # said on the page; the unforeseen is logged in full
            problem = render.notice(explain(error), alarm=True)
            yield _IDLE, gr.skip(), problem, gr.skip(), gr.skip(), gr.skip()
            return
        said = f"Conversation opened, {len(exchanges)} questions." if exchanges else ""
        shown = render.conversation(exchanges), render.notice(said, hidden=True), exchanges
        yield _IDLE, *shown, gr.skip(), gr.skip()
        async for welcome, status, field in _greeting(loading, outlets):
            yield gr.skip(), gr.skip(), status, gr.skip(), welcome, field

    return open_kept


async def _greeting(loading: Loading, outlets: list[str] | None) -> AsyncIterator[Any]:
    """The welcome, the status line and the field of outlets, as an index comes up.

    Of the ``outlets`` that are chosen, those stay that the index has.
    """
    try:
        async for _ in _until(loading.opened):
            yield gr.skip(), _stage(loading), gr.skip()
        desk = loading.opened.result()
        suggestions, names = await asyncio.to_thread(_offers, desk)
        waits = not loading.ready.done()
        yield (
            render.welcome(suggestions) if suggestions else render.empty(),
            _stage(loading) if waits else gr.skip(),
            gr.Dropdown(
                choices=[(name, name) for name in names],
                value=[name for name in outlets or () if name in names],
            ),
        )
        async for _ in _until(loading.ready):
            yield gr.skip(), _stage(loading), gr.skip()
        loading.ready.result()
        # Where nothing was said, what another event says of its own may stand there.
        yield gr.skip(), "" if waits else gr.skip(), gr.skip()
    except Exception as error:  # said on the page; the unforeseen is logged in full
        yield gr.skip(), render.notice(explain(error), alarm=True), gr.skip()


def _offers(desk: Desk) -> tuple[list[str], list[str]]:
    return desk.suggestions(SUGGESTIONS), desk.outlets()


async def _until(future: Future[Desk]) -> AsyncIterator[None]:
    """Ticks about once a second until the future is done."""
    waiting = asyncio.wrap_future(future)
    while not waiting.done():
        yield
        await asyncio.wait({waiting}, timeout=1)
    waiting.exception()  # seen here; told where the result is asked for


def _stage(loading: Loading) -> str:
    return render.notice(loading.stage)
