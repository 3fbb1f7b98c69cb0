"""The closer look at what was read: for one point, or for the facts of an open question."""

from collections.abc import Callable
from dataclasses import dataclass

from index.types import Encoder
from qa.asking.forms import Form, form_of
from qa.quote import Reading
from qa.reading.reader import ReaderOutput, read_closely, weighed
from qa.reading.telling import with_telling
from qa.short_answers.likely import Short
from qa.short_answers.short import shorts


@dataclass(frozen=True, slots=True)
class Look:
    """What came of it.

    Attributes:
        reading: The sentences in their order, with what the look says of them.
        likely: What could be the short answer, with its chance; none for an open question, which
            has none to show.
        output: What the reader makes of the sentences, where it has looked for one point.
    """

    reading: Reading
    likely: list[Short]
    output: ReaderOutput | None


def look(reading: Reading, encoder: Encoder, rarity: Callable[[str], float]) -> Look:
    """Look at the best sentences once more, each together with the question.

    Args:
        reading: A standalone question and every sentence that was read for it.
        encoder: The one that it was read with.
        rarity: Weight of a term: 0 or more, larger for rarer ones.
    """
    if form_of(reading.question) is not Form.POINT:
        return Look(with_telling(reading, encoder), [], None)
    output = read_closely(reading, encoder)
    likely = shorts(reading, encoder, rarity, output)
    return Look(weighed(reading, output), likely, output)
