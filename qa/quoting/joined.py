"""A quoted sentence that begins with "it" or "they", read behind the one that says who or what.

Where no bracket can tell it (qa/quoting/meant.py), the sentence before it is quoted as well; read
behind another one it would tell of that.
"""

import re
from collections.abc import Sequence

from qa.matching.told import is_taken_back
from qa.quote import Quote
from qa.quoting.meant import leans, stands_alone
from qa.reading.pieces import is_whole
from qa.words.mentions import Sort, mentioned

_FULL = 6  # words; "Roughly a ton of it." names nothing
_OF_SOMEONE = re.compile(r"(?:He|She|His|Her)\b")
_NAMED = (Sort.PERSON, Sort.UNKNOWN)

_Place = tuple[str, int]


def joined(chosen: Sequence[Quote], quotes: Sequence[Quote], room: int) -> list[Quote]:
    """The chosen sentences in their order, each that leans on the one before behind that one.

    Args:
        chosen: Sentences to quote, in the order in which they are to be read.
        quotes: All that were read, of which one more may be quoted.
        room: The most words together.
    """
    before = _before(quotes)
    room -= sum(quote.size for quote in chosen)
    wanted = {quote.place for quote in chosen}
    ordered: list[Quote] = []
    for quote in chosen:
        if quote in ordered:
            continue
        one = before.get(quote.place) if leans(quote) else None
        if one is None:
            ordered.append(quote)
        elif one in ordered:
            ordered.insert(ordered.index(one) + 1, quote)
        elif one.place in wanted or (one.size <= room and _tells(one, quote)):
            room -= 0 if one.place in wanted else one.size
            ordered += [one, quote]
        else:
            ordered.append(quote)
    return ordered


def _before(quotes: Sequence[Quote]) -> dict[_Place, Quote]:
    """Which sentence stands right before the one at a place, with nothing but space between."""
    found = {}
    for quote in quotes:
        text, end = quote.hit.passage.text, quote.end - quote.hit.passage.start
        gap = len(text) - end - len(text[end:].lstrip())
        found[quote.hit.passage.article_id, quote.end + gap] = quote
    return found


def _tells(one: Quote, after: Quote) -> bool:
    """Whether a sentence can be read by itself, and can tell what the one after it means: "she" is
    somebody with a name."""
    if _OF_SOMEONE.match(after.text) and not any(m.sort in _NAMED for m in mentioned(one.text)):
        return False
    whole = is_whole(one.text) and one.size >= _FULL
    return whole and stands_alone(one) and not is_taken_back(one)
