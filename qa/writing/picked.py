"""Which choice of a multiple-choice question a language model's reply names."""

import re
from collections.abc import Sequence

from index.terms import fold
from qa.writing.draft import read_draft
from qa.writing.layout import unwrapped

# "2", "(2)", "[2]", "Choice 2", and "2. 3 people": what stands behind it are the choice's words.
_PLACE = re.compile(
    r"\W*(?:(?:choice|option|answer|no)\b\W*)?(\d{1,3})(?=\W*$|[.):\]*]+\s)", re.I | re.M
)


def picked(reply: str, choices: Sequence[str]) -> int | None:
    """The place of the choice that a reply names, by its number or in its words; None if none."""
    begun = _PLACE.match(unwrapped(reply))
    if begun:
        place = int(begun[1]) - 1
        return place if 0 <= place < len(choices) else None
    said = " ".join(drafted.text for drafted in read_draft(reply, 0))
    numbers = set(re.findall(r"(?<![\d.,])\d{1,3}(?![\d.,]*\d)", said))
    if len(numbers) == 1:
        place = int(numbers.pop()) - 1
        return place if 0 <= place < len(choices) else None
    named = [place for place, each in enumerate(choices) if fold(each) in fold(said)]
    return named[0] if len(named) == 1 and not numbers else None
