"""Why a question went wrong: the first step of the way from article to answer that failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.article import Article
from qa.batch.questions import Question


class Failure(StrEnum):
    """In the order in which the steps are taken."""

    ERROR = "error"
    WRONGLY_ANSWERED = "wrongly answered"
    NOT_IN_CORPUS = "not in corpus"
    NOT_RETRIEVED = "not retrieved"
    WRONGLY_DECLINED = "wrongly declined"
    NOT_QUOTED = "retrieved but not quoted"
    WRONG_SENTENCE = "wrong sentence"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was retrieved: ``relevant`` by article rank, ``holds_gold`` by hit."""

    hits: Sequence[Mapping[str, Any]]
    relevant: Sequence[bool]
    holds_gold: Sequence[bool]


def failure_of(
    question: Question, answer: Mapping[str, Any], evidence: Evidence, known: Sequence[Article]
) -> Failure:
    """The class of a question whose answer is wrong.

    - error: asking failed.
    - wrongly answered: the articles do not tell, and an answer was shown.
    - not in corpus: relevant articles are named, and none of them is in the index and
      published by the day as of which was asked.
    - not retrieved: no passage that was found holds a gold answer.
    - wrongly declined: one does, yet the question was declined.
    - retrieved but not quoted: one does, and no citation is taken from such a passage.
    - wrong sentence: a citation is, but of another sentence than the one that answers.

    Args:
        question: Its row.
        answer: The wrong answer, in the contract's form.
        evidence: What was retrieved.
        known: The question's relevant articles that the index holds.
    """
    if "error" in answer:
        return Failure.ERROR
    if question.answerable is False:
        return Failure.WRONGLY_ANSWERED
    if question.relevant and not any(_visible(article, question) for article in known):
        return Failure.NOT_IN_CORPUS
    if question.golds and not any(evidence.holds_gold):
        return Failure.NOT_RETRIEVED
    if not answer["answered"]:
        return Failure.WRONGLY_DECLINED
    good = [hit for hit, holds in zip(evidence.hits, evidence.holds_gold, strict=True) if holds]
    if any(_overlap(citation, hit) for citation in answer["citations"] for hit in good):
        return Failure.WRONG_SENTENCE
    return Failure.NOT_QUOTED


def _visible(article: Article, question: Question) -> bool:
    day = article.source.day
    return question.as_of is None or day is None or day <= question.as_of


def _overlap(citation: Mapping[str, Any], hit: Mapping[str, Any]) -> bool:
    return bool(
        citation["article_id"] == hit["article_id"]
        and citation["start"] < hit["end"]
        and hit["start"] < citation["end"]
    )
