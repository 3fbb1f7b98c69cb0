"""Multiple choice from evidence alone: which of the choices do the passages support?

    question ──────────── hits ┐
    question + a choice ─ hits ┴─ passages ─┬─ how far to trust each       (PASSAGE_SIGNS)
                                            └─ what each says of a choice  (CHOICE_SIGNS)
    choices ─────────────────────────────────  how plausible each is unread  (plausible.py)

What speaks for a choice is mostly that its words stand close to the question's: both are
spread over their neighbourhood, as in positional language models (Lv and Zhai, SIGIR 2009),
and multiplied place by place. qa/choosing/mixture.py makes one opinion of what the passages say;
its weights lie in choose.json, and `make choose` trains them (benchmarks/train_choose.py).
"""

import json
import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats
from index.terms import fold
from index.types import Hit
from qa.choosing.mixture import Evidence, Mixture
from qa.choosing.plausible import PLAUSIBLE_SIGNS, plausible
from qa.words.wording import COMMON, content, initials, words

WEIGHTS = Path(__file__).with_name("choose.json")

PASSAGE_SIGNS = (
    "found",  # score in the search for the question, 0 where not found by it
    "rank",  # log of the rank there
    "meaning",  # likeness to the question, with or without a choice
    "recency",  # exp(-age / 30 days), 0 for the undated
    "told",  # share of the question's words in it or its headline, weighted by rarity
    "match",  # how much of the best choice stands in one place
    "near",  # the same, near to the question's words
    "listing",  # share of the choices that stand in it entire
)
CHOICE_SIGNS = (
    "words",  # share of the choice's own words in one place, weighted by rarity
    "close",  # that, times the question's words within some 4 words,
    "wide",  # within some 40,
    "passage",  # in the whole passage
    "title",  # share of the choice's words in the headline
    "entire",  # only what goes beyond half of the choice, near to the question's words
    "unit",  # a number right beside what the question counts
    "lead",  # `words`, where the passage opens its article
    "all",  # for "all of the above": the two others that are matched least
    "every",  # 1 for "all of the above"
    "yes",  # 1 for "true" and "yes"
)
_COLUMN = {name: place for place, name in enumerate(CHOICE_SIGNS)}

_TITLE = 0.6  # how near a word of the headline is to every word of the passage
_SPREADS = (4.0, 12.0, 40.0)  # words
_OWN_SPREAD, _UNIT_SPREAD = 4.0, 2.0
_RECENCY_DAYS = 30.0
_ENTIRE = 0.75  # of `words`; names of two to five words in one piece reach it
_INITIALS = 3  # at least, of a choice
_NOT_FOUND = 100  # rank of what the question alone did not find

_ALL = re.compile(r"^(?:all|both|any) (?:of )?(?:the )?(?:above|these|them)\b", re.IGNORECASE)
_VERDICT = re.compile(r"^(?:true|false|yes|no)\W*$", re.IGNORECASE)
_COUNTED = re.compile(r"\bhow many ((?:[\w’'-]+ )?[\w’'-]+)", re.IGNORECASE)
_NEGATED = re.compile(
    r"\bexcept\W*$|\bNOT\b|"
    r"\b(?:[Ww]hich|[Ww]hat|[Ww]ho)\b.* (?:is|are|was|were) (?:\w+ly )?(?:not|false|untrue)\b"
)


@lru_cache(maxsize=1)
def trained_mixture() -> Mixture:
    """The mixture of choose.json."""
    trained = json.loads(WEIGHTS.read_text("utf-8"))
    return Mixture(
        np.array([trained["passage"][name] for name in PASSAGE_SIGNS]),
        np.array([trained["choice"][name] for name in CHOICE_SIGNS]),
        np.array([trained["plausible"][name] for name in PLAUSIBLE_SIGNS]),
        float(trained["silence"]),
    )


def evidence(
    question: str,
    choices: Sequence[str],
    hits: Sequence[Hit],
    led: Sequence[Hit],
    rarity: Callable[[str], float],
    as_of: date | None = None,
) -> Evidence:
    """What is known of the choices, each sign less its mean over the choices.

    Args:
        question: A standalone question.
        choices: What it may be answered with; at least one.
        hits: What the question finds, best first.
        led: What the question finds together with each choice.
        rarity: Weight of a term: 0 or more, larger for rarer ones.
        as_of: The day from which age counts; by default that of the newest passage.
    """
    asked = _Asked(question, choices, rarity)
    found = {hit.passage.id: hit for hit in hits}
    meaning: dict[str, float] = {}
    for hit in (*hits, *led):
        likeness = hit.parts.get("meaning", 0.0)
        meaning[hit.passage.id] = max(meaning.get(hit.passage.id, likeness), likeness)
    every = {hit.passage.id: hit for hit in (*led, *hits)}
    days = {key: hit.source.day for key, hit in every.items()}
    newest = as_of or max((day for day in days.values() if day), default=None)
    passages, opinions = [], []
    for key, hit in every.items():
        said, told, near = asked.said(hit)
        entire = (said[:, 0] > _ENTIRE).sum()
        if entire >= max(3, len(choices) - 1) and not asked.every.any():
            continue  # repeats the choices and decides nothing
        day = days[key]
        age = max(0, (newest - day).days) if newest and day else math.inf
        passages.append(
            (
                found[key].score if key in found else 0.0,
                math.log(found[key].rank if key in found else _NOT_FOUND),
                meaning[key],
                math.exp(-age / _RECENCY_DAYS),
                told,
                said[:, 0].max(),
                near,
                entire / len(choices),
            )
        )
        opinions.append(said - said.mean(axis=0))
    shape = (len(opinions), len(choices), len(CHOICE_SIGNS))
    last = re.split(r"(?<=[.!?])\s+", question.strip())[-1]
    return Evidence(
        np.array(passages, dtype=np.float64).reshape(len(passages), len(PASSAGE_SIGNS)),
        np.array(opinions, dtype=np.float64).reshape(shape),
        plausible(choices),
        bool(_NEGATED.search(last)),
    )


