"""Which candidates cannot be the answer to a question, whatever speaks for them.

The weights of qa/short_answers/short.py know sorts of words and how near they stand, not what
part they play: the place where it happened, the office of somebody else, the one who leaves
where it is asked who comes. A candidate goes where most sentences that say it give it such a
part.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.terms import as_words, terms
from qa.asking.kinds import Kind, asks_of_now, kind_of
from qa.asking.quantities import Quantity
from qa.matching.ages import ASKS_AGE, is_of_another, is_outgrown
from qa.matching.asked_deed import clause_elsewhere
from qa.matching.counts import counted, counts_all, is_of_a_word, tells_count, without_others
from qa.matching.deeds import asks_for_doer, asks_for_winner, is_beaten, is_doer, is_prize, is_won
from qa.matching.undone import undone
from qa.quote import Quote
from qa.short_answers.likely import Short
from qa.words.calendar import MONTH, WEEKDAY, YEAR
from qa.words.lexicon import COMPANIES, GROUP_WORDS, ROLES, THING_WORDS
from qa.words.wording import words

AHEAD = re.compile(r"\bwhen(?:['’]?s| is| are| will| does| do)\b", re.IGNORECASE)
_AT_ONCE = re.compile(r"\W*when\b|.*\bdate\W*$", re.IGNORECASE)
_MONTH = re.compile(MONTH)
_TIME = re.compile(
    rf"\d|{MONTH}|{WEEKDAY}"
    r"|(?i:spring|summer|autumn|fall|winter|week|month|year|day|night|tonight|today|tomorrow)"
)
_OF_A_TIME = re.compile(
    r"(?:on|in|at|of|the|to|and|early|late|mid|next|last|this|first|second|third|fourth|a\.m\.|p\.m\."
    r"|am|pm|noon|midnight|spring|summer|autumn|fall|winter|week|month|year|day|days|weeks|months"
    r"|years|night|tonight|today|tomorrow|hours?|\d+(?:st|nd|rd|th)|\d{4}s)"
)
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
    r"|half|third|quarter|fifth|tenth|once|twice|no|none|zero|single|minutes|hours|days|weeks|months"
    r"|years|decades)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"(?:hundreds|thousands|millions|billions|dozens?)(?: of \w+)?", re.IGNORECASE)
YEARS = re.compile(rf"(?<![\w$£€,-]){YEAR}(?![\w%])")
_ASKS_YEAR = re.compile(r"\b(?:what|which) years?\b", re.IGNORECASE)
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


def possible(question: str, quotes: Sequence[Quote], likely: Sequence[Short]) -> list[Short]:
    """The candidates without those that cannot be the answer, in their order.

    Args:
        question: A standalone question.
        quotes: The sentences read for it; ``Short.quotes`` are places among them.
        likely: What could be the short answer.
    """
    is_undone = undone(question)
    likely = [
        short
        for short in likely
        if not short.quotes
        or not all(_is_denied(*each) or is_undone(*each) for each in _said(short, quotes))
    ]
    likely = _by_clauses(question, quotes, likely)
    if ASKS_AGE.search(question):
        ages = [
            short
            for short in likely
            if any(_is_age(question, *each) for each in _said(short, quotes))
        ]
        told = [(each.text, _last_told(each, quotes)) for each in ages]
        return [each for each, one in zip(ages, told, strict=True) if not is_outgrown(*one, told)]
    kind = kind_of(question)
    if kind in (Kind.HOW_MANY, Kind.HOW_MUCH):
        people = counted(question)

        def counts(text: str, place: int) -> bool:
            said = text, quotes[place].text
            if _is_age_told(*said) or is_of_a_word(question, *said):
                return False
            return people is None or _is_count(people, *said)

        figures = [
            replace(short, quotes=counting)
            for short in likely
            if _FIGURE.search(short.text)
            and not any(_is_other(question, *each) for each in _said(short, quotes))
            and (counting := frozenset(at for at in short.quotes if counts(short.text, at)))
        ]
        if people:
            figures = [each for each in figures if _counts_all(people, question, each, quotes)] or (
                figures
            )
        exact = [short for short in figures if not _VAGUE.fullmatch(short.text)]
        return exact if any(map(_has_digit, exact)) else figures
    likely = [short for short in likely if not _is_whole_of(short.text, question)]
    if _ASKS_YEAR.search(question):
        return [short for short in likely if YEARS.search(short.text)]
    if _AT_ONCE.match(question):
        likely = [short for short in likely if _is_time(short, quotes)]
    if AHEAD.search(question):
        newest = max((q.hit.source.day for q in quotes if q.hit.source.day), default=None)
        return [each for each in likely if newest is None or _is_ahead(each, quotes, newest)]
    if asks_for_doer(question):
        return [each for each in likely if any(is_doer(*said) for said in _said(each, quotes))]
    if asks_for_winner(question):
        likely = [each for each in likely if not _has_not_won(each, quotes)]
    if kind is not Kind.WHO:
        return list(likely)
    comes = _COMES.search(question) or (
        asks_of_now(question) and not re.search(rf"\b{_LEAVING}", question, re.IGNORECASE)
    )
    return [
        short
        for short in likely
        if not _mostly(_is_no_one(*each) for each in _said(short, quotes))
        and not (comes and any(_leaves(*each) for each in _said(short, quotes)))
    ]


def _by_clauses(question: str, quotes: Sequence[Quote], likely: Sequence[Short]) -> list[Short]:
    """Without those that only clauses say of something else; what speaks for them speaks for
    the likeliest in the clause that says what is asked."""
    found = dict(enumerate(likely))
    for place, short in enumerate(likely):
        told = [clause_elsewhere(question, *each) for each in _said(short, quotes)]
        if not told or None in told:
            continue
        elsewhere = found.pop(place)
        for heir, other in found.items():
            if other.text in (told[0] or "") and _FIGURE.search(other.text):
                found[heir] = replace(other, chance=other.chance + elsewhere.chance)
                break
    return list(found.values())


def _is_denied(text: str, sentence: str) -> bool:
    """Whether the sentence says that it is not: "14, not 11", "in May and not in June"."""
    if "not " not in sentence:
        return False
    said = as_words(text)
    denied = rf"\bnot (?:(?:in|on|at|by|to|from|for|of|with|the|an?) )*{said.pattern}"
    return 0 < len(re.findall(denied, sentence)) == len(said.findall(sentence))


def _is_whole_of(text: str, question: str) -> bool:
    """Whether the one asked for lies in it, or is of it: an African country is not Africa."""
    of_it = rf"\b{re.escape(text)}(?:n|an|ian|ean)\b"
    return text.lower() in question.lower() and bool(re.search(of_it, question, re.IGNORECASE))


def _has_digit(short: Short) -> bool:
    return any(letter.isdigit() for letter in short.text)


def _is_time(short: Short, quotes: Sequence[Quote]) -> bool:
    """Whether it is a time, and not only the month of a day that is told."""
    if not _TIME.search(short.text) or any(
        word.islower() and not _OF_A_TIME.fullmatch(word) for word in short.text.split()
    ):
        return False
    return not all(is_of_a_day(short.text, quotes[place].text) for place in short.quotes)


def is_of_a_day(text: str, sentence: str) -> bool:
    """Whether it is the month of a day that the sentence tells: "April" of "April 21"."""
    return bool(_MONTH.fullmatch(text) and re.search(rf"{text}\.? \d|\d {text}", sentence))


def _mostly(parts: Iterable[bool]) -> bool:
    found = list(parts)
    return 2 * sum(found) > len(found)


def _said(short: Short, quotes: Sequence[Quote]) -> list[tuple[str, str]]:
    """The candidate with each of the sentences that say it."""
    return [(short.text, quotes[place].text) for place in sorted(short.quotes)]


def _is_ahead(short: Short, quotes: Sequence[Quote], newest: date) -> bool:
    """Whether any sentence says it that can tell of what is yet to come: not one of an article
    a year before the newest, nor one about a year gone by."""
    if any(int(year) < newest.year for year in YEARS.findall(short.text)):
        return False
    return any(
        (day := quote.hit.source.day) is None
        or (
            newest - day < _A_YEAR
            and max(map(int, YEARS.findall(quote.text)), default=day.year) >= day.year
        )
        for quote in (quotes[place] for place in short.quotes)
    )


def _last_told(short: Short, quotes: Sequence[Quote]) -> date | None:
    """The day of the newest article that says it, if known."""
    return max(filter(None, (quotes[place].hit.source.day for place in short.quotes)), default=None)


def _counts_all(people: Quantity, question: str, short: Short, quotes: Sequence[Quote]) -> bool:
    """Whether it is anywhere the number of all of them."""
    count = re.escape(short.text.split()[-1])
    return any(counts_all(people, question, said, count) for _, said in _said(short, quotes))


def _is_count(people: Quantity, text: str, sentence: str) -> bool:
    """Whether it is their number: "36" of "at least 36 people have died"."""
    return tells_count(people, sentence, re.escape(text.split()[-1]))


def _is_age_told(text: str, sentence: str) -> bool:
    """Whether it is an age: "Ann Archer, 54, said", "at the age of 54"."""
    age = re.escape(text)
    told = rf"[A-Z][\w’'-]+, {age}(?=[,;.])(?!,\d)|\b(?:aged?|age of) {age}\b"
    return re.search(told, sentence) is not None


def _is_other(question: str, text: str, sentence: str) -> bool:
    """Whether it counts another thing: "24 sheep" no goats."""
    said = as_words(text)
    return said.search(without_others(question, sentence)) is None and bool(said.search(sentence))


def _is_age(question: str, text: str, sentence: str) -> bool:
    """Whether it is an age here, and of whom the question means."""
    said = re.escape(text)
    told = re.search(
        rf"(?:\b(?:aged?(?: of)?|at|was|is|be|turn(?:s|ed|ing)?|only)|,) (?={said}(?!\w|/|,\d))"
        rf"|(?<![\w/])(?={said}[- ]years?[- ]old)|\b(?={said} years of age)",
        sentence,
        re.IGNORECASE,
    )
    start = told.end() if told else sentence.find(text)
    named = told is not None or re.search(r"\byears?[- ]old\b", text) is not None
    return named and not is_of_another(question, sentence, start)


def _has_not_won(short: Short, quotes: Sequence[Quote]) -> bool:
    """Whether it is what is won, or where, or who was beaten."""
    said = _said(short, quotes)
    others = (is_prize(*each) or is_beaten(*each) for each in said)
    return any(is_won(*each) for each in said) or _mostly(others)


def _is_no_one(text: str, sentence: str) -> bool:
    """Whether it is here a people, a thing, the setting, or whose office it is: "the Norwick
    mayor"."""
    if terms(text) != words(text) and " " not in text:
        return True
    if not _NO_ONE.isdisjoint(terms(text)[-1:]):
        return True
    places = [match.span() for match in as_words(text).finditer(sentence)]
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
