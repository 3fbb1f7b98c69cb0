"""What each step of the search is worth: switched on one after the other, then off one by one.

    python benchmarks/ablation.py YEAR_INDEX DEVELOPMENT_INDEX

Every row is the product's own search with some of it switched off, over all questions with a
known article, each as of its day. Weights are trained anew for the signs that a row has: for
the development weeks on the other weeks of the year, for these five times on four fifths of
the weeks, so that no question is searched with weights that it had a part in. Where a row reads
words in another way, those of all articles are counted anew.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from tqdm import tqdm

from fitting import FOLDS
from index import terms as words_of
from index.arrays import Floats, runs
from index.engines.counting import count_words
from index.engines.lexical import LexicalIndex
from index.search import Index
from index.searching.ranking import SIGNS, Candidates
from index.store import EVERY_ROW, Store
from index.types import Filters, Hit
from qa.metrics.answers import contains
from qa.metrics.retrieval import first_ranks, hits_at, reciprocal_rank_at
from real_news import FIRST_TRAINING_DAY, Row, day, folders, questions
from results import means, write_result
from train_ranker import Listed, listed, train

METRICS = ("Hits@1", "Hits@4", "Hits@10", "MRR@10", "gold in 5", "gold in 20")
_COMPARED = ("MRR@10", "gold in 5")  # with the whole search, question by question
_FUSED = 60  # of reciprocal rank fusion: Cormack, Clarke and Buettcher (SIGIR 2009)

Scores = Callable[[Candidates, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Steps:
    """What of the search is switched on."""

    name: str
    signs: tuple[str, ...] = SIGNS
    fused: bool = False  # by reciprocal ranks, not by trained weights
    recent: float = 0.0  # where fused: the share that an article of today gains
    named_times: bool = True
    apart: bool = True  # further passages of an article are pushed back
    folded: bool = True
    opened: bool = True  # the nearest passages of the best articles are candidates
    title: float | None = None  # its weight in BM25, where not the product's
    words: str = ""  # how texts are read as words, of ``WORDS``, where not the product's way


WHOLE = Steps("all of it")
_BARE = replace(WHOLE, named_times=False, apart=False, folded=False)
_FUSION = replace(_BARE, fused=True, opened=False)
ON = (
    replace(_FUSION, name="dense alone", signs=("meaning",)),
    replace(_FUSION, name="BM25 over passages alone", signs=("words",)),
    replace(_FUSION, name="these two, fused by reciprocal rank", signs=("meaning", "words")),
    replace(_FUSION, name="+ BM25 over articles", signs=("meaning", "words", "article")),
    replace(
        _FUSION,
        name="+ half as much again for today's, falling in 14 days",
        signs=("meaning", "words", "article"),
        recent=0.5,
    ),
    replace(_BARE, name="trained weights instead: meaning, words", signs=("meaning", "words")),
    replace(_BARE, name="+ article", signs=("meaning", "words", "article")),
    replace(_BARE, name="+ coverage", signs=("meaning", "words", "article", "coverage")),
    replace(_BARE, name="+ recency", signs=("meaning", "words", "article", "coverage", "recency")),
    replace(_BARE, name="+ depth"),
    replace(_BARE, name="+ times that the question names", named_times=True),
    replace(WHOLE, name="+ further passages of an article pushed back", folded=False),
    replace(WHOLE, name="+ near-copies as one: all of it"),
)
OFF = (
    *(
        replace(
            WHOLE, name=f"without {sign}", signs=tuple(other for other in SIGNS if other != sign)
        )
        for sign in SIGNS
    ),
    replace(WHOLE, name="without times that the question names", named_times=False),
    replace(WHOLE, name="without pushing back", apart=False),
    replace(WHOLE, name="without folding near-copies", folded=False),
    replace(WHOLE, name="without the passages of the best articles", opened=False),
    replace(WHOLE, name="titles not searched by words", title=0.0),
    replace(WHOLE, name="titles weigh as much as bodies", title=1.0),
    replace(WHOLE, name="words only in the same form", words="forms"),
    replace(WHOLE, name="numbers, compounds, abbreviations in parts", words="parts"),
    replace(WHOLE, name="neighbouring words as one besides (not kept)", words="pairs"),
)


def _pairs_too(text: str) -> list[str]:
    words = words_of.terms(text)
    return words + list(map(" ".join, pairwise(words)))


def _asked_pairs_too(question: str) -> tuple[str, ...]:
    meant, pairs = words_of.query_terms(question), pairwise(words_of.terms(question))
    told = [" ".join(pair) for pair in pairs if set(pair) <= set(meant)]
    return tuple(dict.fromkeys([*meant, *told]))


WORDS: dict[str, dict[str, object]] = {
    "": {},
    "forms": {"index.terms._STEMMER": SimpleNamespace(stemWord=str)},
    "parts": {"index.terms._TOKEN": re.compile(r"[^\W_]+")},
    "pairs": {
        "index.engines.counting.terms": _pairs_too,
        "index.engines.lexical.query_terms": _asked_pairs_too,
    },
}
"""What is put in place of what."""


def main(year: str, development: str) -> int:
    rows = questions(labelled=True)
    other = [row for row in rows if day(row) >= FIRST_TRAINING_DAY]
    parts = {
        "other weeks, cross-validated": (year, other),
        "development weeks": (development, [row for row in rows if day(row) < FIRST_TRAINING_DAY]),
    }
    found: dict[str, dict[str, Floats]] = {part: {} for part in parts}
    for words in WORDS:
        lists: list[Listed] = []
        for part, (folder, asked) in parts.items():
            with Index(folder) as index, Store(Path(folder)) as store, _reworded(index, words):
                lists = lists or [listed(index, store, row) for row in tqdm(other, mininterval=10)]
                with _encoded_once(index, asked):
                    for name, values in _rows(index, asked, words, lists):
                        found[part][name] = values
                        print(part, name, values.mean(axis=0).round(4).tolist(), flush=True)
    for part, of in found.items():
        table = {name: _figures(values, of[WHOLE.name]) for name, values in of.items()}
        result = write_result(f"ablation-{part.split()[0]}", table)
        result.with_suffix(".md").write_text("\n".join(_table(part, table)))
        print(result)
    return 0


def _rows(
    index: Index, asked: Sequence[Row], words: str, lists: Sequence[Listed]
) -> Iterator[tuple[str, Floats]]:
    """``METRICS`` of every question, (questions, metrics), for each row that reads words so."""
    folds = np.array([_fold(day(row)) for row in asked])
    for steps in (WHOLE, *ON, *OFF):
        if steps.words == words:
            values = np.zeros((len(asked), len(METRICS)))
            for fold in np.unique(folds):
                weights = _weights(lists, int(fold), steps)
                places = np.flatnonzero(folds == fold)
                with _switched(steps, weights):
                    values[places] = _measured(index, [asked[place] for place in places.tolist()])
            yield steps.name, values


def _weights(lists: Sequence[Listed], fold: int, steps: Steps) -> Floats:
    """From all weeks that are not in the fold."""
    if steps.fused:
        return np.zeros(len(SIGNS))
    used = [each for each in lists if each.right.any() and _fold(each.day) != fold]
    return train(used, steps.signs)


def _fold(asked: date) -> int:
    """Of the weeks that weights may be trained on; -1 of the development weeks."""
    return asked.isocalendar().week % FOLDS if asked >= FIRST_TRAINING_DAY else -1


@contextmanager
def _encoded_once(index: Index, asked: Sequence[Row]) -> Iterator[None]:
    """The questions' vectors are the same in every row of the table."""
    vectors = {row["question"]: index.encoder.encode([row["question"]]) for row in asked}
    encode = lambda texts: np.concatenate([vectors[text] for text in texts])  # noqa: E731
    with patch.object(index.encoder, "encode", encode):
        yield


