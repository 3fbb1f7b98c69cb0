"""What a question says and no article does: a name, a year, or a word that few texts have."""

import re

from index.engines.rarity import is_common
from index.search import Index
from index.terms import UNASKED, terms, tokens
from index.types import Filters, Scope
from qa.asking.kinds import names
from qa.words.lexicon import FUNCTION_WORDS

YEAR = re.compile(r"(?<![\w.,$€£-])(?:19|20)\d\d(?![\w%-]|[.,]\d)")
_TOLD = 4  # words that no article says
_SHORTEST = 4  # letters: shorter ones are mostly the small words of some language


def unmentioned(index: Index, question: str, filters: Filters, numbered: set[str]) -> list[str]:
    """The names and years that no article says, in its text, title, outlet or authors; where all
    are known, the rare words, one mistyped perhaps.

    That no article says "much" or "spoken" tells nobody anything.

    Args:
        index: What was searched.
        question: A standalone question.
        filters: What it was searched with.
        numbered: Which of a series the question asks about: "97th".
    """
    # Not other figures: "1.7.5" stands in "v1.7.5", and 2,000 in "two thousand".
    named = [word for word in _named(question) if word[0].isalpha()]
    years = _years_apart(question, index.scope(filters))
    plain = (re.sub(r"['’]s$", "", word) for word in tokens(question))
    rare = [word for word in dict.fromkeys(plain) if is_rare(word)]
    for words in ([*named, *sorted(numbered), *years], rare):
        if unknown := [word for word in words if not index.mentioned(word)]:
            return unknown[:_TOLD]
    return []


def _named(question: str) -> list[str]:
    """Its names; none where it writes every word with a capital."""
    if not any(word.islower() for word in question.split()[1:]):
        return []
    return [word for word in names(question) if word.casefold() not in UNASKED]


def _years_apart(question: str, scope: Scope) -> list[str]:
    """The years that a question names in which no article appeared: that one of 2023 does not
    say "2023" tells nothing. Of years yet to come more is said (qa/declining.py)."""
    years = dict.fromkeys(YEAR.findall(question))
    return [year for year in years if scope.first is None or int(year) < scope.first.year]


def is_rare(word: str) -> bool:
    """Whether few texts of whatever collection have the word, which carries meaning."""
    return (
        word[0].isalpha()
        and len(word) >= _SHORTEST
        and word.casefold() not in FUNCTION_WORDS | UNASKED
        and not any(map(is_common, terms(word)))
    )
