"""What each step of the search is worth: switched on one after the other, then off one by one.

    python benchmarks/ablation.py YEAR_INDEX DEVELOPMENT_INDEX [development|other]

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
from itertools import pairwise, repeat
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from tqdm import tqdm

from fitting import FOLDS
from index import terms as words_of
from index.counting import count_words
from index.lexical import LexicalIndex
from index.ranking import SIGNS, Candidates, Floats
from index.search import Index
from index.store import EVERY_ROW, Store
from index.types import Filters
from qa.metrics.answers import contains
from qa.metrics.bootstrap import bootstrap, mean
from qa.metrics.retrieval import first_ranks, hits_at, reciprocal_rank_at
from real_news import FIRST_TRAINING_DAY, Row, day, questions
from results import write_result
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
    return words + [f"{one} {other}" for one, other in pairwise(words)]


def _asked_pairs_too(question: str) -> tuple[str, ...]:
    meant = words_of.query_terms(question)
    pairs = pairwise(words_of.terms(question))
    told = [f"{one} {other}" for one, other in pairs if one in meant and other in meant]
    return tuple(dict.fromkeys([*meant, *told]))


WORDS: dict[str, dict[str, object]] = {
    "": {},
    "forms": {"index.terms._STEMMER": SimpleNamespace(stemWord=str)},
    "parts": {"index.terms._TOKEN": re.compile(r"[^\W_]+")},
    "pairs": {
        "index.counting.terms": _pairs_too,
        "index.lexical.query_terms": _asked_pairs_too,
    },
}
"""What is put in place of what, for each way of reading texts as words."""


def main(year: str, development: str, only: str = "") -> int:
    rows = questions(labelled=True)
    other = [row for row in rows if day(row) >= FIRST_TRAINING_DAY]
    parts = {
        "development weeks": (development, [row for row in rows if day(row) < FIRST_TRAINING_DAY]),
        "other weeks, cross-validated": (year, other),
    }
    lists = {}
    for words in WORDS:
        with Index(year) as index, Store(Path(year)) as store, _reworded(index, words):
            lists[words] = [listed(index, store, row) for row in tqdm(other, mininterval=10)]
    for part, (folder, asked) in parts.items():
        if not part.startswith(only):
            continue
        with Index(folder) as index, _encoded_once(index, asked):
            table: dict[str, Row] = {}
            whole = np.empty(0)
            for steps in (WHOLE, *ON, *OFF):
                weights = _weights(lists[steps.words], asked, steps)
                with _reworded(index, steps.words):
                    values = np.array(
                        [
                            _measured(index, *each)
                            for each in zip(asked, weights, repeat(steps), strict=False)
                        ]
                    )
                whole = values if steps is WHOLE else whole
                table[steps.name] = _figures(values, whole)
                print(part, steps.name, values.mean(axis=0).round(4).tolist(), flush=True)
        text = "\n".join(_table(part, table))
        result = write_result(f"ablation-{part.split()[0]}", table)
        result.with_suffix(".md").write_text(text)
        print(result)
    return 0


def _weights(lists: Sequence[Listed], asked: Sequence[Row], steps: Steps) -> Iterator[Floats]:
    """For each question the weights from all weeks that are not in its fold."""
    if steps.fused:
        yield from (np.zeros(len(SIGNS)) for _ in asked)
        return
    trained: dict[int | None, Floats] = {}
    for row in asked:
        fold = _fold(day(row)) if day(row) >= FIRST_TRAINING_DAY else None
        if fold not in trained:
            used = [each for each in lists if each.right.any() and _fold(each.day) != fold]
            trained[fold] = train(used, steps.signs)
        yield trained[fold]


def _fold(asked: date) -> int:
    return asked.isocalendar().week % FOLDS


@contextmanager
def _encoded_once(index: Index, asked: Sequence[Row]) -> Iterator[None]:
    """The questions' vectors are the same in every row of the table."""
    vectors = {row["question"]: index.encoder.encode([row["question"]]) for row in asked}
    with patch.object(index.encoder, "encode", lambda texts: vectors[texts[0]]):
        yield


