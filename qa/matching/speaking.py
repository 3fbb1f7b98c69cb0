"""Questions of what somebody says, "what did the mayor say of the harbour", and whether a sentence
tells what they say, not what others say of them."""

import re
from collections.abc import Callable, Iterator

from qa.words.wording import words

_NAMED = r"(?:[\w.’'-]+ ){1,8}?"
_ASKED = re.compile(
    rf"\bwhat (?:did|do|does|has|have) (?P<who>{_NAMED})"
    r"(?:say|said|think|tell|told|claim(?:ed)?|announced?|argued?|warn(?:ed)?|promised?|admit(?:ted)?"
    r"|believe)\b",
    re.IGNORECASE,
)
_OF = re.compile(r" (?:of|in|at|from|who|on|to) ")
_TELLING = r"(?:said|says|told|tells|wrote|added|tweeted|explained|argued|warned|insisted)"
_VERB = re.compile(
    rf"\b(?:{_TELLING}|writes|argues|warns|insists|claim(?:ed|s)?|call(?:ed|s)|conced(?:ed|es)"
    r"|admit(?:ted|s)|acknowledged|den(?:ied|ies)|pledged|promised|vowed|urged|condemned|dismissed"
    r"|rejected|accus(?:ed|es?)|describ(?:ed|es)|think|thinks|believes?|stated|say|argue|announced"
    r"|criticiz?s?ed|blam(?:ed|es?)|welcomed|express(?:ed|es))\b"
)
# "..., said the mayor", "according to the mayor"
_BEHIND = re.compile(rf"(?:[,”\"’'] ?{_TELLING}|\baccording to)\b")
_APPOSITION = re.compile(r",[^,;“”\"]{1,80},\s*$")
_PART = re.compile(r"[,;:.“”\"()]")
_REACH = 100  # characters before a verb in which its subject stands


def speaking(question: str) -> Callable[[str], bool] | None:
    """Whether somebody says something in a text of whom the question asks what they say; None where
    it asks that of nobody."""
    asked = _ASKED.search(question)
    if asked is None:
        return None
    named = words(_OF.split(asked["who"])[0])
    if not named:
        return None
    return lambda text: any(named[-1] in words(subject) for subject in _subjects(text))


def _subjects(text: str) -> Iterator[str]:
    """The words before each verb of saying, up to a comma, and those behind it, where it is said of
    what stands before."""
    for verb in _VERB.finditer(text):
        before = text[max(0, verb.start() - _REACH) : verb.start()]
        yield _PART.split(_APPOSITION.sub("", before))[-1]
    for verb in _BEHIND.finditer(text):
        yield _PART.split(text[verb.end() : verb.end() + _REACH])[0]
