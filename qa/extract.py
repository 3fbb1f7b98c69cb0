"""Sentences worth quoting, with no language model.

Every sentence of the best passages is weighed by how well each word of the question is
met in it, in meaning and in letters, by whether it holds an answer of the kind asked for,
and by the passage it stands in. qa/quoting/select.py chooses among them.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import Span
from index.terms import query_terms, terms
from index.times import period
from index.types import Encoder, Hit, TokenVectors, Vectors
from qa.quoting.asked_for import asked_for
from qa.quoting.counts import counted
from qa.quoting.deeds import asks_for_winner
from qa.quoting.forms import parts
from qa.quoting.headings import behind, headed
from qa.quoting.kinds import asks_at_once, asks_of_now, fits, kind_of
from qa.quoting.naming import names_among, share_named
from qa.quoting.pieces import is_of_a_post, pieces

PASSAGES = 12  # from which sentences are taken

# What each sign adds to a sentence's weight, chosen on the development weeks.
_MEETING, _LIKENESS, _COVERAGE, _PASSAGE, _KIND = 1.5, 0.5, 0.5, 0.4, 0.4
_FALL = 0.1  # of a passage's say, from rank to rank
_TIMELY = 0.6  # of its article's day
# Scales, in days, of how fast that falls; the last for counts that grow from day to day.
_A_YEAR, _TWO_MONTHS, _FIVE_DAYS = 365.0, 60.0, 5.0
_NAMES = 0.5  # of the names in or near it, where a time or a figure is asked for
_POST = 0.8  # what a post says, or who wrote it, in an article that checks it
_HEADLINE = 0.35  # what a word is worth that stands in the headline alone
_AWAY = 0.5  # what a word of the question is worth in the sentence before or after
_BEHIND = 0.6  # of a heading that asks the question
_WORD = re.compile(r"[^\W_][\w’'-]*")
_FORMS = (
    (re.compile(r"[?？][\"'”’»)\]]*$"), -0.8),  # asks rather than tells
    (re.compile(r"(?<![.!?…。！？\"'”’»)\]])$"), -0.6),  # a heading, a caption, a list item
    (re.compile(r"^[^.!?:]{1,60}:(?=\w)"), -0.4),  # "More:" before the title of another article
    (re.compile(r"^(?:\(.*\)$|(?:But|And|So|Yet) )"), -0.3),  # beside the story; joins on to it
    (re.compile(r"^[\"“«‘']"), -0.2),  # a voice, before anyone has said whose
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence worth quoting: ``start:end`` are code points into its article's text.

    ``meeting`` says how well the question's tokens are met in the sentence (mean of the
    best cosines), ``likeness`` is the cosine of question and sentence, ``coverage`` the
    share of the question's words in the sentence or its headline, weighted by rarity, and
    ``context`` the same for the whole passage. ``parts`` are the sums of both cosines for
    each question that is asked in the one. ``rest`` is ``meeting`` without the words that
    ask. ``near`` is the coverage with the words of neighbouring sentences, each worth half as
    much as that of the sentence before it, and ``naming`` the share of the question's names in
    the passage or its headline. ``tokens`` are the sentence's, with spans into its
    passage; ``vector`` is their mean, and ``meant`` is where in the article the name stands
    that its first words stand for. ``behind`` tells how near it stands behind a heading that
    asks the question itself.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    meeting: float
    likeness: float
    coverage: float
    context: float
    rest: float
    vector: Vectors = field(repr=False, compare=False)
    tokens: TokenVectors = field(repr=False, compare=False)
    parts: tuple[float, ...] = ()
    near: float = 1.0
    naming: float = 1.0
    behind: float = 0.0
    meant: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, the vectors of its tokens, and every sentence read for it, best first.

    ``own`` tells which of its tokens belong to words that carry meaning and are no names.
    """

    question: str
    asked: TokenVectors
    quotes: list[Quote]
    own: NDArray[np.bool_]


