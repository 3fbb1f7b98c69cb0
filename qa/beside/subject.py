"""What a question of events is about, and whether a passage or a sentence speaks of it."""

import re

from index.terms import query_terms, terms
from qa.quote import Quote
from qa.words.mentions import Sort, mentioned

_FRAME = frozenset(
    terms("happen happened latest timeline unfold update updates chronology sequence events new "
          "news far changed change develop evolved progress gone day date year month")
)  # fmt: skip
_COVERED = 0.2  # share of a question's words, by rarity, in a sentence or its headline
_SAYS = 0.5  # share of what a question says of its subject in a sentence and its headline
_ABOUT = 0.75  # share of what the question is about in a passage and its headline
_PRONOUN = re.compile(r"^(?:he|she|it|they)\b", re.I)
_BEHIND = re.compile(r"\b(?:in|at|near|from)\s+$", re.I)
NOT_NAMED = re.compile(r"^the |(?: [a-z]+)+$")  # "the Starliner mission"
_CAPITALS = re.compile(r"(?:[A-Z][\w-]+ ?){3,}")


class Subject:
    """What a question of events is about, apart from the words that ask for them."""

    def __init__(self, question: str) -> None:
        found = [mention for mention in mentioned(question) if mention.sort is not Sort.TIME]
        self._names = [NOT_NAMED.sub("", mention.name) for mention in found]
        self._terms = frozenset(query_terms(question)) - _FRAME
        self._own = self._terms - frozenset(terms(" ".join(self._names)))
        self._known: dict[str, bool] = {}
        self.has_name = any(
            mention.sort is not Sort.PLACE and not _BEHIND.search(question[: mention.start])
            for mention in found
        )

    def is_in(self, quote: Quote) -> bool:
        """Whether the passage around a sentence is about it."""
        passage = quote.hit.passage
        if passage.id not in self._known:
            said = f"{quote.hit.title} {passage.text}"
            named = self._all_named(said)
            enough = self.has_name or _share(self._terms, said) >= _ABOUT
            self._known[passage.id] = named and enough
        near = self._all_named(f"{quote.hit.title} {quote.text}") and quote.coverage >= _COVERED
        return self._known[passage.id] and (self.has_name or near)

    def _all_named(self, text: str) -> bool:
        return all(_has(text, name) for name in self._names)

    def is_told_in(self, quote: Quote) -> bool:
        """Whether a sentence itself tells of it, and not of another in the same story."""
        told = f"{quote.hit.title} {quote.text}"
        inside = any(_has(quote.text, name) for name in self._names)
        others = mentioned(quote.text)
        nobody = _PRONOUN.match(quote.text) or all(each.sort is Sort.TIME for each in others)
        return (
            self._all_named(told) and (inside or bool(nobody)) and _share(self._own, told) >= _SAYS
        )


def _has(text: str, name: str) -> bool:
    """Whether a text has a name as it is, or in the initials of a longer one."""
    if name.casefold() in text.casefold():
        return True
    return name.isupper() and any(
        name.casefold() in ("".join(word[0] for word in run.split())).casefold()
        for run in _CAPITALS.findall(text)
    )


def _share(wanted: frozenset[str], text: str) -> float:
    return len(wanted.intersection(terms(text))) / len(wanted) if wanted else 1.0
