"""What the reader reads at once: a headline, and the sentences of one passage.

    tokens of the headline ──┐ as the encoder's lower layers leave them,
    tokens of the sentences ─┘ each with how it looks

It is also told how each token looks: whether the question says it, whether it begins with a
capital or a digit, and whether it stands in the headline.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.terms import STOPWORDS
from index.types import TokenVectors, Vectors
from qa.quote import Quote, Reading

FLAGS = 4  # of a token: said by the question, capital, digit, in the headline
HEADLINE = 32  # tokens of it, its first ones
_WINDOW = 96  # tokens read together; a longer sentence is read alone


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences of one passage that are read together.

    ``quotes`` are places in ``Reading.quotes``; ``states`` has the shape (tokens, width) and
    ``flags`` the shape (tokens, FLAGS): the first ``headline`` tokens are those of the article's,
    behind them the sentences one after the other.
    """

    quotes: tuple[int, ...]
    states: Vectors
    flags: Vectors
    headline: int


def windows(reading: Reading, count: int) -> list[Window]:
    """The first ``count`` sentences, those of a passage together as far as they fit; none where
    it is not known what the encoder's lower layers make of them."""
    if reading.asked.lower is None:
        return []
    quotes = reading.quotes[:count]
    by_passage = sorted(
        range(len(quotes)), key=lambda at: (quotes[at].hit.rank, quotes[at].start, at)
    )
    asked = words_of(reading.question, reading.asked)
    cut = []
    for _, places in groupby(by_passage, lambda at: quotes[at].hit.rank):
        for group in _fitting(list(places), quotes):
            hit, said = quotes[group[0]].hit, [quotes[at].tokens for at in group]
            headline, above = headlined(asked, hit.title, reading.headlines[hit.title])
            states = np.concatenate([headline, *map(lower_states, said)])
            looks = [above, *(flags(asked, hit.passage.text, tokens) for tokens in said)]
            cut.append(Window(tuple(group), states, np.concatenate(looks), len(headline)))
    return cut


def by_sentence(
    reading: Reading, window: Window, values: NDArray[Any]
) -> Iterator[tuple[int, NDArray[Any]]]:
    """What a window's sentences have, shape (tokens, ...), one by one, with their places in
    ``Reading.quotes``."""
    start = 0
    for place in window.quotes:
        end = start + len(reading.quotes[place].tokens.spans)
        yield place, values[start:end]
        start = end


def lower_states(tokens: TokenVectors) -> Vectors:
    """What the encoder's lower layers make of the tokens, which has to be known."""
    assert tokens.lower is not None
    return tokens.lower


def words_of(question: str, asked: TokenVectors) -> Set[str]:
    """The tokens of a question but for those of every text, by which ``flags`` knows them."""
    return {question[start:end].lower() for start, end in asked.spans.tolist()} - STOPWORDS


def flags(asked: Set[str], text: str, said: TokenVectors) -> Vectors:
    """How each token looks, shape (tokens, FLAGS).

    Args:
        asked: The tokens of the question.
        text: The text into which the spans of ``said`` point.
        said: Tokens of it.
    """
    tokens = [text[start:end] for start, end in said.spans.tolist()]
    looks = [
        (each.lower() in asked, each[:1].isupper(), each[:1].isdigit(), False) for each in tokens
    ]
    return np.array(looks, dtype=np.float32).reshape(-1, FLAGS)


def headlined(asked: Set[str], headline: str, tokens: TokenVectors) -> tuple[Vectors, Vectors]:
    """The states of a headline's first tokens, and how these look."""
    looks = flags(asked, headline, tokens)
    looks[:, -1] = 1
    return lower_states(tokens)[:HEADLINE], looks[:HEADLINE]


def _fitting(places: Sequence[int], quotes: Sequence[Quote]) -> Iterator[list[int]]:
    """The places in runs of at most ``_WINDOW`` tokens, or of one sentence."""
    group: list[int] = []
    tokens = 0
    for at in places:
        size = len(quotes[at].tokens.spans)
        if group and tokens + size > _WINDOW:
            yield group
            group, tokens = [], 0
        group.append(at)
        tokens += size
    if group:
        yield group
