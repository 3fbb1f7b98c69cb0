"""Whether the likeliest short answer is shown above the sentences that say it.

It has to be likely enough, by its signs and by what qa/reading/reader.py reads: of those at the
bar, some one in three is right to the word. Plain words are seldom right, and what cannot be an
answer of the kind asked for is never shown.
"""

import re
from collections.abc import Sequence

from qa.asking.forms import Form, form_of
from qa.asking.kinds import Kind, asks_at_once, kind_of
from qa.matching.counts import is_of_a_word
from qa.quote import Quote
from qa.short_answers.likely import Short
from qa.short_answers.possible import AHEAD, is_of_a_day
from qa.short_answers.spans import Sort, spans
from qa.words.calendar import WEEKDAY, YEAR

_ENOUGH = 0.22  # chance of a name, a figure or a time
_ENOUGH_OF_WORDS = 0.3
_FULLER = 0.3  # of its chance: so likely has the name to be of which it is a part
_BESIDE = r"(?:[A-Z][\w.’'-]*|of|the|de)"  # a word of the same name
_UNIT = r"(?:million|billion|trillion|dollars?|euros?|pounds?|cents?|yen|percent|per cent)"
_FRACTION = re.compile(r"\b(?P<of>half|quarter|third)(?: of)? an? (?:percentage )?[a-z]+")
NO_SHORT = frozenset((Kind.WHY, Kind.HOW, Kind.YES_NO))
_SEVERAL = re.compile(
    r"(?:^|[.?!,] |\band )who (?:are|were)\b|\bnames of\b"
    r"|\b(?:which|what) (?:(?:are|were|of) )?(?:the )?(?:two|three|four|five|six|seven|eight|nine"
    r"|ten|several|others|years|months|weeks|days|dates|decades)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r", | and | & ")
_INITIALS = re.compile(r"\.[A-Z]$")
_WEEKDAY = re.compile(WEEKDAY)
_YEAR = re.compile(rf"\b{YEAR}\b")


def short_answer(question: str, likely: Sequence[Short], quoted: Sequence[Quote]) -> str | None:
    """The short answer to a question that has one: likely enough, and in a quoted sentence."""
    if not likely or form_of(question) is not Form.POINT or kind_of(question) in NO_SHORT:
        return None
    best = max(likely, key=lambda short: short.chance)
    if _SEVERAL.search(question) and not _LISTED.search(best.text):
        return None  # one of them is not the answer
    saying = [
        quote
        for quote in quoted
        if best.written_in(quote.text) and not is_of_a_word(question, best.text, quote.text)
    ]
    enough = _ENOUGH_OF_WORDS if _is_plain(best.text) else _ENOUGH
    if not saying or best.chance < enough or _is_no_answer(best.text, question, saying[0]):
        return None
    if asks_at_once(question) and all(is_of_a_day(best.text, quote.text) for quote in saying):
        return None
    fuller = _fuller(best, likely, quoted)
    return _in_full(fuller.written_in(saying[0].text) or fuller.text, saying[0])


def _fuller(best: Short, likely: Sequence[Short], quoted: Sequence[Quote]) -> Short:
    """The name in full where a part of it is the likeliest: "Ann Archer" for "Archer"; and a
    sum with its unit."""
    beside = _UNIT if best.text[-1].isdigit() else _BESIDE
    fuller = re.compile(rf"(?:{_BESIDE} )*{re.escape(best.text)}(?: {beside})*")
    for short in sorted(likely, key=lambda short: -short.chance):
        if short.text == best.text or short.chance < _FULLER * best.chance:
            continue
        if fuller.fullmatch(short.text) and any(short.written_in(q.text) for q in quoted):
            return short
    return best


def _in_full(text: str, quote: Quote) -> str:
    """With the last full stop of an abbreviation: "U.S."; and a fraction with what it is of."""
    if (fraction := _FRACTION.search(quote.text)) and fraction["of"] == text:
        return fraction[0]
    short = _INITIALS.search(text) is not None and f"{text}." in quote.text
    return f"{text}." if short else text


def _is_no_answer(text: str, question: str, quote: Quote) -> bool:
    """Whether it is of a kind that cannot answer the question."""
    if _WEEKDAY.fullmatch(text):
        return True  # of which week?
    if kind_of(question) in (Kind.WHO, Kind.WHERE) and _is_plain(text):
        return True
    # What is yet to come was not in a year gone by when that was written.
    years = [int(year) for year in _YEAR.findall(text)] if AHEAD.search(question) else []
    written = int((quote.hit.source.published or "0")[:4])
    return bool(years) and max(years) < written


def _is_plain(text: str) -> bool:
    """Whether it is neither a name nor a figure nor a time."""
    sorts = {found.sort for found in spans(text)}
    return text.islower() and sorts.issubset((Sort.WORD, Sort.PHRASE))
