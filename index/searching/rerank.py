"""The best passages put in order once more, by a model that reads question and passage together.

Any sentence-transformers CrossEncoder that was trained to rank can be named: a folder, or a
name on the hub. None is used unless one is named, for it costs a forward pass a passage.
Nogueira and Cho, "Passage re-ranking with BERT" (2019).
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from corpus.errors import EncoderError
from index.arrays import Floats
from index.encoding.weights import fingerprint, locate
from index.searching.ranking import REPEAT, More
from index.types import Hit

TOP = 50  # passages that are read


class Scorer(Protocol):
    """What reranking needs of a model."""

    @property
    def fingerprint(self) -> str:
        """Digest of its weights; equal means equal scores."""

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """How well each passage fits the question, as log odds, shape (passages,)."""


class Reranker:
    """A CrossEncoder, loaded when it is first needed; threads take turns.

    Every member raises EncoderError where the model cannot be found or loaded, or does not
    give a passage one score.
    """

    def __init__(self, name: str) -> None:
        """By its name on the hub, or its folder."""
        self.name = name
        self._lock = threading.RLock()

    @cached_property
    def fingerprint(self) -> str:
        """As ``Scorer`` says."""
        return fingerprint(locate(self.name, "reranker"), int(self._loaded.max_seq_length or 0))

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """As ``Scorer`` says; a passage that is longer than what the model reads is cut."""
        from torch.nn import Identity

        if not passages:
            return np.empty(0)
        with self._lock:
            found = self._loaded.predict(
                [(question, passage) for passage in passages],
                activation_fn=Identity(),  # where a model ends in a sigmoid, its log odds
                show_progress_bar=False,
            )
        return np.asarray(found, dtype=np.float64).reshape(len(passages))

    @cached_property
    def _loaded(self) -> Any:
        folder = locate(self.name, "reranker")
        try:
            from sentence_transformers import CrossEncoder
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()
            model = CrossEncoder(str(folder))
        except Exception as error:  # the libraries beneath share no class of errors
            raise EncoderError(
                f"reranker {self.name}: sentence-transformers cannot load {folder}: {error}"
            ) from error
        if model.num_labels != 1:
            raise EncoderError(
                f"reranker {self.name}: gives {model.num_labels} numbers a passage, not one "
                "score; name a CrossEncoder that was trained to rank"
            )
        return model


def reranked(question: str, hits: Sequence[Hit], scorer: Scorer, more: More) -> list[Hit]:
    """The hits with the first ``TOP`` in the order of a reranker, for as long as ``more``.

    Scores become odds against the best hit, as they were before, and each further passage of
    an article is pushed back by as much; ``parts`` says what the model gave.
    """
    read = hits[:TOP]
    given = scorer.scores(question, [f"{hit.title}\n{hit.passage.text}" for hit in read])
    odds = np.exp(given - given.max(initial=-np.inf))
    seen: Counter[str] = Counter()
    for place in np.argsort(-odds, kind="stable").tolist():
        article = read[place].passage.article_id
        odds[place] *= REPEAT ** seen[article]
        seen[article] += 1
    last = float(odds.min(initial=1.0))
    ordered = [
        replace(
            read[place],
            score=float(odds[place]),
            parts={"reranker": float(given[place]), **read[place].parts},
        )
        for place in np.argsort(-odds, kind="stable").tolist()
    ]
    ordered += [replace(hit, score=min(hit.score, last)) for hit in hits[TOP:]]
    found: list[Hit] = []
    articles: set[str] = set()
    for rank, hit in enumerate(ordered, 1):
        if not more(len(found), len(articles)):
            break
        found.append(replace(hit, rank=rank))
        articles.add(hit.passage.article_id)
    return found
