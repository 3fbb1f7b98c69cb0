"""Whether what is cited carries what is said, after ALCE (Gao et al. 2023).

A statement is one sentence of an answer; its citations are the spans quoted for it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.metrics.answers import matching

Supports = Callable[[str, Sequence[str]], bool]
"""(sentence, quotes) -> whether the quotes, taken together, support the sentence."""

CARRIED = frozenset({"quoted", "supported"})

_QUOTATION = re.compile(r'"([^"]+)"|“([^“”]+)”|«([^«»]+)»')
_EDITED = re.compile(r"\[[^\]]*\]|…|\.\.\.")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, the quotes it cites, and the label the answer gave it."""

    text: str
    quotes: tuple[str, ...]
    support: str


def words_stand_in(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether every word of the sentence stands in the quotes.

    The support check that needs no model: exact for quoted sentences, strict for others.
    """
    return set(matching(sentence).split()) <= set(matching(" ".join(quotes)).split())


def citation_recall(
    statements: Sequence[Statement], supports: Supports | None = None
) -> float | None:
    """Share of the sentences that are supported by all they cite together.

    By ``supports`` where it is given, else by the labels of the answer: quoted and
    supported count. A sentence without a citation is not supported. None without sentences.
    """
    if not statements:
        return None
    return sum(_carried(statement, supports) for statement in statements) / len(statements)


def citation_precision(
    statements: Sequence[Statement], supports: Supports | None = None
) -> float | None:
    """Share of the citations that are needed.

    A citation counts where its sentence is supported and the citation is not irrelevant;
    it is irrelevant where it does not support the sentence alone and the others support
    it without. Without ``supports``, the labels decide over the sentence and
    ``words_stand_in`` over parts of its quotes. None without citations.
    """
    total = sum(len(statement.quotes) for statement in statements)
    if not total:
        return None
    parts = supports or words_stand_in
    precise = 0
    for statement in statements:
        if _carried(statement, supports):
            precise += sum(
                _needed(statement, position, parts) for position in range(len(statement.quotes))
            )
    return precise / total


def exact_quotes(spans: Iterable[tuple[str, str | None, int, int]]) -> float | None:
    """Share of citations whose quote is the article's text at start:end, to the character.

    Args:
        spans: Quote, text of its article (None where it is gone), start and end.
    """
    exact = [text is not None and text[start:end] == quote for quote, text, start, end in spans]
    return sum(exact) / len(exact) if exact else None


def verbatim_quotations(
    statements: Iterable[tuple[str, Sequence[str]]],
) -> float | None:
    """Share of the quotations inside sentences that stand in a cited article as they are.

    Only what is in double quotation marks counts; square brackets and ellipses are an
    editor's and divide a quotation into parts, each of which must stand there.

    Args:
        statements: Each sentence with the texts of the articles that it cites.
    """
    verdicts = [
        any(all(part in text for part in parts) for text in texts)
        for sentence, texts in statements
        for parts in map(_parts, _quotations(sentence))
        if parts
    ]
    return sum(verdicts) / len(verdicts) if verdicts else None


def statements_of(answer: Mapping[str, object]) -> list[Statement]:
    """The sentences of an answer in the contract's form, struck ones left out."""
    citations = answer["citations"]
    sentences = answer["sentences"]
    assert isinstance(citations, list) and isinstance(sentences, list)
    return [
        Statement(
            sentence["text"],
            tuple(citations[position]["quote"] for position in sentence["evidence"]),
            sentence["support"],
        )
        for sentence in sentences
        if not sentence.get("struck")
    ]


def _carried(statement: Statement, supports: Supports | None) -> bool:
    if not statement.quotes:
        return False
    if supports is None:
        return statement.support in CARRIED
    return supports(statement.text, statement.quotes)


def _needed(statement: Statement, position: int, supports: Supports) -> bool:
    quotes = statement.quotes
    if len(quotes) == 1:
        return True
    others = quotes[:position] + quotes[position + 1 :]
    return supports(statement.text, quotes[position : position + 1]) or not supports(
        statement.text, others
    )


def _quotations(sentence: str) -> list[str]:
    return ["".join(groups) for groups in _QUOTATION.findall(sentence)]


def _parts(quotation: str) -> list[str]:
    return [part.strip() for part in _EDITED.split(quotation) if part.strip()]
