"""Whether numbers, dates and names stand with what their source has them with."""

import re

from qa.checking.dates import Day, days
from qa.checking.numbers import Number, numbers

_SPAN_OF_TIME = re.compile(
    r"\b(?:within|in|for|few|several|coming|many|last|next|past)\s+"
    r"(minutes|hours|days|weeks?|months|years|decades?)\b",
    re.IGNORECASE,
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
