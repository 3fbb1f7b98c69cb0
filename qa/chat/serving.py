"""What the server answers outside the conversation: a cited article, and ``/ask``."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from corpus.errors import NewsdeskError
from qa.chat import source
from qa.chat.citing import parse_reference
from qa.chat.doorkeeper import Doorkeeper
from qa.chat.indexes import Indexes
from qa.types import Answer
from qa.visiting.asking import checked_filters, checked_question


def source_opener(indexes: Indexes, door: Doorkeeper) -> Callable[[Any, gr.Request], str]:
    """What a click on a citation calls from the browser."""

    def open_source(payload: Any, request: gr.Request) -> str:
        """The panel for a citation that was clicked; ``payload`` is whatever a browser sent."""
        try:
            door.besides(request)
            reference = parse_reference(payload)
            desk = indexes.loading(payload.get("index")).opened.result()
            article = desk.article(reference.article)
            copies = [found for name in reference.copies if (found := desk.article(name))]
        except NewsdeskError as error:
            return source.message("The article cannot be shown", str(error))
        return source.panel(article, reference, copies) if article else source.gone()

    return open_source


def ask_endpoint(indexes: Indexes, door: Doorkeeper) -> Callable[..., Iterator[dict[str, Any]]]:
    """The one endpoint that programs may call."""

    def ask(
        question: str,
        as_of: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlets: list[str] | None = None,
        index: str | None = None,
        request: gr.Request = None,  # gradio gives it, and counts it among no parameters
    ) -> Iterator[dict[str, Any]]:
        """Answers a question from the articles, with citations.

        Days are written 2024-10-30; as_of defaults to today, index to the first that the
        page offers. Each message is the answer so
        far, as the JSON of ``newsdesk ask --json``; the last one is the whole answer.
        """
        try:
            text = checked_question(question)
            filters = checked_filters(since, until, as_of, outlets)
            door.question(request)
            desk = indexes.loading(index).ready.result()
            answers: Iterator[Answer] = desk.stream(text, filters=filters, history=())
            for answer in answers:
                yield answer.to_dict()
        except NewsdeskError as error:
            # The caller is told; in the terminal of the page it is nobody's failure.
            raise gr.Error(str(error), print_exception=False) from error

    return ask
