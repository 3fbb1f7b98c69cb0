"""Articles cut into passages: what is embedded, found and cited.

A passage is an exact slice of its article, cut at sentence borders and never longer
than the encoder reads together with its header. The header (title and day) goes to the
encoder and not into the passage's text, so that a passage from the middle of a story
still says which story it belongs to.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.article import Article
from corpus.sentences import Span, sentences, trimmed

CountTokens = Callable[[Sequence[str]], list[int]]
"""Token counts of texts, without the special tokens that frame a sequence."""

TARGET_TOKENS = 160  # some 120 words; with the header, well within what encoders read
HEADER_TOKENS = 48  # a longer title is cut for the encoder, never for the reader
LEAST_TOKENS = HEADER_TOKENS + 16  # an encoder that reads less is of no use here
VERSION = 3  # of the way articles are cut; part of what an index is stamped with


@dataclass(frozen=True, slots=True)
class Passage:
    """``article.text[start:end]``, offsets in code points.

    The id is made from the article's id, the place and the words, so that a link to a
    passage that has since changed is known to be stale.
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str


def cut(article: Article, count: CountTokens, max_tokens: int) -> list[Passage]:
    """The passages of an article, in order; together they hold all of its words.

    Args:
        article: The article; its text is not changed.
        count: Token counts as the encoder sees them.
        max_tokens: The most tokens that a passage and its header may have together, at
            least ``LEAST_TOKENS``.
    """
    if max_tokens < LEAST_TOKENS:
        raise ValueError(f"passages need {LEAST_TOKENS} tokens, and only {max_tokens} are read")
    room = max_tokens - HEADER_TOKENS
    target = min(TARGET_TOKENS, room)
    spans = list(_fitting(article.text, list(sentences(article.text)), count, room))
    sizes = count([article.text[start:end] for start, end in spans])
    return [
        _passage(article, start, end)
        for start, end in _fitting(article.text, list(_pack(spans, sizes, target)), count, room)
    ]


def header(article: Article, count: CountTokens) -> str:
    """What the encoder reads before each passage: the title and the day.

    The line break that parts the two is counted: to some tokenizers it is a token.
    """
    title = " ".join(article.title.split())
    day = article.source.day
    suffix = f" ({day:%d %B %Y})" if day else ""
    while title and count([f"{title}{suffix}\n"])[0] > HEADER_TOKENS:
        title = title[: len(title) * 3 // 4].rstrip()
    return title + suffix


def _pack(spans: Sequence[Span], sizes: Sequence[int], target: int) -> Iterator[Span]:
    """Neighbouring sentences together, of even size, each at most ``target`` tokens."""
    if not spans:
        return
    left = sum(sizes)  # from the first sentence of the passage at hand
    share = _even_share(left, target)
    first, used = 0, 0
    for position, size in enumerate(sizes):
        over = used + size - share
        if used and (used + size > target or over > size / 2):
            yield spans[first][0], spans[position - 1][1]
            left -= used
            share = _even_share(left, target)
            first, used = position, 0
        used += size
    yield spans[first][0], spans[-1][1]


def _even_share(tokens: int, target: int) -> float:
    """Size of the passages that so many tokens make, none of them a stub."""
    return tokens / max(1, -(-tokens // target))


def _fitting(text: str, spans: Sequence[Span], count: CountTokens, room: int) -> Iterator[Span]:
    """The spans, those of more than ``room`` tokens cut further, at spaces where there are."""
    for (start, end), size in zip(
        spans, count([text[start:end] for start, end in spans]), strict=True
    ):
        if size <= room or end - start < 2:
            yield start, end
            continue
        middle = (start + end) // 2
        space = max(text.rfind(" ", start + 1, middle), text.rfind("\n", start + 1, middle))
        border = space if space > start else middle
        halves = [*trimmed(text, start, border), *trimmed(text, border, end)]
        yield from _fitting(text, halves, count, room)


def _passage(article: Article, start: int, end: int) -> Passage:
    text = article.text[start:end]
    digest = hashlib.sha256(f"{article.id}\0{start}\0{text}".encode()).hexdigest()[:16]
    return Passage(digest, article.id, start, end, text)
