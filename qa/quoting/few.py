"""The few sentences that answer a question with one answer.

Those that weigh most by their signs (qa/reading/weighing.py) and by what the reader says of them,
hold the likeliest short answers (qa/short_answers/short.py) and do not say the same.
"""

from collections.abc import Sequence, Set

from index.terms import terms
from qa.quote import Quote
from qa.reading.pieces import is_whole
from qa.short_answers.likely import Short

MOST_WORDS = 120  # of an answer
FEW = 3  # sentences of an answer to a question with one answer
_NOVELTY = 1.0  # how much a sentence loses by repeating what is already quoted, in log odds
_CONSIDERED = 40
_SAME = 0.7  # the share of its words with which a sentence says what another one said
_ANSWERS = 4.0  # what holding all likely answers weighs, in log odds
_CUT = 0.3  # of that in a heading or a list item
_HELD = 0.15  # what a likely answer still counts once a sentence that holds it is quoted
_ENOUGH = 0.8  # of the chances held: what is left is not worth a further sentence


def few(
    ranked: Sequence[Quote], answering: Set[int], further: Set[int], likely: Sequence[Short]
) -> list[Quote]:
    """The most telling sentences, each for what those before it do not tell.

    After maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998), with shared words
    as the likeness; and an answer that is held already counts for little.

    Args:
        ranked: Every sentence, best first.
        answering: Places of those that may be quoted.
        further: Of these, those that may be quoted behind another.
        likely: What could be the short answer.
    """
    chosen: list[Quote] = []
    waiting = [entry for entry in enumerate(ranked[:_CONSIDERED]) if entry[0] in answering]
    words = {place: frozenset(terms(quote.text)) for place, quote in waiting}
    said: list[frozenset[str]] = []
    chances = {short: short.chance for short in likely}
    total = sum(chances.values())
    length = 0

    def worth(entry: tuple[int, Quote]) -> float:
        place, quote = entry
        repeated = max((_overlap(words[place], other) for other in said), default=0.0)
        held = sum(chance for short, chance in chances.items() if place in short.quotes)
        held *= 1.0 if is_whole(quote.text) else _CUT
        return quote.score - _NOVELTY * repeated + _ANSWERS * held

    def adds(entry: tuple[int, Quote]) -> bool:
        return entry[0] in further and _overlap(words[entry[0]], said[-1]) < _SAME

    while waiting and len(chosen) < FEW and sum(chances.values()) >= (1 - _ENOUGH) * total:
        best = max(waiting, key=worth)
        waiting.remove(best)
        place, quote = best
        if chosen and length + quote.size > MOST_WORDS:
            continue
        chosen.append(quote)
        said.append(words[place])
        waiting = list(filter(adds, waiting))
        length += quote.size
        for short in chances:
            if place in short.quotes:
                chances[short] *= _HELD
    return chosen


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
