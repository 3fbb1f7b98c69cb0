"""Whether the sentences quoted tell what is asked, and not only of whom or what it is asked.

In a small collection the nearest passage to "where was Ann Archer buried" is the one about Ann
Archer, whether it tells of her grave or not. What stands in the question beside names, "buried",
has to be met in the sentences, in these words or others: in meaning, by the vectors of tokens.
"""

import re
from collections.abc import Sequence, Set

import numpy as np

from index.types import Vectors
from qa.asking.forms import Form, form_of
from qa.matching.counts import beside_numbers, counted, thing_counted
from qa.matching.giving import asks_for_change, is_given
from qa.quote import Quote, Reading

_MET = 0.45  # at the least, chosen on small collections and on news
_NAMED = 0.35  # of the share of the question's names in the passage that has most of them
_COUNTED = 0.7  # of how well the thing is met that is counted, where it is met best
# "For years it was said that ... That is wrong.": no article says what it takes back at once.
_TAKEN_BACK = re.compile(
    r"\W*(?:But |Yet |And )?(?:(?:That|This|None of (?:that|this|it))(?: \w+)? (?:is|was|has proved"
    r"|turns? out|turned out)(?: to be)?(?: \w+ly| just)? (?:wrong|false|untrue|incorrect|not true"
    r"|not so|not the case|mistaken|a myth|nonsense)|Not (?:so|true)|Wrong)(?=[.,;:!—–]|$)"
)


def tells(reading: Reading, chosen: Sequence[Quote]) -> bool:
    """Whether the sentences give an answer of the kind asked for, and, where one is asked for,
    name whom or what it is asked of, and say enough of what is asked. Who won, who comes and how
    many died is told in other words, and shown by them."""
    question = reading.question
    if not is_given(question, [quote.text for quote in chosen]):
        return False
    if form_of(question) is not Form.POINT:
        return True
    free = asks_for_change(question) or counted(question)
    told = bool(free) or met(reading, chosen) >= _MET
    return told and _is_of_the_name(reading, chosen)


def _is_of_the_name(reading: Reading, chosen: Sequence[Quote]) -> bool:
    """Whether a passage quoted has about as much of the question's names as any that is read."""
    most = max((quote.naming for quote in reading.quotes), default=0.0)
    return any(quote.naming >= _NAMED * most for quote in chosen)


def met(reading: Reading, chosen: Sequence[Quote]) -> float:
    """How well the question's words that are no names are met in the sentences together: the
    mean over their tokens of the best cosine. 1 where there are none."""
    if not reading.own.any() or not chosen:
        return 1.0
    said = np.vstack([quote.tokens.vectors for quote in chosen])
    return float((reading.asked.vectors[reading.own] @ said.T).max(axis=1).mean())


def counting(reading: Reading, places: Set[int]) -> Set[int]:
    """Those of the places whose sentences have a number beside what "how many" asks for, in these
    words or others, about as nearly as the best; all of them where nothing is to be counted."""
    span = thing_counted(reading.question)
    thing = reading.asked.vectors[reading.asked.within(*span)] if span else None
    if thing is None or not len(thing):
        return places
    counts = {place: _counts(thing, reading.quotes[place]) for place in places}
    least = _COUNTED * max(counts.values(), default=0.0)
    return {place for place, count in counts.items() if count >= least}


def _counts(thing: Vectors, quote: Quote) -> float:
    """The mean over the thing's tokens of the best cosine with those beside a number."""
    offset, tokens = quote.start - quote.hit.passage.start, quote.tokens
    beside = [tokens.within(offset + a, offset + b) for a, b in beside_numbers(quote.text)]
    said = tokens.vectors[np.any(beside, axis=0)] if beside else tokens.vectors[:0]
    return float((thing @ said.T).max(axis=1).mean()) if len(said) else 0.0


def is_taken_back(quote: Quote) -> bool:
    """Whether the article says at once that the sentence is not true."""
    passage = quote.hit.passage
    return _TAKEN_BACK.match(passage.text, quote.end - passage.start) is not None
