"""Who and what a text names: names by their capitals, things by the noun after an article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from index.expressions import MONTHS, WEEKDAYS
from index.terms import fold
from qa.words.lexicon import (
    AUXILIARIES,
    FEMALE,
    FUNCTION_WORDS,
    GROUP_WORDS,
    MALE,
    ROLES,
    THING_WORDS,
    TITLES,
    places,
)


class Sort(StrEnum):
    """What a mention is, as far as its form tells."""

    PERSON = "person"
    PLACE = "place"
    GROUP = "group"
    TIME = "time"
    THING = "thing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """``text[start:end]`` names somebody or something.

    ``name`` is how it is spoken of: without a title, with the article that it has.
    ``title`` is the folded title before it, "" where it has none.
    """

    name: str
    start: int
    end: int
    sort: Sort
    title: str = ""

    @property
    def plural(self) -> bool:
        """Whether it is several: a coordination, or a plural noun."""
        last = self.name.split()[-1]
        many = last.islower() and last.endswith("s") and not last.endswith(("ss", "us", "is"))
        many = many or last in ("people", "men", "women", "children")
        return " and " in self.name or many

    @property
    def female(self) -> bool | None:
        """Whether its bearer is spoken of as "she"; None where the name does not tell."""
        if self.title in ("mr", "king", "prince", "lord", "sir", "pope", "cardinal"):
            return False
        if self.title in ("mrs", "ms", "miss", "queen", "princess", "lady", "dame"):
            return True
        given = fold(self.name.split()[0])
        return True if given in FEMALE else False if given in MALE else None


_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-‐‑–.&'’/][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_NATIONAL = re.compile(r"(?:ean|ian|ish|ese|ican|rman|ench|utch|raqi|aeli|stani)$")
_MONTH = re.compile("|".join(rf"{month[:3]}(?:{month[3:]})?|{month[:4]}" for month in MONTHS))
_YEAR = re.compile(r",? (?:19|20)\d\d\b")
_KIND_AFTER = re.compile(r" ([a-z]+)\b")
# What makes the capital word before it the name of a subject: "Microsoft said".
_PREDICATES = frozenset("said says is was has had will would announced agreed".split())
_LINKS = frozenset(("of", "for", "the", "and"))
_BEFORE_OF = GROUP_WORDS | {"secretary", "order", "basilica", "port", "gulf"}
_PARTICLES = frozenset("de da del der di du van von bin al el la le dos ibn".split())
_MOST_MODIFIERS = 4
_LONGEST_PERSON = 5  # words


@lru_cache(maxsize=4096)
def mentioned(text: str) -> tuple[Mention, ...]:
    """Names in a text, in order; those joined by "and" come apart.

    The first word of a sentence counts as a name only where its form can mean nothing else.
    """
    return tuple(_names(text))


def _names(text: str) -> Iterator[Mention]:
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        run = _run(text, words, at)
        if not run:
            at += 1
            continue
        at += len(run)
        found = _mention(text, run, words[at - len(run) - 1] if at > len(run) else None)
        if found is not None:
            yield found


def _run(text: str, words: Sequence[re.Match[str]], at: int) -> list[re.Match[str]]:
    """The words of one name from ``at`` on; empty where none begins there."""
    if not _capital(words[at][0]) or (_first(text, words[at]) and not _named(words, at, text)):
        return []
    run = [words[at]]
    for place in range(at + 1, len(words)):
        if _POSSESSIVE.search(run[-1][0]) or not _joined(text, run[-1], words[place]):
            break
        word = words[place][0]
        following = words[place + 1][0] if place + 1 < len(words) else ""
        of = (
            word in ("of", "for")
            and fold(run[-1][0]) in _BEFORE_OF
            and _joined(text, words[place], words[min(place + 1, len(words) - 1)])
        )
        goes_on = _capital(word) or (word.isdigit() and len(word) < 3 and len(run) > 1)
        if not goes_on and not ((word in _PARTICLES or of) and _capital(following)):
            break
        run.append(words[place])
    return run


def _mention(
    text: str, run: Sequence[re.Match[str]], before: re.Match[str] | None
) -> Mention | None:
    start, end = run[0].start(), run[-1].end()
    possessive = _POSSESSIVE.search(run[-1][0])
    if possessive:
        end -= len(possessive[0])
    words = [_POSSESSIVE.sub("", word[0]) for word in run]
    folded = [fold(word) for word in words]
    if all(word in WEEKDAYS or _MONTH.fullmatch(word) for word in folded):
        year = _YEAR.match(text, end)
        end = year.end() if year else end
        return Mention(text[start:end], start, end, Sort.TIME)
    titles = [place for place, word in enumerate(folded[:-1]) if word in TITLES]
    title = ""
    if titles and folded[titles[-1]] != "pope":
        cut = titles[-1] + 1
        if folded[cut] == "of" and len(words) > cut + 2:  # the Secretary of State
            cut += 2
        title, start, words, folded = (
            folded[titles[-1]],
            run[cut].start(),
            words[cut:],
            folded[cut:],
        )
    elif folded[0] == "pope" and len(words) > 1:
        title = "pope"
    if len(words) == 1 and not words[0].isupper() and folded[0] in TITLES | FUNCTION_WORDS:
        return None
    if not title and before is not None and before[0] in ("a", "an") and len(words) == 1:
        return None  # "a Frenchman"
    sort = Sort.PERSON if title else _sort(words, folded)
    if sort is not Sort.PERSON and before is not None and before[0].casefold() == "the":
        start = before.start()
        kind = _KIND_AFTER.match(text, end)
        if kind and not possessive and kind[1] in THING_WORDS | GROUP_WORDS:
            end, sort = kind.end(), Sort.THING  # "the Kursk region"
    name = re.sub(r"^The ", "the ", text[start:end])
    return Mention(name, start, end, sort, title)


def _sort(words: Sequence[str], folded: Sequence[str]) -> Sort:
    whole = " ".join(folded)
    if whole in places() or (len(words) > 1 and f"{whole}." in places()):
        return Sort.PLACE
    if any(word in THING_WORDS for word in folded) or any(c.isdigit() for c in whole):
        return Sort.THING
    if any(word in GROUP_WORDS for word in folded):
        return Sort.GROUP
    if len(words) == 1 and words[0].isupper() and len(words[0]) > 1:
        return Sort.GROUP
    if folded[0] in MALE | FEMALE:
        return Sort.PERSON
    several = 1 < len(words) < _LONGEST_PERSON
    return Sort.PERSON if several and not _NATIONAL.search(words[-1]) else Sort.UNKNOWN


@lru_cache(maxsize=1024)
def phrases(question: str) -> tuple[Mention, ...]:
    """Things in a question that no name names: "the deposit facility rate"."""
    words = list(_WORD.finditer(question))
    found = []
    for at, word in enumerate(words):
        before = [each[0].casefold() for each in words[max(0, at - 2) : at]]
        if word[0].casefold() in ("the", "a", "an"):
            inside = _nouns(question, words, at + 1)
            inside = inside[: _subject_length(inside, before, words[0][0].casefold())]
            article = "the "
        elif before == ["how", "many"]:
            inside, article = _nouns(question, words, at)[:1], ""
        elif _NATIONAL.search(word[0]) and _capital(word[0]):
            north = at > 0 and _capital(words[at - 1][0]) and before[-1] not in FUNCTION_WORDS
            inside, article = _nouns(question, words, at - north)[: 2 + north], ""
            if len(inside) < 2 + north:
                continue
        else:
            continue
        if inside and not all(_capital(each[0]) for each in inside):
            start, end = inside[0].start(), inside[-1].end()
            first = word.start() if article else start
            found.append(Mention(article + question[start:end], first, end, Sort.THING))
    return tuple(found)


def _nouns(text: str, words: Sequence[re.Match[str]], at: int) -> list[re.Match[str]]:
    """The words from ``at`` on that may be one noun phrase."""
    inside: list[re.Match[str]] = []
    for word in words[at : at + _MOST_MODIFIERS]:
        folded = word[0].casefold()
        if folded in FUNCTION_WORDS or (inside and not _joined(text, inside[-1], word)):
            break
        inside.append(word)
        if folded in THING_WORDS | GROUP_WORDS | ROLES and not _capital(word[0]):
            break
    return inside


def _subject_length(inside: Sequence[re.Match[str]], before: Sequence[str], asks: str) -> int:
    """How many of these words are the subject where a verb follows: "did the conclave [begin]"."""
    if not inside or fold(inside[-1][0]) in THING_WORDS | GROUP_WORDS | ROLES:
        return len(inside)
    auxiliary = before[-1] if before and before[-1] in AUXILIARIES else ""
    copula = auxiliary in ("is", "are", "was", "were") and asks in ("what", "who", "which")
    has_verb = auxiliary and not copula and len(inside) > 1 and not _capital(inside[-1][0])
    return len(inside) - bool(has_verb)


def _named(words: Sequence[re.Match[str]], at: int, text: str) -> bool:
    """Whether a capital word that begins a sentence is a name all the same."""
    word = _POSSESSIVE.sub("", words[at][0])
    folded = fold(word)
    if folded in FUNCTION_WORDS:
        return False
    if (word.isupper() and len(word) > 1) or any(c.isdigit() for c in word) or folded in TITLES:
        return True
    if folded in MALE or folded in FEMALE or folded in places() or _POSSESSIVE.search(words[at][0]):
        return True
    if len(words) <= 4 and len(words) == sum(_capital(w[0]) or w[0] in _LINKS for w in words):
        return True  # the whole text is a name
    following = words[at + 1] if at + 1 < len(words) else None
    if following is not None and folded not in GROUP_WORDS and following[0] in _PREDICATES:
        return not folded.endswith("s")
    return following is not None and _capital(following[0]) and _joined(text, words[at], following)


def _capital(word: str) -> bool:
    return word[:1].isupper() and word != "I"


def _first(text: str, word: re.Match[str]) -> bool:
    before = text[: word.start()].rstrip("\"'“‘«([ ")
    return not before or (
        before[-1] in ".!?:…\n"
        and not re.search(r"\b(?:[A-Z]|Mr|Ms|Mrs|Dr|St|Gen|Sen|Gov|Maj|Rep)\.$", before)
    )


def _joined(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether nothing but space, or the full stop of a title or an initial, is between them."""
    between = text[one.end() : other.start()]
    if between.isspace():
        return True
    short = len(one[0]) == 1 or fold(one[0]) in TITLES or fold(one[0]) in ("st", "jr")
    return short and between.strip() == "." and between != "."
