"""Which sentences make the answer; qa/quoting/order.py says in what order.

A question with one answer ("who", "when", "how many") is answered by the few sentences that
together hold the likeliest short answers (qa/short_answers/short.py) and do not say the same. "Why
did ...", "what is the latest on ..." have no one answer; a good one holds several facts, and
qa/quoting/cover.py finds the sentences that hold them.
"""

import math
from collections.abc import Sequence
from datetime import date, timedelta

from index.terms import query_terms, terms
from qa.asking.forms import Form, form_of
from qa.asking.kinds import Kind, kind_of
from qa.matching.another import of_the_named, of_the_whole_name
from qa.matching.causes import tells_effect
from qa.matching.counts import counted, counts_all
from qa.matching.deeds import asks_for_winner
from qa.matching.giving import asks_for_change, gives, shows_form
from qa.matching.holders import asks_for_holder, tells_holder, tells_outright
from qa.matching.told import counting, is_taken_back, met
from qa.matching.undone import tells_undone
from qa.quote import Quote, Reading
from qa.quoting.cover import cover
from qa.quoting.dated import dated
from qa.quoting.few import MOST_WORDS, few
from qa.quoting.joined import joined
from qa.quoting.listing import listing
from qa.quoting.order import led, named, newest_first, ordered
from qa.reading.pieces import is_whole
from qa.reading.timely import past_asked
from qa.short_answers.headline import NO_SHORT
from qa.short_answers.likely import Short
from qa.short_answers.possible import YEARS

_ON_TOPIC = 0.4  # of the share of the question that the best passage holds
_NEAR = 0.35  # of the share of the question in and around the best sentence
_TOLD = 0.8  # of how well the sentence meets the question that meets it best
_AS_MUCH = 0.9  # of how well the best sentence meets the question, and of its words
_OWN = 0.6  # of how well its other words are met where they are met best,
_BRIEF = 4  # where they are no more tokens
_BEST = 8  # sentences that may name a holder without what he is of: the Scottish first minister
_LATELY = timedelta(days=180)  # the latest is no older than this, beside the newest article


def choose(reading: Reading, likely: Sequence[Short]) -> list[Quote]:
    """The sentences to quote, in the order in which they are to be read.

    Args:
        reading: A standalone question and every sentence that was read for it, after the closer
            look (qa/look.py).
        likely: What could be the short answer, with its chance; none of an open question.
    """
    form = form_of(reading.question)
    on_topic = on_the_matter(reading, form)
    chosen = [] if form is Form.POINT else _with_facts(reading, form, on_topic)
    chosen = chosen or _with_a_point(reading, on_topic, likely)
    if form is not Form.TIMELINE:  # whose order is that of the days
        chosen = joined(chosen, reading.quotes, MOST_WORDS)
    return named(dated(chosen, reading))


def _with_facts(reading: Reading, form: Form, on_topic: set[int]) -> list[Quote]:
    within = among(reading, form, on_topic)
    listed = listing(within, reading.question, MOST_WORDS) if form is Form.LIST else []
    covering = listed or cover(within, reading.question, form, MOST_WORDS)
    return ordered(covering, reading.question, form)


def _with_a_point(reading: Reading, on_topic: set[int], likely: Sequence[Short]) -> list[Quote]:
    question = reading.question
    if kind_of(question) in NO_SHORT:
        likely = []
    answering = _answering(reading, on_topic)
    if counted(question):  # an earlier storm is told of for comparison
        now = {place for place in answering if not _is_of_before(reading.quotes[place])}
        answering = now or answering
    # What is no sentence can answer, but adds nothing behind one that does.
    further = {p for p in counting(reading, answering) if is_whole(reading.quotes[p].text)}
    chosen = few(reading.quotes, answering, further, likely)
    if kind_of(question) is Kind.YES_NO:
        chosen = newest_first(chosen, question)
    return led(chosen, question, likely) if likely else chosen


def among(reading: Reading, form: Form, on_topic: set[int]) -> list[Quote]:
    """The sentences in which several facts are looked for, in their order, of those on the
    matter."""
    within = [quote for place, quote in enumerate(reading.quotes) if place in on_topic]
    within = _behind_its_words(within, reading.question)
    if form is not Form.LATEST:
        return within
    lately = _lately(within, set(range(len(within))))
    return [quote for place, quote in enumerate(within) if place in lately]


def on_the_matter(reading: Reading, form: Form) -> set[int]:
    """Places of the sentences on topic that are neither outdated, nor taken back, nor of the
    opposite of what is asked, nor of what it caused rather than what caused it."""
    quotes, question = reading.quotes, reading.question
    is_undone, is_effect = tells_undone(question), tells_effect(question)
    return {
        place
        for place in _not_outdated(quotes, _on_topic(quotes, form), question, form)
        if not is_taken_back(quotes[place])
        and not is_undone(quotes[place].text)
        and not is_effect(quotes[place].text)
    }


def _on_topic(ranked: Sequence[Quote], form: Form) -> set[int]:
    """Places of the sentences in whose passage, and around which, enough stands of what the
    question says.

    Around one answer the words are often others, and the weights tell. Of several facts the
    article has to tell of the matter: "why did Archer resign" is not answered by one who resigned
    where Archer is named besides. Two things compared, and the events of a time, stand apart.
    """
    most = max((quote.context for quote in ranked), default=0.0)
    nearest = max((quote.near for quote in ranked), default=0.0)
    tells = _on_it(ranked, by_words=form not in (Form.WHY, Form.DEFINITION))

    def is_near(quote: Quote) -> bool:
        if form in (Form.POINT, Form.COMPARISON, Form.TIMELINE):
            return True
        return quote.hit.passage.article_id in tells and quote.near >= _NEAR * nearest

    return {
        place
        for place, quote in enumerate(ranked)
        if quote.context >= _ON_TOPIC * most and is_near(quote)
    }


