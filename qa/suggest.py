"""Questions to begin with, drawn from what the newest articles are about."""

import re
from collections import Counter
from collections.abc import Iterable

from corpus.sentences import sentences
from index.terms import STOPWORDS

# Runs of capitalised words. One alone may be the first word of any sentence: it takes two.
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:of|de|van|bin|al)\s+[A-Z][\w’'-]+|\s+[A-Z][\w’'-]+)*")
_FORMS = ("What is the latest on {}?", "What happened with {}?", "What is known about {}?")


def suggestions(articles: Iterable[tuple[str, str]], count: int) -> list[str]:
    """At most ``count`` questions, each about a name that several articles mention.

    Args:
        articles: Titles and texts, newest first.
        count: How many questions.
    """
    mentions: Counter[str] = Counter()
    order: dict[str, int] = {}
    for title, text in articles:
        found = {
            name for start, end in list(sentences(text))[:8] for name in _names(text[start:end])
        }
        for name in found:
            mentions[name] += 1 + (name in title)
            order.setdefault(name, len(order))
    ranked = sorted(
        (name for name, times in mentions.items() if times > 1),
        key=lambda name: (-mentions[name], order[name], name),
    )
    chosen: list[str] = []
    for name in ranked:
        if not any(_akin(name, other) for other in chosen):
            chosen.append(name)
        if len(chosen) == count:
            break
    return [_FORMS[place % len(_FORMS)].format(name) for place, name in enumerate(chosen)]


def _names(sentence: str) -> Iterable[str]:
    for match in _NAME.finditer(sentence):
        name = match[0].removesuffix("’s").removesuffix("'s")
        words = name.split()
        while words and words[0].casefold() in STOPWORDS:
            words = words[1:]
        if len(words) > 1:
            yield " ".join(words)


def _akin(one: str, other: str) -> bool:
    return bool(set(one.casefold().split()) & set(other.casefold().split()))
