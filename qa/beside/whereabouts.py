"""Where something is told to be: the places that a text names."""

import re

from index.terms import fold
from qa.beside.subject import NOT_NAMED
from qa.words import lexicon
from qa.words.mentions import Mention, Sort, mentioned

BEHIND = re.compile(
    r"\b(?:in|at|near|from|into|across|around|outside|to)\s+(?:the\s+)?"
    r"(?:[a-z]+ern\s+|[a-z]+ing\s+)?(?:\w+['’]s\s+)?$",
    re.I,
)
"""What stands before the place where something is."""
_NATIONAL = re.compile(r"\b(?!These\b)[A-Z][a-z]+(?:ean|ian|ish|ese|ican|rman|ench)(?=s?\b)")
_PAIR = re.compile(r"\b[A-Z]\w+(?:[-–/][A-Z]\w+)+")  # "the Norway-Sweden border"
_PARTS = re.compile(r"[\s/–-]+")
_COMMON = frozenset("the region province state district city area of country".split())
_STEM = 5  # letters by which a country and its people are one


def places(text: str, *, known: bool = False) -> frozenset[str]:
    """Where something is told to be, each place by the beginning of its name; only those of
    which that is ``known``."""
    # As people type, and of what has the names of two, countries are known all the same.
    parts = _PARTS.split(text if text.islower() else " ".join(_PAIR.findall(text)))
    found = {key(part) for part in parts if fold(part) in lexicon.places()}
    if text.islower():
        return frozenset(found)
    found |= {
        key(each.name) for each in mentioned_places(text) if each.sort is Sort.PLACE or not known
    }
    return frozenset(found | {key(word) for word in _NATIONAL.findall(text)})


def mentioned_places(text: str) -> list[Mention]:
    """The mentions of places, known ones and what something is said to be in or near."""
    return [
        mention
        for mention in mentioned(text)
        if mention.sort is Sort.PLACE
        or names_two(mention)
        or (
            mention.sort is not Sort.TIME
            and fold(mention.name).split()[-1] not in lexicon.THING_WORDS
            and BEHIND.search(text[: mention.start])
        )
    ]


def names_two(mention: Mention) -> bool:
    """Whether it joins two places: "the Norway/Sweden border"."""
    parts = NOT_NAMED.sub("", mention.name).split("/")
    return len(parts) > 1 and all(fold(part) in lexicon.places() for part in parts)


def key(name: str) -> str:
    """The beginning of a place's own name: a country and its people are one."""
    words = [word for word in fold(name).split() if word not in _COMMON]
    return words[-1][:_STEM] if words else fold(name)