@contextmanager
def _reworded(index: Index, words: str) -> Iterator[None]:
    """The words of the index and of what is asked, read in one of the ways of ``WORDS``."""
    if not words:
        yield
        return
    with ExitStack() as stack, Store(index.folder) as store:
        for kept in (words_of._terms_of, words_of.query_terms):
            kept.cache_clear()
            stack.callback(kept.cache_clear)
        for name, other in WORDS[words].items():
            stack.enter_context(patch(name, other))
        with index._view() as (_, derived):
            counted = count_words(store, EVERY_ROW)
            grouped = counted.grouped(np.diff(derived.firsts, append=len(counted)))
        passages, articles = LexicalIndex([counted]), LexicalIndex([grouped])
        anew = replace(derived, passages=passages, articles=articles)
        stack.enter_context(patch.object(index, "_derived", anew))
        yield


def _measured(index: Index, asked: Sequence[Row]) -> Floats:
    """``METRICS`` of each question, (questions, metrics)."""
    filters = [Filters(as_of=day(row)) for row in asked]
    found = index.search_articles_many([row["question"] for row in asked], filters=filters)
    return np.array(list(map(measured, asked, found)))


def measured(row: Row, hits: Sequence[Hit]) -> list[float]:
    """``METRICS`` of what was found for a question."""
    articles = first_ranks(hit.passage.article_id for hit in hits)
    known = [article in row["relevant"] for article in articles]
    holds = [contains(hit.passage.text, [row["answer"]]) for hit in hits[:20]]
    gold = [hits_at(holds, k) for k in (5, 20)]
    return [*(hits_at(known, k) for k in (1, 4, 10)), reciprocal_rank_at(known, 10), *gold]


