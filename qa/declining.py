"""When the articles do not tell: what they cover, and what is missing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import compress

from index.expressions import MONTHS
from index.search import Index
from index.terms import terms
from index.types import Filters, Hit, Scope
from qa.asking.kinds import Kind, kind_of
from qa.followups.talk import is_talk
from qa.matching.deeds import asks_for_winner
from qa.matching.numbered import of_the_numbered, unnamed
from qa.quote import Quote, Reading
from qa.unmentioned import YEAR, unmentioned

_MONTH = rf"(?:{'|'.join(MONTHS)})"
# "The 97th Academy Awards"; no century, and no day of a month. Lower ones are mostly spelt out.
_NUMBERED = re.compile(
    rf"(?:{_MONTH} (?:the )?\S+|(?<![\w.,-])(?P<which>\d*[1-9]\d(?:st|nd|rd|th)))\b"
    r"(?! (?:century|centuries|anniversary|birthday|year|day|time|minute|amendment|street|floor|of"
    rf"|{_MONTH})\b)",
    re.IGNORECASE,
)
# "All 800 of its shops", "$87 million"; not "about 800", which articles may tell otherwise, and no
# day, hour, age or length of time.
_STATED = re.compile(
    r"(?:\b(?P<loose>about|around|approximately|roughly|nearly|almost|over|under|some|than|to|every|top"
    rf"|{_MONTH}\.?(?: the)?) )?(?<![\w.,/:–-])"
    r"(?P<figure>\d[\d,]*(?:\.\d+)?)(?![\d/:–-]|[.,]\d|[a-z])"
    r"(?P<time> (?:hours?|days?|weeks?|months?|years?|minutes?|[ap]\.?m\b"
    rf"|{_MONTH}\b))?",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_NEXT = re.compile(r"\bwhen(?:['’]?s| is| are)\b.*\bnext\b|\bwhen will\b", re.IGNORECASE)
_A_YEAR = timedelta(days=300)
_SPELT_OUT = 13  # smaller figures are mostly written as words


def of_its_time(reading: Reading, index: Index, filters: Filters) -> Reading:
    """The sentences that can answer a question about a year after the newest article, about one
    of a numbered series, or about what a figure is told of; none answers a greeting.

    An article from before it may look ahead ("the 2026 World Cup"), but then it names the
    year: the last final tells nothing of the next, and nobody has won that yet. Likewise the 95th
    Academy Awards tell nothing of the 97th, and an outbreak of 59 cases is not that of 159: where
    no passage names them, nothing is kept. What was next a year ago is so no longer. Other
    questions keep every sentence.
    """
    if is_talk(reading.question):
        return replace(reading, quotes=[])
    said = " ".join(_read(hit) for hit in {quote.hit for quote in reading.quotes})
    if not _numbered(reading.question).issubset(terms(said)) or _unsaid(reading.question, said):
        return replace(reading, quotes=[])
    newest = index.scope(filters).last
    if newest and _NEXT.search(reading.question):
        ahead_of_now = [quote for quote in reading.quotes if _looks_ahead(quote, newest)]
        reading = replace(reading, quotes=ahead_of_now)
    reading = replace(reading, quotes=of_the_numbered(reading.question, reading.quotes))
    if not (asked := _years(reading.question)):
        return reading
    ahead = _ahead(asked, newest)
    if asks_for_winner(reading.question):
        since = min(map(int, asked))  # nothing written before tells who won then
        days = [quote.hit.source.day for quote in reading.quotes]
        of_then = [day is None or day.year >= since for day in days]
        reading = replace(reading, quotes=[] if ahead else list(compress(reading.quotes, of_then)))
    told = {quote.hit: ahead <= _years(_read(quote.hit)) for quote in reading.quotes}
    return replace(reading, quotes=[quote for quote in reading.quotes if told[quote.hit]])


def why_declined(index: Index, question: str, filters: Filters, hits: Sequence[Hit] = ()) -> str:
    """Why there is no answer, in words that help to ask again.

    Args:
        index: What was searched.
        question: A standalone question.
        filters: What it was searched with.
        hits: The passages found.
    """
    scope = index.scope(filters)
    if not scope.articles:
        return "No article matches: the filters leave none, or the index is empty."
    if is_talk(question):
        return f"Nothing is asked. Ask about what is told in {_articles(scope).rstrip(',')}."
    unknown = unmentioned(index, question, filters, _numbered(question))
    ahead = sorted(_ahead(_years(question), scope.last))
    others = [named.written for named in unnamed(question, hits)]
    subject, verb = _articles(scope), "does" if scope.articles == 1 else "do"
    return " ".join(
        (
            f"{subject[0].upper()}{subject[1:]} {verb} not tell.",
            *([f"None of them mentions {' or '.join(map(_quoted, unknown))}."] if unknown else ()),
            *([f"No passage found is of {' or '.join(map(_quoted, others))}."] if others else ()),
            *(
                [f"{' and '.join(ahead)} had not begun when the last one appeared."]
                if ahead
                else ()
            ),
            "The nearest passages are listed, but none of them answers the question.",
        )
    )


def _articles(scope: Scope) -> str:
    """Which articles were searched: their number, their outlets and their days."""
    subject = "the one article" if scope.articles == 1 else f"the {scope.articles:,} articles"
    if scope.outlets > 1:
        subject += f" of {scope.outlets} outlets"
    which = "" if scope.all_dated else "those with a date "
    if scope.first == scope.last and scope.first:
        subject += f", {which}published on {scope.first},"
    elif scope.first:
        subject += f", {which}published from {scope.first} to {scope.last},"
    return subject


def _quoted(word: str) -> str:
    return f"“{word}”"


def _read(hit: Hit) -> str:
    return f"{hit.title} {hit.passage.text}"


def _numbered(question: str) -> set[str]:
    """Which of a series it asks about, if any: "97th"."""
    return {found["which"].lower() for found in _NUMBERED.finditer(question) if found["which"]}


def _unsaid(question: str, said: str) -> set[str]:
    """The figures that a question states and that are not said: 159 of "at least 159 cases".

    One for yes or no asks about its figure.
    """
    if kind_of(question) is Kind.YES_NO:
        return set()
    stated = {
        found["figure"].rstrip(",").replace(",", "")
        for found in _STATED.finditer(question)
        if not found["loose"] and not found["time"]
    }
    plain = _THOUSANDS.sub("", said)
    return {
        figure
        for figure in stated
        if ("." in figure or int(figure) >= _SPELT_OUT)
        and not YEAR.fullmatch(figure)
        and not re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d|\.\d)", plain)
    }


def _looks_ahead(quote: Quote, newest: date) -> bool:
    """Whether a sentence can tell of what is yet to come: it names this year or a later one, or
    is not a year older than the newest article."""
    day = quote.hit.source.day
    years = map(int, _years(quote.text))
    return day is None or newest - day < _A_YEAR or max(years, default=0) >= newest.year


def _years(text: str) -> set[str]:
    return set(YEAR.findall(text))


def _ahead(years: set[str], newest: date | None) -> set[str]:
    """Those of the years that begin after the newest article."""
    return {year for year in years if newest and int(year) > newest.year}
