"""In what order the sentences of an answer are read, and whom each means."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qa.asking.forms import Form
from qa.asking.kinds import Kind, asks_of_now, kind_of
from qa.matching.counts import counted
from qa.matching.defining import definer
from qa.matching.done import doing
from qa.matching.giving import gives_reason
from qa.quote import Quote
from qa.quoting.dated import day_told
from qa.quoting.meant import leans, named_at, stands_alone
from qa.short_answers.headline import short_answer
from qa.short_answers.likely import Short


def newest_first(chosen: list[Quote], question: str) -> list[Quote]:
    """What tells that it was done, or not; then what is newest, as things change."""
    is_done = doing(question)

    def order(quote: Quote) -> tuple[bool, int]:
        day = quote.hit.source.day
        return not is_done(quote.text), -day.toordinal() if day else 0

    return sorted(chosen, key=order)


def led(chosen: list[Quote], question: str, likely: Sequence[Short]) -> list[Quote]:
    """With what says the short answer first, and of that what stands by itself: a reader who checks
    it looks there. Of what holds now the newest tells first, where they do not say the same."""
    said = short_answer(question, likely, chosen)
    of_now = asks_of_now(question) or counted(question) is not None

    def order(quote: Quote) -> tuple[bool, int]:
        if said and said in quote.text:
            return False, int(leans(quote))
        day = quote.hit.source.day
        return said is not None, -day.toordinal() if of_now and day else 0

    return sorted(chosen, key=order)


def ordered(chosen: list[Quote], question: str, form: Form) -> list[Quote]:
    """As they read well: what tells most first, then article by article, each in its own order.

    A timeline begins with what happened first, and the latest with the newest article; what defines
    leads a definition, and a reason what is asked for that alone.
    """
    if form is Form.TIMELINE:
        return sorted(chosen, key=lambda q: (day_told(q) or q.hit.source.published or "", q.start))
    defines = definer(question if form is Form.DEFINITION else "")
    defining = [quote for quote in chosen if quote.behind == 1.0 or defines(quote.text)]
    reasons = [quote for quote in chosen if gives_reason(quote.text) and stands_alone(quote)]
    leading = defining or (reasons if kind_of(question) is Kind.WHY else []) or chosen
    first = [] if form is Form.LATEST else _lead(leading)
    articles = list(dict.fromkeys(q.hit.passage.article_id for q in [*first, *chosen]))
    if form is Form.LATEST:
        published = {q.hit.passage.article_id: q.hit.source.published or "" for q in chosen}
        articles.sort(key=published.__getitem__, reverse=True)
    places = {article: place for place, article in enumerate(articles)}
    return sorted(chosen, key=lambda q: (q not in first, places[q.hit.passage.article_id], q.start))


def _lead(chosen: Sequence[Quote]) -> list[Quote]:
    """The first of them that can be read before all others; the first where none can."""
    alone = (quote for quote in chosen if stands_alone(quote) and named_at(quote) is None)
    return [next(alone, chosen[0])] if chosen else []


def named(chosen: Sequence[Quote]) -> list[Quote]:
    """Each with whom it means, unless the one before it has just said so."""
    return [_named(quote, before) for before, quote in pairwise([None, *chosen]) if quote]


def _named(quote: Quote, before: Quote | None) -> Quote:
    found = named_at(quote)
    if found and before and before.hit.passage.article_id == quote.hit.passage.article_id:
        found = None if before.start <= found[0] < before.end else found
    return replace(quote, meant=found) if found else quote
