"""Questions made from articles, with texts to read for them: what qa/quoting/reader.py learns by.

    a sentence        "Mayor Ann Archer closed the harbour of Norwick on Monday."
    without its name  "who closed the harbour of Norwick on Monday?"      (the answer: Ann Archer)
    to read           a text that says the answer and some of the same rare words, elsewhere;
                      one beside it and one of another article, which do not say it

An answer is taken out of a sentence, and what asks for its sort is put in its place or first, as
in Lewis, Denoyer and Riedel (ACL 2019). What is to be read is never the sentence itself, nor
near it in words: at most three quarters of the other words, weighed by rarity, may be the same.
The questions read roughly, and words of them are lost by chance; a reader has to bear both.
"""

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from qa.choosing.wording import COMMON, words
from qa.quoting.pieces import pieces
from qa.quoting.spans import Found, Sort, spans

# How many of a hundred questions ask for each sort.
_SHARES = {
    Sort.NAME: 52, Sort.NUMBER: 17, Sort.MONEY: 5, Sort.TIME: 8, Sort.TITLE: 6, Sort.PHRASE: 7,
    Sort.WORD: 5,
}  # fmt: skip
_READ = 4500  # code points of an article
_LENGTHS = range(40, 331)  # code points of a sentence
_DIGITS = 40  # a sentence with as many is a table
_KEY = 5  # most words of an answer
_LOOKED_AT = 80  # sentences that say the answer, of which one is chosen
_LEAST_SHARED, _MOST_SHARED = 0.22, 0.75  # of the other words, by rarity
_HERE = 0.08  # of that is taken off in the same article
_NEAR = 12  # sentences of other articles, of which one is read
_RARE = 60  # sentences with a word, at most, for it to lead to others
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
    """A question, its answer, a text that says it, and texts that do not."""

    question: str
    answer: str
    told: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    article: int
    place: int  # among the sentences of its article
    text: str
    words: frozenset[str]


class Maker:
    """Makes questions from texts, always the same ones from the same texts and seed."""

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        self._chance = random.Random(seed)
        self._sentences: list[_Sentence] = []
        self._articles: list[list[int]] = []
        self._said: dict[Key, list[tuple[int, Found]]] = defaultdict(list)
        for text in texts:
            self._take(text[:_READ])
        count = Counter(word for each in self._sentences for word in each.words)
        self._rarity = {word: math.log(len(self._sentences) / n) for word, n in count.items()}
        self._with: dict[str, list[int]] = defaultdict(list)
        for at, each in enumerate(self._sentences):
            for word in each.words:
                if count[word] <= _RARE:
                    self._with[word].append(at)

    def _take(self, text: str) -> None:
        """The sentences of an article, and what they could be asked for."""
        article = len(self._articles)
        own: list[int] = []
        for start, end in pieces(text):
            said = text[start:end]
            if "\n" in said or len(said) not in _LENGTHS:
                continue
            at = len(self._sentences)
            telling = frozenset(words(said)) - COMMON
            self._sentences.append(_Sentence(article, len(own), said, telling))
            own.append(at)
            if sum(letter.isdigit() for letter in said) >= _DIGITS:
                continue
            for span in spans(said):
                key = key_of(said[span.start : span.end])
                if span.sort in _SHARES and 1 <= len(key) <= _KEY:
                    self._said[key].append((at, span))
        self._articles.append(own)

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
        elsewhere = self._elsewhere(key, at)
        text = self._sentences[at].text
        question = asked(text, span, self._chance)
        telling = set(words(question)) - COMMON
        if elsewhere is None or says(question, key) or len(telling) < _LEAST_ASKED:
            return None
        if len(question.split()) > _MOST_ASKED:
            return None
        first, last = self._around(elsewhere)
        article = self._sentences[elsewhere].article
        own = self._articles[article]
        beside = [own[place] for place in range(len(own)) if not first - 1 <= place <= last + 1]
        beside.sort(key=lambda other: -self._shared(other, telling) - self._chance.random())
        with_rare: dict[int, float] = defaultdict(float)
        for word in sorted(telling, key=lambda word: -self._rarity.get(word, -1.0))[:6]:
            for other in self._with.get(word, [])[:_RARE]:
                if self._sentences[other].article != article and other != at:
                    with_rare[other] += self._rarity[word]
        near = sorted(with_rare, key=lambda other: -with_rare[other])[:_NEAR]
        others = (self._without(key, beside), self._without(key, near))
        told = self._text(article, first, last)
        answer = text[span.start : span.end]
        return Made(question, answer, told, tuple(other for other in others if other))

    def _elsewhere(self, key: Key, at: int) -> int | None:
        """The sentence that says the answer and most of what this one says beside it."""
        places = self._said[key]
        if len(places) > _LOOKED_AT:
            places = self._chance.sample(places, _LOOKED_AT)
        rest = self._sentences[at].words - set(key)
        total = sum(self._rarity[word] for word in rest) or 1.0
        best, most = None, _LEAST_SHARED
        for other, _ in places:
            shared = self._shared(other, rest) / total
            here = self._sentences[other].article == self._sentences[at].article
            value = shared - _HERE * here
            if (
                other != at
                and value >= most
                and shared <= _MOST_SHARED
                and len(rest & self._sentences[other].words) > 1
            ):
                best, most = other, value
        return best

    def _shared(self, at: int, telling: set[str] | frozenset[str]) -> float:
        """The rarity of the words that the sentence shares."""
        return sum(self._rarity[word] for word in self._sentences[at].words & telling)

    def _without(self, key: Key, sentences: Sequence[int]) -> str | None:
        """The first of the sentences, with what is around it, that does not say the answer."""
        for at in sentences:
            if not says(self._sentences[at].text, key):
                text = self._text(self._sentences[at].article, *self._around(at))
                if not says(text, key):
                    return text
        return None

    def _around(self, at: int) -> tuple[int, int]:
        """First and last place of sentences beside this one, some 14 to 42 words together."""
        own = self._articles[self._sentences[at].article]
        first = last = self._sentences[at].place
        enough = self._chance.randint(14, 42)
        size = [len(self._sentences[each].text.split()) for each in own]
        while sum(size[first : last + 1]) < enough and last - first + 1 < len(own):
            if last + 1 < len(own) and (first == 0 or self._chance.random() < 0.5):
                last += 1
            else:
                first -= 1
        return first, last

    def _text(self, article: int, first: int, last: int) -> str:
        own = self._articles[article][first : last + 1]
        return " ".join(self._sentences[at].text for at in own)


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
