"""What qa/quoting/reader.py is taught by: a question, texts to read, and where they tell.

made    by benchmarks/made_questions.py, of the year's articles outside the development weeks
        (made_lessons.py)
asked   in weeks of 2023 outside the development weeks, with the sentences that a search of
        the year's articles finds for them: as of their day, and of the whole year
written by us over single articles (short_questions.jsonl), likewise
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
from qa.choosing.wording import words
from qa.extract import Quote, Reading, read
from qa.metrics.answers import exact_match
from qa.quoting.reader import ASKED, SENTENCES, Floats, lower_states, windows
from qa.quoting.spans import spans
from real_news import DEVELOPMENT, FIRST_TRAINING_DAY, day, located, questions, rows_of

WRITTEN = Path(__file__).with_name("short_questions.jsonl")
"""Our own questions over articles of the year outside the development weeks: ``article``, which
tells; ``answers`` in several wordings; ``date``, six days after the article's; and ``split``,
"train" or "held"."""

_TEXTS = 6  # of a question at once
_FIRST = 6  # of its texts that say the answer, of which one is among them
_DEVELOPMENT_DAYS = (
    date(2022, 12, 25),
    date(2023, 4, 1),
)  # on these articles were published for them

Gold = list[tuple[int, int]]
"""First and last token of every place in a text where the answer stands."""


@dataclass(frozen=True, slots=True)
class Text:
    """The tokens of a text, (tokens, width) and (tokens, FLAGS), and where it tells."""

    states: NDArray[np.float16]
    flags: Floats
    gold: Gold


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question's tokens, (tokens, width), and a few texts, of which the first tells."""

    asked: NDArray[np.float16]
    texts: list[Text]


class Lesson(Protocol):
    """A question with more to read than is read at once."""

    def drawn(self, chance: random.Random) -> Drawn:
        """It with some of that."""


@dataclass(frozen=True, slots=True)
class AskedLesson:
    """A question that was asked, and all windows that are read for it."""

    asked: NDArray[np.float16]
    texts: list[Text]

    def drawn(self, chance: random.Random) -> Drawn:
        saying = chance.choice([text for text in self.texts if text.gold][:_FIRST])
        others = [text for text in self.texts if text is not saying]
        return Drawn(self.asked, [saying, *chance.sample(others, min(_TEXTS - 1, len(others)))])


@dataclass(frozen=True, slots=True)
class Outside:
    """An article that the development weeks do not have: its text, those of its passages, and
    their vectors, shape (passages, dimension)."""

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
            yield Outside(article.text, [passage.text for _, passage in passages], vectors)


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


def heard(index: Index, without: int | None = None, *, written: bool = False) -> list[AskedLesson]:
    """What the questions of other weeks teach whose answer is in a sentence that is read.

    Args:
        index: Over the year's articles.
        without: 0 or 1 for every second week to be left out, from the first or the second on.
        written: With our own questions, but for those that are held back.
    """
    asked = [row for row in questions() if day(row) >= FIRST_TRAINING_DAY]
    weeks = sorted({day(row) for row in asked})
    rows = [row for row in asked if weeks.index(day(row)) % 2 != without]
    if written:
        rows += [row for row in rows_of(WRITTEN) if row["split"] == "train"]
    lessons = []
    for row in tqdm(rows, mininterval=30):
        for filters in (Filters(as_of=day(row)), Filters()):
            hits = index.search_articles(row["question"], filters=filters)
            reading = read(row["question"], hits, index.encoder, index.rarity)
            lesson = lesson_of(reading, row.get("answers") or [row["answer"]])
            if any(text.gold for text in lesson.texts):
                lessons.append(lesson)
    return lessons


def lesson_of(reading: Reading, answers: Sequence[str]) -> AskedLesson:
    """What a question teaches beside all windows that are read for it."""
    texts = []
    for window in windows(reading, SENTENCES):
        gold: Gold = []
        before = 0
        for quote in (reading.quotes[place] for place in window.quotes):
            gold += [(before + first, before + last) for first, last in _right(quote, answers)]
            before += len(quote.tokens.spans)
        texts.append(Text(window.states.astype(np.float16), window.flags, gold))
    return AskedLesson(lower_states(reading.asked)[-ASKED:].astype(np.float16), texts)


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
