"""Which sentences make the answer, and in what order.

A question with one answer ("who", "when", "how many") is answered by the few most telling
sentences that do not say the same. "Why did ...", "what is the latest on ..." have no one
answer; a good one holds several facts, and qa/cover.py finds the sentences that hold them.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.terms import terms
from qa.cover import cover
from qa.extract import Quote
from qa.forms import Form, form_of
from qa.meant import named_at

MOST_WORDS = 120  # of an answer
FEW = 3  # sentences of an answer to a question with one answer
_NOVELTY = 0.35  # how much a sentence loses by repeating what is already quoted
_WORTH = 0.8  # a further sentence is quoted only if it weighs this share of the first
_CONSIDERED = 40


def choose(question: str, ranked: Sequence[Quote]) -> list[Quote]:
    """The sentences to quote, in the order in which they are to be read.

    Args:
        question: A standalone question.
        ranked: Every sentence of the best passages, the most telling first.
    """
    form = form_of(question)
    covering = [] if form is Form.POINT else _ordered(cover(ranked, form, MOST_WORDS), form)
    chosen = covering or _few(ranked)
    return [_named(quote, before) for before, quote in pairwise([None, *chosen]) if quote]


def _few(ranked: Sequence[Quote]) -> list[Quote]:
    """The most telling sentences that do not say the same thing twice.

    After maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998), with shared
    words as the likeness.
    """
    chosen: list[Quote] = []
    waiting = list(ranked[:_CONSIDERED])
    words = {id(quote): frozenset(terms(quote.text)) for quote in waiting}
    length = 0

    def worth(quote: Quote) -> float:
        repeated = (_overlap(words[id(quote)], words[id(other)]) for other in chosen)
        return quote.score * (1 - _NOVELTY * max(repeated, default=0.0))

    while waiting and len(chosen) < FEW:
        best = max(waiting, key=worth)
        waiting.remove(best)
        size = len(best.text.split())
        if chosen and (length + size > MOST_WORDS or worth(best) < _WORTH * chosen[0].score):
            continue
        chosen.append(best)
        length += size
    return chosen


def _ordered(chosen: list[Quote], form: Form) -> list[Quote]:
    """As they read well: article by article, the first chosen first, each in its own order.

    A timeline begins with the oldest article, and the latest with the newest.
    """
    articles = list(dict.fromkeys(quote.hit.passage.article_id for quote in chosen))
    if form in (Form.TIMELINE, Form.LATEST):
        published = {q.hit.passage.article_id: q.hit.source.published or "" for q in chosen}
        articles.sort(key=published.__getitem__, reverse=form is Form.LATEST)
    return sorted(chosen, key=lambda q: (articles.index(q.hit.passage.article_id), q.start))


def _named(quote: Quote, before: Quote | None) -> Quote:
    """The quote with whom it means, unless the one before it has just said so."""
    found = named_at(quote)
    if found and before and before.hit.passage.article_id == quote.hit.passage.article_id:
        found = None if before.start <= found[0] < before.end else found
    return replace(quote, meant=found) if found else quote


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
