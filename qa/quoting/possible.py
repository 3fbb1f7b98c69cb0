"""Which candidates cannot be the answer to a question, whatever speaks for them.

The weights of qa/quoting/short.py know sorts of words and how near they stand, not what
part they play: the place where it happened, the office of somebody else, the one who leaves
where it is asked who comes. A candidate goes where most sentences that say it give it such a
part.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from index.terms import terms
from qa.followups.lexicon import COMPANIES, GROUP_WORDS, ROLES, THING_WORDS
from qa.quoting.kinds import Kind, kind_of

if TYPE_CHECKING:
    from qa.extract import Quote
    from qa.quoting.short import Short

_AGE = re.compile(r"\bhow (?:old|young)\b|\b(?:what|which) age\b", re.IGNORECASE)
AHEAD = re.compile(r"\bwhen(?:['’]?s| is| are| will| does| do)\b", re.IGNORECASE)
_YEARS = re.compile(r"(?<![\w$£€,-])(?:1[5-9]|20)\d\d(?![\w%])")
_A_YEAR = timedelta(days=300)
_COMES = re.compile(
    r"\b(?:new|next|replac(?:e[sd]?|ing)|succe(?:ed(?:s|ed|ing)?|ssor)|(?:takes?|took) over)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:[’']s?)? (?:(?!(?:as|is|was|and|or|became|become|becomes|for|the|an?)\b)\w+ )?"
    rf"(?:{'|'.join(sorted(ROLES))})s?\b",
    re.IGNORECASE,
)
# "At the 2017 Academy Awards, ..." tells where and when, not who.
_NO_ONE = frozenset(terms(" ".join(THING_WORDS - GROUP_WORDS - COMPANIES)))
_SETTING = re.compile(r"\b(?:at|in|during|since|until) (?:the )?(?:\S+ )?$", re.IGNORECASE)
_LEAVING = (
    r"(?:quit|resign|step(?:s|ped|ping)? (?:down|aside|back)|retir|leav(?:es?|ing)\b|left\b|depart"
    r"|bow(?:s|ed|ing)? out|oust|outgoing)"
)
_LEFT = r"(?:outgoing|replac\w+|succe(?:ed\w*|ssor (?:to|of))|over from|depart\w+(?: of)?)"


def possible(question: str, quotes: Sequence["Quote"], likely: Sequence["Short"]) -> list["Short"]:
    """The candidates without those that cannot be the answer, in their order.

    Args:
        question: A standalone question.
        quotes: The sentences read for it; ``Short.quotes`` are places among them.
        likely: What could be the short answer.
    """
    if _AGE.search(question):
        return [short for short in likely if any(_is_age(*each) for each in _said(short, quotes))]
    if AHEAD.search(question):
        newest = max((q.hit.source.day for q in quotes if q.hit.source.day), default=None)
        return [each for each in likely if newest is None or _is_ahead(each, quotes, newest)]
    if kind_of(question) is not Kind.WHO:
        return list(likely)
    comes = _COMES.search(question) is not None
    return [
        short
        for short in likely
        if not _mostly(_is_no_one(*each) for each in _said(short, quotes))
        and not (comes and any(_leaves(*each) for each in _said(short, quotes)))
    ]


def _mostly(parts: Iterable[bool]) -> bool:
    found = list(parts)
    return 2 * sum(found) > len(found)


def _said(short: "Short", quotes: Sequence["Quote"]) -> list[tuple[str, str]]:
    """The candidate with each of the sentences that say it."""
    return [(short.text, quotes[place].text) for place in sorted(short.quotes)]


def _is_ahead(short: "Short", quotes: Sequence["Quote"], newest: date) -> bool:
    """Whether any sentence says it that can tell of what is yet to come: not one of an article
    a year before the newest, nor one about a year gone by."""
    said = [quotes[place] for place in short.quotes]
    return any(
        (day := quote.hit.source.day) is None
        or (
            newest - day < _A_YEAR
            and max(map(int, _YEARS.findall(quote.text)), default=day.year) >= day.year
        )
        for quote in said
    )


def _is_age(text: str, sentence: str) -> bool:
    said = re.escape(text)
    return (
        re.search(
            rf"(?:\b(?:aged?(?: of)?|at|was|is|be|turn(?:s|ed|ing)?|only)|,) {said}(?!\w|/|,\d)"
            rf"|(?<![\w/]){said}[- ]years?[- ]old|\b{said} years of age",
            sentence,
            re.IGNORECASE,
        )
        is not None
        or re.search(r"\byears?[- ]old\b", text) is not None
    )


def _is_no_one(text: str, sentence: str) -> bool:
    """Whether it is here a thing, the setting, or whose office it is: "the Norwick mayor"."""
    if not _NO_ONE.isdisjoint(terms(text)[-1:]):
        return True
    places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", sentence)]
    return bool(places) and all(
        _SETTING.search(sentence[:start]) or _OFFICE.match(sentence, end) for start, end in places
    )


def _leaves(text: str, sentence: str) -> bool:
    """Whether the sentence tells that it is the one who goes."""
    name = re.escape(text.split()[-1])
    return (
        re.search(
            rf"\b{name}\b(?:['’]s)?[^.;]{{0,60}}?\b{_LEAVING}"
            rf"|\b{_LEFT} (?:[\w.’'-]+ ){{0,5}}?{name}\b",
            sentence,
            re.IGNORECASE,
        )
        is not None
    )
