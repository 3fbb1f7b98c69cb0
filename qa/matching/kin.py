"""Whose deed it is: "Ilva became queen when her father died in 1952" does not say when she died."""

import re
from collections.abc import Callable

from index.terms import as_words, terms
from qa.matching.asked_deed import asked_deed, clauses, named_beside
from qa.words.verbs import verb

_KIN = (
    r"(?:(?:grand|step)?(?:father|mother|son|daughter|parents|children)|brother|sister|husband|wife"
    r"|widow|uncle|aunt|cousin|nephew|niece|twin|predecessor|successor|deputy|partner)s?"
)
_WHOSE = r"\b(?:his|her|their|its|[\w-]+[’']s?)"
_ONE = re.compile(rf"\b{_KIN}\b")
_DOES = re.compile(
    rf"{_WHOSE} (?:[\w-]+ ){{0,2}}?{_KIN}\b(?:[’']s?)?(?:,[^,;]*,| [A-Z][\w’'-]+){{0,3}}"
    r" (?:(?:had|has|have|was|were|is|are|will|been|be|also|later|just|himself|herself) )*"
    r"(?P<deed>[a-z]+)"
    rf"|\b(?P<death>death) of {_WHOSE} (?:[\w-]+ )?{_KIN}\b(?:,[^,;]*,| [A-Z][\w’'-]+){{0,3}}"
)
_DEATH = {"death": "die"}


def of_kin(question: str) -> Callable[[str, str], bool]:
    """Whether a sentence says a text only of what kin did, or one who came before or after, of
    whom a question asks about, and names this one first."""
    deed = asked_deed(question)
    if not deed or re.search(rf"\b{_KIN}\b", question, re.IGNORECASE):
        return lambda text, sentence: False
    named = named_beside(question, deed)

    def is_of_kin(text: str, sentence: str) -> bool:
        done = [
            (each.start("deed"), each.start("death"))
            for each in _DOES.finditer(sentence)
            if verb(_DEATH.get(word := each["deed"] or each["death"], word)) in deed
            and (kin := _ONE.search(sentence, each.start()))
            and not named.isdisjoint(terms(sentence[: kin.start()]))
            and named.isdisjoint(terms(sentence[kin.start() : each.end()]))
        ]
        places = [max(place) for place in done]
        start, said = 0, []
        for clause in clauses(sentence):
            end = start + len(clause)
            if as_words(text).search(clause):
                said.append(any(start <= place < end for place in places))
            start = end
        return bool(said) and all(said)

    return is_of_kin
