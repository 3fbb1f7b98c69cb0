"""What qa/quoting/reader.py is taught: questions made of articles, and questions that were asked.

made    by benchmarks/made_questions.py, of the year's articles outside the development weeks
asked   in weeks of 2023 outside the development weeks, with the sentences that a search of
        the year's articles, as of their day, finds for them
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index.search import Index
from index.types import Encoder, Filters, TokenVectors
from made_questions import Made, key_of
from qa.choosing.wording import words
from qa.extract import Quote, Reading, read
from qa.metrics.answers import exact_match
from qa.quoting.reader import ASKED, SENTENCES, flags, windows
from qa.quoting.spans import spans
from real_news import DEVELOPMENT, FIRST_TRAINING_DAY, YEAR, day, located, questions

_LONGEST = 128  # tokens of a text
_DEVELOPMENT_DAYS = "2022-12-25", "2023-04-01"  # on these articles were published for them

Gold = list[tuple[int, int]]
"""First and last token of every place in a text where the answer stands."""


@dataclass(frozen=True, slots=True)
class Text:
    """The tokens of a text, (tokens, dimension) and (tokens, FLAGS), and where it tells."""

    vectors: NDArray[np.float16]
    flags: NDArray[np.float16]
    gold: Gold


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question's tokens, (tokens, dimension), and texts, of which the first tells."""

    asked: NDArray[np.float16]
    texts: list[Text]


def articles() -> list[str]:
    """The texts of the year's articles but for those of the development weeks."""
    with gzip.open(located(DEVELOPMENT, "articles.jsonl.gz"), "rt", encoding="utf-8") as lines:
        held_out = [json.loads(line) for line in lines]
    ids = {row["id"] for row in held_out}
    beginnings = {row["text"][:200] for row in held_out}
    first, last = _DEVELOPMENT_DAYS
    with gzip.open(located(YEAR, "articles.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [
            row["text"]
            for row in map(json.loads, lines)
            if row["id"] not in ids
            and row["text"][:200] not in beginnings
            and not first <= (row["published"] or "").replace("/", "-") <= last
        ]


def taught(made: Sequence[Made], encoder: Encoder) -> list[Lesson]:
    """What the questions teach; those are left out whose answer is in no token that is read."""
    texts = [text for each in made for text in (each.question, each.told, *each.others)]
    encoded = iter(encoder.encode_tokens(texts))
    lessons = []
    for each in made:
        asked = next(encoded)
        told = [_text(each, asked, text, next(encoded)) for text in (each.told, *each.others)]
        if told[0].gold:
            lessons.append(Lesson(asked.vectors[-ASKED:].astype(np.float16), told))
    return lessons


def _text(made: Made, asked: TokenVectors, text: str, said: TokenVectors) -> Text:
    said = TokenVectors(said.vectors[:_LONGEST], said.spans[:_LONGEST])
    looks = flags(made.question, asked, text, said)
    gold = places(text, said, made.answer)
    return Text(said.vectors.astype(np.float16), looks.astype(np.float16), gold)


def places(text: str, said: TokenVectors, answer: str) -> Gold:
    """First and last token of the spans of a text that say the answer."""
    wanted = key_of(answer)
    edges = [
        (span.start, span.end)
        for span in spans(text)
        if wanted and key_of(text[span.start : span.end]) == wanted
    ]
    return touched(said, edges)


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


def heard(index: Index, without: int | None = None) -> list[Lesson]:
    """What the questions of other weeks teach whose answer is in a sentence that is read.

    Args:
        index: Over the year's articles.
        without: 0 or 1 for every second week to be left out, from the first or the second on.
    """
    rows = [row for row in questions(labelled=True) if day(row) >= FIRST_TRAINING_DAY]
    weeks = sorted({day(row) for row in rows})
    lessons = []
    for row in tqdm(rows, mininterval=30):
        if weeks.index(day(row)) % 2 != without:
            hits = index.search_articles(row["question"], filters=Filters(as_of=day(row)))
            reading = read(row["question"], hits, index.encoder, index.rarity)
            lesson = lesson_of(reading, row["answer"])
            if any(text.gold for text in lesson.texts):
                lessons.append(lesson)
    return lessons


def lesson_of(reading: Reading, answer: str) -> Lesson:
    """What a question teaches beside all windows that are read for it."""
    texts = []
    for window in windows(reading, SENTENCES):
        gold: Gold = []
        before = 0
        for quote in (reading.quotes[place] for place in window.quotes):
            gold += [(before + first, before + last) for first, last in _right(quote, answer)]
            before += len(quote.tokens.spans)
        vectors, looks = window.vectors.astype(np.float16), window.flags.astype(np.float16)
        texts.append(Text(vectors, looks, gold))
    return Lesson(reading.asked.vectors[-ASKED:].astype(np.float16), texts)


def _right(quote: Quote, answer: str) -> Gold:
    """First and last token of every span of a sentence that is right but for ways of writing."""
    offset = quote.start - quote.hit.passage.start
    edges = [
        (span.start + offset, span.end + offset)
        for span in spans(quote.text)
        if is_right(quote.text[span.start : span.end], answer)
    ]
    return touched(quote.tokens, edges)


def is_right(text: str, answer: str) -> bool:
    """Whether it is the answer but for case, punctuation and ways of writing."""
    return exact_match(text, [answer]) == 1 or words(text) == words(answer)
