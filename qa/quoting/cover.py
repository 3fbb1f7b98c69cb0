"""The sentences that together tell most, within what a reader takes in.

How likely each tells one of the facts that are wanted is learned (qa/quoting/salience.py). One by
one, the sentence is taken that is likeliest to tell one not told yet, for its length: its chance
counts less, the more of its words and pairs of neighbouring words one that was taken has said
(maximal marginal relevance, Carbonell and Goldstein, SIGIR 1998; with room for so many words, Lin
and Bilmes, 2010). Of several questions asked in one, each has its share of the room. In a timeline
the days of which sentences tell are to be covered too.
"""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from index.arrays import Floats
from index.terms import query_terms, terms
from qa.asking.forms import Form
from qa.asking.naming import names_among
from qa.matching.defining import definer
from qa.matching.speaking import speaking
from qa.quote import Quote
from qa.quoting.dated import day_told, is_entry, written_on
from qa.quoting.meant import is_subject, stands_alone, with_subject
from qa.quoting.salience import PERSONAL, STOPPED, in_deviations, salience, timeliness
from qa.reading.pieces import is_of_a_post, is_whole
from qa.words.mentions import Sort, mentioned

MOST = 8  # sentences
_WORDS = range(6, 61)  # of a sentence: shorter ones tell little, longer ones take all the room

_LENGTH = 0.2  # the power of its words that a sentence's gain is divided by
_SAID = 0.8  # of a sentence's chance, what is lost where one says all of it
_SAME = 0.6  # the share of its concepts with which a sentence says what another one said
_A_DAY = 1.0  # the worth of a day not told yet, beside the chance of the likeliest sentence
# In log odds, by hand: few questions show what these are worth.
_VOICED = 0.5  # what a sentence of a timeline loses that tells what was said, not what happened
_DEFINES = 1.5  # what a sentence that defines gains
_BEHIND = 1.5  # and one behind a heading that asks the question
_SPEAKS = 1.5  # and one in which those speak of whom it is asked what they say,
_OF_IT = 0.75  # where so much of the question's words is in it: else they speak of something else
_TIMELY = 0.5  # and one of the last, of news: by its standard deviation
# "What did she say in her book" may be told long before the latest that is told of her.
_OF_A_DEED = re.compile(
    r"\bwhat (?:did|do|does|was|were|can|could|will|would|should|has|have)\b", re.I
)
_GOES_ON = re.compile(r"(?:The|Th[ei]se|This|That|It|Its|He|She|His|Her|They|Their)\b")

# "..., he said.": whose words they are is told elsewhere. "Archer said on Monday.": and what?
_VOICE = re.compile(
    r",[”\"’]? (?:he|she|they) (?:said|added|told|wrote|noted|explained|says)\b[^,]{0,40}\.$"
    r"|^\W*(?:[A-Z][\w.’'-]+ ){1,3}(?:said|added|told \w+|says|wrote)(?: (?:on )?\w+day)?"
    r"(?: (?:in|at|as|during|of|to|about|after|before)\b[^“\"]*)?\.$"
)
_MARK = r"(?:[\"“”]|'')"  # crawlers mix them: “with this in mind."
# Outside of these, news does not say "I" or "you": an opinion does, or an invitation.
_QUOTED = re.compile(rf"{_MARK}.*?{_MARK}")
_SAYS = re.compile(
    rf"{_MARK}|\b(?:said|says|told|tweeted|wrote|according to|report(?:s|ed)?)\b", re.IGNORECASE
)
_OF_ITSELF = re.compile(r"\b(?:a|the|this) timeline\b", re.IGNORECASE)

_Concept = str | tuple[str, str]


def cover(ranked: Sequence[Quote], question: str, form: Form, room: int) -> list[Quote]:
    """The sentences to quote, those first that tell most.

    Args:
        ranked: Every sentence of the best passages.
        question: What is asked.
        form: What the question calls for.
        room: The most words together.
    """
    candidates = quotable(ranked, question, form)
    if not candidates:
        return []
    concepts = [_concepts(quote.text) for quote in candidates]
    alone = {
        place
        for place, quote in enumerate(candidates)
        if stands_alone(quote) or quote.behind == 1.0
    }
    waiting = alone or set(range(len(candidates)))
    following = _following(candidates)
    by_hand = _by_hand(candidates, question, form)
    later = written_on(ranked) if form is Form.TIMELINE else frozenset()
    timed = [day_told(q, later) if form is Form.TIMELINE else None for q in candidates]
    chosen: list[int] = []
    asked = len(candidates[0].parts)
    for part in range(asked):
        met = [quote.parts[part] for quote in candidates]
        chances = 1 / (1 + np.exp(-salience(candidates, question, met) - by_hand))
        taken = sum(candidates[place].size for place in chosen)
        share = (room - taken) // (asked - part)
        _take(candidates, waiting, chosen, chances, concepts, timed, share, following)
    return [candidates[place] for place in chosen]


