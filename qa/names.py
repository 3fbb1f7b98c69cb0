"""The names in a text, and whether another text has them.

A name is a run of capitalised words; at the beginning of a sentence it must be more than a
word that merely begins it. Parts of names are enough where the whole was told before
("Mr. Austin" for Lloyd Austin), peoples and capitals stand for their countries, and initials
for long names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.sentences import sentences
from index.terms import STOPWORDS, fold
from qa.dates import Span
from qa.wording import initials, words

_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_WORD = re.compile(r"[^\W_]+(?:[.'’\-‐‑&/][^\W_]+)*\.?")
_JOINS = frozenset("of the de la da do dos van von bin al el and for".split())
_TITLES = frozenset(
    "mr mrs ms dr prof sir lord lady president prime minister chancellor secretary senator sen "
    "rep gov governor general gen maj col capt king queen prince princess pope cardinal bishop "
    "archbishop mayor chief commissioner ambassador spokesman spokeswoman spokesperson chair "
    "chairman chairwoman director administrator defence defense foreign state dom judge justice "
    "officials official police a an the in on at by it he she they his her its their this that "
    "these those both all some most many as but and or so for from to with when while after "
    "before since until there here what who why how where which one two three according about "
    "around more fewer less at january february march april may june july august september "
    "october november december jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday "
    "wednesday thursday friday saturday sunday".split()
)
_COMPASS = frozenset("north south east west northern southern eastern western new".split())
# Governments by the places that stand for them, as news writes.
_SEATS = {
    "washington": "america", "pentagon": "america", "moscow": "russia", "kremlin": "russia",
    "beijing": "china", "pyongyang": "north korea", "seoul": "south korea", "kyiv": "ukraine",
    "kiev": "ukraine", "tokyo": "japan", "delhi": "india", "paris": "france",
    "berlin": "germany", "london": "britain", "ottawa": "canada", "canberra": "australia",
    "tehran": "iran", "vatican": "holy see",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """``keys`` are its parts in normal form, titles left out; ``span`` is where it stands."""

    text: str
    keys: tuple[str, ...]
    span: Span


def names(text: str) -> list[Name]:
    """The names of a text, in order."""
    found = []
    for start, end in sentences(text):
        run: list[re.Match[str]] = []
        for word in _WORD.finditer(text, start, end):
            apart = run and text[run[-1].end() : word.start()].strip(" ")
            if _is_capital(word[0]) and not apart:
                run.append(word)
                continue
            found += _name(text, run)
            run = [word] if _is_capital(word[0]) else []
        found += _name(text, run)
    return found


class Mentions:
    """What a text names and says, to be asked whether it has a name."""

    def __init__(self, texts: Iterable[str]) -> None:
        whole = " \n ".join(texts)
        self.keys = frozenset(_keys(whole))
        capitals = re.findall(r"(?:[A-Z][\w’'-]+(?: (?:of|for|the|and) )? ?){2,}", whole)
        self.initials = frozenset(filter(None, map(initials, capitals)))

    def has(self, name: Name) -> bool:
        """Whether every part of the name is mentioned."""
        return all(key in self.keys or key in self.initials for key in name.keys)


def _is_capital(word: str) -> bool:
    return bool(_CAPITAL.match(word))


def _name(text: str, run: list[re.Match[str]]) -> list[Name]:
    while run and fold(run[0][0]).strip(".") in _TITLES | STOPWORDS and not _is_short(run[0][0]):
        run = run[1:]
    if not run:
        return []
    span = run[0].start(), run[-1].end()
    keys = tuple(key for key in _keys(text[slice(*span)]) if key not in _TITLES)
    return [Name(text[slice(*span)], keys, span)] if keys else []


def _is_short(word: str) -> bool:
    """US, WHO and the like are names though they fold to common words."""
    return word.isupper() and len(word) > 1


def _keys(text: str) -> list[str]:
    """Words in normal form; compass words stay with what they belong to."""
    found: list[str] = []
    for key in words(text):
        seat = _SEATS.get(key)
        if found and found[-1] in _COMPASS:
            found[-1] = f"{found[-1]} {key}"
            continue
        found.append(seat or key)
    return found
