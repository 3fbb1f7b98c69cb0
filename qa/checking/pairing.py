"""Whether numbers, dates and names stand with what their source has them with."""

import re

from qa.checking.dates import Day, days
from qa.checking.numbers import Number, numbers

_SPAN_OF_TIME = re.compile(
    r"\b(?:within|in|for|few|several|coming|many|last|next|past)\s+"
    r"(minutes|hours|days|weeks?|months|years|decades?)\b",
    re.IGNORECASE,
)

_FROM_TO = re.compile(r"\bfrom (?:the )?(\S+) to (?:the )?(\S+?)[.,;:]?(?=\s|$)")
_SCORE = re.compile(r"(?<![\w.,–-])(\d{1,3})(?:[-–]| to )(\d{1,3})(?![\w%–-]|[.,]\d)")
_LOST = re.compile(r"\b(?:los[est]\w*|beaten|fell to)\b", re.I)
# Temperatures and shares, which may be negative.
_SIGNED = frozenset(("percent", "point", "degree", "celsius", "fahrenheit"))
_MINUS = re.compile(r"(?:(?<![\w)%])[-−–]|\b[Mm]inus )$")
_BELOW = re.compile(r"\b(?:minus|negative|below|sub-?zero)\b", re.I)
_FALLS = re.compile(
    r"\b(?:minus|negative|below|f[ae]ll\w*|drop\w*|declin\w*|shr[aiu]nk\w*|contract\w*|los[est]\w*"
    r"|down|decreas\w*|lower\w*|cut\w*|reduc\w*|plung\w*|slump\w*|slid\w*|slip\w*)\b",
    re.I,
)


def mispaired(claim: str, source: str) -> str:
    """A number that the source gives for another date than the claim; empty where none."""
    in_source = _dated(source)
    for number, day in _dated(claim):
        same_day = [
            each for each, other in in_source if day.agrees(other) and each.unit == number.unit
        ]
        if same_day and not any(number.agrees(each) for each in same_day):
            return f"its source has {claim[slice(*number.span)]} for another date"
    return ""


def turned_round(claim: str, source: str, whole: str) -> str:
    """Two numbers in each other's places, another score, or a number of the other sign; empty
    where none.

    Args:
        claim: A sentence.
        source: The sentences that it was drawn from.
        whole: All that it cites, in which a score may be told as well.
    """
    ways, scores = set(_FROM_TO.findall(source.lower())), set(_SCORE.findall(source))
    for one, other in _FROM_TO.findall(claim.lower()):
        if (other, one) in ways and (one, other) not in ways:
            return f"its source says “from {other} to {one}”"
    told = scores and {*scores, *_SCORE.findall(whole)}
    if bool(_LOST.search(claim)) != bool(_LOST.search(source)):  # told from the other side
        told |= {(other, one) for one, other in scores}
    for one, other in _SCORE.findall(claim):
        if told and (one, other) not in told:
            return f"{one}-{other} is not in what it cites"
    in_source = {(each.value, each.unit, _is_below(source, each)): each for each in numbers(source)}
    for number in numbers(claim):
        for (*_, theirs), each in in_source.items():
            if number.unit not in _SIGNED or not number.agrees(each):
                continue
            mine = _is_below(claim, number)
            said = _FALLS if number.unit in ("percent", "point") else _BELOW
            if mine != theirs and not said.search(source if mine else claim):
                return f"its source has {claim[slice(*number.span)]} with the other sign"
    return ""


def _is_below(text: str, number: Number) -> bool:
    start = number.span[0]
    return _MINUS.search(text[max(0, start - 8) : start]) is not None


def another_span(claim: str, source: str) -> str:
    """A span of time without a number that the source does not have: "within months"."""
    for match in _SPAN_OF_TIME.finditer(claim):
        unit = match[1].lower().rstrip("s")
        if not re.search(rf"\b{unit}s?\b", source, re.I):
            return f"its source does not say “{match[0]}”"
    return ""


def _dated(text: str) -> list[tuple[Number, Day]]:
    """Numbers with the date right behind them: "2.5% in 2024"."""
    dates = days(text)
    return [
        (number, day)
        for number in numbers(text)
        for day in dates
        if re.fullmatch(r"\s*(?:in|on|for|by)\s+", text[number.span[1] : day.span[0]])
    ]
