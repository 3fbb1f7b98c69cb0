"""Questions to the lines of answers.jsonl: what is asked, and what is written where it fails."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from typing import Any, Protocol, runtime_checkable

from corpus.article import Article
from corpus.errors import NewsdeskError
from index.types import Filters
from qa.batch.questions import Question
from qa.types import Answer, Choice, Turn, Usage


class Desk(Protocol):
    """What is evaluated."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the index or the configuration does."""
        ...

    def ask(
        self, question: str, *, filters: Filters | None = ..., history: Sequence[Turn] = ...
    ) -> Answer:
        """The answer to a question."""
        ...

    def article(self, article_id: str) -> Article | None:
        """An article of the index."""
        ...


@runtime_checkable
class Chooser(Protocol):
    """A desk that also decides multiple-choice questions."""

    def choose(
        self, question: str, choices: Sequence[str], *, answer: Answer, filters: Filters
    ) -> Choice:
        """The probability of each choice that it is right."""
        ...


def answer_row(desk: Desk, question: Question) -> dict[str, Any]:
    """Ask one question; its line of answers.jsonl.

    A question that the desk fails on gets the row of a declined one, with ``error``.
    """
    try:
        answer = desk.ask(question.text, filters=question.filters, history=question.history)
        row = {"id": question.id, **answer.to_dict()}
        if question.choices and isinstance(desk, Chooser):
            choice = desk.choose(
                question.text, question.choices, answer=answer, filters=question.filters
            )
            row["choice"] = choice.best
            row["choice_scores"] = [round(float(item), 6) for item in choice.scores]
            if choice.usage:
                row["usage"] = asdict(choice.usage + (answer.usage or Usage(0, 0, 0)))
    except NewsdeskError as error:
        reason = str(error)
        declined = Answer(question.text, question.text, False, 0.0, reason, reason=reason)
        row = {"id": question.id, **declined.to_dict(), "error": reason}
    return row


def ask_all(desk: Desk, questions: Iterable[Question], workers: int) -> Iterator[dict[str, Any]]:
    """The answers in the order of the questions, a few asked ahead where there are workers."""
    ask: Callable[[Question], dict[str, Any]] = partial(answer_row, desk)
    if workers <= 1:
        yield from map(ask, questions)
        return
    pool = ThreadPoolExecutor(workers)
    pending: deque[Future[dict[str, Any]]] = deque()
    try:
        for question in questions:
            pending.append(pool.submit(ask, question))
            if len(pending) > 2 * workers:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
