"""Words that are one slip of the finger away: a letter too many, too few, another, or two exchanged
(Damerau, CACM 1964)."""

from collections.abc import Iterator
from string import ascii_lowercase

_SHORT = 5  # letters: of such words there are too many that are others'
_ENDINGS = ("ed", "ing", "er", "ion", "al", "ly", "es", "y")


def slips(word: str) -> list[str]:
    """The words that were meant if one slip made this of them, each once, the likeliest first.

    The first letter is right. Two letters exchanged are likelier than one doubled, and that than
    others, of which those come first that end as words do. In a short word none but the first two
    are taken for slips.
    """
    return list(dict.fromkeys(each for each in _undone(word) if each != word))


def _undone(word: str) -> Iterator[str]:
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    yield from (head + tail[1:] for head, tail in cuts if tail and head.endswith(tail[0]))
    if len(word) <= _SHORT:
        return
    others = [head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase]
    others += [head + letter + tail for head, tail in cuts for letter in ascii_lowercase]
    others += [head + tail[1:] for head, tail in cuts if tail]
    yield from sorted(others, key=lambda each: not each.endswith(_ENDINGS))