def _not_outdated(
    ranked: Sequence[Quote], on_topic: set[int], question: str, form: Form
) -> set[int]:
    """Those of them that are not half a year older than the newest that tells as much.

    What came before it is mostly another of its kind: last year's strike, poll or rate. A
    timeline goes back, what something is stays, and who asks about a past time wants that.
    """
    quotes = [ranked[place] for place in on_topic]
    days = [day for quote in quotes if (day := quote.hit.source.day)]
    if form in (Form.TIMELINE, Form.DEFINITION) or not days or past_asked(question, max(days)):
        return on_topic
    rest = max((quote.rest for quote in quotes), default=0.0)
    covered = max((quote.coverage for quote in quotes), default=0.0)
    newest = max(
        (
            day
            for quote in quotes
            if (day := quote.hit.source.day)
            and quote.rest >= _AS_MUCH * rest
            and quote.coverage >= _AS_MUCH * covered
        ),
        default=date.min,
    )
    return {
        place
        for place in on_topic
        if (day := ranked[place].hit.source.day) is None or newest - day <= _LATELY
    }


def _behind_its_words(on_topic: Sequence[Quote], question: str) -> list[Quote]:
    """Those that stand where a word of the question has been said already, or in the headline:
    a link to another story, at the end, does not make the sentences before it tell of that. All
    of them where no word is said anywhere, and the meaning alone has found them."""
    asked = set(query_terms(question))

    def is_told_of(quote: Quote) -> bool:
        passage = quote.hit.passage
        before = passage.text[: quote.end - passage.start]
        return not asked.isdisjoint(terms(f"{quote.hit.title}\n{before}"))

    return [each for each in on_topic if each.behind or is_told_of(each)] or list(on_topic)


def _on_it(ranked: Sequence[Quote], *, by_words: bool) -> set[str]:
    """Articles of which a sentence meets the question about as well as the best does, or, with
    ``by_words``, has about as many of its words in it or in the headline."""
    rest = max((quote.rest for quote in ranked), default=0.0)
    covered = max((quote.coverage for quote in ranked), default=0.0) if by_words else math.inf
    return {
        quote.hit.passage.article_id
        for quote in ranked
        if quote.rest >= _TOLD * rest or quote.coverage >= _TOLD * covered
    }


def _answering(reading: Reading, on_topic: set[int]) -> set[int]:
    """Those of them that tell by their form what a question asks for, a time, a figure, who came,
    who is suspected or who holds an office now; all of them where none does.

    The few words of a short question beside names have to be met as well: of two figures of a
    storm, that of the dead where it asks who died; and no other may be told of. No sentence meets
    all of a long one, and of one who has won or who comes other words tell.
    """
    ranked, question = reading.quotes, reading.question
    every = on_topic
    if asks_for_winner(question):
        on_topic = _of_the_last(ranked, on_topic, question) or on_topic
        on_topic = of_the_whole_name(ranked, on_topic, question)
    if reading.own.sum() <= _BRIEF and not asks_for_change(question):
        on_topic = of_the_named(ranked, on_topic, question)
        own = {place: met(reading, [ranked[place]]) for place in on_topic}
        least = _OWN * max(own.values(), default=0.0)
        on_topic = {place for place in on_topic if own[place] >= least}
    if asks_for_holder(question):
        best = on_topic | set(range(min(_BEST, len(ranked))))
        holding = {place for place in best if tells_holder(question, ranked[place].text)}
        # "Norwick Mayor Ann Archer, elected in 2019" rather than the mayor of another city.
        outright = {
            place
            for place in _lately(ranked, holding & every)
            if tells_outright(question, ranked[place].text, ranked[place].hit.title)
        }
        return outright or _of_the_last(ranked, holding, question) or on_topic
    if not shows_form(question):
        return on_topic
    giving = {place for place in on_topic if gives(ranked[place].text, question)} or on_topic
    people = counted(question)
    if people is None:
        return giving
    return {p for p in giving if counts_all(people, question, ranked[p].text)} or giving


def _of_the_last(ranked: Sequence[Quote], on_topic: set[int], question: str) -> set[int]:
    """Those of them that can tell of the last of prizes and finals that come every year, or of the
    last holder, or of those of a year that the question names."""
    if asked := set(YEARS.findall(question)):
        years = {place: set(YEARS.findall(ranked[place].text)) for place in on_topic}
        return {place for place in on_topic if not years[place] or years[place] & asked}
    return {p for p in _lately(ranked, on_topic) if not _is_of_before(ranked[p])}


def _is_of_before(quote: Quote) -> bool:
    """Whether the years that a sentence names are all gone by when it was written."""
    day = quote.hit.source.day
    years = [int(year) for year in YEARS.findall(quote.text)]
    return day is not None and 0 < max(years, default=0) < day.year


def _lately(ranked: Sequence[Quote], places: set[int]) -> set[int]:
    """Those of the newest articles; what the undated tell may be new."""
    days = {place: ranked[place].hit.source.day for place in places}
    newest = max((day for day in days.values() if day), default=None)
    return {p for p, day in days.items() if not (day and newest) or newest - day <= _LATELY}
