"""Sentences about another of the same kind: the jobs that another firm cut.

Where the headline of the best passage has all the names of a question that is not answered by a
name, articles tell of what it names. Of the sentences that have as many of its other words, those
tell of another that say none of its names, under a headline that says none either. That is so
of short questions: a long one says enough besides.

A prize is one of several whose names have words in common.
"""

import re
from collections.abc import Sequence, Set

from index.terms import STOPWORDS, query_terms, terms
from qa.asking.kinds import Kind, kind_of
from qa.asking.naming import names_among
from qa.quote import Quote
from qa.words.wording import words

_WORD = re.compile(r"[^\W\d_]+")
_NO_NAMES = (Kind.HOW_MANY, Kind.HOW_MUCH, Kind.WHEN, Kind.YES_NO)


def of_the_named(ranked: Sequence[Quote], places: Set[int], question: str) -> set[int]:
    """Those of the places where nothing shows that the sentence is about another; all where each
    is."""
    if not places or kind_of(question) not in _NO_NAMES:
        return set(places)
    asked = _names(ranked, question)
    best = min((quote.hit for quote in ranked), key=lambda hit: hit.rank)
    if not asked or not asked.issubset(_said(best.title)):
        return set(places)

    def says_one(place: int) -> bool:
        quote = ranked[place]
        return not asked.isdisjoint(_said(f"{quote.hit.title}\n{quote.text}"))

    return set(filter(says_one, places)) or set(places)


def of_the_whole_name(ranked: Sequence[Quote], places: Set[int], question: str) -> set[int]:
    """Without those that say a part of the name of which the question has most words together,
    where another says all: the Weston Song Prize is not the Weston Chess Prize."""
    asked = _longest_name(question, [quote.hit.passage.text for quote in ranked])
    said = {place: asked & _capitals(ranked[place].text) for place in places}
    if asked not in said.values():
        return set(places)
    return {place for place, words in said.items() if not words or words == asked}


def _longest_name(question: str, texts: Sequence[str]) -> frozenset[str]:
    """The terms of the most words in a row that a text writes with capitals; none where no two
    are."""
    asked = [word[0].upper() + word[1:] for word in _WORD.findall(question)]
    runs = (
        " ".join(asked[start : start + size])
        for size in range(len(asked), 1, -1)
        for start in range(len(asked) - size + 1)
        if STOPWORDS.isdisjoint((asked[start].lower(), asked[start + size - 1].lower()))
    )
    every = "\n".join(dict.fromkeys(texts))
    # A long question has thousands of runs, and a pattern takes much longer than a look.
    found = next((run for run in runs if run in every and re.search(rf"\b{run}\b", every)), "")
    return frozenset(terms(found))


def _capitals(text: str) -> set[str]:
    """The terms of words with a capital."""
    return set(terms(" ".join(word for word in _WORD.findall(text) if word[0].isupper())))


def _names(ranked: Sequence[Quote], question: str) -> frozenset[str]:
    texts = {quote.hit.passage.id: quote.hit.passage.text for quote in ranked}
    return names_among(query_terms(question), question, texts.values())


def _said(text: str) -> set[str]:
    """Its terms; a people stands for its country as well."""
    return {*terms(text), *words(text)}
