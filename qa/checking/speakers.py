"""Who says it: the speakers of a sentence, and whether the source has it from the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.terms import terms
from qa.checking.names import Mentions, Name, names, subject

_VERBS = (
    r"said|says|told|added|adds|argued|warned|claimed|stated|noted|remarked|called|urged|advised|"
    r"replied|answered|insisted|maintained|described|spoke|spoken|condemned|dismissed|rejected|denied|"
    r"denies|pledged|promised|accused|explained|voiced|repeated|recalled|asked|confirmed|wanted|"
    r"declined|reported|announced|put|predicted|forecast|compared|likened|congratulated|fears|"
    r"feared|brushed|concluded|charged|defended|thinks|believes|counts|counted|estimated|fear|say"
)
_BEFORE = re.compile(rf"\b(?:{_VERBS})\b", re.I)
_AFTER = re.compile(
    r"(?:[,\"”]\s+(?:said|says|added|warned|argued|noted|replied|wrote|remarked|told)|"
    r"\baccording to|\bby the account of|\bin the words of)\s+(?:[a-z][\w'’.\-]*\s+){0,5}$",
    re.I,
)
_PRONOUN = re.compile(
    rf"\b(?:he|she|it|they|the (?:agency|ministry|company|board|organization|organisation|bank|"
    rf"spokesman|spokeswoman|president|minister|department|police))\b[^.;,]{{0,30}}?\b(?:{_VERBS})\b",
    re.I,
)
_GROUP = re.compile(rf"\b[a-z]{{3,}}s\s+(?:{_VERBS})\b")  # "officials said"
_QUOTE = re.compile(r"[\"“]")  # a voice that goes on
_ANY_VERB = frozenset(terms("said says told added spoke spoken stated noted reported argued asked"))
_APPOSITION = re.compile(r",[^,;]{3,160},(?=\s)")
_OF = re.compile(r"\s*(?:,|of|from|at|for)(?:\s+the)?\s*")
# What begins something else between a name and a verb.
_PARTS = re.compile(r"[,;:“\"]|\b(?:that|who|whom|which|and|but|while|he|she|it|they)\b")
_OBJECT = re.compile(
    r"(?<!spokesperson )(?<!spokesman )(?<!spokeswoman )\b(?:in|at|from|of|to|with|beside|for|on|"
    r"against|by|near|between|toward)\s+(?:the\s+)?$",
    re.I,
)
_GAP = 60  # characters between a speaker and the verb


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks, and the stem of the verb."""

    name: Name
    verb: str


def speeches(text: str) -> list[Speech]:
    """The names of a sentence that say something in it, in order.

    "Russia's president" names nobody: it may be one whom another sentence names.
    """
    found: list[Speech] = []
    named = names(text)
    for place in reversed(range(len(named))):
        name = named[place]
        before, behind = text[: name.span[0]], text[name.span[1] :]
        following = named[place + 1] if place + 1 < len(named) else None
        apposition = _APPOSITION.match(behind)
        if apposition and not _BEFORE.search(apposition[0]):
            behind = behind[apposition.end() :]
        elif following:
            behind = behind[: following.span[0] - name.span[1]]
        inverted = _AFTER.search(before)
        if inverted:
            found.insert(0, Speech(name, terms(inverted[0])[0]))
        elif following and found and following == found[0].name and _OF.fullmatch(behind):
            found.insert(0, Speech(name, found[0].verb))
        elif not _OBJECT.search(before) and not name.text.endswith(("'s", "’s")):
            verb = _BEFORE.search(behind[:_GAP])
            if verb and not _PARTS.search(behind[: verb.start()].removeprefix(",")):
                found.insert(0, Speech(name, terms(verb[0])[0]))
    return found


def other_speaker(claim: str, source: str, before: Sequence[str]) -> str:
    """The speaker whom the claim names and its source does not let say it; empty where fine.

    Args:
        claim: A sentence.
        source: The sentence of the source that says the same.
        before: The sentences before it in its article, in order; pronouns point there.
    """
    claimed = speeches(claim)
    if not claimed:
        return ""
    said = speeches(source)
    if not said and (_PRONOUN.search(source) or _QUOTE.match(source)):
        said = next((found for text in reversed(before) if (found := _meant(text))), [])
    elif not said and _GROUP.search(source):
        # "Aid workers fear ...": whoever they are, somebody who is not named there is another.
        named = names(source)
        if not any(_same(one.name, other) for one in claimed for other in named):
            return f"its source has it from others, not from {claimed[0].name.text}"
    # Of several who speak in the source, those who do what the claim says count.
    verbs = {each.verb for each in claimed} - _ANY_VERB
    same = [each for each in said if each.verb in verbs] or said
    if not said or any(_same(one.name, other.name) for one in claimed for other in same):
        return ""
    return f"its source has it from {same[0].name.text}, not from {claimed[0].name.text}"


def _same(one: Name, other: Name) -> bool:
    """Whether one is part of the other, or its initials."""
    return Mentions([one.text]).has(other) or Mentions([other.text]).has(one)


def _meant(text: str) -> list[Speech]:
    """Whom "he" or "the agency" means after this sentence: who speaks in it, or its subject."""
    found = speeches(text)
    first = None if found else subject(text)
    return found or ([Speech(first, "")] if first and " " in first.text else [])
