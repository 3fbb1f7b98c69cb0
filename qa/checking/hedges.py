"""How sure a source is, and whether a sentence that cites it is as careful.

Four kinds of care are told apart: that somebody said it, that it may be so, that it is yet
to come, and that a number is not exact.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from index.terms import terms
from qa.checking.clauses import words_of
from qa.checking.names import Mentions
from qa.checking.numbers import Number, numbers
from qa.checking.polarity import negations
from qa.checking.speakers import speeches, voices
from qa.words.verbs import done, verb


class Care(StrEnum):
    """A kind of care that a sentence can take."""

    SAID = "that somebody says so"
    DOUBT = "that it is not certain"
    FUTURE = "that it is yet to come"


_SPEECH = (
    "said|saying|told|added|according to|reported(?!ly)|argued|warned|claimed(?! the li)|"
    "stated|noted|"
    "remarked|called (?!an?\\b)|urged|advised|replied|answered|asked|insisted|maintained|"
    "described|spoke|spoken|puts? (?:the|their|its|his|her) \\w+|estimated|predicted|forecast|"
    "counted|explains|explained|condemned|dismissed|rejected|denied|pledged|promised|accused|charged|"
    "blamed|voiced|indicated|suggested|wrote|declined|repeated|recalled|compared|likened|"
    "congratulated|disputed|referred|afraid|fear|fears|feared|by the account of|in the view of|"
    "brushed aside|mentioned(?= that)|alleges?|expects?|expected|projections?|cited|says|say"
)
# In a claim also what may be a noun in a source: "reports", "estimates".
_SPEECH_TOO = (
    "tells?|adds?|reports?|argues?|warns?|claims?|states?|notes?|calls?|urges?|asks?|insists?|"
    "describes?|estimates?|counts?|denies|deny|disputes?|thinks?|thought|believes?|recalls?|"
    "specify|specifies|specified|disclose[sd]?|detail(?:s|ed)?|give|gave|remarks?|comments?|"
    "suggests?|finds?|found|shows?|showed|shown|indicates?|tips?|backs?|backed|pleaded|admit\\w*|apologi[sz]\\w*|refus\\w*|saw|sees|considers?|acknowledge[sd]?|put"
)
_DOUBT = (
    "may|might|could|reportedly|allegedly|alleged|apparently|supposedly|presumably|presumed|"
    "possibly|perhaps|probably|likely|unlikely|likelihood|believed|thought to|said to|fears?|"
    "feared|suspected|expects?|expected|forecasts?|projections?|predict\\w*|"
    "preliminary|if|in case|unless|should the|unconfirmed|tends?|"
    "(?:seem|appear)(?:s|ed)?(?= to\\b| that\\b| \\w+ly\\b)|"
    "should|would|first analysis|not (?:yet )?(?:clear|known)|unclear|undecided|"
    "indicated|afraid|theory|hypothesis|rumou?rs?|suggests?|suggested|allegations?|alleges?|"
    "concerns?|worr(?:y|ies|ied)|the risk|hopes?|hoped|hoping|(?<!made )possible|potential(?:ly)?|"
    "(?:the|amid|over|of|after|following|despite) claims? that|wonder\\w*"
)
_COMING = (
    "will|would|shall|won['’]t|(?:is|are|was|were) to|to be|plan(?:s|ned)?|expects?|expected|due|"
    "intends?|intended|meant to|promise[sd]?|pledge[sd]?|wants?|wanted|aims?|going to|"
    "forecasts?|projections?|about to|may|might|could|tomorrow|urged?|call(?:ed|s)? (?:on|for)|"
    "slated|release|upcoming|ordered|asked|should|until|by the|scheduled|set to|next|"
    "wished|declined|refusal|reconsider|potential|starting|can|concerns?|hopes?|future|whether"
)
_CUES = {
    Care.SAID: re.compile(rf"\b(?:{_SPEECH})\b", re.I),
    Care.DOUBT: re.compile(rf"\b(?:{_DOUBT})\b", re.I),
    Care.FUTURE: re.compile(rf"\b(?:{_COMING})\b", re.I),
}
_TELLS = re.compile(rf"\b(?:{_SPEECH}|{_SPEECH_TOO})\b", re.I)
_DOUBTS = re.compile(
    rf"\b(?:{_DOUBT}|whether|possibl[ey]|wants?|wanted|plan(?:s|ned)?|propos\w+"
    r"|call(?:s|ed) for|urge\w*)\b",
    re.I,
)
# Doubt that is cast on the whole of a sentence, wherever it stands in it.
_SIDELONG = re.compile(r"\b(?:reportedly|allegedly|apparently|supposedly|presumably)\b", re.I)
_CONDITION = re.compile(r"(?:if|unless|in that case)\b(?! you)", re.I)
_WILL = re.compile(r"\b(?:will|shall|(?:is|are) to|going to)\b", re.I)
_MAY_DO = re.compile(r"\b(?:may|might|could)\s+(?:not\s+|also\s+|be\s+|have\s+)*(\w+)", re.I)
_WILL_DO = re.compile(
    r"\b(?:will|shall|going to|is|are|was|were)\s+(?:also\s+|be\s+|have\s+)*(\w+)", re.I
)
_LOWER = (
    "at least|more than|over|above|no (?:fewer|less) than|a minimum of|minimum of|upwards of|"
    "in excess of|well over"
)
_UPPER = "up to|as many as|as much as|at most|no more than|less than|fewer than|under|below"
_ABOUT = (
    "about|around|roughly|approximately|some|nearly|almost|close to|an estimated|estimated|circa|"
    "shortly"
)
_ESTIMATE = re.compile(r"\bestimat", re.I)
_INEXACT = re.compile(rf"\b(?P<low>{_LOWER})|\b(?P<up>{_UPPER})|\b(?P<about>{_ABOUT})", re.I)
# A bound that the claim gives where its source gives none or the other one.
_UNLIKE = {("low", "up"), ("low", "about"), ("up", "low"), ("up", "about")}
# What a claim must not make of what its source leaves open.
_SURE = re.compile(
    r"\b(?<!may be )(?<!might be )(?<!could be )(?:proven|prov(?:es?|ed|ing) that"
    r"|confirm(?:s|ed|ing)?(?! (?:him|her|them|as|by)\b)"
    r"|certainly|certain (?:to|that)|definite(?:ly)?|undoubtedly|exactly|precisely"
    r"|guarantee[sd]?|undisputed(?:ly)?|unquestionabl[ey]|conclusive(?:ly)?)\b",
    re.I,
)
# What is planned: the verb.
_IS_PLANNED = re.compile(
    r"\b(?:(?:will|would|shall|(?:is|are|was|were|be|been|due|set|about|going|ready|scheduled|slated"
    r"|plan(?:s|ned|ning)?|intend(?:s|ed)?|expect(?:s|ed)?|want(?:s|ed)?|hop(?:es?|ed|ing)|aim(?:s|ed|ing)?"
    r"|promis(?:es?|ed|ing)|pledg(?:es?|ed|ing)|vow(?:s|ed|ing)?|agree[sd]?|decid(?:es?|ed)|propos(?:es?|ed|ing)"
    r"|seek(?:s|ing)?|tr(?:y|ies|ied|ying)|threaten(?:s|ed|ing)?) to)"
    r"\s+(?:(?:also|not|be|have|been)\s+)*"
    r"|(?:consider(?:s|ed|ing)?|weigh(?:s|ed|ing)?|propos(?:es?|ed|ing))\s+(?:an?\s+|the\s+)?)(\w+)",
    re.I,
)
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
# ", he said," or ", the agency said."
_ASIDE = re.compile(
    rf"\s*(?:[\w.'’-]+\s+){{0,7}}?(?:{_SPEECH})(?:\s+(?:on|in|at)?\s*[\w.]+){{0,2}}\s*[,.;]|"
    rf"\s*according to\b",
    re.I,
)
# Doubt that may stand behind what it is cast on: "such a move was likely".
_CLOSES = re.compile(
    r"likely|unlikely|likelihood|unconfirmed|threat|fears?|feared|estimate\w*", re.I
)
_AFTER = 40  # characters behind a cue that it is taken to bear on
_BEFORE = 28  # characters before a number in which its hedge stands


def careless(claim: str, source: str, met: Sequence[int]) -> Care | None:
    """A kind of care that the source takes and the claim does not, or a future or certainty
    that it makes up.

    Args:
        claim: A sentence.
        source: The sentence of the source that says the same.
        met: Where in the source the words of the claim stand, in code points.
    """
    bare = _QUOTED.sub(lambda match: "_" * len(match[0]), source)
    if _attributed(bare, met) and not _TELLS.search(claim) and not _names_voice(claim, source):
        return Care.SAID
    if _doubted(source, met) and not _DOUBTS.search(claim):
        return Care.DOUBT
    if _made_certain(claim, source):
        return Care.DOUBT
    if _WILL.search(claim) and not _CUES[Care.FUTURE].search(source):
        return Care.FUTURE
    if _SURE.search(claim) and not (_SURE.search(source) or negations(claim)):
        return Care.DOUBT
    if not _CUES[Care.FUTURE].search(claim) and _planned(source) & _done(claim) - _done(source):
        return Care.FUTURE
    return None


def _planned(text: str) -> set[str]:
    return {verb(match[1]) for match in _IS_PLANNED.finditer(text)}


def _done(text: str) -> set[str]:
    return done(_IS_PLANNED.sub(" ", text))


def _names_voice(claim: str, source: str) -> bool:
    """Whether the claim names whoever says it in its source."""
    claimed, said = Mentions([claim]), frozenset(terms(claim))
    named = any(claimed.has(each.name) for each in speeches(source))
    return named or any(voice in said for voice in voices(source))


def _made_certain(claim: str, source: str) -> bool:
    """Whether what its source says may or could be is to be in the claim."""
    may = {terms(match[1])[-1] for match in _MAY_DO.finditer(source) if terms(match[1])}
    will = {terms(match[1])[-1] for match in _WILL_DO.finditer(claim) if terms(match[1])}
    return bool(may & will)


def _attributed(source: str, met: Sequence[int]) -> bool:
    """Whether somebody says what was met: before most of it, or in a clause of its own."""
    for cue in _CUES[Care.SAID].finditer(source):
        behind = sum(place > cue.start() for place in met)
        clause = _clause_start(source, cue.start())
        if behind * 2 > len(met) or (clause and _ASIDE.match(source, clause)):
            return True
    return False


def _doubted(source: str, met: Sequence[int]) -> bool:
    """Whether doubt is cast on what was met: on the whole, or right behind its cue."""
    sidelong = [cue for cue in _SIDELONG.finditer(source) if _bears(cue, source, met)]
    if _CONDITION.match(source) or sidelong:
        return True
    words = words_of(source)
    for cue in _CUES[Care.DOUBT].finditer(source):
        clause = next((each.clause for each in words if each.span[1] > cue.start()), None)
        spans = [each.span for each in words if each.clause == clause]
        inside = sum(spans[0][0] <= place < spans[-1][1] for place in met) if spans else 0
        behind = any(cue.end() < place < cue.end() + _AFTER for place in met)
        if inside * 3 >= len(met) and (behind or _CLOSES.fullmatch(cue[0])):
            return True
    return False


def _bears(cue: re.Match[str], source: str, met: Sequence[int]) -> bool:
    """Whether it is cast on what was met: what follows it, or all of it from either end."""
    outside = cue.start() == 0 or not source[cue.end() :].strip(" .")
    return outside or any(cue.end() < place < cue.end() + _AFTER for place in met)


def _clause_start(text: str, place: int) -> int:
    return max(text.rfind(mark, 0, place) for mark in (",", "”", '"', ";", "_")) + 1


def exact_only_here(claim: str, source: str) -> str:
    """A number that the source gives as inexact and the claim as exact, or as at least where
    the source says at most; empty where none."""
    in_source: dict[Decimal, list[tuple[str, str]]] = defaultdict(list)
    for each in numbers(source):
        in_source[each.value].append(_hedge(source, each))
    for number in numbers(claim):
        (said, kind), theirs = _hedge(claim, number), in_source[number.value]
        if said:
            otherwise = all((kind, other) in _UNLIKE for _, other in theirs)
        else:
            otherwise = all(hedge.lower() not in ("", "over") for hedge, _ in theirs)
        if theirs and otherwise and not _ESTIMATE.search(claim):
            return f"its source says “{theirs[0][0]} {claim[slice(*number.span)]}”"
    return ""


def _hedge(text: str, number: Number) -> tuple[str, str]:
    """What makes a number inexact, and whether it is a bound: "low", "up", "about"."""
    start, end = number.span
    before = text[max(0, start - _BEFORE) : start]
    # Of the words right before the number only: nothing but "the", "a", "$" may stand between.
    match = None
    for found in _INEXACT.finditer(before):
        match = found
    if match and re.fullmatch(r"[\s$€£]*(?:the|a|an|of|and|to)?[\s$€£]*", before[match.end() :]):
        return match[0], match.lastgroup or ""
    after = text[end : end + 12]
    late = re.match(r"\s*(?:or (?:so|(?P<low>more|longer|later|older|higher))|on average)\b", after)
    return (late[0].strip(), late.lastgroup or "about") if late else ("", "")
