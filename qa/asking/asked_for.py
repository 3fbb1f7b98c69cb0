"""What a question asks for, in its own words: "which university", "how many troops", "who"."""

import re

from corpus.sentences import Span

_ASKING = re.compile(
    r"\b(?:which|what|whose|how (?:many|much|old|long|far|tall|big))\b"
    r"(?P<thing>(?:\s+[\w’'-]+){0,4})"
    r"|\b(?:who|whom|where|when|why|how)\b",
    re.IGNORECASE,
)
# The thing asked for ends before these: "which state | recently passed", "what age | did".
_ENDS = re.compile(
    r"\b(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|became|become|recently|"
    r"won|says?|said|just|announced|made|broke|a|an|the|of|in|on|this|that|to|for|from|by|with|at|"
    r"it|he|she|they)\b",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"(?<=[.!?])\s+(?=\S)")
"""What parts the sentences of a question."""


def asked_for(question: str) -> Span:
    """Where the words that ask stand in the question, with the thing that they name.

    The last sentence decides, for what stands before it is usually background; a text
    without such words is taken whole.
    """
    last = last_sentence(question)[0]
    matches = list(_ASKING.finditer(question))
    if not matches:
        return 0, len(question)
    match = next((match for match in matches if match.start() >= last), matches[-1])
    thing = match["thing"] or ""
    end = _ENDS.search(thing)
    named = thing[: end.start()].rstrip() if end else thing
    return match.start(), match.start("thing") + len(named) if thing else match.end()


def last_sentence(question: str) -> Span:
    """Where the last sentence of a question stands."""
    question_end = len(question.rstrip())
    starts = [match.end() for match in BETWEEN.finditer(question, 0, question_end)]
    return (starts[-1] if starts else 0), question_end
