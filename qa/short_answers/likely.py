"""A likely short answer, and whether a text says it."""

import re
from dataclasses import dataclass

from index.terms import as_words


@dataclass(frozen=True, slots=True)
class Short:
    """A candidate: its words, its chance among all, and which of ``Reading.quotes`` say it."""

    text: str
    chance: float
    quotes: frozenset[int]

    def written_in(self, text: str) -> str | None:
        """Its words as they are written there, in its own case if in any; None where they are
        not."""
        if self.text.casefold() not in text.casefold():
            return None
        for flags in (re.NOFLAG, re.IGNORECASE):
            if found := as_words(self.text, flags).search(text):
                return found[0]
        return None
