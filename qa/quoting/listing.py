"""Sentences that name what is asked for in the plural: "which countries sent tanks".

Of the sentences that meet the question about as well as the best, those are taken that add most
names of the kind asked for, for their length: a list is gathered over several articles. One that
is a list itself has few other words: it may meet the question less, and say around it what is
asked of the names.
"""

import math
import re
from collections.abc import Callable, Sequence

from index.terms import fold, query_terms, terms
from index.types import Hit
from qa.asking.forms import MANY
from qa.asking.naming import names_among
from qa.quote import Quote
from qa.reading.pieces import is_of_a_post, is_whole
from qa.reading.timely import days_away
from qa.words.lexicon import STATES, places
from qa.words.mentions import Mention, Sort, mentioned

_IS: dict[str, Callable[[Mention], bool]] = {
    "country": lambda each: fold(each.name) in places() - STATES,
    "state": lambda each: fold(each.name) in STATES,
    "place": lambda each: each.sort in (Sort.PLACE, Sort.UNKNOWN),
    "group": lambda each: each.sort in (Sort.GROUP, Sort.UNKNOWN, Sort.PLACE),
    "person": lambda each: each.sort in (Sort.PERSON, Sort.UNKNOWN),
}
_ASKED = re.compile("|".join(rf"\b(?P<{kind}>{nouns})\b" for kind, nouns in MANY.items()), re.I)
_ONE = {"u.s.": "us", "united states": "us", "u.k.": "uk", "united kingdom": "uk", "britain": "uk"}
_A_YEAR = 365.0  # days, in which what a sentence adds falls to a third
_MEETS = 0.8  # of how well the best sentence meets the question
_SEVERAL = 3  # names of the kind asked for make a sentence a list itself,
_LISTS = 0.7  # and it has to meet the question no better than this
_NEAR = 0.6  # of the share of the question in and around the best sentence
_LONGEST = 60  # words of a sentence
_LENGTH = 0.5  # the power of its words that a sentence's gain is divided by
_WORTH = 0.3  # a further sentence is quoted only if it adds this share of what the first did
_OWN = 0.6  # of the words that say of them what is asked, in a sentence or its headline
_AGAINST = re.compile(r"\b(?:anti|counter|non|pro)-\w+", re.IGNORECASE)  # "anti-tank weapons"
_FEWEST = 2  # names; fewer make no list


def listing(ranked: Sequence[Quote], question: str, room: int) -> list[Quote]:
    """The sentences that together name most, those first that add most; none where no names of
    one kind are asked for, or hardly any are found.

    Args:
        ranked: Every sentence of the best passages.
        question: What is asked.
        room: The most words together.
    """
    asked = _ASKED.search(question)
    if not asked or not asked.lastgroup:
        return []
    known = frozenset(query_terms(question))
    texts = [quote.hit.passage.text for quote in ranked]
    own = known - names_among(known, question, texts) - frozenset(terms(asked[0]))
    away = days_away(question, [quote.hit.source.day for quote in ranked])
    longest = max(filter(math.isfinite, away), default=0.0)
    fresh = [math.exp(-min(days, longest) / _A_YEAR) for days in away]
    best = max((quote.rest for quote in ranked), default=0.0)
    nearest = max((quote.near for quote in ranked), default=0.0)
    named = {
        place: found
        for place, quote in enumerate(ranked)
        if quote.rest >= _LISTS * best
        and quote.near >= _NEAR * nearest
        and is_whole(quote.text)
        and quote.size <= _LONGEST
        and not is_of_a_post(quote.text, question)
        and (found := _named(quote.text, _IS[asked.lastgroup], known, asked.lastgroup))
        and (
            _says(own, quote.hit, quote.hit.passage.text)
            if len(found) >= _SEVERAL
            else quote.rest >= _MEETS * best and _says(own, quote.hit, quote.text)
        )
    }
    chosen: list[int] = []
    told: set[str] = set()

    def gain(place: int) -> float:
        quote = ranked[place]
        added = len(named[place] - told) * quote.rest * fresh[place]
        return added / math.pow(quote.size, _LENGTH)

    least = 0.0
    while fitting := [
        place for place in named if gain(place) > least and ranked[place].size <= room
    ]:
        first = max(fitting, key=gain)
        least = least or _WORTH * gain(first)
        chosen.append(first)
        told |= named[first]
        room -= ranked[first].size
    return [ranked[place] for place in chosen] if len(told) >= _FEWEST else []


def _says(own: frozenset[str], hit: Hit, text: str) -> bool:
    """Whether a text or its headline says enough of these words."""
    said = terms(_AGAINST.sub("", f"{hit.title} {text}"))
    return len(own.intersection(said)) >= _OWN * len(own)


def _named(
    text: str, is_asked: Callable[[Mention], bool], known: frozenset[str], kind: str
) -> set[str]:
    """The names of the kind asked for in a text, one form of each; without those of the
    question."""
    found = set()
    for each in mentioned(text):
        if not is_asked(each) or known.issuperset(terms(each.name)):
            continue
        key = fold(each.name).removeprefix("the ")
        found.add(key.split()[-1] if kind == "person" else _ONE.get(key, key))
    return found
