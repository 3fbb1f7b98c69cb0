"""Questions to begin and to go on with, drawn from what the articles are about."""

import re
from collections import Counter
from collections.abc import Iterable

from corpus.sentences import sentences
from index.terms import STOPWORDS
from qa.types import Answer

# Runs of capitalised words. One alone may be the first word of any sentence: it takes two.
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:of|de|van|bin|al)\s+[A-Z][\w’'-]+|\s+[A-Z][\w’'-]+)*")
_SPEAKS = r"\b(?:said|says|told|warned|argued|added|announced|called)\b"
_NEAR = 40  # characters between a name and the word that lets it speak
_READ = 6  # passages that an answer's further questions are drawn from
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
    chosen = _unlike(ranked, (), count)
    return [_FORMS[place % len(_FORMS)].format(name) for place, name in enumerate(chosen)]


def further(answer: Answer, count: int) -> list[str]:
    """At most ``count`` questions about names that stand in what was found for an answer.

    Names that the question had already are left out.
    """
    cited = {citation.passage.article_id for citation in answer.citations}
    hits = sorted(answer.hits, key=lambda hit: hit.passage.article_id not in cited)[:_READ]
    text = "\n".join(hit.passage.text for hit in hits)
    mentions = Counter(name for start, end in sentences(text) for name in _names(text[start:end]))
    asked = f"{answer.question} {answer.standalone_question}"
    ranked = sorted(mentions, key=lambda name: -mentions[name])  # else as they stand
    return [
        f"What did {name} say?" if _speaks(name, text) else f"What is known about {name}?"
        for name in _unlike(ranked, _words(asked), count)
    ]


def _unlike(names: Iterable[str], known: Iterable[str], count: int) -> list[str]:
    """The first ``count`` names that share no word with each other, nor with what is known."""
    chosen: list[str] = []
    taken = set(known)
    for name in names:
        if len(chosen) < count and not taken & _words(name):
            chosen.append(name)
            taken |= _words(name)
    return chosen


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold())) - STOPWORDS


def _speaks(name: str, text: str) -> bool:
    said = re.escape(name.split()[-1]) + r"[^.\n]{0," + str(_NEAR) + "}" + _SPEAKS
    return re.search(said, text) is not None


def _names(sentence: str) -> Iterable[str]:
    for match in _NAME.finditer(sentence):
        name = match[0].removesuffix("’s").removesuffix("'s")
        words = name.split()
        while words and words[0].casefold() in STOPWORDS:
            words = words[1:]
        if len(words) > 1:
            yield " ".join(words)
