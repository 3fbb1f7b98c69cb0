"""What qa/reading/reader.py is taught by: a question, texts to read, and where they tell.

made    by benchmarks/made_questions.py, of the year's articles outside the development weeks
        (made_lessons.py)
asked   in weeks of 2023 outside the development weeks, with the sentences that a search of
        the year's articles finds for them: as of their day, and of the whole year
written by us over single articles (short_questions.jsonl), and as people ask without having read
        any (everyday_questions.jsonl), as of their day
        and in groups whose answers are each other's traps (contrast_questions.jsonl), as contrast
        sets are (Gardner and others, Findings of EMNLP 2020)
untold  written by us about single articles that do not answer them (untold_questions.jsonl), with
        what is read of these: as in SQuAD 2.0 (Rajpurkar, Jia and Liang, ACL 2018) it is to be
        seen that they do not
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index.search import Index
from index.store import Store
from index.types import Filters, TokenVectors, Vectors
from qa.extract import read
from qa.metrics.answers import exact_match
from qa.quote import Quote, Reading
from qa.reading.joint_reader import ASKED
from qa.reading.reader import SENTENCES
from qa.reading.windows import lower_states, windows
from qa.short_answers.spans import spans
from qa.words.wording import words
from real_news import DEVELOPMENT, FIRST_TRAINING_DAY, Row, day, located, questions

WRITTEN = Path(__file__).with_name("short_questions.jsonl")
"""Our own questions over articles of the year outside the development weeks: ``article``, which
tells; ``answers`` in several wordings; ``date``, six days after the article's; and ``split``,
"train" or "held"."""

UNTOLD = Path(__file__).with_name("untold_questions.jsonl")
"""The same, but for ``answers``: the article tells of what is asked about, and not that."""

CONTRAST = Path(__file__).with_name("contrast_questions.jsonl")
"""The same, in groups over single articles: nearly the same words ask for the one and for the other
of two things of one kind that stand together, the winner and the beaten, the annual pay and what of
it is deferred. Without ``answers`` they ask for a third that the article does not tell."""

EVERYDAY = Path(__file__).with_name("everyday_questions.jsonl")
"""Questions as people type them who have read none of the articles: as of ``date`` those named
tell; of a question without ``answers`` none does."""

_TEXTS = 6  # of a question at once
_SAYING = 3  # of its texts that say the answer, of which one is among them
_DEVELOPMENT_DAYS = (
    date(2022, 12, 25),
    date(2023, 4, 1),
)  # on these articles were published for them

Gold = list[tuple[int, int]]
"""First and last token of every place in a text where the answer stands."""


@dataclass(frozen=True, slots=True)
class Text:
    """The tokens of a headline and its text, (tokens, width) and (tokens, FLAGS), and where it
    tells."""

    states: NDArray[np.float16]
    flags: Vectors
    gold: Gold


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question's tokens, (tokens, width), and a few texts: the first tells, or, where ``silent``,
    none does."""

    asked: NDArray[np.float16]
    texts: list[Text]
    silent: bool = False

    @property
    def teaches(self) -> bool:
        """Whether the first text still tells with what was cut off it."""
        return self.silent or bool(self.texts[0].gold)


class Lesson(Protocol):
    """A question with more to read than is read at once."""

    def drawn(self, chance: random.Random) -> Drawn:
        """It with some of that."""


@dataclass(frozen=True, slots=True)
class AskedLesson:
    """A question that was asked, and windows that are read for it: all of them, or, where it is
    about an article that does not answer it, that article's, none of which tells."""

    asked: NDArray[np.float16]
    texts: list[Text]

    def thinned(self, chance: random.Random) -> "AskedLesson":
        """It with so many texts as a lesson is drawn from: all of thousands would fill memory."""
        saying = [text for text in self.texts if text.gold][:_SAYING]
        others = [text for text in self.texts if not text.gold]
        return AskedLesson(self.asked, saying + chance.sample(others, min(_TEXTS - 1, len(others))))

    def drawn(self, chance: random.Random) -> Drawn:
        if not any(text.gold for text in self.texts):
            count = min(_TEXTS, len(self.texts))
            return Drawn(self.asked, chance.sample(self.texts, count), silent=True)
        saying = chance.choice([text for text in self.texts if text.gold][:_SAYING])
        others = [text for text in self.texts if text is not saying]
        return Drawn(self.asked, [saying, *chance.sample(others, min(_TEXTS - 1, len(others)))])


@dataclass(frozen=True, slots=True)
class Outside:
    """An article that the development weeks do not have: its headline, its text, those of its
    passages, and their vectors, shape (passages, dimension)."""

    title: str
    text: str
    passages: list[str]
    vectors: Vectors


