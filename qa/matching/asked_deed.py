"""What a question asks the time or the number of: the clause of a sentence that tells it.

"Tessaly became independent in 1918 and joined the League of Nations in 1921": when it joined is
told by the clause that says so, and not by the other.
"""

import re

from index.terms import UNASKED, as_words, query_terms, terms
from qa.asking.asked_for import asked_for
from qa.asking.kinds import Kind, kind_of
from qa.matching.counts import MEASURED, NUMBER
from qa.matching.giving import TIME
from qa.words.calendar import YEAR
from qa.words.verbs import verb, verbs

_BORDER = re.compile(
    rf"[;()]|,(?! {YEAR}\b)(?!\d)| [-–—] "
    r"|\b(?:and|but|while|whereas|after|before|when|until|then|which|who)\b"
)
HELPS = re.compile(r"\b(?:did|do|does|will|would|can|could|should|must|may)\b", re.IGNORECASE)
_BEHIND_NOUN = re.compile(
    r"\b(?:an?|the|of|in|on|at|for|to|by|with|from|his|her|its|their) $", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(rf"\b{YEAR}\b")


def asked_deed(question: str) -> frozenset[str]:
    """The stems of the verbs by which it says of what it asks a time or a number; perhaps with
    words that could be verbs, and empty where there are none."""
    start, end = asked_for(question)
    rest = f"{question[:start]} {question[end:]}"
    helped = HELPS.search(rest)
    found = verbs(rest)
    if helped:
        found |= {
            verb(word[0])
            for word in _WORD.finditer(rest, helped.end())
            if word[0].islower() and not _BEHIND_NOUN.search(rest[: word.start()])
        }
    return frozenset(found - set(terms(" ".join(UNASKED))))


def named_beside(question: str, deed: frozenset[str]) -> set[str]:
    """The terms of a question that neither ask nor say the deed: of whom or what it is."""
    start, end = asked_for(question)
    rest = query_terms(f"{question[:start]} {question[end:]}")
    return {word for word in rest if verb(word) not in deed}


def clause_elsewhere(question: str, text: str, sentence: str) -> str | None:
    """The clause of a sentence that says what is asked, with a time or a number of its own, where
    this time or number stands in another that does not say it; None elsewhere."""
    kind = kind_of(question)
    if kind not in (Kind.WHEN, Kind.HOW_MANY, Kind.HOW_MUCH):
        return None
    deed, parts, telling = asked_deed(question), clauses(sentence), None
    if not deed or not any(text in clause for clause in parts):  # it may span two
        return None
    for clause in parts:
        if as_words(text).search(clause):
            if not deed.isdisjoint(map(verb, _WORD.findall(clause))):
                return None
        elif not deed.isdisjoint(verbs(clause)) and _answers(kind, clause):
            telling = telling or clause
    return telling


def _answers(kind: Kind, clause: str) -> bool:
    if kind is Kind.WHEN:
        return TIME.search(clause) is not None
    return NUMBER.search(_YEAR.sub("", MEASURED.sub("", clause))) is not None


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, each with the sign or word that begins it."""
    ends = [match.start() for match in _BORDER.finditer(sentence)]
    return [sentence[a:b] for a, b in zip([0, *ends], [*ends, len(sentence)], strict=True)]
