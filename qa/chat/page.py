"""The page: what is on it, and what each event does."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import NewsdeskError
from qa.chat import render, source
from qa.chat.asking import checked_filters, checked_question
from qa.chat.citing import parse_reference
from qa.chat.loading import Desk, Loading, explain
from qa.chat.render import Exchange
from qa.types import Answer, Turn

HERE = Path(__file__).parent
SUGGESTIONS = 4
AT_ONCE = 4  # questions answered at the same time; the others wait their turn
IN_LINE = 64  # waiting questions; whoever comes after is told to try again

_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"]
_HIDDEN = {"api_visibility": "private", "show_progress": "hidden"}


def page(loading: Loading) -> gr.Blocks:
    """The page over a desk that may still be loading."""
    with gr.Blocks(title="Newsdesk", analytics_enabled=False, fill_width=True) as blocks:
        gr.HTML('<h1>Newsdesk</h1><p>Questions, answered from the news, with the source '
                'of every sentence.</p>', elem_id="masthead", apply_default_css=False)  # fmt: skip
        chat = gr.HTML(render.welcome(()), elem_id="chat", js_on_load=None, apply_default_css=False)
        exchanges: gr.State = gr.State([])
        with gr.Column(elem_id="composer"):
            status = gr.HTML(
                elem_id="status",
                apply_default_css=False,
                js_on_load="element.setAttribute('role', 'status')",
            )
            question = gr.Textbox(
                elem_id="question",
                label="Your question",
                show_label=False,
                placeholder="Ask about the news",
                max_lines=6,
                submit_btn="Ask",
                autofocus=True,
            )
            asked_within = _filters()
        gr.HTML(
            elem_id="source",
            apply_default_css=False,
            js_on_load=(HERE / "panel.js").read_text(),
            server_functions=[_opener(loading)],
        )

        asking = question.submit(
            _responder(loading),
            [question, *asked_within, exchanges],
            [question, chat, status, exchanges],
            concurrency_limit=AT_ONCE,
            **_HIDDEN,
        )
        question.stop(
            _stop, exchanges, [question, chat, status, exchanges], cancels=asking, **_HIDDEN
        )
        blocks.load(
            _greeter(loading), exchanges, [chat, status, asked_within[3]],
            concurrency_limit=None, **_HIDDEN,
        )  # fmt: skip
        gr.api(_endpoint(loading), api_name="ask", concurrency_limit=AT_ONCE)
    return blocks.queue(api_open=False, max_size=IN_LINE)


def look() -> dict[str, Any]:
    """How the page looks, as arguments of ``launch``."""
    theme = gr.themes.Base(font=_FONTS, font_mono=["ui-monospace", "monospace"]).set(
        body_background_fill="#fbfaf7",
        body_background_fill_dark="#15161a",
        body_text_color="#1d1d1f",
        body_text_color_dark="#e8e6e1",
    )
    style = (HERE / "style.css").read_text()
    head = f'<meta name="color-scheme" content="light dark"><style>{style}</style>'
    return {"theme": theme, "head": head, "footer_links": [], "run_history": False}


def _filters() -> list[Any]:
    """Since, until, as of, outlets; each that is set shows as a chip that clears it."""
    with gr.Row(elem_id="chips"):
        chips = [gr.Button(visible=False, size="sm", elem_classes="chip") for _ in range(4)]
    with gr.Accordion("Ask within dates and outlets", open=False, elem_id="filters"):
        with gr.Row():
            fields: list[Any] = [
                gr.DateTime(include_time=False, type="string", label=label, min_width=120)
                for label in ("Since", "Until", "As if today were")
            ]
        fields.append(gr.Dropdown([], multiselect=True, label="Outlets", interactive=True))
    for field, chip, name in zip(
        fields, chips, ("Since", "Until", "As of", "Outlets"), strict=True
    ):
        field.change(_chip(name), field, chip, queue=False, **_HIDDEN)
        empty: Any = [] if name == "Outlets" else None
        chip.click(lambda empty=empty: empty, None, field, queue=False, **_HIDDEN)
    return fields


def _chip(name: str) -> Callable[[Any], Any]:
    def chip(value: str | list[str] | None) -> Any:
        words = ", ".join(value) if isinstance(value, list) else value
        return gr.Button(f"{name}: {words} ✕", visible=bool(words))

    return chip


def _greeter(loading: Loading) -> Callable[..., AsyncIterator[Any]]:
    async def greet(exchanges: list[Exchange]) -> AsyncIterator[Any]:
        """Says how far loading is until it is done or has failed."""
        try:
            async for _ in _until(loading.opened):
                yield gr.skip(), _stage(loading), gr.skip()
            desk = loading.opened.result()
            suggestions, outlets = await asyncio.to_thread(_offers, desk)
            yield (
                gr.skip() if exchanges else render.welcome(suggestions),
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


async def _until(future: Future[Desk]) -> AsyncIterator[None]:
    """Ticks about once a second until the future is done."""
    waiting = asyncio.wrap_future(future)
    while not waiting.done():
        yield
        await asyncio.wait({waiting}, timeout=1)


def _stage(loading: Loading) -> str:
    return render.notice(loading.stage)


def _responder(loading: Loading) -> Callable[..., Iterator[Any]]:
    def respond(
        text: str,
        since: str | None,
        until: str | None,
        as_of: str | None,
        outlets: list[str] | None,
        exchanges: list[Exchange],
    ) -> Iterator[Any]:
        """Streams the answer into the conversation."""
        if not text or not text.strip():
            yield gr.skip(), gr.skip(), render.notice("Type a question first."), gr.skip()
            return
        busy = gr.Textbox(value="", submit_btn=False, stop_btn="Stop")
        idle = gr.Textbox(submit_btn="Ask", stop_btn=False)
        now = Exchange(text.strip()[:200])
        try:
            now = Exchange(checked_question(text))
            filters = checked_filters(since, until, as_of, outlets)
            waits = not loading.ready.done()
            said = "Your question waits until the model is loaded." if waits else ""
            yield busy, *_shown([*exchanges, now], said or "Reading the articles …")
            desk = loading.ready.result()
            for answer in desk.stream(now.question, filters=filters, history=_turns(exchanges)):
                now = replace(now, answer=answer)
                yield gr.skip(), *_shown([*exchanges, now], "Reading the articles …")
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


def _stop(exchanges: list[Exchange]) -> tuple[Any, str, str, list[Exchange]]:
    """Keeps what was there when the visitor stopped the answer."""
    stopped = [*exchanges[:-1], *(replace(each, stopped=True) for each in exchanges[-1:])]
    idle = gr.Textbox(submit_btn="Ask", stop_btn=False)
    return idle, *_shown(stopped, "Stopped.", only_spoken=True)


def _turns(exchanges: list[Exchange]) -> list[Turn]:
    return [
        Turn(each.question, each.answer.text if each.answer else None)
        for each in exchanges
        if not each.problem
    ]


def _opener(loading: Loading) -> Callable[[Any], str]:
    def open_source(payload: Any) -> str:
        """The panel for a citation that was clicked; ``payload`` is whatever a browser sent."""
        try:
            reference = parse_reference(payload)
            article = loading.opened.result().article(reference.article)
        except NewsdeskError as error:
            return source.message("The article cannot be shown", str(error))
        return source.panel(article, reference) if article else source.gone()

    return open_source


def _endpoint(loading: Loading) -> Callable[..., Iterator[dict[str, Any]]]:
    def ask(
        question: str,
        as_of: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlets: list[str] | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Answers a question from the articles, with citations.

        Days are written 2024-10-30; as_of defaults to today. Each message is the answer so
        far, as the JSON of ``newsdesk ask --json``; the last one is the whole answer.
        """
        try:
            text = checked_question(question)
            filters = checked_filters(since, until, as_of, outlets)
            answers: Iterator[Answer] = loading.ready.result().stream(
                text, filters=filters, history=()
            )
            for answer in answers:
                yield answer.to_dict()
        except NewsdeskError as error:
            raise gr.Error(str(error)) from error

    return ask
