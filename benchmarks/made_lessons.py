"""What a made question is read in: passages that a search by vectors finds for it.

    telling   say the answer, and enough of the other words of the sentence that was made a question
    silent    do not say it, and are what makes reading hard: they are about the same

Passages that say nearly all of these words are left out, for they are the sentence itself or copies
of it; so are those that say the answer and too few, for who knows whether they tell. Of a passage
some sentences are read, ever others, as of those that are read for a question that was asked.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from tempfile import TemporaryFile

import numpy as np
from numpy.typing import NDArray

from index.types import Encoder, TokenVectors, Vectors
from made_questions import Key, Made, key_of
from qa.reading.joint_reader import ASKED
from qa.reading.pieces import pieces
from qa.reading.windows import flags, headlined, lower_states, words_of
from qa.short_answers.spans import spans
from qa.words.wording import COMMON, words
from reader_lessons import Drawn, Gold, Text, touched

_LOOKED_AT = 48  # passages that are the nearest to a question
_LEAST_SHARED, _MOST_SHARED = 0.2, 0.75  # of the other words, by rarity
_TELLING, _SILENT = 5, 16  # of either are kept
_TEXTS = 4  # of a question at once
_LENGTHS = (26, 90)  # tokens of a text, between these
_LONGEST = 128  # tokens of one that are read
_NEAREST, _SECOND = 0.5, 0.35  # how often the nearest is the one that tells, and another one does
_HAZARD = 1.2  # beside the words that a sentence shares with the question
_ENCODED = 1024  # texts at once


@dataclass(frozen=True)
class Passage:
    """``sentences`` are its own by first and last code point and by first token and the one
    after the last; ``place`` is where its tokens begin among all, ``headline`` are those of its
    article's."""

    title: str
    headline: TokenVectors
    text: str
    tokens: TokenVectors
    sentences: list[tuple[int, int, int, int]]
    place: int

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(words(self.text)) - COMMON

    @cached_property
    def said(self) -> list[frozenset[str]]:
        """The words of each sentence."""
        return [frozenset(words(self.text[start:end])) for start, end, _, _ in self.sentences]


