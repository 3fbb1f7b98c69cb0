"""What a question is about, without the words that ask: what a follow-up leaves out."""

import re

from index.terms import query_terms
from qa.words.lexicon import AUXILIARIES, PREPOSITIONS

_PREPOSITION = "|".join(sorted(PREPOSITIONS, key=len, reverse=True))
_ASKS = re.compile(
    rf"^(?:(?:and|but|so|also),? )?(?:(?:{_PREPOSITION}) )?"
    r"(?:(?:who|whom|what|why|when|where)(?:['’]s)?|which|whose"
    r"|how (?:many|much|long|old|far|high|tall|big|large|often|fast|deep|soon)|how)\b\s*"
    rf"(?P<does>(?:{'|'.join(sorted(AUXILIARIES))})\b\s*)?",
    re.I,
)
# "Who shot at the school" is about the school; another question about it is of other deeds.
_DEED = re.compile(rf"^\w+\s+(?:(?:{_PREPOSITION})\s+)?", re.I)
_WHO = re.compile(r"^who\b", re.I)


def topic(question: str) -> str:
    """Its words but for those that ask: "Silicon Valley Bank collapse" of "When did Silicon Valley
    Bank collapse?", "twitter" of "who bought twitter"; all of them where few are left."""
    asked = question.strip(" ?.!")
    asks = _ASKS.match(asked)
    if asks is None:
        return asked
    rest = asked[asks.end() :]
    if _WHO.match(asked) and not asks["does"]:
        rest = _DEED.sub("", rest, count=1)
    return rest if query_terms(rest) else asked