@contextmanager
def _switched(steps: Steps, weights: Floats) -> Iterator[None]:
    plain = Candidates.scores
    scores: Scores = lambda found, _: plain(found, weights)  # noqa: E731
    with ExitStack() as stack:
        enter = stack.enter_context
        enter(patch.object(Candidates, "scores", _fusion(steps) if steps.fused else scores))
        if not steps.named_times:
            enter(patch("index.searching.gathering.asked_about", lambda *_: None))
        if not steps.apart:
            enter(patch("index.searching.ranking.REPEAT", 1.0))
        if not steps.folded:
            enter(patch("index.searching.finding.folded", lambda found, *_: found))
        if not steps.opened:
            enter(patch("index.searching.ranking._OPENED", 0))
        if steps.title is not None:
            enter(patch("index.engines.lexical.TITLE_WEIGHT", steps.title))
        yield


def _fusion(steps: Steps) -> Scores:
    """Reciprocal rank fusion of the signs; places in a ranking are read back from their worth."""

    def scores(found: Candidates, _: Floats) -> Floats:
        total = np.zeros(len(found.positions))
        for name in steps.signs:
            sign = found.signs[:, SIGNS.index(name)]
            if name == "meaning":
                order = np.lexsort((-sign, found.of))
                starts, sizes = runs(found.of[order])
                ranks = np.empty(len(sign))
                ranks[order] = np.arange(len(sign)) - np.repeat(starts, sizes) + 1
            else:
                ranks = 10 / np.maximum(sign, 1e-9) - 10  # the sign is 10 / (10 + rank)
            total += 1 / (_FUSED + ranks)
        boosted: Floats = total * (1 + steps.recent * found.signs[:, SIGNS.index("recency")])
        return boosted

    return scores


def _figures(table: Floats, whole: Floats) -> Row:
    """Each metric with its interval, and how far some lie from those of the whole search."""
    columns = dict(zip(METRICS, table.T, strict=True))
    gains = dict(zip(METRICS, (table - whole).T, strict=True))
    columns |= {f"{name} against all of it": gains[name] for name in METRICS if name in _COMPARED}
    return means(columns)


def _table(part: str, table: dict[str, Row]) -> Iterator[str]:
    names = (*METRICS, *(f"{metric} against all of it" for metric in _COMPARED))
    count = next(iter(table.values()))["MRR@10"]["n"]
    yield f"# What each step of the search is worth: {part}\n"
    yield f"{count} questions with known articles; 95% intervals by bootstrap.\n"
    yield f"| | {' | '.join(names)} |"
    yield f"| --- |{' --- |' * len(names)}"
    for name, row in table.items():
        cells = [_cell(row[metric], "" if metric in METRICS else "+") for metric in names]
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def _cell(figure: Row, sign: str) -> str:
    value, low, high = (f"{figure[name]:{sign}.3f}" for name in ("value", "low", "high"))
    return f"{value} ({low} to {high})"


if __name__ == "__main__":
    sys.exit(main(*folders(__doc__, "YEAR_INDEX", "DEVELOPMENT_INDEX")))
