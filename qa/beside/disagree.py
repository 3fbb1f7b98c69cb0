"""Where articles give different figures for the same thing, and which of them holds.

A later figure supersedes an earlier one where such a figure grows or changes as time goes on:
a death toll, an estimate of troops, a rate. Figures contradict each other where both are given
for the same time and cannot both be true. What may mean the same ("at least 100", "about
102") is no disagreement, nor is what is told of another place: a false alarm costs more
than silence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from index.terms import terms
from qa.asking.naming import as_written
from qa.asking.quantities import DEATHS, Course, Quantity, asked_of_some, quantity_asked
from qa.beside.claims import Figure, figures, gives_a_count
from qa.beside.corrections import Statement, correction
from qa.beside.whereabouts import places
from qa.checking.names import Mentions, Name, names
from qa.quote import Quote
from qa.types import Relation
from qa.words.mentions import Sort, mentioned

_OPEN = re.compile(
    r"\b(?:what happened|latest|timeline|what do we know|what is known|update|news (?:on|about))\b",
    re.I,
)
_SAME_TIME = timedelta(days=1)
_LONGEST_GAP = timedelta(days=45)  # between figures of one event that has no name
_RATE = frozenset(("percent",))
_COVERED = 0.7  # share of the question's words, by rarity, in a passage and its headline
_GROWN = Decimal("1.05")  # a count that has grown by less is rounded another way
_MOST = 5  # figures of one disagreement


@dataclass(frozen=True, slots=True)
class Difference:
    """Figures for the same thing, oldest first."""

    about: str
    relation: Relation
    figures: tuple[Figure | Statement, ...]


def differences(
    question: str, ranked: Sequence[Quote], quoted: Sequence[Quote] = ()
) -> list[Difference]:
    """Where the sentences found differ in the figure that the question asks for, and what
    an outlet has taken back of what they say.

    Args:
        question: A standalone question.
        ranked: The sentences of the best passages, the most telling first.
        quoted: Those of the answer; what is taken back elsewhere, no reader meets.
    """
    quantity = quantity_asked(question) or (DEATHS if _OPEN.search(question) else None)
    found = _in_figures(question, quantity, ranked) if quantity else []
    corrected = correction(ranked, [*quoted, *(f.quote for each in found for f in each.figures)])
    taken = [Difference("a correction", Relation.SUPERSEDED, corrected)] if corrected else []
    return taken + found


def _in_figures(question: str, quantity: Quantity, ranked: Sequence[Quote]) -> list[Difference]:
    """Where they differ in this quantity."""
    question = as_written(question, [quote.text for quote in ranked])
    named = places(question)
    where = places(question, known=True)  # others need only be named in the passage
    subjects = names(question)
    events = [each for each in mentioned(question) if each.sort not in (Sort.PLACE, Sort.TIME)]
    fixed = quantity.course is Course.FIXED
    about: dict[str, bool] = {}
    told = []
    some = asked_of_some(question) if quantity.people else frozenset()
    for quote in ranked:
        if not some.issubset(terms(quote.text)):
            continue
        for figure in figures(quote, quantity):
            passage = quote.hit.passage.id
            if passage not in about:
                about[passage] = _speaks_of(quote, subjects)
            close = not quantity.close or _names_all(quote.text, subjects)
            if about[passage] and close and _is_there(figure, where, named, fixed=fixed):
                told.append(figure)
    # A rate goes on and on; a count without a name is of one event, which passes.
    gap = timedelta.max if events or quantity.units >= _RATE else _LONGEST_GAP
    if not fixed:
        later = _superseding(
            _one_an_article(told, quantity), quantity, gap, anywhere=bool(named or subjects)
        )
        if len(later) > 1:
            return [Difference(quantity.name, Relation.SUPERSEDED, tuple(later[-_MOST:]))]
    pair = _contradicting(told, quantity)
    return [Difference(quantity.name, Relation.CONTRADICTED, pair)] if pair else []


def _speaks_of(quote: Quote, subjects: Sequence[Name]) -> bool:
    """Whether its passage is about all that the question names."""
    if not subjects:
        return quote.context >= _COVERED
    return _names_all(f"{quote.hit.title}. {quote.hit.passage.text}", subjects)


def _names_all(text: str, subjects: Sequence[Name]) -> bool:
    said = Mentions((text,))
    return all(
        said.has(subject) or any(each.endswith(subject.keys[0]) for each in said.initials)
        for subject in subjects
    )


def _is_there(figure: Figure, where: frozenset[str], named: frozenset[str], *, fixed: bool) -> bool:
    """Whether a figure is told of the question's places and of no other.

    ``where`` are those of the places ``named`` that are known to be places.

    What is ``fixed`` is the same wherever it is told of, if the question names no place.
    """
    headline = places(figure.quote.hit.title)
    if len(where) > 1 and figure.joint:
        return where == figure.where
    if figure.joint:
        return False
    if where:
        return where <= (figure.where or headline) and figure.located <= named
    return figure.located <= headline | named or fixed


def _one_an_article(told: Iterable[Figure], quantity: Quantity) -> list[Figure]:
    """The most telling figure of each article, oldest first; of a count that grows the highest,
    as an article that is brought up to date keeps what it said before."""
    first: dict[str, Figure] = {}
    for figure in told:
        one = first.setdefault(figure.quote.hit.passage.article_id, figure)
        if _rises(quantity) and figure.value > one.value:
            first[figure.quote.hit.passage.article_id] = figure
    return _by_age(first.values())


def _rises(quantity: Quantity) -> bool:
    """Whether people are counted who become more and more."""
    return quantity.people and quantity.course is Course.GROWS


def _by_age(told: Iterable[Figure]) -> list[Figure]:
    return sorted(told, key=lambda figure: figure.quote.hit.source.published or "")


def _superseding(
    ordered: Sequence[Figure], quantity: Quantity, gap: timedelta, *, anywhere: bool
) -> list[Figure]:
    """Figures of which each is of a later day than the one before it, and another.

    ``anywhere``: they need not name the same places, since they name those of the question.
    """
    chain: list[Figure] = []
    for figure in ordered:
        last = chain[-1] if chain else None
        if last is None:
            chain.append(figure)
            continue
        grown = figure.value > last.value * _GROWN
        changed = quantity.course is Course.CHANGES and figure.excludes(last)
        later = timedelta(days=1) <= figure.day - last.day <= gap
        same_place = anywhere or figure.where == last.where or figure.located == last.located
        if later and same_place and (grown or changed):
            chain.append(figure)
    return chain


def _contradicting(told: Sequence[Figure], quantity: Quantity) -> tuple[Figure, ...]:
    """Two figures, of different sources, that cannot both be true."""
    rising = _rises(quantity)
    for place, one in enumerate(told):
        for other in told[place + 1 :]:
            at_once = abs(one.day - other.day) <= _SAME_TIME or quantity.course is Course.FIXED
            if rising and _source(one)[0] == _source(other)[0]:
                continue  # what it said before it was brought up to date
            if at_once and one.excludes(other) and _source(one) != _source(other):
                return tuple(_by_age((one, other)))
    return ()


def _source(figure: Figure) -> tuple[str | None, str]:
    """Who gives it: an outlet, or within its article the one whom a sentence begins with."""
    begins = next(iter(mentioned(figure.quote.text)), None)
    inside = figure.quote.hit.passage.article_id
    return inside, begins.name if begins and gives_a_count(figure.quote.text) else ""