def read(
    question: str,
    hits: Sequence[Hit],
    encoder: Encoder,
    rarity: Callable[[str], float],
) -> Reading:
    """Every sentence of the best passages, the most telling first.

    Args:
        question: A standalone question.
        hits: What was found, best first.
        encoder: Gives the vectors of tokens.
        rarity: Weight of a term: 0 or more, larger for rarer ones.
    """
    passages = hits[:PASSAGES]
    asked, *read = encoder.encode_tokens([question, *(hit.passage.text for hit in passages)])
    whole = _mean(asked.vectors)
    asked_parts = [asked.within(*span) for span in parts(question)]
    wanted = {term: rarity(term) for term in query_terms(question)}
    asking = asked.within(*asked_for(question))
    kind = kind_of(question)
    timely = _timely(question, passages)
    named = names_among(wanted, question, [hit.passage.text for hit in passages])
    telling = named if asks_at_once(question) else frozenset[str]()
    under = headed(question, [hit.passage for hit in passages])
    weighed = []
    for hit, tokens, of_time in zip(passages, read, timely, strict=True):
        headline = frozenset(terms(hit.title))
        context = _covered(wanted, headline.union(terms(hit.passage.text)))
        naming = share_named(named, wanted, headline.union(terms(hit.passage.text)))
        told = list(_sentences(hit, tokens))
        texts = [hit.passage.text[a:b] for a, b, _ in told]
        nearby = _nearby(wanted, headline, texts)
        of_names = _nearby({name: wanted[name] for name in telling}, headline, texts)
        spans = under.get(hit.passage.id, [])
        headed_by = behind(spans, [(a, b) for a, b, _ in told])
        for (start, end, said), text, near, names, away in zip(
            told, texts, nearby, of_names, headed_by, strict=True
        ):
            met = _met(asked.vectors, said.vectors)
            meeting = _share(met)
            vector = _mean(said.vectors)
            likeness = float(whole @ vector)
            coverage = _covered(wanted, headline.union(terms(text)))
            score = (
                _MEETING * meeting
                + _LIKENESS * likeness
                + _COVERAGE * coverage
                + _PASSAGE / (1 + _FALL * (hit.rank - 1))
                + _TIMELY * of_time
                + _KIND * fits(kind, text, question)
                + _NAMES * names
                + _BEHIND * away
                - (_POST if is_of_a_post(text, question) else 0.0)
                + sum(weight for form, weight in _FORMS if form.search(text))
            )
            offset = hit.passage.start
            weighed.append(
                Quote(
                    hit=hit,
                    start=offset + start,
                    end=offset + end,
                    text=text,
                    score=score,
                    meeting=meeting,
                    likeness=likeness,
                    coverage=coverage,
                    context=context,
                    rest=_share(met if asking.all() else met[~asking]),
                    near=near,
                    naming=naming,
                    behind=away,
                    vector=vector,
                    tokens=said,
                    parts=tuple(
                        _share(met[part]) + float(_mean(asked.vectors[part]) @ vector)
                        for part in asked_parts
                    ),
                )
            )
    ranked = sorted(weighed, key=lambda quote: -quote.score)
    return Reading(question, asked, ranked, _own(question, asked, wanted.keys() - named))


def most_telling(ranked: Sequence[Quote]) -> list[Hit]:
    """The passages by the best sentence of each."""
    return list({quote.hit.passage.id: quote.hit for quote in ranked}.values())


def _sentences(hit: Hit, tokens: TokenVectors) -> Iterator[tuple[int, int, TokenVectors]]:
    """Sentences that can make a statement, with their tokens."""
    text = hit.passage.text
    for start, end in pieces(text):
        inside = tokens.within(start, end)
        if inside.any():
            yield start, end, tokens.only(inside)


def _timely(question: str, hits: Sequence[Hit]) -> list[float]:
    """How near each article's day is to the time asked about; 0 for the undated, else up to 1,
    or 2 where the question asks of what holds now, or who won last, which the last weeks tell
    best."""
    away = days_away(question, [hit.source.day for hit in hits])
    scales = [_A_YEAR]
    if asks_of_now(question) or asks_for_winner(question):
        scales.append(_TWO_MONTHS)
    if counted(question):
        scales.append(_FIVE_DAYS)
    return [sum(math.exp(-days / scale) for scale in scales) for days in away]


def days_away(question: str, days: Sequence[date | None]) -> list[float]:
    """Of each day, how far it is from the time asked about, in days; infinitely where unknown.

    Where the question names no past time, that is the newest of the days.
    """
    newest = max((day for day in days if day), default=None)
    if newest is None:
        return [math.inf] * len(days)
    first, last = past_asked(question, newest) or (newest, newest)
    return [max((first - day).days, (day - last).days, 0) if day else math.inf for day in days]


def past_asked(question: str, newest: date) -> tuple[date, date] | None:
    """First and last day of the past time that a question names, as of the newest article."""
    asked = period(question, newest)
    return (asked.first, asked.last) if asked and asked.past else None


def _nearby(
    wanted: dict[str, float], headline: frozenset[str], texts: Sequence[str]
) -> list[float]:
    """Of each sentence, the share of the question's words in it, its headline or near to it."""
    total = sum(wanted.values())
    if not total:
        return [0.0] * len(texts)
    said = [frozenset(terms(text)) for text in texts]
    shares = np.zeros(len(texts))
    for term, weight in wanted.items():
        places = np.flatnonzero([term in words for words in said])
        away = np.abs(np.arange(len(texts))[:, None] - places).min(axis=1, initial=len(texts))
        close = _AWAY**away
        shares += weight * (
            (1 - _HEADLINE) * close + _HEADLINE * (1 if term in headline else close)
        )
    return [float(share) for share in shares / total]


def _met(asked: Vectors, said: Vectors) -> Vectors:
    """How well each token asked is met: late interaction after ColBERT (Khattab and Zaharia,
    SIGIR 2020)."""
    met: Vectors = (asked @ said.T).max(axis=1)
    return met


def _share(met: Vectors) -> float:
    return float(met.mean()) if len(met) else 0.0


def _own(question: str, asked: TokenVectors, own: Set[str]) -> NDArray[np.bool_]:
    """Which tokens of the question belong to these terms."""
    found = np.zeros(len(asked.spans), dtype=np.bool_)
    for word in _WORD.finditer(question):
        if not own.isdisjoint(terms(word[0])):
            found |= asked.within(*word.span())
    return found


def _mean(vectors: Vectors) -> Vectors:
    mean: Vectors = vectors.sum(axis=0)
    mean /= max(float(np.linalg.norm(mean)), 1e-12)
    return mean


def _covered(wanted: dict[str, float], said: frozenset[str]) -> float:
    total = sum(wanted.values())
    return sum(weight for term, weight in wanted.items() if term in said) / total if total else 0.0
