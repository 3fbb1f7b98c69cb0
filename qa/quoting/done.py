"""Questions of whether a deed was done, "did Norwick join the league", and what tells it.

"Norwick joined on Tuesday" does, and "Norwick did not join"; that it wants to join, or what
joining would bring, does not.
"""

import re
from collections.abc import Callable

from index.terms import STOPWORDS

_ASKED = re.compile(r"\W*(?:so |but |and )?(?:did|has|have|had) (?P<deed>.+)", re.IGNORECASE)
_WORD = re.compile(r"\b[a-z]{2,}\b(?![’'])")
_PAST = {
    word: forms.replace(" ", "|")
    for word, forms in (
        entry.split(": ")
        for entry in (
            "beat: beat beaten; become: became become; begin: began begun; break: broke broken; "
            "bring: brought; build: built; buy: bought; catch: caught; choose: chose chosen; "
            "come: came; cut: cut; fall: fell fallen; fight: fought; find: found; fly: flew flown; "
            "forbid: forbade forbidden; get: got; give: gave given; go: went gone; "
            "grow: grew grown; hit: hit; hold: held; keep: kept; know: knew known; lead: led; "
            "leave: left; lose: lost; make: made; meet: met; pay: paid; put: put; quit: quit; "
            "rise: rose risen; run: ran; see: saw seen; sell: sold; send: sent; set: set; "
            "shoot: shot; shut: shut; "
            "speak: spoke spoken; spend: spent; stand: stood; steal: stole stolen; strike: struck; "
            "take: took taken; tell: told; think: thought; throw: threw thrown; win: won; "
            "withdraw: withdrew withdrawn; write: wrote written"
        ).split("; ")
    )
}
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
    past = "|".join(map(_past, deeds))
    done = re.compile(rf"\b(?:{past})\b", re.IGNORECASE)
    denied = re.compile(rf"\b{_NOT} (?:{past}|{'|'.join(deeds)})\b", re.IGNORECASE)

    def tells(text: str) -> bool:
        told = any(not _AHEAD.search(text, 0, found.start()) for found in done.finditer(text))
        return told or denied.search(text) is not None

    return tells


def _past(word: str) -> str:
    """The forms of a verb, or of any word, in which it tells of the past."""
    if forms := _PAST.get(word):
        return forms
    if word.endswith("ed"):
        return word
    if word.endswith("e"):
        return f"{word}d"
    return (
        f"{word[:-1]}ied"
        if word.endswith("y") and word[-2] not in "aeou"
        else (f"{word}{word[-1]}?ed")
    )
