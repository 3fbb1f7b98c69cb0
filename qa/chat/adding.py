"""A reader's own articles, added from the page to an index; where strangers come, not there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from corpus.errors import InputError
from index.build import Summary
from qa.chat import render
from qa.chat.asked_within import HIDDEN
from qa.chat.greeting import SUGGESTIONS
from qa.chat.indexes import Indexes
from qa.chat.loading import explain
from qa.visiting.own import MOST_FILES, brought, checked_links, checked_uploads

HERE = Path(__file__).parent
_KINDS = [
    ".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx", ".json", ".jsonl", ".gz", ".zip"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Adding:
    """The fields to add articles with."""

    files: Any
    links: Any
    name: Any
    start: Any
    report: Any

    def serve(self, indexes: Indexes, shelf: Any, welcome: Any, outlets: Any) -> None:
        """Let them add to the index that the shelf has chosen, or to a new one of a name.

        What is added renews the welcome and the outlets.
        """
        self.start.click(
            adder(indexes),
            [self.files, self.links, self.name, shelf],
            [self.report, self.files, self.links, self.name, shelf, welcome, outlets],
            concurrency_limit=1,
            **HIDDEN,
        )


def adding() -> Adding:
    """The fields, folded away until they are wanted."""
    with gr.Accordion("Add your own articles", open=False, elem_id="adding"):
        return Adding(
            files=gr.HTML(
                elem_id="files",
                html_template=(HERE / "files.html").read_text(),
                apply_default_css=False,
                js_on_load=(HERE / "files.js").read_text(),
                kinds=_KINDS,
                most=MOST_FILES,
            ),
            links=gr.Textbox(
                label="Links to pages and feeds, one a line", lines=2, elem_id="links", max_lines=8
            ),
            name=gr.Textbox(
                label="Name of a new index; left empty, they go into this one",
                elem_id="new-index",
                max_lines=1,
            ),
            start=gr.Button("Add", elem_id="add"),
            report=gr.HTML(
                elem_id="added",
                apply_default_css=False,
                js_on_load="element.setAttribute('role', 'status')",
            ),
        )


def adder(indexes: Indexes) -> Callable[..., Iterator[Any]]:
    """The event of articles being added: says how far it is, and what was rejected."""

    def add(files: Any, links: str | None, new: str | None, chosen: str) -> Iterator[Any]:
        still = (gr.skip(),) * 6
        try:
            uploads = checked_uploads(files, Path(get_upload_folder()))
            wanted = checked_links(links or "")
            if not uploads and not wanted:
                raise InputError("Choose files, or paste links, and then add them.")
            name = indexes.begin(new) if new and new.strip() else indexes.name(chosen)
            offered = gr.update(value=name, **indexes.offered)
            # It is begun now, and chosen: what fails is added to it when tried again.
            begun = render.notice("Reading the articles …")
            yield begun, *still[:2], "", offered, *still[4:]
            desk = indexes.loading(name).ready.result()
            summary = Summary()
            with brought(uploads, wanted) as found:
                for summary in _steps(lambda told: desk.add(found, told)):
                    yield render.added(summary, done=False), *still
            _forget(uploads)
            outlets = gr.update(choices=[(name, name) for name in desk.outlets()])
            report = render.added(summary, done=True)
            yield report, None, "", "", gr.skip(), render.welcome(()), outlets
            welcome = render.welcome(desk.suggestions(SUGGESTIONS))
            yield gr.skip(), *still[:4], welcome, gr.skip()
        except Exception as error:  # said on the page; the unforeseen is logged in full
            yield render.notice(explain(error), alarm=True), *still

    return add


def _forget(paths: Iterable[Path]) -> None:
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
