"""The words of a sentence with their stems, and the clauses that they stand in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import Span
from index.terms import STOPWORDS, fold, terms

_WORD = re.compile(r"[^\W_]+(?:[.,'’&/][^\W_]+)*")
# Not the comma of "3,000", the colon of "10:30" or the full stops of "the U.S. fleet".
_BORDER = re.compile(
    r"[;()\"“”]|(?<!\d)[,:]|[,:](?!\d)|\s[-–—]\s|(?<!\b[A-Z])\.(?=\s|$)|[!?](?=\s|$)"
    r"|\s(?:and|but|while|although|because)(?=\s)"
)
_PREFIX = re.compile(r"(?:un|dis|in|im|ir|il|non)-?(?=[a-z]{5,})")


@dataclass(frozen=True, slots=True)
class Word:
    """``plain`` is the word folded, ``stem`` its term, ``clause`` counts from 0."""

    plain: str
    stem: str
    span: Span
    clause: int

    @property
    def carries(self) -> bool:
        """Whether it means something by itself."""
        return self.plain not in STOPWORDS


def words_of(text: str) -> list[Word]:
    """The words of a text; punctuation parts clauses."""
    borders = [match.start() for match in _BORDER.finditer(text)]
    found, clause = [], 0
    for match in _WORD.finditer(text):
        while clause < len(borders) and borders[clause] < match.start():
            clause += 1
        plain = fold(match[0])
        stems = terms(match[0])
        found.append(Word(plain, stems[-1] if stems else plain, match.span(), clause))
    return found


def phrase_at(words: Sequence[Word], place: int, phrase: str) -> bool:
    """Whether the words of a phrase stand here."""
    wanted = phrase.split()
    return [word.plain for word in words[place : place + len(wanted)]] == wanted


def without_prefix(stem: str) -> str:
    """The stem of the opposite, as "reputable" of "disreputable"; empty where it has no prefix."""
    bare = _PREFIX.sub("", stem, count=1)
    return bare if bare != stem else ""
