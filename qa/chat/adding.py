"""A reader's own articles, added from the page to an index; where strangers come, not there."""

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
from qa.chat.greeting import SUGGESTIONS
from qa.chat.indexes import Indexes
from qa.chat.loading import explain
from qa.visiting.own import brought, checked_links

_TYPES = [
    ".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx", ".json", ".jsonl", ".gz", ".zip"
]  # fmt: skip
_MOST_FILES = 1_000
_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Adding:
    """The fields to add articles with."""

    files: Any
    folder: Any
    links: Any
    name: Any
    start: Any
    report: Any

    def serve(self, indexes: Indexes, shelf: Any, welcome: Any, outlets: Any) -> None:
        """Let them add to the index that the shelf has chosen, or to a new one of a name.

        What is added renews the welcome and the outlets.
        """
        self.folder.upload(
            unfolded, [self.files, self.folder], [self.files, self.report],
            concurrency_limit=1, **HIDDEN,
        )  # fmt: skip
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
            files=gr.File(
                file_count="multiple",
                file_types=_TYPES,
                label="Files, or a folder as a zip",
                elem_id="files",
            ),
            folder=gr.UploadButton(
                "Choose a folder", file_count="directory", size="sm", elem_id="folder"
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


def unfolded(files: list[str] | None, folder: list[str] | None) -> tuple[Any, str]:
    """The event of a folder being chosen: its files join the others, as far as they can be read.

    Its outputs are the files and the report.
    """
    found = [Path(file) for file in folder or ()]
    left = [file for file in found if file.suffix.lower() not in _TYPES]
    _forget(left)
    joined = dict.fromkeys([*(files or ()), *(str(file) for file in found if file not in left)])
    names = ", ".join(sorted(file.name for file in left[:_MOST_TOLD]))
    more = f" and {len(left) - _MOST_TOLD:,} more" if len(left) > _MOST_TOLD else ""
    told = f"Left out, of kinds that are not read: {names}{more}." if left else ""
    return list(joined), render.notice(told)


def adder(indexes: Indexes) -> Callable[..., Iterator[Any]]:
    """The event of articles being added: says how far it is, and what was rejected."""

    def add(
        files: list[str] | None, links: str | None, new: str | None, chosen: str
    ) -> Iterator[Any]:
        still = (gr.skip(),) * 6
        try:
            paths = [Path(file) for file in files or ()]
            wanted = checked_links(links or "")
            if not paths and not wanted:
                raise InputError("Choose files, or paste links, and then add them.")
            if len(paths) > _MOST_FILES:
                raise InputError(f"{len(paths):,} files; put them into one zip file")
            name = indexes.begin(new) if new and new.strip() else indexes.name(chosen)
            offered = gr.HTML(name, names=indexes.names)
            yield render.notice("Reading the articles …"), *still[:3], offered, *still[4:]
            desk = indexes.loading(name).ready.result()
            summary = Summary()
            with brought(paths, wanted) as found:
                for summary in _steps(lambda told: desk.add(found, told)):
                    yield render.added(summary, done=False), *still
            _forget(paths)
            outlets = gr.Dropdown(choices=[(name, name) for name in desk.outlets()])
            report = render.added(summary, done=True)
            yield report, None, "", "", gr.skip(), render.welcome(()), outlets
            welcome = render.welcome(desk.suggestions(SUGGESTIONS))
            yield gr.skip(), *still[:4], welcome, gr.skip()
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
