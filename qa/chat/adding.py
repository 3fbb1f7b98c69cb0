"""A reader's own articles, added to the index from the page; where strangers come, not there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import gradio as gr

from corpus.errors import InputError
from index.build import Summary
from qa.chat import render
from qa.chat.asked_within import HIDDEN
from qa.chat.indexes import Indexes
from qa.chat.loading import explain
from qa.visiting.own import brought, checked_links

_TYPES = [".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx", ".json", ".jsonl"]
_MOST_FILES = 1_000


@dataclass(frozen=True, slots=True)
class Adding:
    """The fields to add articles with."""

    files: Any
    links: Any
    start: Any
    report: Any

    def serve(self, indexes: Indexes, index: Any, welcome: Any, outlets: Any) -> None:
        """Let them add to the ``index`` that is chosen; renews the welcome and the outlets."""
        self.start.click(
            adder(indexes),
            [self.files, self.links, index],
            [self.report, self.files, self.links, welcome, outlets],
            concurrency_limit=1,
            **HIDDEN,
        )


def adding() -> Adding:
    """The fields, folded away until they are wanted."""
    with gr.Accordion("Add your own articles", open=False, elem_id="adding"):
        return Adding(
            files=gr.File(
                file_count="multiple",
                file_types=[*_TYPES, ".gz", ".zip"],
                label="Files, or a folder as a zip",
                elem_id="files",
            ),
            links=gr.Textbox(
                label="Links to pages and feeds, one a line", lines=2, elem_id="links", max_lines=8
            ),
            start=gr.Button("Add to this index", elem_id="add"),
            report=gr.HTML(
                elem_id="added",
                apply_default_css=False,
                js_on_load="element.setAttribute('role', 'status')",
            ),
        )


def adder(indexes: Indexes) -> Callable[..., Iterator[Any]]:
    """The event of articles being added: says how far it is, and what was rejected."""

    def add(files: list[str] | None, links: str | None, index: str) -> Iterator[Any]:
        still = (gr.skip(), gr.skip(), gr.skip(), gr.skip())
        try:
            paths = [Path(file) for file in files or ()]
            wanted = checked_links(links or "")
            if not paths and not wanted:
                raise InputError("Choose files, or paste links, and then add them.")
            if len(paths) > _MOST_FILES:
                raise InputError(f"{len(paths):,} files; put them into one zip file")
            desk = indexes.loading(index).ready.result()
            summary = Summary()
            yield render.notice("Reading the articles …"), *still
            with brought(paths, wanted) as found:
                for summary in _steps(lambda told: desk.add(found, told)):
                    yield render.added(summary, done=False), *still
            _forget(paths)
            yield (
                render.added(summary, done=True), None, "",
                render.welcome(desk.suggestions(4)),
                gr.Dropdown(choices=[(name, name) for name in desk.outlets()]),
            )  # fmt: skip
        except Exception as error:  # said on the page; the unforeseen is logged in full
            yield render.notice(explain(error), alarm=True), *still

    return add


def _forget(paths: list[Path]) -> None:
    """The uploads have been read; what they told stands in the index."""
    for path in paths:
        path.unlink(missing_ok=True)


def _steps(work: Callable[[Callable[[Summary], None]], Summary]) -> Iterator[Summary]:
    """What the work tells while it runs in a thread of its own, and at last what it gives.

    It runs to its end also where the visitor leaves: what was begun is added.
    """
    told: Queue[Summary | BaseException | None] = Queue()

    def run() -> None:
        try:
            told.put(work(told.put))
            told.put(None)
        except Exception as error:  # raised again where it is waited for
            told.put(error)

    thread = Thread(target=run, name="newsdesk-adding")
    thread.start()
    try:
        while (step := told.get()) is not None:
            if isinstance(step, BaseException):
                raise step
            yield step
    finally:
        thread.join()
