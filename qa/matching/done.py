"""Questions of whether a deed was done, "did Norwick join the league", and what tells it.

"Norwick joined on Tuesday" does, and "Norwick did not join"; that it wants to join, or what
joining would bring, does not.
"""

import re
from collections.abc import Callable

from index.terms import STOPWORDS
from qa.words.verbs import past_forms

_ASKED = re.compile(r"\W*(?:so |but |and )?(?:did|has|have|had) (?P<deed>.+)", re.IGNORECASE)
_WORD = re.compile(r"\b[a-z]{2,}\b(?![’'])")
_AHEAD = re.compile(
    r"\b(?:to|will|would|could|should|might|may|must|can)(?: \w+)?(?: have)?(?: be(?:en)?)? $", re.I
)
_NOT = r"(?:not|never|n[’']t|yet to|(?:refus|fail|declin)\w* to)(?: \w+)?"


def doing(question: str) -> Callable[[str], bool]:
    """Whether a text tells that the deed was done that a question asks about, or that it was not;
    nothing does where it asks about none."""
    asked = _ASKED.match(question)
    words = _WORD.findall(asked["deed"].lower() if asked else "")
    deeds = [word for word in words if word not in STOPWORDS]
    if not deeds:
        return lambda text: False
    past = "|".join(form for word in deeds for form in past_forms(word))
    done = re.compile(rf"\b(?:{past})\b", re.IGNORECASE)
    denied = re.compile(rf"\b{_NOT} (?:{past}|{'|'.join(deeds)})\b", re.IGNORECASE)

    def tells(text: str) -> bool:
        told = any(not _AHEAD.search(text, 0, found.start()) for found in done.finditer(text))
        return told or denied.search(text) is not None

    return tells
