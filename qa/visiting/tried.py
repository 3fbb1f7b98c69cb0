"""Questions are tried before they are offered: nobody should choose one that is declined."""

from collections.abc import Callable, Iterable, Sequence

from index.types import Filters
from qa.answer import Assistant
from qa.types import Turn
from qa.visiting.asking import checked_filters


def answered(
    desk: Assistant,
    questions: Iterable[str],
    count: int,
    *,
    filters: Filters | None = None,
    history: Sequence[Turn] = (),
    wanted: Callable[[], bool] = lambda: True,
) -> list[str]:
    """The first ``count`` of the questions that the desk's articles answer.

    They are answered in the articles' words, also where a language model is set: it is sent
    nothing that nobody asked.

    Args:
        desk: Whose articles.
        questions: Each is tried in turn.
        count: How many are enough.
        filters: Those that they would be asked with, by default as of today.
        history: What they would follow.
        wanted: Asked before each: where it says no, those found by then are all.
    """
    quoting = Assistant(desk.index)
    within = filters or checked_filters()
    found: list[str] = []
    for question in questions:
        if len(found) == count or not wanted():
            break
        if quoting.ask(question, filters=within, history=history).answered:
            found.append(question)
    return found