def outside(store: Store) -> Iterator[Outside]:
    """The year's articles but for those of the development weeks."""
    with gzip.open(located(DEVELOPMENT, "articles.jsonl.gz"), "rt", encoding="utf-8") as lines:
        held_out = [json.loads(line) for line in lines]
    ids = {row["id"] for row in held_out}
    beginnings = {row["text"][:200] for row in held_out}
    first, last = _DEVELOPMENT_DAYS
    for _, article, passages in store.articles_with_passages():
        published = article.source.day
        if (
            article.id not in ids
            and article.text[:200] not in beginnings
            and not (published and first <= published <= last)
        ):
            vectors = store.vectors(np.array([row for row, _ in passages]))
            texts = [passage.text for _, passage in passages]
            yield Outside(article.title, article.text, texts, vectors)


def touched(said: TokenVectors, edges: Sequence[tuple[int, int]]) -> Gold:
    """First and last token of what stands between the edges; what is cut off is left out."""
    begins, ends = said.spans.T
    found = []
    for start, end in edges:
        first = int(np.searchsorted(ends, start, side="right"))
        last = int(np.searchsorted(begins, end, side="left")) - 1
        if first <= last and ends[last] >= end:
            found.append((first, last))
    return found


def asked_rows(without: int | None = None) -> list[Row]:
    """The questions of other weeks.

    Args:
        without: 0 or 1 for every second week to be left out, from the first or the second on.
    """
    asked = [row for row in questions() if day(row) >= FIRST_TRAINING_DAY]
    weeks = sorted({day(row) for row in asked})
    return [row for row in asked if weeks.index(day(row)) % 2 != without]


def heard(index: Index, rows: Sequence[Row], *, again: bool = False) -> list[AskedLesson]:
    """What questions teach whose answer is in a sentence that is read, over the year's index.

    Args:
        index: The year's.
        rows: What is asked, each as of its day.
        again: Whether each is asked once more, of the whole year.
    """
    lessons, chance = [], random.Random(0)
    for row in tqdm(rows, mininterval=30):
        answers = row.get("answers", [row.get("answer")])
        for filters in (Filters(as_of=day(row)), Filters())[: 1 + again]:
            lesson = lesson_of(_reading(index, row, filters), answers)
            if any(text.gold for text in lesson.texts):
                lessons.append(lesson.thinned(chance))
    return lessons


def untold(index: Index, rows: Sequence[Row]) -> list[AskedLesson]:
    """What questions teach that the article which they are about does not answer: beside what is
    read of it, for who knows what others tell."""
    lessons = []
    for row in tqdm(rows, mininterval=30):
        reading = _reading(index, row, Filters(as_of=day(row)))
        of_it = {
            place
            for place, quote in enumerate(reading.quotes)
            if row["article"] in (quote.hit.passage.article_id, *quote.hit.copies)
        }
        cut = windows(reading, SENTENCES)
        texts = [
            text
            for text, window in zip(lesson_of(reading, []).texts, cut, strict=True)
            if of_it.issuperset(window.quotes)
        ]
        if texts:
            lessons.append(AskedLesson(_asked(reading), texts))
    return lessons


def _reading(index: Index, row: Row, filters: Filters) -> Reading:
    hits = index.search_articles(row["question"], filters=filters)
    return read(row["question"], hits, index.encoder, index.rarity)


def lesson_of(reading: Reading, answers: Sequence[str]) -> AskedLesson:
    """What a question teaches beside all windows that are read for it."""
    texts = []
    for window in windows(reading, SENTENCES):
        gold: Gold = []
        before = window.headline
        for quote in (reading.quotes[place] for place in window.quotes):
            gold += [(before + first, before + last) for first, last in _right(quote, answers)]
            before += len(quote.tokens.spans)
        texts.append(Text(window.states.astype(np.float16), window.flags, gold))
    return AskedLesson(_asked(reading), texts)


def _asked(reading: Reading) -> NDArray[np.float16]:
    return lower_states(reading.asked)[-ASKED:].astype(np.float16)


def _right(quote: Quote, answers: Sequence[str]) -> Gold:
    """First and last token of every span of a sentence that is right but for ways of writing."""
    offset = quote.start - quote.hit.passage.start
    edges = [
        (span.start + offset, span.end + offset)
        for span in spans(quote.text)
        if is_right(quote.text[span.start : span.end], answers)
    ]
    return touched(quote.tokens, edges)


def is_right(text: str, answers: Sequence[str]) -> bool:
    """Whether it is one of the answers but for case, punctuation and ways of writing."""
    return exact_match(text, answers) == 1 or words(text) in map(words, answers)
