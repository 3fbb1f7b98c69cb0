"""The page: what is on it, and what each event does.

Events give ``gr.update``: a component that is made by one is put on whatever page is being
built at that moment, half made as it is.
"""

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api

from qa.chat import render
from qa.chat.adding import adding
from qa.chat.asked_within import HIDDEN, asked_within
from qa.chat.conversing import Responder, leader, stop
from qa.chat.doorkeeper import Doorkeeper
from qa.chat.greeting import greeter, opener
from qa.chat.indexes import Indexes
from qa.chat.keeping import judge, taker
from qa.chat.serving import ask_endpoint, source_opener
from qa.chat.settings import Settings

HERE = Path(__file__).parent
# One script, by ideas; each part may use what stands in the others.
_SHELF = ("kept.js", "taking.js", "judging.js", "history.js", "shelf.js")
AT_ONCE = 4  # questions answered at the same time; the others wait their turn
IN_LINE = 64  # waiting questions; whoever comes after is told to try again
_UPLOADS = (3_600, 86_400)  # looked at so often, kept so long where they are never added; seconds

# The index that is chosen; at first the one that a link names, or that of before a reload.
_WANTED = """(chosen, outlets) => {
    let before = new URLSearchParams(location.search).get("index");
    try { before ??= sessionStorage.getItem("newsdesk:index"); } catch {}
    return [chosen || before || "", outlets];
}"""
# What is asked goes on from what is shown; the server may still hold the conversation before.
_GOES_ON = """(...inputs) =>
    inputs.with(-2, document.querySelector("#chat .exchange") !== null)"""
_EMPTIED = """() => [{ __type__: "update", submit_btn: "Ask", stop_btn: false }, "", ""]"""
_DEFAULTS = Settings()
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"]


class _Page(gr.Blocks):  # type: ignore[misc]  # gradio tells no types
    """Blocks of which a program may leave out what is optional, as in a request by hand."""

    def validate_inputs(self, block_fn: Any, inputs: list[Any]) -> None:
        """As gradio does; to ``/ask`` what is missing at the end is None."""
        if block_fn.api_name == "ask":
            inputs += [None] * (len(block_fn.inputs) - len(inputs))
        super().validate_inputs(block_fn, inputs)


def page(indexes: Indexes, settings: Settings = _DEFAULTS) -> gr.Blocks:
    """The page over indexes that may still be loading."""
    door = Doorkeeper(settings)
    blocks: gr.Blocks = _Page(
        title="Newsdesk", analytics_enabled=False, fill_width=True, delete_cache=_UPLOADS
    )
    with blocks:
        # Its value is the name of the index that was chosen; none is the first.
        shelf = gr.HTML(
            "",
            elem_id="shelf",
            html_template=(HERE / "shelf.html").read_text(),
            apply_default_css=False,
            js_on_load="\n".join((HERE / part).read_text() for part in _SHELF),
            server_functions=[taker(indexes, door), judge(indexes, door)],
            **indexes.offered,
            greeted=False,
            onward=None,
        )
        # Apart from the chat, so that a welcome which comes late cannot replace an answer.
        welcome = gr.HTML(render.welcome(()), elem_id="welcome", apply_default_css=False)
        own = adding() if settings.adds else None
        chat = gr.HTML(elem_id="chat", js_on_load=None, apply_default_css=False)
        exchanges: gr.State = gr.State([])
        with gr.Column(elem_id="composer"):
            # Apart: gradio keeps no order between events, and each may clear its own line alone.
            loading, status = _line("loading"), _line("status")
            question = gr.Textbox(
                elem_id="question",
                label="Your question",
                show_label=False,
                placeholder="Ask about the news",
                max_lines=6,
                submit_btn="Ask",
                autofocus=True,
            )
            fields = asked_within()
        gr.HTML(
            elem_id="source",
            apply_default_css=False,
            js_on_load=(HERE / "panel.js").read_text(),
            server_functions=[source_opener(indexes, door)],
        )

        outlets = fields[-1]
        if own:
            own.serve(indexes, shelf, welcome, outlets)
        responder = Responder(indexes, door)
        shown = [question, chat, status, exchanges]
        limits: dict[str, Any] = {"concurrency_limit": AT_ONCE, "concurrency_id": "asking"}
        asking = [
            question.submit(
                responder.respond,
                [question, shelf, *fields, chat, exchanges],
                shown,
                js=_GOES_ON,
                **limits,
                **HIDDEN,
            ),
            shelf.retry(responder.respond_again, exchanges, shown, **limits, **HIDDEN),
        ]
        question.stop(stop, exchanges, shown, cancels=asking, **HIDDEN)
        # One at a time, the last one last: what an earlier one finds replaces no later one.
        in_turn: dict[str, Any] = {"trigger_mode": "always_last", "concurrency_limit": None}
        # Apart, and first: gradio cancels after an event, and then what was asked meanwhile too.
        gr.on([shelf.select, shelf.clear], None, cancels=asking, **HIDDEN)
        # In the browser alone: the queue keeps no order between events, and what it did late
        # would take away an answer to what was asked meanwhile.
        shelf.clear(None, None, [question, chat, status], js=_EMPTIED, **HIDDEN)
        opened = shelf.select(opener(indexes, door), None, shown, **in_turn, **HIDDEN)
        # Each is of an exchange of its own; one at a time, for nobody waits for them.
        beside: dict[str, Any] = {"trigger_mode": "multiple", "concurrency_limit": 1}
        for event in (*asking, opened):
            event.then(
                leader(indexes), exchanges, shelf, concurrency_id="leading", **beside, **HIDDEN
            )
        gr.on(
            [blocks.load, shelf.input],
            greeter(indexes), [shelf, outlets], [welcome, loading, outlets, shelf],
            js=_WANTED, **in_turn, **HIDDEN,
        )  # fmt: skip
        api(ask_endpoint(indexes, door), api_name="ask", **limits)
    blocks.queue(api_open=False, max_size=IN_LINE)
    return blocks


def _line(name: str) -> gr.HTML:
    """A line that screen readers say when it changes."""
    role = "element.setAttribute('role', 'status')"
    return gr.HTML(elem_id=name, apply_default_css=False, js_on_load=role)


def look() -> dict[str, Any]:
    """How the page looks, as arguments of ``launch``."""
    theme = gr.themes.Base(font=_FONTS, font_mono=["ui-monospace", "monospace"]).set(
        body_background_fill="#fbfaf7",
        body_background_fill_dark="#15161a",
        body_text_color="#1d1d1f",
        body_text_color_dark="#e8e6e1",
        # For the page that asks for a password, which has gradio's look and no style of ours.
        background_fill_primary="#fbfaf7",
        background_fill_primary_dark="#15161a",
        panel_background_fill="transparent",
        panel_background_fill_dark="transparent",
        button_primary_background_fill="#8a1c1c",
        button_primary_background_fill_dark="#f0a8a0",
        button_primary_background_fill_hover="#6d1515",
        button_primary_background_fill_hover_dark="#f6c6c0",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#15161a",
    )
    style = (HERE / "style.css").read_text()
    head = f'<meta name="color-scheme" content="light dark"><style>{style}</style>'
    return {"theme": theme, "head": head, "footer_links": [], "run_history": False}
