"""From the scores of single questions to the figures of a run.

Every metric is a rule which questions it is over and a statistic of those. The figure of
one run and the difference of two are the bootstrap of the same statistic.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.batch.scoring import Score
from qa.metrics import confidence
from qa.metrics.bootstrap import (
    Figure,
    Statistic,
    bootstrap,
    bootstrap_all,
    mean,
    percentile,
)

LATENCY = "latency_"
MODEL = "model_"  # calls and tokens of a language model, a question
_LOWER_IS_BETTER = ("error", "answered_unanswerable", "risk_coverage_area", "calibration_error")
_UNRANKED = ("answer_words", "answered")


@dataclass(frozen=True, slots=True)
class Metric:
    """A name, the questions it is over, and its statistic of their scores."""

    name: str
    defined: Callable[[Score], bool]
    statistic: Callable[[Sequence[Score]], Statistic]

    @property
    def better(self) -> int:
        """1 where more is better, -1 where less is, 0 where neither is a merit in itself."""
        if self.name in _UNRANKED:
            return 0
        is_cost = self.name in _LOWER_IS_BETTER or self.name.startswith((LATENCY, MODEL))
        return -1 if is_cost else 1


def figures(scores: Sequence[Score], *, seed: int = 0) -> dict[str, Figure]:
    """Every metric that is defined on at least one question, by name, as in metrics.json."""
    by_size: dict[int, dict[str, Statistic]] = {}
    metrics = metrics_of(scores)
    for metric in metrics:
        over = [score for score in scores if metric.defined(score)]
        if over:
            by_size.setdefault(len(over), {})[metric.name] = metric.statistic(over)
    found: dict[str, Figure] = {}
    for n, statistics in by_size.items():
        found |= bootstrap_all(statistics, n, seed=seed)
    return {metric.name: found[metric.name] for metric in metrics if metric.name in found}


def metrics_of(scores: Iterable[Score]) -> list[Metric]:
    """The metrics that these scores have values for, in the order in which they are shown."""
    names: dict[str, None] = {}
    stages: dict[str, None] = {}
    for score in scores:
        names.update(dict.fromkeys(score.values))
        stages.update(dict.fromkeys(score.timings_ms))
    latencies = [_latency(stage, q) for stage in stages for q in (50, 95)]
    return [*map(_mean, names), *_CONFIDENCE, *latencies]


def groups(scores: Iterable[Score], labels: Callable[[Score], Iterable[str]]) -> dict[str, Figure]:
    """Share of right answers by label, over the questions where it is known; largest first."""
    by_label: dict[str, list[float]] = {}
    for score in scores:
        if score.correct is not None:
            for label in labels(score):
                by_label.setdefault(label, []).append(float(score.correct))
    ordered = sorted(by_label.items(), key=lambda item: (-len(item[1]), item[0]))
    found = {label: bootstrap(mean(values), len(values)) for label, values in ordered}
    return {label: figure for label, figure in found.items() if figure is not None}


def to_json(found: Mapping[str, Figure]) -> dict[str, dict[str, float]]:
    """What metrics.json holds."""
    return {name: figure.to_dict() for name, figure in found.items()}


def known_confidences(scores: Iterable[Score]) -> tuple[list[float], list[float]]:
    """Confidence and correctness of all questions where correctness is known."""
    known = [score for score in scores if _has_verdict(score)]
    return [score.confidence for score in known], _correct(known)


def shown_confidences(scores: Iterable[Score]) -> tuple[list[float], list[float]]:
    """The same of the answers that were shown: what calibration is about."""
    return known_confidences(score for score in scores if _was_shown(score))


def _mean(name: str) -> Metric:
    return Metric(
        name,
        lambda score: name in score.values,
        lambda scores: mean([score.values[name] for score in scores]),
    )


def _latency(stage: str, q: int) -> Metric:
    return Metric(
        f"{LATENCY}{stage}_ms_p{q}",
        lambda score: stage in score.timings_ms,
        lambda scores: percentile([score.timings_ms[stage] for score in scores], q),
    )


def _has_verdict(score: Score) -> bool:
    return score.correct is not None


def _was_shown(score: Score) -> bool:
    return score.answered and score.correct is not None


def _confidence(scores: Iterable[Score]) -> list[float]:
    return [score.confidence for score in scores]


def _correct(scores: Iterable[Score]) -> list[float]:
    return [float(bool(score.correct)) for score in scores]


_CONFIDENCE = (
    Metric(
        "confidence_auroc",
        lambda score: score.answerable is not None,
        lambda scores: confidence.auroc(
            _confidence(scores), [float(bool(score.answerable)) for score in scores]
        ),
    ),
    Metric(
        "risk_coverage_area",
        _has_verdict,
        lambda scores: confidence.risk_coverage_area(_confidence(scores), _correct(scores)),
    ),
    Metric(
        "calibration_error",
        _was_shown,
        lambda scores: confidence.calibration_error(_confidence(scores), _correct(scores)),
    ),
)
