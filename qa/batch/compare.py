"""Two runs over the same questions: what got better, what got worse, and is it chance.

Questions are paired by id, which is what makes small differences visible. For a metric
that is a mean over questions, the p-value is of the randomisation test (Fisher 1935; for
retrieval Smucker, Allan and Carterette 2007): under the null hypothesis each question's
difference could as well have the other sign. For AUROC, calibration and percentiles it
is read off the paired bootstrap. There are many metrics and most move together, so
verdicts keep the share of false ones below 5% (Benjamini and Hochberg 1995).
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import InputError
from index.arrays import Floats
from qa.batch.figures import LATENCY, Metric, metrics_of
from qa.batch.run_folder import RunFolder
from qa.batch.scoring import Score
from qa.metrics.bootstrap import Figure, bootstrap, resampled

ALPHA = 0.05
_RESAMPLES = 2000
_FLIPS = 9999
_CHUNK = 2_000_000
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric of both runs over the questions where both have it.

    ``change`` is B less A with its 95% interval; ``p`` is uncorrected and two-sided;
    ``verdict`` is 1 where B is better, -1 where it is worse, 0 where chance would do.
    """

    metric: str
    a: float
    b: float
    change: Figure
    p: float
    verdict: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing run B with run A.

    ``won`` are the ids of questions that B answers right and A does not, ``lost`` the
    other way round; ``unpaired`` counts the questions that only one of them has.
    """

    a: Path
    b: Path
    differences: Sequence[Difference]
    won: Sequence[str]
    lost: Sequence[str]
    paired: int
    unpaired: int

    def to_text(self) -> str:
        """A table for a terminal."""
        width = max(len(item.metric) for item in self.differences)
        marks = {1: "better", -1: "WORSE", 0: ""}
        lines = [
            f"A: {self.a}",
            f"B: {self.b}",
            f"{self.paired} questions in both"
            + (f", {self.unpaired} in one only and left out" if self.unpaired else ""),
            "",
            f"{'metric':{width}}  {'A':>9} {'B':>9} {'B - A':>9}  {'95% interval':>20}  {'p':>6}",
        ]
        lines += [
            f"{item.metric:{width}}  {item.a:9.3f} {item.b:9.3f} {item.change.value:+9.3f}  "
            f"[{item.change.low:+8.3f}, {item.change.high:+8.3f}]  {item.p:6.4f}  "
            f"{marks[item.verdict]}".rstrip()
            for item in self.differences
        ]
        lines += ["", *_listed("won", self.won), *_listed("lost", self.lost)]
        return "\n".join(lines)


def compare(
    run_a: str | Path, run_b: str | Path, *, seed: int = 0, resamples: int = _RESAMPLES
) -> Comparison:
    """Compare two finished runs, question by question.

    Args:
        run_a: Folder of the run to compare with.
        run_b: Folder of the run that is judged.
        seed: The same seed gives the same intervals and p-values.
        resamples: Of the bootstrap.

    Raises:
        InputError: A folder holds no finished run, or no question is in both.
    """
    a, b = RunFolder(Path(run_a)).read_scores(), RunFolder(Path(run_b)).read_scores()
    common = [name for name in a if name in b]
    if not common:
        raise InputError(
            f"{run_a} and {run_b}: no question id is in both; compare runs of the same questions"
        )
    pairs = [(a[name], b[name]) for name in common]
    measured = [
        found
        for metric in metrics_of(score for pair in pairs for score in pair)
        if (found := _measure(metric, pairs, resamples, seed)) is not None
    ]
    return Comparison(
        Path(run_a),
        Path(run_b),
        _with_verdicts(measured),
        won=[name for name in common if b[name].correct is True and a[name].correct is False],
        lost=[name for name in common if a[name].correct is True and b[name].correct is False],
        paired=len(common),
        unpaired=len(a) + len(b) - 2 * len(common),
    )


def fail_on_regression(comparison: Comparison) -> list[str]:
    """What got worse beyond chance, one line each; empty where nothing did.

    Latency is left out: it tells as much of the machine as of the run.
    """
    return [
        f"{item.metric} went from {item.a:.3f} to {item.b:.3f} (p = {item.p:.4f})"
        for item in comparison.differences
        if item.verdict < 0
    ]


def fail_under(run: str | Path, bounds: Iterable[tuple[str, float]]) -> list[str]:
    """Which of the bounds, each a metric and its value, a run misses, one line each.

    A metric fails below its value; one where less is better (errors, calibration error,
    latency) fails above it.

    Raises:
        InputError: The run has no such metric, or cannot be read.
    """
    folder = RunFolder(Path(run))
    scores = folder.read_scores().values()
    values = folder.read_values()
    better = {metric.name: metric.better for metric in metrics_of(scores)}
    missed = []
    for name, bound in bounds:
        _require_known(name, values)
        value, upper = values[name], better[name] < 0
        if value > bound if upper else value < bound:
            missed.append(f"{name} is {value:.3f}, {'above' if upper else 'under'} {bound:g}")
    return missed


def randomisation_test(differences: Floats, *, flips: int = _FLIPS, seed: int = 0) -> float:
    """Two-sided p-value of the paired randomisation test on the sum of differences.

    Args:
        differences: One a question, of shape (n,).
        flips: Random assignments of signs; the smallest p-value is 1 / (flips + 1).
        seed: The same seed gives the same p-value.
    """
    moved = differences[differences != 0]
    if not moved.size:
        return 1.0
    rng = np.random.default_rng(seed)
    # Rounding must not make a sum seem smaller than the very same sum.
    observed = abs(moved.sum()) * (1 - 1e-12)
    extreme, rows = 0, max(1, _CHUNK // moved.size)
    for start in range(0, flips, rows):
        signs = rng.integers(0, 2, (min(rows, flips - start), moved.size), dtype=np.int8) * 2 - 1
        extreme += int((np.abs(signs @ moved) >= observed).sum())
    return (extreme + 1) / (flips + 1)


def _measure(
    metric: Metric, pairs: Sequence[tuple[Score, Score]], resamples: int, seed: int
) -> tuple[Metric, Difference] | None:
    over = [(a, b) for a, b in pairs if metric.defined(a) and metric.defined(b)]
    if not over:
        return None
    of_a = metric.statistic([a for a, _ in over])
    of_b = metric.statistic([b for _, b in over])

    def change(counts: Floats) -> Floats:
        return of_b(counts) - of_a(counts)

    figure = bootstrap(change, len(over), resamples=resamples, seed=seed)
    if figure is None:
        return None
    ones = np.ones((1, len(over)))
    if all(metric.name in score.values for pair in over for score in pair):
        by_question = [b.values[metric.name] - a.values[metric.name] for a, b in over]
        p = randomisation_test(np.array(by_question), seed=seed)
    else:
        p = _bootstrap_p(resampled(change, len(over), resamples=resamples, seed=seed))
    return metric, Difference(metric.name, float(of_a(ones)[0]), float(of_b(ones)[0]), figure, p, 0)


def _bootstrap_p(draws: NDArray[np.float64]) -> float:
    """Two-sided: how often the difference, drawn again, falls on the other side of zero."""
    draws = draws[~np.isnan(draws)]
    tail = min(int((draws <= 0).sum()), int((draws >= 0).sum()))
    return min(1.0, 2 * (tail + 1) / (draws.size + 1))


def _with_verdicts(measured: Sequence[tuple[Metric, Difference]]) -> list[Difference]:
    """Benjamini and Hochberg over the metrics that have a better and a worse, latency aside."""
    judged = sorted(
        (
            (metric, item)
            for metric, item in measured
            if metric.better and not metric.name.startswith(LATENCY)
        ),
        key=lambda pair: pair[1].p,
    )
    beyond_chance = max(
        (
            position
            for position, (_, item) in enumerate(judged, start=1)
            if item.p <= ALPHA * position / len(judged)
        ),
        default=0,
    )
    verdicts = {
        item.metric: int(np.sign(item.change.value)) * metric.better
        for metric, item in judged[:beyond_chance]
    }
    return [
        Difference(item.metric, item.a, item.b, item.change, item.p, verdicts.get(item.metric, 0))
        for _, item in measured
    ]


def _require_known(name: str, known: Iterable[str]) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; metrics.json has the names"
        raise InputError(f"{name}: the run has no such metric{hint}")


def _listed(what: str, ids: Sequence[str]) -> list[str]:
    more = f" and {len(ids) - _LISTED} more" if len(ids) > _LISTED else ""
    names = f": {', '.join(ids[:_LISTED])}{more}" if ids else ""
    return [f"{len(ids)} questions {what}{names}"]
