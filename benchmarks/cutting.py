"""Passages cut and headed in other ways, each in an index of its own: what is found, at what cost.

    python benchmarks/cutting.py DEVELOPMENT_INDEX FOLDER

Indexes of the same articles are made in FOLDER, cut anew and with all of their words. Read by the
encoder are not all passages, but those where one stands that is now among the best for some
question; the others have a vector that is near to none. What another way would bring up by meaning
from elsewhere is not seen, so that the present one is found as good as it is, and another a little
better. Weights are the product's. Longer passages hold more in five of them, so that the gold
answer is also looked for in as many words, the first 700.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from unittest.mock import patch

import numpy as np
from tqdm import tqdm

from ablation import METRICS, measured
from corpus import passages as cutting
from corpus.article import Article
from corpus.passages import CountTokens, Passage
from corpus.read import read_all
from corpus.sentences import Span, sentences
from index.arrays import Floats
from index.build import build
from index.encoder import shared_encoder
from index.encoding.weights import DEFAULT_ENCODER
from index.search import Index
from index.searching.ranking import SIGNS, trained_weights
from index.store import EVERY_ROW, Store
from index.types import Filters, Vectors
from qa.metrics.answers import contains
from real_news import DEVELOPMENT, Row, day, folders, located, questions
from results import means, write_result

COLUMNS = (*METRICS, "gold in 700 words")
_WORDS = 700
_BEST = 10  # passages of each question, by all signs and by the vectors alone
_OVERLAP = 40  # tokens of a sentence that is read twice at most

Cut = Callable[[Article, CountTokens, int], list[Passage]]
Head = Callable[[Article, CountTokens], str]
Places = dict[str, list[Span]]
"""Where passages stand in the articles of these ids."""
_cut, _header = cutting.cut, cutting.header


@dataclass(frozen=True, slots=True)
class Way:
    """``target`` is how many tokens a passage aims at, before others are added."""

    cut: Cut = _cut
    header: Head = _header
    target: int = cutting.TARGET_TOKENS


def overlapping(article: Article, count: CountTokens, max_tokens: int) -> list[Passage]:
    """Each passage begins with the last sentence of the one before, where that is not long."""
    found = _cut(article, count, max_tokens)
    starts = [found[0].start] if found else []
    for before, passage in pairwise(found):
        first, _ = list(sentences(before.text))[-1]
        (size,) = count([before.text[first:]])
        short = size <= _OVERLAP and first > 0
        starts.append(before.start + first if short else passage.start)
    return [
        cutting._passage(article, start, passage.end)
        for start, passage in zip(starts, found, strict=True)
    ]


def with_outlet(article: Article, count: CountTokens) -> str:
    """The header, and who reports."""
    return " ".join(filter(None, (_header(article, count), article.source.outlet)))


WAYS = {
    "as it is": Way(),
    "a sentence of overlap": Way(cut=overlapping, target=136),
    "outlet in the header": Way(header=with_outlet),
}


def main(development: str, folder: str) -> int:
    best = _best(Path(development))
    encoder = shared_encoder(DEFAULT_ENCODER)
    table: Row = {}
    now = np.empty(0)
    for name, way in WAYS.items():
        place = Path(folder, name)
        read = _Read(encoder.encode, best, way.cut)
        with (
            patch.object(encoder, "encode", read.encode),
            patch.object(cutting, "cut", read.cut),
            patch.object(cutting, "header", way.header),
            patch.object(cutting, "TARGET_TOKENS", way.target),
        ):
            build(place, read_all([located(DEVELOPMENT, "articles.jsonl.gz")]), encoder=encoder)
            size = _size(place)
        values = _measured(place)
        now = values if not len(now) else now
        table[name] = {**size, "read": len(read.texts), **_figures(values, now)}
        print(name, size, len(read.texts), values.mean(axis=0).round(4).tolist(), flush=True)
    print(write_result("cutting", table))
    return 0


class _Read:
    """Cuts in one way, and encodes what lies where the best passages do."""

    def __init__(self, encode: Callable[[Sequence[str]], Vectors], best: Places, cut: Cut) -> None:
        self._encode, self._best, self._cut = encode, best, cut
        self.texts: set[str] = set()

    def cut(self, article: Article, count: CountTokens, max_tokens: int) -> list[Passage]:
        passages = self._cut(article, count, max_tokens)
        for passage in passages:
            spans = self._best.get(article.id, ())
            if any(passage.start < end and start < passage.end for start, end in spans):
                self.texts.add(passage.text)
        return passages

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Their vectors, or one that is near to none; before the first line break is a header."""
        wanted = np.array([text.partition("\n")[2] in self.texts for text in texts], dtype=bool)
        vectors = np.zeros((len(texts), shared_encoder(DEFAULT_ENCODER).dimension), np.float32)
        vectors[:, 0] = 1.0
        vectors[wanted] = self._encode([texts[place] for place in np.flatnonzero(wanted).tolist()])
        return vectors