class _Asked:
    """A question and its choices, each with the terms that are its own, by their weight."""

    def __init__(
        self, question: str, choices: Sequence[str], rarity: Callable[[str], float]
    ) -> None:
        of_question = content(question)
        own = [content(choice) for choice in choices]
        own = [[t for t in terms if t not in of_question] or terms for terms in own]
        shared = {t: sum(t in terms for terms in own) for terms in own for t in terms}
        own = [[t for t in terms if shared[t] < len(own)] or terms for terms in own]
        # A word of several choices tells them less apart.
        self.own = [{t: rarity(t) / shared[t] for t in terms} for terms in own]
        self.wanted = {t: rarity(t) for t in of_question if not any(t in terms for terms in own)}
        self.every = np.array([bool(_ALL.match(choice)) for choice in choices])
        self.verdict = [bool(_VERDICT.match(choice)) for choice in choices]
        self.yes = [v and fold(c)[0] in "ty" for v, c in zip(self.verdict, choices, strict=True)]
        self.initials = [initials(choice, _INITIALS) for choice in choices]
        counted = _COUNTED.search(question)
        self.unit = [t for t in words(counted[1]) if t not in COMMON] if counted else []

    def said(self, hit: Hit) -> tuple[Floats, float, float]:
        """CHOICE_SIGNS, (choices, signs); and ``told`` and ``near`` of the passage."""
        text, title = words(hit.passage.text), frozenset(words(hit.title))
        away = self._away(text)
        total = sum(self.wanted.values()) or 1.0
        told = sum(w for t, w in self.wanted.items() if t in away or t in title) / total
        asked = [self._asked_near(away, title, len(text), spread) / total for spread in _SPREADS]
        signs = np.zeros((len(self.own), len(CHOICE_SIGNS)))
        near = 0.0
        for choice in range(len(self.own)):
            if self.verdict[choice] or self.every[choice] or not text:
                continue
            here = self._here(choice, away, len(text))
            found = self._of_choice(choice, here, asked, told, away, title)
            found["lead"] = found["words"] * (hit.passage.start == 0)
            signs[choice] = [found.get(name, 0.0) for name in CHOICE_SIGNS]
            near = max(near, float((here * asked[1]).max()))
        if len(self.own) > 2:
            matched = signs[~self.every, _COLUMN["words"]]
            signs[self.every, _COLUMN["all"]] = np.sort(matched)[:2].sum()
        signs[:, _COLUMN["every"]], signs[:, _COLUMN["yes"]] = self.every, self.yes
        return signs, told, near

    def _away(self, text: Sequence[str]) -> dict[str, NDArray[np.int64]]:
        """Of each term that matters: from every word of the text, how far its nearest one is."""
        known = {*self.wanted, *self.unit, *self.initials}.union(*self.own)
        places: dict[str, list[int]] = {}
        for place, term in enumerate(text):
            if term in known:
                places.setdefault(term, []).append(place)
        line = np.arange(len(text))
        return {t: np.abs(line[:, None] - np.array(at)).min(axis=1) for t, at in places.items()}

    def _here(self, choice: int, away: dict[str, NDArray[np.int64]], length: int) -> Floats:
        """How much of a choice stands around each word of the text, (length,), each in 0..1."""
        own = self.own[choice]
        whole = sum(own.values()) or 1.0
        here = np.zeros(length)
        for term, weight in own.items():
            if term in away:
                here += weight * np.exp(-away[term] / _OWN_SPREAD) / whole
        short = self.initials[choice]
        if short in away:
            here = np.maximum(here, np.exp(-away[short] / _OWN_SPREAD))
        return here

    def _of_choice(
        self,
        choice: int,
        here: Floats,
        asked: Sequence[Floats],
        told: float,
        away: dict[str, NDArray[np.int64]],
        title: frozenset[str],
    ) -> dict[str, float]:
        """The signs of a choice that is named by its words."""
        own = self.own[choice]
        match = float(here.max())
        head = sum(w for t, w in own.items() if t in title) / (sum(own.values()) or 1.0)
        beyond = np.clip(2 * here - 1, 0, 1)
        found = {
            "words": match,
            "close": float((here * asked[0]).max()),
            "wide": float((here * asked[2]).max()),
            "passage": max(match, head) * told,
            "title": head,
            "entire": float((beyond * asked[1]).max()),
        }
        if len(own) == 1 and next(iter(own))[0].isdigit():
            sides = [np.exp(-away[t] / _UNIT_SPREAD) for t in self.unit if t in away]
            found["unit"] = max((float((here * side).max()) for side in sides), default=0.0)
        return found

    def _asked_near(
        self, away: dict[str, NDArray[np.int64]], title: frozenset[str], length: int, spread: float
    ) -> Floats:
        near = np.zeros(length)
        for term, weight in self.wanted.items():
            by_text = np.exp(-away[term] / spread) if term in away else np.zeros(length)
            near += weight * (np.maximum(by_text, _TITLE) if term in title else by_text)
        return near
