"""How sure a source is, and whether a sentence that cites it is as careful.

Four kinds of care are told apart: that somebody said it, that it may be so, that it is yet
to come, and that a number is not exact.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from qa.checking.clauses import words_of
from qa.checking.numbers import Number, numbers


class Care(StrEnum):
    """A kind of care that a sentence can take."""

    SAID = "that somebody says so"
    DOUBT = "that it is not certain"
    FUTURE = "that it is yet to come"


_SPEECH = (
    "said|saying|told|added|according to|reported(?!ly)|argued|warned|claimed|stated|noted|"
    "remarked|called (?!an?\\b)|urged|advised|replied|answered|asked|insisted|maintained|"
    "described|spoke|spoken|puts? (?:the|their|its|his|her) \\w+|estimated|predicted|forecast|"
    "counted|explained|condemned|dismissed|rejected|denied|pledged|promised|accused|charged|"
    "blamed|voiced|indicated|suggested|wrote|declined|repeated|recalled|compared|likened|"
    "congratulated|disputed|referred|afraid|fear|fears|feared|by the account of|in the view of|"
    "brushed aside|mentioned|expects?|expected|projections?|citing|cited|says|say"
)
# In a claim also what may be a noun in a source: "reports", "estimates".
_SPEECH_TOO = (
    "tells?|adds?|reports?|argues?|warns?|claims?|states?|notes?|calls?|urges?|asks?|insists?|"
    "describes?|estimates?|counts?|denies|deny|disputes?|thinks?|thought|believes?|recalls?|"
    "specify|specifies|specified|disclose[sd]?|detail(?:s|ed)?|give|gave|remarks?|comments?|"
    "pleaded|admit\\w*|apologi[sz]\\w*|refus\\w*|saw|sees|considers?|acknowledge[sd]?|put"
)
_DOUBT = (
    "may|might|could|reportedly|allegedly|alleged|apparently|supposedly|presumably|presumed|"
    "possibly|perhaps|probably|likely|unlikely|likelihood|believed|thought to|said to|fears?|"
    "feared|suspected|expects?|expected|forecasts?|projections?|predict\\w*|estimate[sd]?|"
    "preliminary|if|in case|unless|should the|unconfirmed|seems?|seemed|appears?|appeared|tends?|"
    "should|would|first analysis|not (?:yet )?(?:clear|known)|unclear|undecided|"
    "indicated|afraid|theory|hypothesis|rumou?rs?|suggests?|suggested"
)
_COMING = (
    "will|would|shall|won't|(?:is|are|was|were) to|to be|plan(?:s|ned)?|expects?|expected|due|"
    "intends?|intended|meant to|promise[sd]?|pledge[sd]?|wants?|wanted|aims?|going to|"
    "forecasts?|projections?|about to|may|might|could|tomorrow|urged?|call(?:ed|s)? (?:on|for)|"
    "slated|release|upcoming|ordered|asked|should|until|by the|scheduled|set to|next|"
    "wished|declined|refusal|reconsider|potential|starting"
)
_CUES = {
    Care.SAID: re.compile(rf"\b(?:{_SPEECH})\b", re.I),
    Care.DOUBT: re.compile(rf"\b(?:{_DOUBT})\b", re.I),
    Care.FUTURE: re.compile(rf"\b(?:{_COMING})\b", re.I),
}
_TELLS = re.compile(rf"\b(?:{_SPEECH}|{_SPEECH_TOO})\b", re.I)
# Doubt that is cast on the whole of a sentence, wherever it stands in it.
_SIDELONG = re.compile(r"\b(?:reportedly|allegedly|apparently|supposedly|presumably)\b", re.I)
_CONDITION = re.compile(r"(?:if|unless|in that case)\b", re.I)
_WILL = re.compile(r"\b(?:will|shall|(?:is|are) to|going to)\b", re.I)
_LOWER = (
    "at least|more than|over|above|no (?:fewer|less) than|a minimum of|minimum of|upwards of|"
    "in excess of|well over"
)
_UPPER = "up to|as many as|as much as|at most|no more than|less than|fewer than|under|below"
_ABOUT = (
    "about|around|roughly|approximately|some|nearly|almost|close to|an estimated|estimated|circa|"
    "shortly"
)
_INEXACT = re.compile(rf"\b(?P<low>{_LOWER})|\b(?P<up>{_UPPER})|\b(?P<about>{_ABOUT})", re.I)
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
    """A kind of care that the source takes and the claim does not, or a future it makes up.

    Args:
        claim: A sentence.
        source: The sentence of the source that says the same.
        met: Where in the source the words of the claim stand, in code points.
    """
    bare = _QUOTED.sub(lambda match: "_" * len(match[0]), source)
    if _attributed(bare, met) and not _TELLS.search(claim):
        return Care.SAID
    if _doubted(source, met) and not _CUES[Care.DOUBT].search(claim):
        return Care.DOUBT
    if _WILL.search(claim) and not _CUES[Care.FUTURE].search(source):
        return Care.FUTURE
    return None


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
    if _CONDITION.match(source) or _SIDELONG.search(source):
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


def _clause_start(text: str, place: int) -> int:
    return max(text.rfind(mark, 0, place) for mark in (",", "”", '"', ";", "_")) + 1


def exact_only_here(claim: str, source: str) -> str:
    """A number that the source gives as inexact and the claim as exact; empty where none."""
    told = numbers(source)
    for number in numbers(claim):
        same = [each for each in told if number.value == each.value]
        if not same or _hedge(claim, number):
            continue
        if all(_hedge(source, each).lower() not in ("", "over") for each in same):
            start, end = number.span
            return f"its source says “{_hedge(source, same[0])} {claim[start:end]}”"
    return ""


def _hedge(text: str, number: Number) -> str:
    start, end = number.span
    before = text[max(0, start - _BEFORE) : start]
    # Of the words right before the number only: nothing but "the", "a", "$" may stand between.
    match = None
    for found in _INEXACT.finditer(before):
        match = found
    if match and re.fullmatch(r"[\s$€£]*(?:the|a|an|of|and|to)?[\s$€£]*", before[match.end() :]):
        return match[0]
    after = text[end : end + 12]
    late = re.match(r"\s*(?:or so|or more|on average)\b", after)
    return late[0].strip() if late else ""