def _best(folder: Path) -> Places:
    """The best passages of each question as it is now, and the right ones."""
    found: Places = {}
    with Index(folder) as index, Store(folder) as store:
        for row in tqdm(questions(DEVELOPMENT, labelled=True), mininterval=10):
            kept, derived = index.candidates(row["question"], Filters(as_of=day(row)))
            numbers = derived.columns.rows[kept.positions].tolist()
            stored = store.passages(numbers)
            passages = [stored[number].passage for number in numbers]
            by_meaning = np.argsort(-kept.signs[:, SIGNS.index("meaning")])[:_BEST]
            by_all = np.argsort(-(kept.signs @ trained_weights()))[:_BEST]
            for place, one in enumerate(passages):
                right = one.article_id in row["relevant"] and contains(one.text, [row["answer"]])
                if right or place in by_meaning or place in by_all:
                    found.setdefault(one.article_id, []).append((one.start, one.end))
    return found


def _size(place: Path) -> dict[str, int]:
    """How many passages there are, and how many tokens the encoder read of them."""
    passages = tokens = 0
    with Index(place) as index, Store(place) as store:
        count = index.encoder.count
        for _, article, numbered in store.articles_with_passages(EVERY_ROW):
            head = cutting.header(article, count)
            passages += len(numbered)
            tokens += sum(count([f"{head}\n{passage.text}" for _, passage in numbered]))
    return {"passages": passages, "tokens": tokens}


def _measured(place: Path) -> Floats:
    """``COLUMNS`` of each question with a known article, (questions, columns)."""
    asked = questions(DEVELOPMENT, labelled=True)
    with Index(place) as index:
        found = index.search_articles_many(
            [row["question"] for row in asked], filters=[Filters(as_of=day(row)) for row in asked]
        )
    table = []
    for row, hits in zip(asked, found, strict=True):
        words = contains(_first_words([hit.passage.text for hit in hits]), [row["answer"]])
        table.append([*measured(row, hits), words])
    return np.array(table, dtype=np.float64)


def _first_words(texts: Sequence[str]) -> str:
    """The first words of all, each passage apart; the last one is cut."""
    lengths = [0, *accumulate(len(text.split()) for text in texts)]
    kept = [
        " ".join(text.split()[: _WORDS - before])
        for text, before in zip(texts, lengths, strict=False)
        if before < _WORDS
    ]
    return "\n\n".join(kept)


def _figures(values: Floats, now: Floats) -> Row:
    """Each column, and how far it lies from what is found now, with intervals of the pairs."""
    told = dict(zip(COLUMNS, values.T, strict=True))
    told |= {
        f"{name} against now": gain for name, gain in zip(COLUMNS, (values - now).T, strict=True)
    }
    return means(told)


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "DEVELOPMENT_INDEX", "FOLDER")))
