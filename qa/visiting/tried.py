"""Questions are tried before they are offered: nobody should begin with one that is declined."""

from collections.abc import Sequence
from itertools import islice

from qa.answer import Assistant
from qa.visiting.asking import checked_filters


def answered(desk: Assistant, questions: Sequence[str], count: int) -> list[str]:
    """The first ``count`` of the questions that the desk's articles answer as of today.

    They are answered in the articles' words, also where a language model is set: it is sent
    nothing that nobody asked.
    """
    quoting = Assistant(desk.index)
    filters = checked_filters()
    return list(
        islice((each for each in questions if quoting.ask(each, filters=filters).answered), count)
    )
