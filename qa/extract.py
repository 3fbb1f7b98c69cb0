"""Sentences worth quoting, with no language model.

Every sentence of the best passages is weighed by how well each word of the question is
met in it and around it, in meaning and in letters, by whether it holds an answer of the kind
asked for, and by the passage it stands in (qa/reading/weighing.py). qa/quoting/select.py
chooses among them.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from index.terms import query_terms, terms
from index.types import Encoder, Hit, TokenVectors, Vectors
from qa.asking.asked_for import asked_for
from qa.asking.forms import parts
from qa.asking.naming import names_among, share_named
from qa.matching.done import doing
from qa.matching.giving import gives
from qa.quote import Quote, Reading
from qa.reading.headings import behind, headed
from qa.reading.pieces import NUMBERED, is_of_a_post, pieces
from qa.reading.timely import timely, words_of_time
from qa.reading.weighing import trained_weights

PASSAGES = 12  # from which sentences are taken

_HEADLINE = 0.35  # what a word is worth that stands in the headline alone
_EARLY = 200.0  # code points
_AWAY = 0.5  # what a word of the question is worth in the sentence before or after
_BESIDE = 0.9  # how well a token is met that is met there, beside one met in the sentence
# In log odds, by hand: few questions show what these are worth.
_BEHIND = 3.0  # of a heading that asks the question
_DONE = 1.5  # tells that it was done, where that is asked
_POST = 2.0  # what a post says, or who wrote it, in an article that checks it
_WORD = re.compile(r"[^\W_][\w’'-]*")
_CAPITAL = re.compile(r"(?<!^)(?<![.!?\"“] )\b[A-Z][\w’'-]+")
_DIGIT = re.compile(r"\d")
_FORMS = (
    (re.compile(r"(?<![.!?…。！？\"'”’»)\]])$"), -0.6),  # a heading, a caption, a list item
    (NUMBERED, -0.6),
    (re.compile(r"^(?:\(.*\)$|(?:But|And|So|Yet) )"), -0.3),  # beside the story; joins on to it
    (re.compile(r"^[\"“«‘']"), -0.2),  # a voice, before anyone has said whose
)


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
    titles = list(dict.fromkeys(hit.title for hit in passages))
    texts = [question, *titles, *(hit.passage.text for hit in passages)]
    asked, *tokens_of = encoder.encode_tokens(texts)
    headlines, read = dict(zip(titles, tokens_of, strict=False)), tokens_of[len(titles) :]
    whole = _mean(asked.vectors)
    asked_parts = [asked.within(*span) for span in parts(question)]
    wanted = {term: rarity(term) for term in query_terms(question)}
    asking = asked.within(*asked_for(question))
    published = [hit.source.day for hit in passages]
    of_times, time_said = timely(question, published), terms(words_of_time(question, published))
    named = names_among(wanted, question, [hit.passage.text for hit in passages])
    own = _own(question, asked, wanted.keys() - named - set(time_said))
    under = headed(question, [hit.passage for hit in passages])
    is_done = doing(question)
    scores, weights = _best_scores(passages), trained_weights()
    relevant = max((hit.relevance for hit in passages), default=0.0)
    weighed = []
    for hit, tokens, of_time in zip(passages, read, of_times, strict=True):
        headline = frozenset(terms(hit.title))
        context = _covered(wanted, headline.union(terms(hit.passage.text)))
        naming = share_named(named, wanted, headline.union(terms(hit.passage.text)))
        told = list(_sentences(hit, tokens))
        sentences = [hit.passage.text[a:b] for a, b, _ in told]
        nearby = _nearby(wanted, headline, sentences)
        spans = under.get(hit.passage.id, [])
        headed_by = behind(spans, [(a, b) for a, b, _ in told])
        all_met = [_met(asked.vectors, said.vectors) for *_, said in told]
        so_far = headline
        for (start, end, said), text, near, away, met, around in zip(
            told, sentences, nearby, headed_by, all_met, _around(all_met), strict=True
        ):
            meeting = _share(met)
            vector = _mean(said.vectors)
            likeness = float(whole @ vector)
            here = frozenset(terms(text))
            so_far |= here
            coverage = _covered(wanted, headline | here)
            offset = hit.passage.start
            signs = (
                likeness,
                coverage,
                context,
                naming,
                _share(_those(met, own, asking)),
                _share(_those(around, own, asking)),
                _share(met[asking]),
                _covered(wanted, so_far),
                of_time,
                float(gives(text, question)),
                scores[hit.passage.article_id],
                hit.relevance - relevant,
                float(_DIGIT.search(text) is not None),
                float(len(set(_CAPITAL.findall(text)))),
                -math.log1p((offset + start) / _EARLY),
            )
            by_hand = _BEHIND * away + sum(less for form, less in _FORMS if form.search(text))
            by_hand -= _POST if is_of_a_post(text, question) else 0.0
            by_hand += _DONE if is_done(text) else 0.0
            weighed.append(
                Quote(
                    hit=hit,
                    start=offset + start,
                    end=offset + end,
                    text=text,
                    score=float(weights @ signs) + by_hand,
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
                    signs=signs,
                )
            )
    ranked = sorted(weighed, key=lambda quote: -quote.score)
    return Reading(question, asked, ranked, own, headlines)


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


def _nearby(
    wanted: dict[str, float], headline: frozenset[str], texts: Sequence[str]
) -> list[float]:
    """Of each sentence, the share of the question's words in it, its headline or near to it."""
    total = sum(wanted.values())
    if not total:
        return [0.0] * len(texts)
    said = [frozenset(terms(text)) for text in texts]
    line, shares = np.arange(len(texts), dtype=np.float64), np.zeros(len(texts))
    for term, weight in wanted.items():
        places = np.flatnonzero([term in words for words in said])
        away = np.abs(line[:, None] - places).min(axis=1, initial=np.inf)
        close = _AWAY**away  # 0 of a word that none says
        shares += weight * (
            (1 - _HEADLINE) * close + _HEADLINE * (1 if term in headline else close)
        )
    return [float(share) for share in shares / total]


def _met(asked: Vectors, said: Vectors) -> Vectors:
    """How well each token asked is met: late interaction after ColBERT (Khattab and Zaharia,
    SIGIR 2020)."""
    met: Vectors = (asked @ said.T).max(axis=1)
    return met


def _around(all_met: Sequence[Vectors]) -> list[Vectors]:
    """How well each token is met in each sentence or in one beside it."""
    if not all_met:
        return []
    table = np.stack(all_met)
    around = table.copy()
    np.maximum(around[1:], _BESIDE * table[:-1], out=around[1:])
    np.maximum(around[:-1], _BESIDE * table[1:], out=around[:-1])
    return list(around)


def _those(met: Vectors, own: NDArray[np.bool_], asking: NDArray[np.bool_]) -> Vectors:
    """Of the tokens that are its own; where none is, of those that do not ask, or of all."""
    these: Vectors = next((met[each] for each in (own, ~asking) if each.any()), met)
    return these


def _best_scores(hits: Sequence[Hit]) -> dict[str, float]:
    """Of each article, the score of its best passage beside the best of all."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.passage.article_id] = max(hit.score, best.get(hit.passage.article_id, hit.score))
    top = max(best.values(), default=0.0)
    return {article: score - top for article, score in best.items()}


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