class Passages:
    """Passages with their vectors, shape (passages, dimension), and what the encoder's lower
    layers make of their tokens, kept in a file that goes with them."""

    def __init__(
        self, titles: Sequence[str], texts: Sequence[str], vectors: Vectors, encoder: Encoder
    ) -> None:
        self.vectors, self._encoder = vectors, encoder
        headlines = {title: _lower(*encoder.encode_tokens([title])) for title in set(titles)}
        self.every: list[Passage] = []
        place = width = 0
        with TemporaryFile() as file:
            for title, text, tokens in zip(titles, texts, encoded(texts, encoder), strict=True):
                states = lower_states(tokens).astype(np.float16)
                file.write(states.tobytes())
                bare = TokenVectors(np.empty((0, 0), np.float32), tokens.spans)
                cut = _sentences(text, tokens)
                self.every.append(Passage(title, headlines[title], text, bare, cut, place))
                place, width = place + len(states), states.shape[1]
            file.flush()
            self._states = np.memmap(file, np.float16, "r", shape=(place, width))

    def states(self, passage: Passage, tokens: NDArray[np.int64]) -> NDArray[np.float16]:
        return np.array(self._states[passage.place + tokens])

    def lessons(self, made: Sequence[Made], rarity: Mapping[str, float]) -> list["MadeLesson"]:
        """What the questions teach for which a passage is found that tells."""
        lessons = []
        for start in range(0, len(made), _ENCODED):
            part = made[start : start + _ENCODED]
            near = self._encoder.encode([each.question for each in part]) @ self.vectors.T
            asked = encoded([each.question for each in part], self._encoder)
            for each, cosines, tokens in zip(part, near, asked, strict=True):
                nearest = np.argpartition(-cosines, min(_LOOKED_AT, len(cosines) - 1))
                nearest = nearest[:_LOOKED_AT]
                ranked = nearest[np.argsort(-cosines[nearest])]
                found = [self.every[place] for place in ranked.tolist()]
                if lesson := self._lesson(each, tokens, found, rarity):
                    lessons.append(lesson)
        return lessons

    def _lesson(
        self,
        made: Made,
        asked: TokenVectors,
        found: Iterable[Passage],
        rarity: Mapping[str, float],
    ) -> "MadeLesson | None":
        key = key_of(made.answer)
        total = sum(rarity[word] for word in made.rest) or 1.0
        telling, silent = [], []
        for passage in found:
            both = made.rest & passage.words
            shared = sum(rarity[word] for word in both) / total
            if shared > _MOST_SHARED and len(made.rest) > 2:
                continue
            if not passage.words.issuperset(set(key) - COMMON):
                silent += [(passage, ())] if passage.sentences else []
            elif shared >= _LEAST_SHARED and len(both) > 1:
                gold = _told(passage, key)
                telling += [(passage, gold)] if gold else []
        if not telling or not silent:
            return None
        states = lower_states(asked)[-ASKED:].astype(np.float16)
        known = frozenset(words_of(made.question, asked))
        weights = {word: rarity.get(word, 0.0) for word in words(made.question)}
        return MadeLesson(
            self, states, known, weights, telling[:_TELLING], silent[:_SILENT]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeLesson:
    """A question's states, its tokens as ``flags`` takes them, its words with what they weigh,
    and passages to read, each with what tells: sentence, first and last token."""

    passages: Passages
    asked: NDArray[np.float16]
    known: frozenset[str]
    weights: dict[str, float]
    telling: list[tuple[Passage, tuple[tuple[int, int, int], ...]]]
    silent: list[tuple[Passage, tuple[()]]]

    def drawn(self, chance: random.Random) -> Drawn:
        """The question with a few texts, one or two of which tell."""
        length = chance.uniform(*_LENGTHS)
        first = self.telling[0] if chance.random() < _NEAREST else chance.choice(self.telling)
        chosen = [first]
        further = [each for each in self.telling if each is not first]
        if further and chance.random() < _SECOND:
            chosen.append(chance.choice(further))
        others = min(len(self.silent), _TEXTS - len(chosen))
        every = [*chosen, *chance.sample(self.silent, others)]
        return Drawn(self.asked, [self._text(*each, length, chance) for each in every])

    def _text(
        self,
        passage: Passage,
        gold: Sequence[tuple[int, int, int]],
        length: float,
        chance: random.Random,
    ) -> Text:
        """Some sentences of a passage, one that tells among them, where there is any."""
        cut = passage.sentences
        shared = [sum(self.weights.get(word, 0.0) for word in said) for said in passage.said]
        most = max(shared) or 1.0
        order = sorted(range(len(cut)), key=lambda n: -shared[n] / most - _HAZARD * chance.random())
        if gold:
            telling = chance.choice(gold)[0]
            order = [telling, *(each for each in order if each != telling)]
        taken: list[int] = []
        size = 0
        for each in order:
            more = cut[each][3] - cut[each][2]
            if not taken or size + more <= length:
                taken.append(each)
                size += more
        taken.sort()
        places = np.concatenate([np.arange(cut[each][2], cut[each][3]) for each in taken])
        places = places[:_LONGEST]
        headline, above = headlined(self.known, passage.title, passage.headline)
        at = {int(place): new for new, place in enumerate(places, len(headline))}
        right: Gold = [(at[f], at[t]) for _, f, t in gold if f in at and t in at]
        states = [headline.astype(np.float16), self.passages.states(passage, places)]
        looks = [above, self._looks(passage, places)]
        return Text(np.concatenate(states), np.concatenate(looks), right)

    def _looks(self, passage: Passage, places: NDArray[np.int64]) -> Vectors:
        said = TokenVectors(passage.tokens.vectors, passage.tokens.spans[places])
        return flags(self.known, passage.text, said)


def _lower(tokens: TokenVectors) -> TokenVectors:
    """The tokens with nothing but what the lower layers make of them."""
    return TokenVectors(np.empty((0, 0), np.float32), tokens.spans, lower_states(tokens))


def encoded(texts: Sequence[str], encoder: Encoder) -> Iterable[TokenVectors]:
    for start in range(0, len(texts), _ENCODED):
        yield from encoder.encode_tokens(texts[start : start + _ENCODED])


def _sentences(text: str, tokens: TokenVectors) -> list[tuple[int, int, int, int]]:
    found = []
    for start, end in pieces(text):
        inside = np.flatnonzero(tokens.within(start, end))
        if len(inside):
            found.append((start, end, int(inside[0]), int(inside[-1]) + 1))
    return found


def _told(passage: Passage, key: Key) -> tuple[tuple[int, int, int], ...]:
    """Where a passage says the answer: sentence, first and last token."""
    found = []
    for number, (start, end, first, after) in enumerate(passage.sentences):
        if passage.said[number].issuperset(set(key) - COMMON):
            edges = [
                (start + begin, start + stop)
                for begin, stop in _by_key(passage.text[start:end]).get(key, ())
            ]
            found += [
                (number, one, last)
                for one, last in touched(passage.tokens, edges)
                if first <= one and last < after
            ]
    return tuple(found)


@lru_cache(maxsize=200_000)
def _by_key(text: str) -> dict[Key, list[tuple[int, int]]]:
    """Where spans of a sentence stand, by their words."""
    found: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for span in spans(text):
        found[key_of(text[span.start : span.end])].append((span.start, span.end))
    return dict(found)
