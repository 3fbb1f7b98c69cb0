"""What the page's events do: greet, answer, stop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import gradio as gr

from corpus.errors import InputError
from qa.chat import render
from qa.chat.asking import checked_filters, checked_question
from qa.chat.loading import Desk, Loading, explain
from qa.chat.render import Exchange
from qa.types import Turn

SUGGESTIONS = 4


def greeter(loading: Loading) -> Callable[..., AsyncIterator[Any]]:
    """The event of a page being opened: says how far loading is until it is done or failed.

    Its outputs are the welcome with its suggestions, the status line and the field of
    outlets.
    """

    async def greet(exchanges: list[Exchange]) -> AsyncIterator[Any]:
        try:
            async for _ in _until(loading.opened):
                yield gr.skip(), _stage(loading), gr.skip()
            desk = loading.opened.result()
            suggestions, outlets = await asyncio.to_thread(_offers, desk)
            yield (
                gr.skip() if exchanges else _first_sight(suggestions),
                _stage(loading),
                gr.Dropdown(choices=[(name, name) for name in outlets]),
            )
            async for _ in _until(loading.ready):
                yield gr.skip(), _stage(loading), gr.skip()
            loading.ready.result()
            yield gr.skip(), "", gr.skip()
        except Exception as error:  # said on the page; the unforeseen is logged in full
            yield gr.skip(), render.notice(explain(error), alarm=True), gr.skip()

    return greet


def _offers(desk: Desk) -> tuple[list[str], list[str]]:
    return desk.suggestions(SUGGESTIONS), desk.outlets()


def _first_sight(suggestions: list[str]) -> str:
    return render.welcome(suggestions) if suggestions else render.empty()


async def _until(future: Future[Desk]) -> AsyncIterator[None]:
    """Ticks about once a second until the future is done."""
    waiting = asyncio.wrap_future(future)
    while not waiting.done():
        yield
        await asyncio.wait({waiting}, timeout=1)


def _stage(loading: Loading) -> str:
    return render.notice(loading.stage)


def responder(loading: Loading) -> Callable[..., Iterator[Any]]:
    """The event of a question being sent: streams the answer into the conversation.

    Its outputs are the question's box, the chat, the status line and the exchanges.
    """

    def respond(
        text: str,
        since: str | None,
        until: str | None,
        as_of: str | None,
        outlets: list[str] | None,
        exchanges: list[Exchange],
    ) -> Iterator[Any]:
        try:
            now = Exchange(checked_question(text))
            filters = checked_filters(since, until, as_of, outlets)
        except InputError as error:  # the box keeps what was typed, to be mended
            yield gr.skip(), gr.skip(), render.notice(str(error), alarm=True), gr.skip()
            return
        # Said with every step: of steps that come at once, the browser may draw the last only.
        busy = gr.Textbox(submit_btn=False, stop_btn="Stop")
        emptied = gr.Textbox(value="", submit_btn=False, stop_btn="Stop")
        idle = gr.Textbox(submit_btn="Ask", stop_btn=False)
        try:
            waits = not loading.ready.done()
            said = "Your question waits until the model is loaded." if waits else ""
            yield emptied, *_shown([*exchanges, now], said or "Reading the articles …")
            desk = loading.ready.result()
            for answer in desk.stream(now.question, filters=filters, history=_turns(exchanges)):
                now = replace(now, answer=answer)
                yield busy, *_shown([*exchanges, now], "Reading the articles …")
            said = render.spoken(now.answer) if now.answer else ""
            yield idle, *_shown([*exchanges, now], said, only_spoken=True)
        except Exception as error:  # said on the page; the unforeseen is logged in full
            now = replace(now, problem=explain(error))
            yield idle, *_shown([*exchanges, now], "")

    return respond


def _shown(
    exchanges: list[Exchange], said: str, *, only_spoken: bool = False
) -> tuple[str, str, list[Exchange]]:
    """What goes to the chat, the status line and the state."""
    status = render.notice(said, hidden=only_spoken)
    return render.conversation(exchanges), status, exchanges


def stop(exchanges: list[Exchange]) -> tuple[Any, str, str, list[Exchange]]:
    """Keeps what was there when the visitor stopped the answer."""
    stopped = [*exchanges[:-1], *(replace(each, stopped=True) for each in exchanges[-1:])]
    idle = gr.Textbox(submit_btn="Ask", stop_btn=False)
    return idle, *_shown(stopped, "Stopped.", only_spoken=True)


def _turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    return [
        Turn(each.question, each.answer.text if each.answer else None)
        for each in exchanges
        if not each.problem
    ]
