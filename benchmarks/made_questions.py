"""Questions made from articles: what qa/reading/reader.py learns by.

    a sentence        "Mayor Ann Archer closed the harbour of Norwick on Monday."
    without its name  "who closed the harbour of Norwick on Monday?"      (the answer: Ann Archer)

An answer is taken out of a sentence, and what asks for its sort is put in its place or first, as
in Lewis, Denoyer and Riedel (ACL 2019). The questions read roughly, and words of them are lost by
chance; a reader has to bear both. What it is to find the answer in: benchmarks/made_lessons.py.
"""

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from qa.reading.pieces import pieces
from qa.short_answers.spans import Found, Sort, spans
from qa.words.wording import COMMON, words

# How many of a hundred questions ask for each sort.
_SHARES = {
    Sort.NAME: 52, Sort.NUMBER: 17, Sort.MONEY: 5, Sort.TIME: 8, Sort.TITLE: 6, Sort.PHRASE: 7,
    Sort.WORD: 5,
}  # fmt: skip
_READ = 4500  # code points of an article
_LENGTHS = range(40, 331)  # code points of a sentence
_DIGITS = 40  # a sentence with as many is a table
_KEY = 5  # most words of an answer
_LEAST_ASKED, _MOST_ASKED = 4, 34  # telling words of a question, and words
_TRIES = 60  # for each question that is wanted
_LOST = 0.08  # of a question's words

