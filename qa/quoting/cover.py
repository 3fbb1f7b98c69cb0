"""The sentences that together tell most, within what a reader takes in.

Every sentence has a relevance, the sum of signs, each measured by its spread over the
candidates (Dawes, American Psychologist 1979). Every term, and every pair
of neighbouring terms, is a concept: it weighs as much as the most relevant sentence that
tells it in each article, summed over the articles, so that what several of them tell weighs
more (after Gillick and Favre, 2009). One by one, the sentence is taken that adds the most
weight not yet told for its length: budgeted maximum coverage (Lin and Bilmes, 2010). Of
several questions asked in one, each has its share of the room. In a timeline the days of which
sentences tell are to be covered too.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.terms import STOPWORDS, query_terms, terms
from qa.extract import Quote
from qa.followups.mentions import Sort, names
from qa.quoting.dated import day_told, is_entry, written_on
from qa.quoting.defining import definer
from qa.quoting.forms import Form
from qa.quoting.meant import is_subject, stands_alone
from qa.quoting.naming import names_among
from qa.quoting.pieces import is_of_a_post, is_whole
from qa.quoting.timely import days_away

MOST = 8  # sentences
_WORDS = range(6, 61)  # of a sentence: shorter ones tell little, longer ones take all the room

_STEEPNESS = 0.6  # how fast relevance falls with the signs
_LENGTH = 0.7  # the power of its words that a sentence's gain is divided by
_RELEVANCE = 0.1  # of the sentence itself, beside that of what it adds
_SHORT = 12  # words; so short a sentence has to be relevant
_LEAST = 0.4  # relevance of such a sentence
_SAME = 0.6  # the share of its concepts with which a sentence says what another one said
_FIGURE = 2.0  # what a number weighs beside a word
# What the passage's rank, the place in the article and the day of publication count for: news of
# what happened is told first and last of all; reasons and ways stand later in the best passages.
_OF_NEWS = (1.0, 2.0, 4.0)
_OF_OTHERS = (2.0, 0.5, 1.0)
_OF_TIMES = (0.5, 0.0, 0.0)
# "What did she say in her book" may be told long before the latest that is told of her.
_OF_A_DEED = re.compile(
    r"\bwhat (?:did|do|does|was|were|can|could|will|would|should|has|have)\b", re.I
)
_A_DAY = 1.0  # the worth of a day not told yet, beside that of all that the best sentence adds
_VOICED = 2.0  # what a sentence of a timeline loses that tells what was said, not what happened
_DEFINES = 4.0  # what a sentence that defines gains
_BEHIND = 4.0  # and one behind a heading that asks the question
_GOES_ON = re.compile(r"(?:The|Th[ei]se|This|That|It|Its|He|She|His|Her|They|Their)\b")

_ASKS = re.compile(r"[?？][\"'”’»)\]]*$")
# "..., he said.": whose words they are is told elsewhere. "Archer said on Monday.": and what?
_VOICE = re.compile(
    r",[”\"’]? (?:he|she|they) (?:said|added|told|wrote|noted|explained|says)\b[^,]{0,40}\.$"
    r"|^\W*(?:[A-Z][\w.’'-]+ ){1,3}(?:said|added|told \w+|says|wrote)(?: (?:on )?\w+day)?"
    r"(?: (?:in|at|as|during|of|to|about|after|before)\b[^“\"]*)?\.$"
)
# Outside of quotation marks, news does not say "I" or "you": an opinion does, or an invitation.
_PERSONAL = re.compile(r"\b(?:I(?!-\d)|me|[Mm]y|[Ww]e|us|[Oo]ur|myself|ourselves|[Yy]ou|[Yy]our)\b")
_MARK = r"(?:[\"“”]|'')"  # crawlers mix them: “with this in mind."
_QUOTED = re.compile(rf"{_MARK}.*?{_MARK}")
_SAYS = re.compile(
    rf"{_MARK}|\b(?:said|says|told|tweeted|wrote|according to|report(?:s|ed)?)\b", re.IGNORECASE
)
_OF_ITSELF = re.compile(r"\b(?:a|the|this) timeline\b", re.IGNORECASE)
_STOPPED = frozenset(term for word in STOPWORDS for term in terms(word))

Floats = NDArray[np.float64]
_Concept = str | tuple[str, str]


def cover(ranked: Sequence[Quote], question: str, form: Form, room: int) -> list[Quote]:
    """The sentences to quote, those first that tell most.

    Args:
        ranked: Every sentence of the best passages.
        question: What is asked.
        form: What the question calls for.
        room: The most words together.
    """
    candidates = [
        quote
        for quote in ranked
        if (_tells(quote.text) or (form is Form.TIMELINE and is_entry(quote.text)))
        and not is_of_a_post(quote.text, question)
    ]
    # Where an article asks the very question, what is about another is beside it.
    if any(quote.behind for quote in candidates):
        others = _of_another(candidates, question, form)
        own = [quote for quote, other in zip(candidates, others, strict=True) if not other]
        candidates = own or candidates
    concepts = [_concepts(quote.text) for quote in candidates]
    alone = {
        place
        for place, quote in enumerate(candidates)
        if stands_alone(quote) or quote.behind == 1.0
    }
    waiting = alone or set(range(len(candidates)))
    following = _following(candidates)
    signs = _signs(candidates, question, form)
    later = written_on(ranked) if form is Form.TIMELINE else frozenset()
    timed = [day_told(q, later) if form is Form.TIMELINE else None for q in candidates]
    chosen: list[int] = []
    asked = len(candidates[0].parts) if candidates else 0
    for part in range(asked):
        met = 2 * _spread([quote.parts[part] for quote in candidates])
        relevance = _steep(signs + met)
        taken = sum(_size(candidates[place]) for place in chosen)
        share = (room - taken) // (asked - part)
        weights = _weights(candidates, relevance, concepts)
        _take(candidates, waiting, chosen, relevance, concepts, weights, timed, share, following)
    return [candidates[place] for place in chosen]


def _following(candidates: Sequence[Quote]) -> dict[int, int]:
    """Which candidate comes right after which, so that it can be read behind it."""
    starts = {
        (quote.hit.passage.article_id, quote.start): place for place, quote in enumerate(candidates)
    }
    found = {}
    for place, quote in enumerate(candidates):
        text, offset = quote.hit.passage.text, quote.hit.passage.start
        gap = len(text[quote.end - offset :]) - len(text[quote.end - offset :].lstrip())
        after = starts.get((quote.hit.passage.article_id, quote.end + gap))
        if after is not None:
            found[place] = after
    return found


def _tells(text: str) -> bool:
    """Whether a text is a whole statement of a length that can be read."""
    return (
        len(text.split()) in _WORDS
        and is_whole(text)
        and _ASKS.search(text) is None
        and _OF_ITSELF.search(text) is None
        and not (text.startswith("(") and text.endswith(")"))  # an aside
        and _VOICE.search(text) is None
        and _PERSONAL.search(_QUOTED.sub("", text)) is None
        and len(re.findall(_MARK, text)) % 2 == 0  # a part of a quotation has lost its speaker
    )


def _size(quote: Quote) -> int:
    return len(quote.text.split())


def _signs(candidates: Sequence[Quote], question: str, form: Form) -> Floats:
    """What speaks for each candidate, but for how well it meets a part of the question."""
    if not candidates:
        return np.zeros(0)
    vectors = np.array([quote.vector for quote in candidates])
    of_news = form is Form.LATEST or (form is Form.STORY and not _OF_A_DEED.search(question))
    rank, place, age = _OF_NEWS if of_news else _OF_OTHERS
    if form is Form.TIMELINE:
        rank, place, age = _OF_TIMES
    signs: Floats = (
        # How well it meets the question as a whole, and in letters.
        _spread([quote.coverage for quote in candidates])
        - rank * _spread(np.log1p([quote.hit.rank for quote in candidates]))
        - place * _spread(np.log1p(np.array([quote.start for quote in candidates]) / 200))
        # What all the others talk about too (after LexRank, Erkan and Radev 2004).
        + _spread(vectors @ vectors.mean(axis=0))
        - age * _spread(np.log1p(_days(candidates, question)))
    )
    signs += _BEHIND * np.array([quote.behind for quote in candidates])
    if form is Form.TIMELINE:
        signs -= _VOICED * np.array([bool(_SAYS.search(quote.text)) for quote in candidates])
    if form is Form.DEFINITION:
        defines = definer(question)
        signs += _DEFINES * np.array([defines(quote.text) for quote in candidates], float)
    return signs


def _of_another(quotes: Sequence[Quote], question: str, form: Form) -> list[bool]:
    """Which of the sentences begin with a name, and say hardly any that the question has.

    What defines says what it defines, or goes on from where that was said.
    """
    passages = {quote.hit.passage.id: quote.hit.passage.text for quote in quotes}
    wanted = frozenset(query_terms(question))
    asked = names_among(wanted, question, passages.values())
    if form is Form.DEFINITION:
        asked = asked or wanted
    initials = "".join(w[0] for w in question.casefold().split() if asked.intersection(terms(w)))

    def is_of_another(quote: Quote) -> bool:
        said = frozenset(terms(quote.text))
        if 2 * len(asked & said) >= len(asked) or initials in said or quote.behind:
            return False
        if form is Form.DEFINITION and not _GOES_ON.match(quote.text):
            return True
        first = next((each for each in names(quote.text) if each.sort is not Sort.TIME), None)
        return first is not None and is_subject(first, quote.text)

    return [is_of_another(quote) for quote in quotes]


def _steep(signs: Floats) -> Floats:
    """Relevance in 0..1; the best has 1."""
    steep = _STEEPNESS * _spread(signs)
    relevance: Floats = np.exp(steep - steep.max())
    return relevance


def _spread(values: Sequence[float] | Floats) -> Floats:
    """Values about their mean, in standard deviations."""
    column = np.asarray(values, dtype=np.float64)
    spread: Floats = (column - column.mean()) / max(float(column.std()), 1e-9)
    return spread


def _days(candidates: Sequence[Quote], question: str) -> Floats:
    """Days from each candidate's article to the time asked about; undated ones count as the
    farthest."""
    days = np.array(days_away(question, [quote.hit.source.day for quote in candidates]))
    known = days[np.isfinite(days)]
    return np.where(np.isfinite(days), days, known.max(initial=0.0))


def _concepts(text: str) -> frozenset[_Concept]:
    said = terms(text)
    words = [term for term in said if term not in _STOPPED]
    pairs = [pair for pair in pairwise(said) if not _STOPPED.issuperset(pair)]
    return frozenset([*words, *pairs])


def _weights(
    candidates: Sequence[Quote], relevance: Floats, concepts: Sequence[frozenset[_Concept]]
) -> dict[_Concept, float]:
    best: dict[_Concept, dict[str, float]] = defaultdict(dict)
    for quote, relevant, told in zip(candidates, relevance.tolist(), concepts, strict=True):
        article = quote.hit.passage.article_id
        for concept in told:
            by_article = best[concept]
            by_article[article] = max(by_article.get(article, 0.0), relevant)
    return {
        concept: sum(by_article.values()) * (_FIGURE if _is_figure(concept) else 1.0)
        for concept, by_article in best.items()
    }


def _is_figure(concept: _Concept) -> bool:
    return isinstance(concept, str) and any(character.isdigit() for character in concept)


def _take(
    candidates: Sequence[Quote],
    waiting: set[int],
    chosen: list[int],
    relevance: Floats,
    concepts: Sequence[frozenset[_Concept]],
    weights: dict[_Concept, float],
    timed: Sequence[str | None],
    room: int,
    following: Mapping[int, int],
) -> None:
    """Move from ``waiting`` to ``chosen`` what adds most, one by one, while there is room."""
    most = max(sum(weights[concept] for concept in told) for told in concepts)
    told = set().union(*(concepts[place] for place in chosen))
    best_of: dict[str, float] = {}
    for day, relevant in zip(timed, relevance.tolist(), strict=True):
        if day:
            best_of[day] = max(best_of.get(day, 0.0), relevant)
    days_told = {timed[place] for place in chosen}

    def gain(place: int) -> float:
        added = sum(weights[concept] for concept in concepts[place] - told) / most
        if (day := timed[place]) and day not in days_told:
            added += _A_DAY * math.sqrt(best_of[day])
        size = _size(candidates[place])
        return (added + _RELEVANCE * float(relevance[place])) / math.pow(size, _LENGTH)

    def fits(place: int) -> bool:
        size = _size(candidates[place])
        return size <= room and (size >= _SHORT or float(relevance[place]) >= _LEAST)

    while len(chosen) < MOST and (fitting := sorted(filter(fits, waiting))):
        best = max(fitting, key=gain)
        chosen.append(best)
        told |= concepts[best]
        days_told.add(timed[best])
        room -= _size(candidates[best])
        same = {p for p in waiting if _overlap(concepts[p], concepts[best]) >= _SAME}
        waiting -= same | {best}
        if best in following and following[best] not in chosen:
            waiting.add(following[best])


def _overlap(one: frozenset[_Concept], other: frozenset[_Concept]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
