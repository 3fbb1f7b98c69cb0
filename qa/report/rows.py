"""What the report shows of one question: plain values, to be put into the page as text."""

from collections.abc import Mapping
from typing import Any

from corpus.article import Article
from corpus.links import safe_url
from qa.batch.questions import Question
from qa.batch.scoring import Articles, Score
from qa.metrics.answers import contains

_CONTEXT = 280  # characters on either side of a quote, where no passage frames it
_FOUND = 5


def row(
    question: Question, answer: Mapping[str, Any], score: Score, articles: Articles
) -> dict[str, Any]:
    """One line of the table and what opens under it.

    Only what explains a failure comes along with what was found and what should have
    been: at thousands of questions the page stays small enough to open.
    """
    shown = {
        "id": str(question.id),
        "question": question.text,
        "date": question.as_of.isoformat() if question.as_of else None,
        "history": [turn.question for turn in question.history],
        "standalone": answer["standalone_question"],
        "golds": list(question.golds),
        "answered": answer["answered"],
        "short": answer["short_answer"],
        "text": answer["text"],
        "confidence": answer["confidence"],
        "correct": score.correct,
        "failure": score.failure,
        "kind": score.kind,
        "rank": score.article_rank or score.passage_rank,
        "ms": score.timings_ms.get("total"),
        "sentences": [_sentence(sentence) for sentence in answer["sentences"]],
        "citations": [
            _citation(citation, answer, articles(citation["article_id"]))
            for citation in answer["citations"]
        ],
        "choices": [
            {"text": choice, "chosen": answer.get("choice") == position}
            for position, choice in enumerate(question.choices)
        ],
    }
    if score.is_failure:
        shown["found"] = _found(question, answer, articles)
        shown["expected"] = [
            article.title if (article := articles(name)) else f"{name} (not in the index)"
            for name in question.relevant
        ]
    return shown


def _sentence(sentence: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("text", "citations", "support")
    return {**{key: sentence[key] for key in keys}, "struck": sentence.get("struck", False)}


def _citation(
    citation: Mapping[str, Any], answer: Mapping[str, Any], article: Article | None
) -> dict[str, Any]:
    """The quote between what stands before and after it in its passage."""
    before = after = ""
    start, end = citation["start"], citation["end"]
    exact = article is not None and article.text[start:end] == citation["quote"]
    if article is not None and exact:
        low, high = next(
            (
                (hit["start"], hit["end"])
                for hit in answer["hits"]
                if hit["article_id"] == article.id and hit["start"] <= start <= end <= hit["end"]
            ),
            (max(0, start - _CONTEXT), end + _CONTEXT),
        )
        before, after = article.text[low:start], article.text[end:high]
    return {
        "number": citation["number"],
        "title": citation["title"],
        "outlet": citation["outlet"],
        "published": (citation["published"] or "")[:10],
        "url": safe_url(citation["url"]),
        "before": before,
        "quote": citation["quote"],
        "after": after,
        "exact": exact,
    }


def _found(
    question: Question, answer: Mapping[str, Any], articles: Articles
) -> list[dict[str, Any]]:
    found = []
    for hit in answer["hits"][:_FOUND]:
        article = articles(hit["article_id"])
        if article is not None:
            passage = article.text[hit["start"] : hit["end"]]
            found.append(
                {
                    "title": article.title,
                    "outlet": article.source.outlet,
                    "gold": contains(passage, question.golds),
                    "relevant": article.id in question.relevant,
                }
            )
    return found
