"""The report of a run: one HTML file that asks nothing of the network.

What comes from questions and articles reaches the page in two ways only: through Jinja's
autoescape, and as JSON that the page's script turns into text nodes. The page's content
security policy allows its own style and script, by their hashes, and nothing else.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.findings import Rejected
from qa.batch.figures import LATENCY, groups, known_confidences, shown_confidences
from qa.batch.questions import Question
from qa.batch.run_folder import RunFolder
from qa.batch.scoring import Articles, Score
from qa.metrics import confidence
from qa.metrics.bootstrap import Figure, bootstrap_all, mean
from qa.report import plots
from qa.report.rows import row

_HERE = Path(__file__).parent
_GROUPS = 12
_MONTHS = 24
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}

# Name, heading, and what it says in the words of a reader; the first there are, are shown.
_HEADLINES = (
    ("answer_contained", "Right answers", "the gold answer stands in the answer shown"),
    ("choice_accuracy", "Right choices", "of multiple-choice questions"),
    ("article_hits_at_1", "Found first", "a relevant article at rank 1"),
    ("article_hits_at_10", "Found", "a relevant article among the first ten"),
    ("passage_hits_at_10", "Evidence found", "the gold answer in the first ten passages"),
    ("token_f1", "Short answer F1", "words shared with the gold answer"),
    ("citation_recall", "Sentences carried", "by what they cite"),
    ("citation_precision", "Citations needed", "of all citations"),
    ("quotes_exact", "Exact quotes", "to the character"),
    ("confidence_auroc", "Knows what it knows", "AUROC of the confidence, answerable or not"),
    ("answered_answerable", "Answered", "of the answerable questions"),
    ("answered_unanswerable", "Answered in vain", "of the unanswerable questions"),
)


def write_report(
    folder: RunFolder,
    figures: Mapping[str, Figure],
    scores: Sequence[Score],
    pairs: Iterable[tuple[Question, Mapping[str, Any]]],
    articles: Articles,
    *,
    rejected: Sequence[Rejected],
) -> None:
    """Write report.html of a run.

    Args:
        folder: Of the run.
        figures: Of the run, by name.
        scores: One a question.
        pairs: Questions and answers in the order of the scores; read as a stream.
        articles: Where the passages around quotes are looked up.
        rejected: Rows that could not be used.
    """
    rows = (
        Markup(_json(row(question, answer, score, articles)))
        for (question, answer), score in zip(pairs, scores, strict=True)
    )
    page = render(
        "page.html",
        title=f"Evaluation of {len(scores):,} questions",
        headlines=[
            (heading, words, figures[name])
            for name, heading, words in _HEADLINES
            if name in figures
        ],
        plots=_plots(figures, scores),
        figures=figures,
        failures=_failures(scores),
        kinds=sorted({score.kind for score in scores}),
        asked=len(scores),
        failed=sum(score.error is not None for score in scores),
        rejected=rejected,
        rows=rows,
    )
    folder.write(folder.report.name, page)


def render(template: str, **values: Any) -> Iterator[str]:
    """A page of this folder, in parts, its style and script within it."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = ((_HERE / name).read_text("utf-8") for name in ("page.css", "page.js"))
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}"
    return environment.get_template(template).generate(
        style=Markup(style), script=Markup(script), policy=Markup(policy), **values
    )


def _plots(figures: Mapping[str, Figure], scores: Sequence[Score]) -> list[tuple[str, str, Markup]]:
    """Heading, explanation and drawing of every plot that has something to show."""
    months = dict(sorted(groups(scores, lambda item: [item.month] if item.month else []).items()))
    drawn = [
        (
            "Hits by rank",
            "Questions with a relevant article, or with a passage that holds the gold answer, "
            "among the first k.",
            plots.hits_by_k(_hit_curves(scores)),
        ),
        (
            "Risk and coverage",
            "Errors if only the most confident share of the questions were answered.",
            plots.risk_coverage(confidence.curve(*known_confidences(scores))),
        ),
        (
            "Calibration",
            "Answers shown: how often they are right, by the confidence they state. "
            "Larger dots stand for more answers.",
            plots.calibration(confidence.reliability(*shown_confidences(scores))),
        ),
        (
            "Where wrong answers come from",
            "The first step between article and answer that failed.",
            plots.counts("Wrong answers by cause", _failures(scores)),
        ),
        (
            "Latency by stage",
            "Median / 95th percentile. Questions are searched for in groups: the time of a search "
            "is a question's share of its group's, less than one asked alone waits.",
            plots.latency(_latencies(figures)),
        ),
        (
            "Right answers by type of question",
            "With 95% intervals.",
            plots.shares("Right answers by type", groups(scores, lambda item: [item.kind])),
        ),
        (
            "Right answers by outlet",
            f"Outlets of the relevant articles, the {_GROUPS} with most questions.",
            plots.shares("Right answers by outlet", _first(groups(scores, _outlets), _GROUPS)),
        ),
        (
            "Right answers by month",
            f"Of the question, the last {_MONTHS}.",
            plots.shares("Right answers by month", dict(list(months.items())[-_MONTHS:])),
        ),
    ]
    return [item for item in drawn if item[2]]


def _hit_curves(scores: Sequence[Score]) -> dict[str, list[Figure]]:
    articles = [item.article_rank for item in scores if "article_hits_at_10" in item.values]
    passages = [item.passage_rank for item in scores if "passage_hits_at_10" in item.values]
    return {"articles": _hit_curve(articles), "passages": _hit_curve(passages)}


def _hit_curve(ranks: Sequence[int | None]) -> list[Figure]:
    statistics = {
        str(k): mean([float(rank is not None and rank <= k) for rank in ranks])
        for k in range(1, 11)
    }
    return list(bootstrap_all(statistics, len(ranks)).values())


def _latencies(figures: Mapping[str, Figure]) -> dict[str, tuple[float, float]]:
    median, high = "_ms_p50", "_ms_p95"
    return {
        name.removeprefix(LATENCY).removesuffix(median): (
            figure.value,
            figures[name.removesuffix(median) + high].value,
        )
        for name, figure in figures.items()
        if name.startswith(LATENCY) and name.endswith(median)
    }


def _failures(scores: Iterable[Score]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for score in scores:
        if score.failure:
            counts[score.failure] = counts.get(score.failure, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def _outlets(score: Score) -> tuple[str, ...]:
    return tuple(score.outlets)


def _first(found: Mapping[str, Figure], count: int) -> dict[str, Figure]:
    return dict(list(found.items())[:count])


def _json(value: Mapping[str, Any]) -> str:
    """JSON that can stand in a script element: nothing in it can close the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
