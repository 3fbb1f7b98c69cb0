"""Which words of a question are names, and whether a passage speaks of who or what they name.

People type "when did protesters storm brazil's congress" without a capital. A word is a name
where the question writes it so within a sentence, or where the passages found nearly always do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from index.terms import terms
from qa.words.wording import words

_DAYS = frozenset(
    terms(
        "monday tuesday wednesday thursday friday saturday sunday january february march april "
        "may june july august september october november december"
    )
)
_RARE = 0.5  # of the mean rarity of the question's words
_MOSTLY = 0.9  # of the places where a word stands within a sentence
_TYPED = re.compile(r"[^\W\d_]+")
_NUMBERED = re.compile(r"-\d.*")
_WORD = re.compile(r"(?<=[a-z,;] )[^\W\d_][\w’'-]*")  # within a sentence


def names_among(wanted: Iterable[str], question: str, texts: Iterable[str]) -> frozenset[str]:
    """The terms of ``wanted`` that are names, as the question and the texts write them."""
    # A people is often left unsaid ("his Perth restaurant"), and a weekday is no name.
    known = frozenset(term for term in wanted if words(term) == [term] and term not in _DAYS)
    places: Counter[str] = Counter()
    capitals = Counter(term for word in _capitals(question) for term in terms(word))
    for text in texts:
        for word in _WORD.findall(text):
            for term in known.intersection(terms(word)):
                places[term] += 1
                capitals[term] += word[0].isupper() / _MOSTLY
    return frozenset(term for term in known if capitals[term] >= max(1, places[term]))


def as_written(question: str, texts: Sequence[str]) -> str:
    """A question typed without capitals, its names as the texts mostly write them."""
    if not question.islower():
        return question
    named = names_among(dict.fromkeys(terms(question)), question, texts)
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for word in map(_without_number, _WORD.findall(text)):
            if word[0].isupper() and (key := terms(word)[0]) in named:
                forms.setdefault(key, Counter())[word.removesuffix("'s").removesuffix("’s")] += 1

    def written(match: re.Match[str]) -> str:
        key = terms(match[0])
        found = forms.get(key[0]) if key else None
        return found.most_common(1)[0][0] if found else match[0]

    return _TYPED.sub(written, question)


def _without_number(word: str) -> str:
    """ "Apollo" of "Apollo-13": another may be asked about."""
    return _NUMBERED.sub("", word)


def share_named(names: Iterable[str], rarity: Mapping[str, float], said: frozenset[str]) -> float:
    """The share of the names, each by its rarity, that are said; 1 where there are none.

    Names that are common beside the question's other words do not count: news of a country
    seldom names it.
    """
    least = _RARE * sum(rarity.values()) / max(1, len(rarity))
    telling = [name for name in names if rarity[name] >= least]
    total = sum(rarity[name] for name in telling)
    return sum(rarity[name] for name in telling if name in said) / total if total else 1.0


def _capitals(question: str) -> list[str]:
    """What has a capital in a question that does not write every word so."""
    found = [word for word in _WORD.findall(question) if word[0].isupper()]
    return found if any(word.islower() for word in question.split()[1:]) else []
