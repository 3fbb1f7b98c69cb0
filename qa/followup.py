"""A follow-up and its history to a question that stands alone."""

import re
from collections.abc import Sequence

from index.terms import query_terms
from qa.types import Turn

# Words that point back at what was said before.
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|this|that|these|those|there|then|"
    r"one|ones|same|such)\b",
    re.IGNORECASE,
)
# How a question begins that goes on with the subject, and the most words of its own that it
# may have then: "And in Rome?", "Who won?", but not "Who won Wimbledon?".
_CONTINUES = re.compile(r"^\s*(?:and|but|or|so|what about|how about|also)\b", re.I)
_ASKS = re.compile(r"^\s*(?:why|when|where|who)\b", re.I)
_FEW_WORDS, _FEWER_WORDS = 2, 1


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves unsaid; unchanged where it leaves nothing unsaid.

    A follow-up is one that points back with a pronoun or has hardly any words of its own;
    it is put behind the question that it follows.
    """
    if not history:
        return question
    own_words = len(query_terms(question))
    is_short = (own_words <= _FEW_WORDS and _CONTINUES.search(question)) or (
        own_words <= _FEWER_WORDS and _ASKS.search(question)
    )
    if not (_POINTS_BACK.search(question) or is_short):
        return question
    before = standalone(history[-1].question, history[:-1])
    return f"{before.rstrip()} {question.strip()}"
