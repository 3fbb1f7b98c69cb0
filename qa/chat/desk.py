"""The assistant as the page needs it: what readers bring and say goes into its index's folder."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

from corpus.article import Article
from corpus.findings import Rejected
from index.build import Progress, Summary, build
from index.feedback import Feedback, keep, withdraw
from index.search import Index
from index.types import Filters
from qa.ahead import Found
from qa.answer import Assistant
from qa.settings import Settings
from qa.types import Answer, Turn
from qa.visiting.suggest import further, suggestions
from qa.visiting.tried import answered

_RECENT = 100  # articles that suggestions are drawn from
_TRIED = 20  # questions, before they are offered at the start
_TRIED_ON = 9  # after an answer


class IndexedDesk(Assistant):
    """Implements ``qa.chat.loading.Desk``."""

    def __init__(self, index: Index, settings: Settings | None = None) -> None:
        """As the assistant."""
        super().__init__(index, settings)
        self._offered: tuple[str, list[str]] = ("", [])  # for which state of the index
        self._offering = Lock()
        self._asked = 0  # questions that are being answered
        self._counting = Lock()

    def warm_up(self) -> None:
        """As the assistant; what is loaded by then is not searched for garbage again.

        Looking through the 200,000 objects of modules and models stops the whole page for a
        sixth of a second, time and again.
        """
        super().warm_up()
        gc.collect()
        gc.freeze()

    def empty(self) -> bool:
        """Whether the index holds no article."""
        return not self.index.newest(1)

    def outlets(self) -> list[str]:
        """Every outlet in the index, the one with most articles first."""
        return self.index.outlets()

    def suggestions(self, count: int) -> list[str]:
        """Questions that are answered; tried once for each state of the index."""
        with self._offering:
            state, found = self._offered
            if state != self.fingerprint:
                likely = suggestions(self.index.newest(_RECENT), _TRIED, outlets=self.outlets())
                found = answered(self, likely, count)
                self._offered = self.fingerprint, found
            return found[:count]

    def stream(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        history: Sequence[Turn] | None = (),
        found: Found | None = None,
    ) -> Iterator[Answer]:
        """As the assistant."""
        self._count(1)
        try:
            yield from super().stream(question, filters=filters, history=history, found=found)
        finally:
            self._count(-1)

    def follow_ups(
        self, answer: Answer, count: int, *, filters: Filters, history: Sequence[Turn]
    ) -> list[str]:
        """Questions that an answer gives rise to, and that are answered.

        Whoever asks goes first: then no more are tried, and those found by then are given.
        """
        likely = further(answer, _TRIED_ON)
        return answered(
            self, likely, count, filters=filters, history=history, wanted=lambda: not self._asked
        )

    def _count(self, more: int) -> None:
        with self._counting:
            self._asked += more

    def add(self, articles: Iterable[Article | Rejected], progress: Progress) -> Summary:
        """Add articles to the index; tells how far it is.

        Raises:
            BusyError: A build is running.
            InputError: Nothing could be read.
        """
        return build(
            self.index.folder,
            articles,
            encoder=self.index.encoder,
            about={"samples": "no"},
            progress=progress,
        )

    def keep(self, said: Feedback) -> None:
        """Store a reader's verdict."""
        keep(self.index.folder, said)

    def withdraw(self, exchange: str, article: str) -> None:
        """Forget one."""
        withdraw(self.index.folder, exchange, article)
