"""Which sentences make the answer, and in what order.

A question with one answer ("who", "when", "how many") is answered by the few sentences that
together hold the likeliest short answers (qa/quoting/short.py) and do not say the same. "Why did
...", "what is the latest on ..." have no one answer; a good one holds several facts, and
qa/quoting/cover.py finds the sentences that hold them.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.terms import terms
from qa.extract import Quote, Reading
from qa.quoting.cover import cover
from qa.quoting.forms import Form, form_of
from qa.quoting.headline import short_answer
from qa.quoting.meant import named_at
from qa.quoting.short import Short

MOST_WORDS = 120  # of an answer
FEW = 3  # sentences of an answer to a question with one answer
_NOVELTY = 0.35  # how much a sentence loses by repeating what is already quoted
_WORTH = 0.8  # a further sentence is quoted only if it weighs this share of the first
_CONSIDERED = 40
_ON_TOPIC = 0.4  # of the share of the question that the best passage holds
_ANSWERS = 8.0  # what holding all likely answers weighs, against the signs of a sentence
_HELD = 0.15  # what a likely answer still counts once a sentence that holds it is quoted
_ENOUGH = 0.8  # of the chances held: what is left is not worth a further sentence


def choose(reading: Reading, likely: Sequence[Short]) -> list[Quote]:
    """The sentences to quote, in the order in which they are to be read.

    Args:
        reading: A standalone question and every sentence that was read for it.
        likely: What could be the short answer, with its chance.
    """
    form = form_of(reading.question)
    on_topic = _on_topic(reading.quotes)
    covering = []
    if form is not Form.POINT:
        within = [quote for place, quote in enumerate(reading.quotes) if place in on_topic]
        covering = _ordered(cover(within, form, MOST_WORDS), form)
    chosen = covering or _led(_few(reading.quotes, on_topic, likely), reading.question, likely)
    return [_named(quote, before) for before, quote in pairwise([None, *chosen]) if quote]


def _on_topic(ranked: Sequence[Quote]) -> set[int]:
    """Places of the sentences whose passage holds enough of what the question names."""
    most = max((quote.context for quote in ranked), default=0.0)
    return {place for place, quote in enumerate(ranked) if quote.context >= _ON_TOPIC * most}


def _few(ranked: Sequence[Quote], on_topic: set[int], likely: Sequence[Short]) -> list[Quote]:
    """The most telling sentences, each for what those before it do not tell.

    After maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998), with shared words
    as the likeness; and an answer that is held already counts for little.
    """
    chosen: list[Quote] = []
    waiting = [entry for entry in enumerate(ranked[:_CONSIDERED]) if entry[0] in on_topic]
    words = {place: frozenset(terms(quote.text)) for place, quote in waiting}
    said: list[frozenset[str]] = []
    chances = {short: short.chance for short in likely}
    length, first = 0, 0.0

    def worth(entry: tuple[int, Quote]) -> float:
        place, quote = entry
        repeated = max((_overlap(words[place], other) for other in said), default=0.0)
        held = sum(chance for short, chance in chances.items() if place in short.quotes)
        return quote.score * (1 - _NOVELTY * repeated) + _ANSWERS * held

    while waiting and len(chosen) < FEW and (not chances or sum(chances.values()) > 1 - _ENOUGH):
        best = max(waiting, key=worth)
        waiting.remove(best)
        place, quote = best
        size = len(quote.text.split())
        if chosen and (length + size > MOST_WORDS or worth(best) < _WORTH * first):
            continue
        first = first or quote.score
        chosen.append(quote)
        said.append(words[place])
        length += size
        for short in chances:
            if place in short.quotes:
                chances[short] *= _HELD
    return chosen


def _led(chosen: list[Quote], question: str, likely: Sequence[Short]) -> list[Quote]:
    """With what says the short answer first: a reader who checks it looks there."""
    said = short_answer(question, likely, chosen)
    return sorted(chosen, key=lambda quote: bool(said and said not in quote.text))


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
