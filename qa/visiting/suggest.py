"""Questions to begin and to go on with, drawn from what the articles are about."""

import re
from calendar import day_name, month_name
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import cycle, islice

from corpus.sentences import sentences
from index.terms import STOPWORDS
from qa.types import Answer
from qa.words.mentions import Sort, mentioned

# Runs of capitalised words. One alone may be the first word of any sentence: it takes two.
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:of|de|van|bin|al)\s+[A-Z][\w’'-]+|\s+[A-Z][\w’'-]+)*")
_SPEAKS = r"\b(?:said|says|told|warned|argued|added|announced|called)\b"
_ADJECTIVE = re.compile(r"(?:an|ish|ese)$")  # "South Korean", or a name such as Dean
_OF_WHOM = re.compile(r"(?:[’']s?|-based)\s+")  # "Boeing's Ann Lee" is Ann Lee
_WHEN = {*day_name, *month_name, "Last", "Next", "Early", "Late"}  # "Last August Ann Lee"
_PART_OF_OUTLET = re.compile(r"[.(]")  # "harbourpost.com", "Harbour Post (invented)"
_BEGINNING = 8  # sentences of an article
_READ = 6  # passages that an answer's further questions are drawn from
_SAID = "What did {} say?"
_HAPPENED = "What happened with {}?"
_IS = {Sort.PERSON: "Who is {}?", Sort.GROUP: "What is {}?"}
_FORMS = ("What is the latest on {}?", _HAPPENED, "What is known about {}?")


def suggestions(
    articles: Iterable[tuple[str, str]], count: int, *, outlets: Iterable[str] = ()
) -> list[str]:
    """At most ``count`` questions about names, those first that most articles mention.

    Args:
        articles: Titles and texts, newest first.
        count: How many questions.
        outlets: Whose articles they are; these name themselves often, and are no news.
    """
    mentions: Counter[str] = Counter()
    beginnings = []
    for title, text in articles:
        ends = [end for _, end in islice(sentences(text), _BEGINNING)]
        beginnings.append(text[: ends[-1]] if ends else "")
        found = dict.fromkeys(_names_in(beginnings[-1]))
        mentions.update({name: 1 + (name in title) for name in found})
    own = {_letters(part) for outlet in outlets for part in _PART_OF_OUTLET.split(outlet)}
    ranked = sorted(mentions, key=lambda name: -mentions[name])  # else the newest first
    chosen = _unlike((name for name in ranked if _letters(name) not in own), (), count)
    said = "\n".join(beginnings)
    forms = cycle(_FORMS)
    return [
        (_SAID if _speaks(name, said) else next(forms)).format(_called(name, said))
        for name in chosen
    ]


def further(answer: Answer, count: int) -> list[str]:
    """At most ``count`` questions about names in what was found for an answer.

    Names that the question had already are left out. Who says something there comes first:
    about half of such questions are answered, and fewer of the others. Where there is room
    for more, who or what the names are is asked last.
    """
    cited = {citation.passage.article_id for citation in answer.citations}
    hits = sorted(answer.hits, key=lambda hit: hit.passage.article_id not in cited)[:_READ]
    text = "\n".join(hit.passage.text for hit in hits)
    mentions = Counter(_names_in(text))
    asked = f"{answer.question} {answer.standalone_question}"
    ranked = sorted(mentions, key=lambda name: -mentions[name])  # else as they stand
    ranked.sort(key=lambda name: not _speaks(name, text))
    # What happened with an ocean? And capitals alone shout a place before a report.
    ranked = [name for name in ranked if _sort(name) is not Sort.PLACE and not name.isupper()]
    chosen = _unlike(ranked, _words(asked), count)
    told = [
        (_SAID if _speaks(name, text) else _HAPPENED).format(_called(name, text)) for name in chosen
    ]
    known = [
        _IS[sort].format(_called(name, text)) for name in chosen if (sort := _sort(name)) in _IS
    ]
    return [*told, *known][:count]


def _sort(name: str) -> Sort:
    """What a name is, by its form alone."""
    found = mentioned(f"Of {name}")
    return found[0].sort if found else Sort.UNKNOWN


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


def _letters(name: str) -> str:
    """As in a domain: "The Harbour Post" and "harbourpost" are one."""
    return re.sub(r"\W", "", name.casefold()).removeprefix("the")


def _speaks(name: str, text: str) -> bool:
    """Whether somebody of this name says something: "Ann Lee said", "Lee, the mayor, said"."""
    last = re.escape(name.split()[-1])
    return re.search(rf"\b{last},?(?: [^,.\n]{{1,60}},)? {_SPEAKS}", text) is not None


def _called(name: str, text: str) -> str:
    """The name with "the" before it where the text often has it so: the Federal Reserve."""
    mentions = len(re.findall(rf"\b{re.escape(name)}", text))
    with_article = len(re.findall(rf"\b[Tt]he {re.escape(name)}", text))
    return f"the {name}" if 3 * with_article > mentions else name


def _names_in(text: str) -> Iterator[str]:
    for start, end in sentences(text):
        yield from _names(text[start:end])


def _names(sentence: str) -> Iterator[str]:
    for match in _NAME.finditer(sentence):
        if match[0].startswith("By "):  # who wrote it
            continue
        if _ADJECTIVE.search(match[0]) and _goes_on(sentence[match.end() :]):
            continue
        words = _OF_WHOM.split(match[0])[-1].removesuffix("’s").removesuffix("'s").split()
        while words and (words[0].casefold() in STOPWORDS or words[0] in _WHEN):
            words = words[1:]
        if len(words) > 1:
            yield " ".join(words)


def _goes_on(rest: str) -> bool:
    """Whether a noun may follow: neither a word of grammar nor one that speaks."""
    word = re.match(r" ([a-z]+)", rest)
    return bool(word and word[1] not in STOPWORDS and not re.match(_SPEAKS, word[1]))
