"""Questions of the time or the number of a deed, and what tells of the opposite deed.

"The brewery hired 14 people" tells nothing of how many it fired, whatever else it has in common
with the question. Opposites are known by the stem of the verb; verbs on one side stand for each
other, so that what is told in another word is kept.
"""

import re
from collections.abc import Callable

from index.terms import UNASKED, as_words, terms
from qa.asking.kinds import Kind, kind_of
from qa.matching.asked_deed import HELPS, asked_deed, clauses, named_beside
from qa.matching.counts import NUMBER
from qa.matching.giving import TIME
from qa.matching.kin import of_kin
from qa.words.verbs import WORD, verb, verbs

Sides = tuple[tuple[frozenset[str], frozenset[str]], ...]


def _sides(*pairs: tuple[str, str]) -> Sides:
    return tuple(
        (frozenset(map(verb, one.split())), frozenset(map(verb, other.split())))
        for one, other in pairs
    )


_OPPOSITES = _sides(
    (
        "join enter hire appoint recruit employ elect",
        "leave quit resign retire depart exit withdraw fire dismiss sack oust axe",
    ),
    ("arrive land enter return", "leave depart exit"),
    ("begin start open launch founded", "end finish conclude close shut stop fold"),
    (
        "rise increase climb grow gain jump surge soar raise double",
        "fall decrease drop decline shrink slump plunge slide sink lower cut halve",
    ),
    ("bear survive", "die kill"),
    ("marry", "divorce"),
    ("accept approve", "reject refuse deny"),
    ("arrest jail detain", "free release"),
    ("build", "demolish destroy"),
)
# One is said of the one side, the other of the other: what Harl bought from Ostwick, that sold.
_CONVERSES = _sides(("win gain", "lose"), ("buy acquire", "sell"), ("lend", "borrow"))
_KNOWN = frozenset().union(*(side for pair in _OPPOSITES + _CONVERSES for side in pair))
_HELPS = frozenset(map(verb, "have do be will would can could say tell".split()))
_UNASKED = frozenset(terms(" ".join(UNASKED)))
_TOLD = {Kind.WHEN: TIME, Kind.HOW_MANY: NUMBER, Kind.HOW_MUCH: NUMBER}
_NOT = re.compile(r"\b(?:not|no|never)\b|n[’']t\b", re.IGNORECASE)
_ITSELF = re.compile(r"\b(?:it|he|she|they|we|which|who)\b", re.IGNORECASE)
_OTHER_SIDE = re.compile(r"\b(?:from|to|by|against) (?:it|him|her|them)\b", re.IGNORECASE)


def undone(question: str) -> Callable[[str, str], bool]:
    """Whether a sentence gives a text to the opposite of the deed that a question asks about, or
    to the deed of kin: the verb nearest before the text in its clause, or else the first after
    it, is an opposite, and the sentence has no verb of the deed's own side."""
    is_of_kin = of_kin(question)
    deed = _deed(question)
    own, against = _own_and_against(_OPPOSITES, deed)
    own_of_it, against_it = _own_and_against(_CONVERSES, deed)
    kept = deed | own | own_of_it
    if not (against or against_it):
        return is_of_kin
    named = named_beside(question, deed)

    def is_undone(text: str, sentence: str) -> bool:
        said = as_words(text)
        if not kept.isdisjoint(map(verb, WORD.findall(sentence))) or _NOT.search(sentence):
            return False
        places = [(part, found) for part in clauses(sentence) for found in said.finditer(part)]
        return bool(places) and all(
            (near := _nearest(clause, *found.span())) is not None
            and (
                verb(near[0]) in against
                or (verb(near[0]) in against_it and _is_of(named, clause, near.start()))
            )
            for clause, found in places
        )

    return lambda text, sentence: is_undone(text, sentence) or is_of_kin(text, sentence)


def tells_undone(question: str) -> Callable[[str], bool]:
    """Whether all times or numbers of a sentence, as the question asks for, and one at least, are
    of the opposite deed, or of kin."""
    is_of_opposite, told = undone(question), _TOLD.get(kind_of(question))

    def tells_opposite(sentence: str) -> bool:
        texts = [match[0] for match in told.finditer(sentence)] if told else []
        return bool(texts) and all(is_of_opposite(text, sentence) for text in texts)

    return tells_opposite


def _deed(question: str) -> frozenset[str]:
    """The one verb of the deed asked about; empty where it may be any of several."""
    if kind_of(question) not in _TOLD:  # who left had joined, and a shop closes where it opened
        return frozenset()
    sure = verbs(HELPS.sub("", question)) - _HELPS - _UNASKED
    deed = asked_deed(question) & _KNOWN
    return deed if len(deed) == 1 and sure <= deed else frozenset()


def _own_and_against(pairs: Sides, deed: frozenset[str]) -> tuple[set[str], set[str]]:
    own: set[str] = set()
    against: set[str] = set()
    for pair in pairs:
        for mine, theirs in (pair, pair[::-1]):
            if mine & deed:
                own |= mine
                against |= theirs
    return own, against - own


def _nearest(clause: str, start: int, end: int) -> re.Match[str] | None:
    """The last verb before the place, or else the first behind it."""
    stems = verbs(clause) - _HELPS
    found = [word for word in WORD.finditer(clause) if verb(word[0]) in stems]
    before = [word for word in found if word.end() <= start]
    return before[-1] if before else next((word for word in found if word.start() >= end), None)


def _is_of(named: set[str], clause: str, start: int) -> bool:
    """Whether who the question asks about stands before the verb, and not on the other side."""
    subject = clause[:start]
    return not _OTHER_SIDE.search(clause) and bool(
        _ITSELF.search(subject) or not named.isdisjoint(terms(subject))
    )
