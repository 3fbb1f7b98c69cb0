"""The fields that narrow a question: since, until, as of, outlets."""

from collections.abc import Callable
from html import escape
from typing import Any

import gradio as gr

HIDDEN: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""For every event of the page: nothing but ``/ask`` is for programs."""

_NAMES = ("Since", "Until", "As of", "Outlets")
# The browser's own field for days: it is known to phones, keyboards and screen readers.
_DAY_SCRIPT = """
const field = element.querySelector("input");
field.addEventListener("change", () => { props.value = field.value; trigger("input"); });
watch("value", () => { field.value = props.value || ""; });
"""


def asked_within() -> list[Any]:
    """The four fields, in order; each that is set shows as a chip that clears it."""
    with gr.Row(elem_id="chips"):
        chips = [gr.Button(visible=False, size="sm", elem_classes="chip") for _ in _NAMES]
    with gr.Accordion("Ask within dates and outlets", open=False, elem_id="filters"):
        with gr.Row():
            fields: list[Any] = [
                _day("Since"), _day("Until"), _day("As of", "as if it were this day")
            ]  # fmt: skip
        fields.append(gr.Dropdown([], multiselect=True, label="Outlets", interactive=True))
    # Queued like every event: the way around the queue is closed, to visitors and page alike.
    for field, chip, name in zip(fields, chips, _NAMES, strict=True):
        # Another index may lack the outlets that are chosen; days change by hand alone.
        changed = field.change if name == "Outlets" else field.input
        changed(_chip(name), field, chip, concurrency_limit=None, **HIDDEN)
        chip.click(_clearer(name), None, [field, chip], concurrency_limit=None, **HIDDEN)
    return fields


def _day(label: str, meaning: str = "") -> gr.HTML:
    named = escape(label) + (f" <small>({escape(meaning)})</small>" if meaning else "")
    field = '<input type="date" min="1800-01-01" max="2199-12-31">'
    return gr.HTML(
        "",
        html_template=f"<label>{named} {field}</label>",
        js_on_load=_DAY_SCRIPT,
        apply_default_css=False,
        elem_classes="day",
        min_width=120,
    )


def _chip(name: str) -> Callable[[Any], Any]:
    def chip(value: str | list[str] | None) -> Any:
        words = ", ".join(value) if isinstance(value, list) else value
        return gr.update(value=f"{name}: {words} ✕", visible=bool(words))

    return chip


def _clearer(name: str) -> Callable[[], Any]:
    def clear() -> Any:
        return [] if name == "Outlets" else "", gr.update(visible=False)

    return clear
