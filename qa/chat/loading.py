"""The assistant, coming up behind a page that is already there."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Any, Protocol

from corpus.article import Article
from corpus.errors import NewsdeskError
from corpus.findings import Rejected
from index.build import Summary
from index.feedback import Feedback
from index.types import Filters
from qa.types import Answer, Turn

log = logging.getLogger(__name__)


class Desk(Protocol):
    """What the page needs of ``qa.Assistant``."""

    def stream(
        self, question: str, *, filters: Filters, history: Sequence[Turn] | None
    ) -> Iterator[Answer]:
        """Growing answers; the last is the whole one. Without a history it is asked as typed."""

    def article(self, article_id: str) -> Article | None:
        """The article as it stands now, or None where it is gone."""

    def empty(self) -> bool:
        """Whether the index holds no article."""

    def suggestions(self, count: int) -> list[str]:
        """Questions that the index can answer; takes as long as answering them."""

    def follow_ups(
        self, answer: Answer, count: int, *, filters: Filters, history: Sequence[Turn]
    ) -> list[str]:
        """Questions that an answer gives rise to and that the index can answer.

        Args:
            answer: The last turn of the history.
            count: At most so many.
            filters: Those that it was asked with.
            history: The conversation, oldest turn first.
        """

    def outlets(self) -> list[str]:
        """Every outlet in the index."""

    def add(
        self, articles: Iterable[Article | Rejected], progress: Callable[[Summary], None]
    ) -> Summary:
        """Add articles to the index; tells how far it is."""

    def keep(self, said: Feedback) -> None:
        """Store a reader's verdict."""

    def withdraw(self, exchange: str, article: str) -> None:
        """Forget one."""

    def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""


Say = Callable[[str], None]
OpenDesk = Callable[[Say], Desk]


class Loading:
    """Opens the index and warms the model in a thread of its own.

    ``opened`` and ``ready`` hold the same desk: ``opened`` as soon as articles can be
    read, ``ready`` once questions are answered without delay. If either step fails, both
    hold the error. ``stage`` is a sentence on what is going on.
    """

    def __init__(self, open_desk: OpenDesk) -> None:
        self.opened: Future[Desk] = Future()
        self.ready: Future[Desk] = Future()
        self.stage = "Opening the index …"
        self._open_desk = open_desk

    def start(self) -> "Loading":
        """Begin; returns at once."""
        # Running futures cannot be cancelled by a visitor who leaves while waiting.
        self.opened.set_running_or_notify_cancel()
        self.ready.set_running_or_notify_cancel()
        Thread(target=self._load, name="newsdesk-loading", daemon=True).start()
        return self

    @property
    def failed(self) -> bool:
        """Whether it has come to an error."""
        return self.ready.done() and self.ready.exception() is not None

    def _say(self, stage: str) -> None:
        self.stage = stage

    def _load(self) -> None:
        try:
            desk = self._open_desk(self._say)
            self.opened.set_result(desk)
            self._say("Loading the model that finds passages. You can ask already.")
            desk.warm_up()
            self.ready.set_result(desk)
            self._say("")
        except Exception as error:  # handed to everyone who waits, and said on the page
            self._say(explain(error))
            for future in (self.opened, self.ready):
                if not future.done():
                    future.set_exception(error)


def explain(error: BaseException) -> str:
    """A sentence that the visitor can act on; what nobody foresaw goes to the log in full."""
    if isinstance(error, NewsdeskError):
        return str(error)
    log.error("unexpected error in the chat", exc_info=_details(error))
    return (
        f"Something unexpected went wrong ({type(error).__name__}). "
        "Ask again; if it comes back, the terminal that serves this page has the details."
    )


def _details(error: BaseException) -> Any:
    return type(error), error, error.__traceback__
