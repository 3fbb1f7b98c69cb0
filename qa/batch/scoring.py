"""One question and its answer -> every metric of that question.

Works on the answer in the contract's form, as ``answer.to_dict()`` gives it and as
``answers.jsonl`` holds it, so that a score means the same in chat, in a batch, and when
an old run is scored again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from corpus.article import Article
from qa.asking.kinds import kind_of
from qa.batch.failures import Evidence, failure_of
from qa.batch.questions import Question
from qa.metrics import answers, citations, retrieval

Articles = Callable[[str], Article | None]
"""The article of an id, None where the index has none."""

_ARTICLE_DEPTHS = (1, 4, 10)
_PASSAGE_DEPTHS = (1, 5, 10, 20)
_NONE_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Score:
    """What one question contributes to the figures of a run.

    ``values`` holds one number a metric, where the metric is defined for this question.
    ``correct`` is whether what was shown is right, None where that cannot be known.
    ``article_rank`` and ``passage_rank`` are of the first relevant one, from 1.
    """

    id: str | int
    values: Mapping[str, float]
    confidence: float
    answered: bool
    answerable: bool | None
    correct: bool | None
    failure: str | None
    kind: str
    month: str | None
    outlets: tuple[str, ...] = ()
    article_rank: int | None = None
    passage_rank: int | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    error: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; ``Score(**row)`` reads it back."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @property
    def is_failure(self) -> bool:
        """Whether what was shown is known to be wrong."""
        return self.correct is False


def score(
    question: Question,
    answer: Mapping[str, Any],
    articles: Articles,
    *,
    supports: citations.Supports | None = None,
) -> Score:
    """All metrics of one question.

    Args:
        question: The row with what is known about the right answer.
        answer: The answer in the contract's form; ``error`` in it means that asking failed.
        articles: Where the text and the day of an article are looked up.
        supports: A further support check (a natural-language-inference model) for the
            citation metrics that end in ``_nli``.
    """
    evidence = _evidence(question, answer, articles)
    known = [article for name in question.relevant if (article := articles(name))]
    values = {"answered": float(answer["answered"]), "error": float("error" in answer)}
    values |= _article_values(question, evidence)
    values |= _passage_values(question, evidence)
    values |= _answer_values(question, answer)
    values |= _choice_values(question, answer)
    values |= _citation_values(answer, articles, supports)
    correct = _correct(question, answer)
    values |= _abstention_values(question, answer, correct)
    values |= _usage_values(answer)
    return Score(
        id=question.id,
        values=values,
        confidence=_confidence(question, answer),
        answered=answer["answered"],
        answerable=question.answerable,
        correct=correct,
        failure=failure_of(question, answer, evidence, known) if correct is False else None,
        kind=kind_of(question.text),
        month=_month(question, known),
        outlets=tuple(sorted({item.source.outlet for item in known if item.source.outlet})),
        article_rank=retrieval.first_relevant(evidence.relevant) if question.relevant else None,
        passage_rank=retrieval.first_relevant(evidence.holds_gold),
        timings_ms=_timings(answer["timings_ms"]),
        error=answer.get("error"),
    )


def _evidence(question: Question, answer: Mapping[str, Any], articles: Articles) -> Evidence:
    hits = sorted(answer["hits"], key=lambda hit: hit["rank"])
    ranked = retrieval.first_ranks(hit["article_id"] for hit in hits)
    holds_gold = [
        bool(question.golds)
        and (article := articles(hit["article_id"])) is not None
        and answers.contains(article.text[hit["start"] : hit["end"]], question.golds)
        for hit in hits
    ]
    return Evidence(hits, [name in question.relevant for name in ranked], holds_gold)


def _article_values(question: Question, evidence: Evidence) -> dict[str, float]:
    total = len(set(question.relevant))
    return _ranking("article", evidence.relevant, total, _ARTICLE_DEPTHS) if total else {}


def _passage_values(question: Question, evidence: Evidence) -> dict[str, float]:
    """A passage is relevant where a gold answer stands in it.

    How many such passages the index holds is not known; as in TREC's pooling, those
    that were retrieved at any depth are taken for all of them.
    """
    if not question.golds:
        return {}
    return _ranking("passage", evidence.holds_gold, sum(evidence.holds_gold), _PASSAGE_DEPTHS)


def _ranking(
    unit: str, relevant: Sequence[bool], total: int, depths: Sequence[int]
) -> dict[str, float]:
    return {
        **{f"{unit}_hits_at_{k}": retrieval.hits_at(relevant, k) for k in depths},
        **{f"{unit}_recall_at_{k}": retrieval.recall_at(relevant, total, k) for k in depths},
        f"{unit}_mrr_at_10": retrieval.reciprocal_rank_at(relevant, 10),
        f"{unit}_ndcg_at_10": retrieval.ndcg_at(relevant, total, 10),
        f"{unit}_map_at_10": retrieval.average_precision_at(relevant, total, 10),
    }


def _answer_values(question: Question, answer: Mapping[str, Any]) -> dict[str, float]:
    values = {}
    if answer["answered"]:
        values["answer_words"] = float(answers.word_count(answer["text"]))
    if question.golds:
        short, golds = answer["short_answer"] or "", question.golds
        shown = answer["answered"] and answers.contains(answer["text"], golds)
        values |= {
            "answer_contained": float(shown),
            "exact_match": answers.exact_match(short, golds),
            "token_f1": answers.token_f1(short, golds),
            "exact_match_realtimeqa": answers.exact_match(short, golds, answers.realtimeqa),
            "token_f1_realtimeqa": answers.token_f1(short, golds, answers.realtimeqa),
        }
    return values


def _choice_values(question: Question, answer: Mapping[str, Any]) -> dict[str, float]:
    golds = {answers.realtimeqa(gold) for gold in question.golds}
    right = [answers.realtimeqa(choice) in golds for choice in question.choices]
    # A failed question counts as wrong; an engine that does not choose is not measured.
    if True not in right or ("choice" not in answer and "error" not in answer):
        return {}
    gold, scores = right.index(True), answer.get("choice_scores", ())
    return {
        "choice_accuracy": float(answer.get("choice") == gold),
        "choice_accuracy_with_none": (
            answers.with_none_of_the_above(scores, gold, _NONE_THRESHOLD) if scores else 0.0
        ),
    }


def _citation_values(
    answer: Mapping[str, Any], articles: Articles, supports: citations.Supports | None
) -> dict[str, float]:
    if not answer["answered"]:
        return {}
    texts = [
        article.text if (article := articles(citation["article_id"])) else None
        for citation in answer["citations"]
    ]
    statements = citations.statements_of(answer)
    cited = [
        (sentence["text"], [text for i in sentence["evidence"] if (text := texts[i]) is not None])
        for sentence in answer["sentences"]
        if not sentence.get("struck")
    ]
    spans = [
        (citation["quote"], text, citation["start"], citation["end"])
        for citation, text in zip(answer["citations"], texts, strict=True)
    ]
    values = {
        "citation_recall": citations.citation_recall(statements),
        "citation_precision": citations.citation_precision(statements),
        "quotes_exact": citations.exact_quotes(spans),
        "quotations_verbatim": citations.verbatim_quotations(cited),
    }
    if supports is not None:
        values["citation_recall_nli"] = citations.citation_recall(statements, supports)
        values["citation_precision_nli"] = citations.citation_precision(statements, supports)
    return {name: value for name, value in values.items() if value is not None}


def _abstention_values(
    question: Question, answer: Mapping[str, Any], correct: bool | None
) -> dict[str, float]:
    values = {}
    if question.answerable is not None:
        # A failed question counts against the run on either side.
        failed = "error" in answer and not question.answerable
        side = "answerable" if question.answerable else "unanswerable"
        values[f"answered_{side}"] = float(answer["answered"] or failed)
    if answer["answered"] and correct is not None:
        values["answered_correct"] = float(correct)
    return values


def _usage_values(answer: Mapping[str, Any]) -> dict[str, float]:
    """What a language model was asked; nothing where none was."""
    usage = answer.get("usage")
    if not usage:
        return {}
    prompt, completion = usage["prompt_tokens"], usage["completion_tokens"]
    return {
        "model_calls": float(usage["calls"]),
        "model_prompt_tokens": float(prompt),
        "model_completion_tokens": float(completion),
        "model_tokens": float(prompt + completion),
    }


def _correct(question: Question, answer: Mapping[str, Any]) -> bool | None:
    if "error" in answer:
        return False
    if question.answerable is False:
        return not answer["answered"]
    if question.golds:
        return bool(answer["answered"]) and answers.contains(answer["text"], question.golds)
    return False if question.answerable and not answer["answered"] else None


def _confidence(question: Question, answer: Mapping[str, Any]) -> float:
    """As stated; of a failed question the one that counts as wrong."""
    if "error" in answer:
        return 1.0 if question.answerable is False else 0.0
    return float(answer["confidence"])


def _timings(stages: Mapping[str, float]) -> dict[str, float]:
    """The stages and their ``total``, which is their sum where the engine states none."""
    return {"total": round(sum(stages.values()), 1), **stages} if stages else {}


def _month(question: Question, known: Sequence[Article]) -> str | None:
    day = question.as_of or next((item.source.day for item in known if item.source.day), None)
    return f"{day:%Y-%m}" if day else None
