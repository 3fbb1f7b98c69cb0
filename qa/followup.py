"""A follow-up and its history to a question that stands alone."""

import re
from collections.abc import Sequence

from index.terms import query_terms
from qa.types import Turn

_PRONOUN = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs)\b", re.IGNORECASE
)
# "What does that mean?", "Who was there?", but not "this week" or "the man that ...".
_DEMONSTRATIVE = re.compile(
    r"\b(?:this|that|these|those)\b(?=\s*(?:[?.!,]|$|(?:happen|mean|affect|is|was|are|were)\b))"
    r"|\b(?:there|then)\b(?=\s*(?:[?.!]|$))|\bthe (?:same|other|first|second|latter|former)\b",
    re.IGNORECASE,
)
# A name before a pronoun is what the pronoun stands for: "What did Austin say in his speech?"
_NAME = re.compile(r"(?<=\s)[^\W\d_a-z]\w+")
# How a question begins that goes on with the subject, and the most words of its own that it
# may have then: "And in Rome?", "Who won?", but not "Who won Wimbledon?".
_CONTINUES = re.compile(r"^\s*(?:and|but|or|so|what about|how about|also)\b", re.I)
_ASKS = re.compile(r"^\s*(?:why|when|where|who)\b", re.I)
_FEW_WORDS, _FEWER_WORDS = 2, 1


_LONGEST_CHAIN = 8  # questions that are put before a follow-up


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves unsaid; unchanged where it leaves nothing unsaid.

    A follow-up points back at something it does not name, or has hardly any words of its
    own; it is put behind the question that it follows, and that behind the one it follows.
    """
    chain = [question.strip()]
    for turn in reversed(history[-_LONGEST_CHAIN:]):
        if not _follows(chain[0]):
            break
        chain.insert(0, turn.question.strip())
    return " ".join(chain) if len(chain) > 1 else question


def _follows(question: str) -> bool:
    pronoun = _PRONOUN.search(question)
    if pronoun and not _NAME.search(question, 0, pronoun.start()):
        return True
    own_words = len(query_terms(question))
    return bool(
        _DEMONSTRATIVE.search(question)
        or (own_words <= _FEW_WORDS and _CONTINUES.search(question))
        or (own_words <= _FEWER_WORDS and _ASKS.search(question))
    )
