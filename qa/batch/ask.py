"""Questions to the lines of answers.jsonl: what is asked, and what is written where it fails."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from itertools import islice
from typing import Any, Protocol, runtime_checkable

from corpus.article import Article
from corpus.errors import NewsdeskError
from index.types import Filters
from qa.ahead import Found, Wanted
from qa.batch.questions import Question
from qa.types import Answer, Choice, Turn, Usage

_TOGETHER = 32  # questions that are searched for at once


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


@runtime_checkable
class Searcher(Protocol):
    """A desk that searches for many questions at once, and takes what it ``found`` when asked."""

    def standing_alone(self, question: str, history: Sequence[Turn] = ...) -> str:
        """A question as it is searched for."""
        ...

    def search_ahead(self, wanted: Sequence[Wanted]) -> list[Found]:
        """What is found for each."""
        ...


def answer_row(desk: Desk, question: Question, found: Found | None = None) -> dict[str, Any]:
    """Ask one question, for which a ``Searcher`` found so much; its line of answers.jsonl.

    A question that the desk fails on gets the row of a declined one, with ``error``.
    """
    ahead: dict[str, Any] = {"found": found} if found else {}
    try:
        answer = desk.ask(
            question.text, filters=question.filters, history=question.history, **ahead
        )
        row = {"id": question.id, **answer.to_dict()}
        if question.choices and isinstance(desk, Chooser):
            choice = desk.choose(
                question.text,
                question.choices,
                answer=answer,
                filters=question.filters,
                **ahead,
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
    """The answers in the order of the questions, a few asked ahead where there are workers.

    A ``Searcher`` searches for a group of them at once, before the first of it is asked.
    """
    searched = _searched(desk, questions)
    if workers <= 1:
        yield from (answer_row(desk, *each) for each in searched)
        return
    pool = ThreadPoolExecutor(workers)
    pending: deque[Future[dict[str, Any]]] = deque()
    try:
        for each in searched:
            pending.append(pool.submit(answer_row, desk, *each))
            if len(pending) > 2 * workers:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _searched(desk: Desk, questions: Iterable[Question]) -> Iterator[tuple[Question, Found | None]]:
    """Each question with what was found for it; None where it is left to be searched for alone."""
    rest = iter(questions)
    while group := list(islice(rest, _TOGETHER)):
        found = _found(desk, group) if isinstance(desk, Searcher) else [None] * len(group)
        yield from zip(group, found, strict=True)


def _found(desk: Searcher, group: Sequence[Question]) -> Sequence[Found | None]:
    try:
        return desk.search_ahead(
            [
                Wanted(desk.standing_alone(each.text, each.history), each.filters, each.choices)
                for each in group
            ]
        )
    except NewsdeskError:
        # Asked one by one, the question that it comes from tells it in its row.
        return [None] * len(group)