def quotable(ranked: Sequence[Quote], question: str, form: Form) -> list[Quote]:
    """Those of the sentences that could be quoted; arguments as above."""
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
    return candidates


def _following(candidates: Sequence[Quote]) -> dict[int, int]:
    """Which candidate comes right after which, so that it can be read behind it."""
    starts = {quote.place: place for place, quote in enumerate(candidates)}
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
        and _OF_ITSELF.search(text) is None
        and not (text.startswith("(") and text.endswith(")"))  # an aside
        and _VOICE.search(text) is None
        and PERSONAL.search(_QUOTED.sub("", text)) is None
        and len(re.findall(_MARK, text)) % 2 == 0  # a part of a quotation has lost its speaker
    )


def _by_hand(candidates: Sequence[Quote], question: str, form: Form) -> Floats:
    """What speaks for each candidate beside what is learned, in log odds."""
    odds = _BEHIND * np.array([quote.behind for quote in candidates])
    if form is Form.LATEST or (form is Form.STORY and not _OF_A_DEED.search(question)):
        odds += _TIMELY * in_deviations(timeliness(candidates, question))
    if form is Form.TIMELINE:
        odds -= _VOICED * np.array([bool(_SAYS.search(quote.text)) for quote in candidates])
    if form is Form.DEFINITION:
        defines = definer(question)
        odds += _DEFINES * np.array([defines(quote.text) for quote in candidates], float)
    if speaks := speaking(question):
        odds += _SPEAKS * np.array(
            [q.coverage >= _OF_IT and speaks(with_subject(q)) for q in candidates], float
        )
    return odds


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
        first = next((each for each in mentioned(quote.text) if each.sort is not Sort.TIME), None)
        return first is not None and is_subject(first, quote.text)

    return [is_of_another(quote) for quote in quotes]


def _concepts(text: str) -> frozenset[_Concept]:
    said = terms(text)
    words = [term for term in said if term not in STOPPED]
    pairs = [pair for pair in pairwise(said) if not STOPPED.issuperset(pair)]
    return frozenset([*words, *pairs])


def _take(
    candidates: Sequence[Quote],
    waiting: set[int],
    chosen: list[int],
    chances: Floats,
    concepts: Sequence[frozenset[_Concept]],
    timed: Sequence[str | None],
    room: int,
    following: Mapping[int, int],
) -> None:
    """Move from ``waiting`` to ``chosen`` what adds most, one by one, while there is room."""
    likeliest = float(chances.max())
    best_of: dict[str, float] = {}
    for day, chance in zip(timed, chances.tolist(), strict=True):
        if day:
            best_of[day] = max(best_of.get(day, 0.0), chance / likeliest)
    days_told = {timed[place] for place in chosen}
    said = [
        max((_overlap(told, concepts[other]) for other in chosen), default=0.0) for told in concepts
    ]

    def gain(place: int) -> float:
        added = float(chances[place]) / likeliest * (1 - _SAID * said[place])
        if (day := timed[place]) and day not in days_told:
            added += _A_DAY * math.sqrt(best_of[day])
        return added / math.pow(candidates[place].size, _LENGTH)

    while len(chosen) < MOST and (
        fitting := [place for place in sorted(waiting) if candidates[place].size <= room]
    ):
        best = max(fitting, key=gain)
        chosen.append(best)
        days_told.add(timed[best])
        room -= candidates[best].size
        again = [_overlap(told, concepts[best]) for told in concepts]
        said = list(map(max, said, again))
        waiting -= {place for place in waiting if again[place] >= _SAME} | {best}
        if best in following and following[best] not in chosen:
            waiting.add(following[best])


def _overlap(one: frozenset[_Concept], other: frozenset[_Concept]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
