"""What caused something, and what it caused: "the fire caused a loss" does not tell its cause."""

import re
from collections.abc import Callable

from index.terms import query_terms, terms

_ASKED = re.compile(
    r"\bwhat (?:has |have |had )?(?:caused|led to|triggered|sparked) (?P<of>.+)", re.IGNORECASE
)
_CAUSED = re.compile(
    r"(?P<by>[\w’'-]+) (?:(?:has|have|had|also|already|since) )*"
    r"(?:caus(?:es?|ed|ing)|led to|triggered|sparked)\b",
    re.IGNORECASE,
)


def tells_effect(question: str) -> Callable[[str], bool]:
    """Whether a sentence says what that caused of which a question asks what caused it."""
    asked = _ASKED.search(question)
    of = frozenset(query_terms(asked["of"])) if asked else frozenset()

    def is_effect(text: str) -> bool:
        return any(not of.isdisjoint(terms(caused["by"])) for caused in _CAUSED.finditer(text))

    return is_effect if of else lambda text: False