_CUT = re.compile(
    r"[,;:]\s|\s[–—-]+\s"
    r"|\s(?:which|that|who|where|while|although|because|after|before|when|but|and)\s"
)
_JOINED = re.compile(r"^[\s,;:–—-]+(?:(?:and|but|that|which|who|where|while|because)\s)?")
_IN = r"\b(?:in|at|near|from|to|across|outside)"
_AT_PLACE = re.compile(rf"{_IN}\s+(?:the\s+)?$")
_OF_PLACE = re.compile(rf"\s*{_IN}(?:\s+the)?$")
_OF_PERSON = re.compile(
    r"^(?:,? (?:said|says|told|who|whose|was born|died|announced|wrote|tweeted|he|she)\b|,? \d\d,)"
)
_BEFORE_PERSON = re.compile(
    r"(?:Mr\.|Mrs\.|Ms\.|Dr\.|Sen\.|Rep\.|Gov\.|President|Senator|Minister|Justice|Judge|actor"
    r"|actress|singer|star|coach|rapper|director|quarterback)\s+$"
)
_PLACES = ("which country", "which city", "which state", "where", "which place", "where")
_THINGS = (
    "which", "what", "which company", "who", "which team", "what", "which", "which film",
    "which group", "what",
)  # fmt: skip
_TITLES = ("which film", "which song", "what", "which show", "which book", "which word")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A question, its answer, and the other words of the sentence that it was made of."""

    question: str
    answer: str
    rest: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: frozenset[str]


class Maker:
    """Makes questions from texts, always the same ones from the same texts and seed."""

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        self._chance = random.Random(seed)
        self._sentences: list[_Sentence] = []
        self._said: dict[Key, list[tuple[int, Found]]] = defaultdict(list)
        for text in texts:
            self._take(text[:_READ])
        count = Counter(word for each in self._sentences for word in each.words)
        self.rarity = {word: math.log(len(self._sentences) / n) for word, n in count.items()}

    def _take(self, text: str) -> None:
        """The sentences of an article, and what they could be asked for."""
        for start, end in pieces(text):
            said = text[start:end]
            if "\n" in said or len(said) not in _LENGTHS:
                continue
            at = len(self._sentences)
            self._sentences.append(_Sentence(said, frozenset(words(said)) - COMMON))
            if sum(letter.isdigit() for letter in said) >= _DIGITS:
                continue
            for span in spans(said):
                key = key_of(said[span.start : span.end])
                if span.sort in _SHARES and 1 <= len(key) <= _KEY:
                    self._said[key].append((at, span))

    def questions(self, count: int) -> list[Made]:
        """About ``count`` questions; fewer where the texts do not give as many."""
        wanted = {sort: count * share // 100 for sort, share in _SHARES.items()}
        keys = [key for key, places in self._said.items() if len(places) > 1]
        # Added up once: to do it for each draw takes longer than to make the question.
        weights = list(accumulate(math.sqrt(min(len(self._said[key]), 60)) for key in keys))
        made: dict[tuple[Key, int], Made] = {}
        for _ in range(_TRIES * count if keys else 0):
            key = self._chance.choices(keys, cum_weights=weights)[0]
            at, span = self._chance.choice(self._said[key])
            if wanted[span.sort] and (key, at) not in made and (one := self._made(key, at, span)):
                made[key, at] = one
                wanted[span.sort] -= 1
            if not any(wanted.values()):
                break
        return list(made.values())

    def _made(self, key: Key, at: int, span: Found) -> Made | None:
        sentence = self._sentences[at]
        question = asked(sentence.text, span, self._chance)
        telling = set(words(question)) - COMMON
        if says(question, key) or len(telling) < _LEAST_ASKED:
            return None
        if len(question.split()) > _MOST_ASKED:
            return None
        answer = sentence.text[span.start : span.end]
        return Made(question, answer, sentence.words - set(key))


def key_of(text: str) -> Key:
    """The words by which an answer is known again."""
    return tuple(word for word in words(text) if word not in ("a", "an", "the"))


def says(text: str, key: Key) -> bool:
    """Whether the words of an answer stand in the text, one after the other."""
    said = words(text)
    return any(tuple(said[at : at + len(key)]) == key for at in range(len(said) - len(key) + 1))


def asked(text: str, span: Found, chance: random.Random) -> str:
    """The question whose answer is the span of a sentence."""
    asking = _asking(text, span, chance)
    before, after = _clause(text, span, chance)
    before, after = (
        " ".join(word for word in part.split() if chance.random() > _LOST)
        for part in (before, after)
    )
    if asking == "where":
        before = _OF_PLACE.sub("", before)
    before = re.sub(r"(?:^|(?<= ))(?:[Aa]n?|[Tt]he)$", "", before).strip()
    form = chance.random()
    if len(before.split()) < 2:
        parts = [asking, after]
    elif form < 0.45:
        parts = [asking, after, before]
    elif form < 0.8:
        parts = [before, asking, after]
    else:
        parts = [asking, "did", before, after]
    question = " ".join(part for part in parts if part)
    return question[:1].upper() + question[1:] + ("?" if chance.random() < 0.85 else "")


def _clause(text: str, span: Found, chance: random.Random) -> tuple[str, str]:
    """What stands before and after the span in its clause, or in more where that is short."""
    cuts = [0, *(cut.start() for cut in _CUT.finditer(text)), len(text)]
    first = max(n for n, cut in enumerate(cuts) if cut <= span.start)
    last = max(min(n for n, cut in enumerate(cuts) if cut >= span.end), 1)
    first = min(first, last - 1)
    enough = chance.randint(8, 18)
    while len(text[cuts[first] : cuts[last]].split()) < enough and last - first < len(cuts) - 1:
        if last < len(cuts) - 1 and (first == 0 or chance.random() < 0.6):
            last += 1
        else:
            first -= 1
    before = _JOINED.sub("", text[cuts[first] : span.start]).split()[-16:]
    after = text[span.end : cuts[last]].split()[:18]
    return " ".join(before).strip(' "“”'), " ".join(after).rstrip(' .,;:!?"”“')


def _asking(text: str, span: Found, chance: random.Random) -> str:
    """The words that ask for the span."""
    before, after, said = text[: span.start], text[span.end :], text[span.start : span.end]
    if span.sort is Sort.MONEY:
        return "how much"
    if span.sort is Sort.TIME:
        exact = "what year" if said[:4].isdigit() else "what month" if said.isalpha() else "when"
        return chance.choice(("when", exact))
    if span.sort is Sort.NUMBER:
        if "%" in said or "percent" in said:
            return chance.choice(("what percentage", "how much"))
        if re.fullmatch(r"\d{4}", said):
            return "what year"
        return "how old" if after.startswith("-year-old") else "how many"
    if span.sort is Sort.NAME:
        if _OF_PERSON.match(after) or _BEFORE_PERSON.search(before):
            return "who"
        if _AT_PLACE.search(before):
            return chance.choice(_PLACES)
        return chance.choice(_THINGS + ("who",) * 4 * (len(said.split()) == 2))
    return chance.choice(_TITLES if span.sort is Sort.TITLE else ("what", "which"))
