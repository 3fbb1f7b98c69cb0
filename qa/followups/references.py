"""Names in the place of what points back: "he", "the company", "the second one", "there"."""

import re
from collections.abc import Iterator, Sequence

from index.terms import terms
from qa.followups import pointers
from qa.followups.antecedents import EarlierTurn, Referents
from qa.words.mentions import mentioned

_LED = re.compile(r"^(?:and|but|so)\s+", re.I)
_DID = re.compile(r"^what (?:did|does|has|have|will) .+ (?:do|done|decide|decided|say)\b", re.I)
_HAPPENS = re.compile(r"\s+happen", re.I)
_LOOKS_BACK = 3  # turns in which an antecedent is looked for

_Named = tuple[int, int, str | None]
"""Where a word that points back stands, and the name for it, if one was found."""


def resolved(question: str, earlier: Sequence[EarlierTurn]) -> str | None:
    """The question with names for what points back.

    None where nothing does, or where not all of it can be named.
    """
    if pointers.introduces_itself(question):
        return None
    chosen = _chosen(question, earlier)
    if pointers.demonstrates(question) and chosen is None:
        return None
    recent = [Referents(each) for each in reversed(earlier[-_LOOKS_BACK:])]
    definite = list(_definite(question, recent))
    taken = {name for _, _, name in definite}
    found = [*([chosen] if chosen else []), *definite, *_pronouns(question, recent, taken)]
    where = pointers.there(question)
    if where:
        places = (referents.place() for referents in recent)
        found.append((where.start(), where.end(), next(filter(None, places), None)))
    text = question
    for start, end, name in sorted(found, reverse=True):
        if name is None:
            return None
        text = text[:start] + name + text[end:]
    return _LED.sub("", text) if found else None


def points_back(question: str, earlier: Sequence[EarlierTurn]) -> bool:
    """Whether a question speaks of something that it does not name."""
    if pointers.introduces_itself(question):
        return False
    if pointers.demonstrates(question) or any(pointers.pronouns(question)):
        return True
    if pointers.there(question):
        return True
    if mentioned(question):
        return False
    known = set(terms(earlier[-1].question))
    return any(
        pointers.is_vague(noun) or set(terms(noun)) & known
        for _, _, noun in pointers.nouns(question)
    )


def _chosen(question: str, earlier: Sequence[EarlierTurn]) -> _Named | None:
    """Which of several "the second one" is."""
    choice = pointers.choice(question)
    listed = Referents(earlier[-1]).listed() if choice else []
    if choice is None or len(listed) <= max(choice[2], 1):
        return None
    start, end, place = choice
    return start, end, listed[place]


def _definite(question: str, recent: Sequence[Referents]) -> Iterator[_Named]:
    """What "the company" is; left as it stands where no company was spoken of."""
    alone = not mentioned(question)
    for start, end, noun in pointers.nouns(question):
        found = (referents.named(noun, alone=alone) for referents in recent)
        name = next(filter(None, found), None)
        if name:
            yield start, end, name


def _pronouns(
    question: str, recent: Sequence[Referents], taken: set[str | None]
) -> Iterator[_Named]:
    """Whom and what the pronouns mean, each kind once: the second "he" is the first."""
    given: set[str] = set()
    for match in pointers.pronouns(question):
        kind = _KINDS[match[0].casefold()]
        if kind in given:
            continue
        given.add(kind)
        name = next(filter(None, (_meant(each, kind) for each in recent)), None)
        if name in taken or (kind == "it" and _is_event(question, match, recent[0])):
            name = None
        owns = name is not None and pointers.is_possessive(question, match)
        yield match.start(), match.end(), f"{name}'s" if owns else name


_KINDS = {
    pronoun: kind
    for kind, pronouns in {
        "he": "he him his",
        "she": "she her hers",
        "it": "it its",
        "they": "they them their theirs",
    }.items()
    for pronoun in pronouns.split()
}


def _meant(referents: Referents, kind: str) -> str | None:
    if kind == "it":
        return referents.thing()
    if kind == "they":
        return referents.several()
    return referents.person(female=kind == "she")


def _is_event(question: str, pronoun: re.Match[str], before: Referents) -> bool:
    """Whether "it" is what happened, or what somebody did, rather than a thing."""
    if _HAPPENS.match(question, pronoun.end()):
        return True
    did = _DID.match(before.turn.question)
    return did is not None and pointers.is_object(question, pronoun)