@contextmanager
def _reworded(index: Index, words: str) -> Iterator[None]:
    """The words of the index and of what is asked, read in one of the ways of ``WORDS``."""
    if not words:
        yield
        return
    with ExitStack() as stack, Store(index.folder) as store:
        stack.callback(_forget_words)
        for name, other in WORDS[words].items():
            stack.enter_context(patch(name, other))
        _forget_words()
        with index._view() as (_, derived):
            passages = count_words(store, EVERY_ROW)
            articles = passages.grouped(np.diff(derived.firsts, append=len(passages)))
        reworded = replace(
            derived, passages=LexicalIndex([passages]), articles=LexicalIndex([articles])
        )
        stack.enter_context(patch.object(index, "_derived", reworded))
        yield


def _forget_words() -> None:
    words_of._terms_of.cache_clear()
    words_of.query_terms.cache_clear()


def _measured(index: Index, row: Row, weights: Floats, steps: Steps) -> list[float]:
    """``METRICS`` of one question."""
    with _switched(steps, weights):
        hits = index.search_articles(row["question"], filters=Filters(as_of=day(row)))
    articles = first_ranks(hit.passage.article_id for hit in hits)
    known = [article in row["relevant"] for article in articles]
    holds = [contains(hit.passage.text, [row["answer"]]) for hit in hits]
    return [
        *(hits_at(known, k) for k in (1, 4, 10)),
        reciprocal_rank_at(known, 10),
        *(hits_at(holds, k) for k in (5, 20)),
    ]


@contextmanager
def _switched(steps: Steps, weights: Floats) -> Iterator[None]:
    plain = Candidates.scores
    scores: Scores = lambda found, _: plain(found, weights)  # noqa: E731
    with ExitStack() as stack:
        enter = stack.enter_context
        enter(patch.object(Candidates, "scores", _fusion(steps) if steps.fused else scores))
        if not steps.named_times:
            enter(patch("index.gathering.period", lambda *_: None))
        if not steps.apart:
            enter(patch("index.ranking.REPEAT", 1.0))
        if not steps.folded:
            enter(patch("index.finding.folded", lambda found, *_: found))
        if not steps.opened:
            enter(patch("index.ranking._OPENED", 0))
        if steps.title is not None:
            enter(patch("index.lexical.TITLE_WEIGHT", steps.title))
        yield


def _fusion(steps: Steps) -> Scores:
    """Reciprocal rank fusion of the signs; places in a ranking are read back from their worth."""

    def scores(found: Candidates, _: Floats) -> Floats:
        total = np.zeros(len(found.positions))
        for name in steps.signs:
            sign = found.signs[:, SIGNS.index(name)]
            if name == "meaning":
                ranks = np.argsort(np.argsort(-sign, kind="stable"), kind="stable") + 1.0
            else:
                ranks = 10 / np.maximum(sign, 1e-9) - 10  # index/ranking.py: 10 / (10 + rank)
            total += 1 / (_FUSED + ranks)
        boosted: Floats = total * (1 + steps.recent * found.signs[:, SIGNS.index("recency")])
        return boosted

    return scores


def _figures(table: Floats, whole: Floats) -> Row:
    """Each metric with its interval, and how far some lie from those of the whole search."""
    columns = dict(zip(METRICS, table.T, strict=True))
    for name, gain in zip(METRICS, (table - whole).T, strict=True):
        if name in _COMPARED:
            columns[f"{name} against all of it"] = gain
    figures = {name: bootstrap(mean(column), len(column)) for name, column in columns.items()}
    return {name: figure.to_dict() for name, figure in figures.items() if figure}


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
    sys.exit(main(*sys.argv[1:]))
