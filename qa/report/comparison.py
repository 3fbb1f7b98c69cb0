"""The comparison of two runs as one HTML file, made like the report of a run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qa.batch.compare import Comparison
from qa.batch.figures import LATENCY, MODEL
from qa.batch.run_folder import RunFolder, writable
from qa.report import plots
from qa.report.page import render


def write_comparison(comparison: Comparison, path: str | Path) -> None:
    """Write the page; it shows the answers of both runs where one was right and one wrong.

    Args:
        comparison: Of two runs whose folders are still there.
        path: The HTML file to write; its folder must exist.

    Raises:
        InputError: The file cannot be written, or a run's answers cannot be read.
    """
    moved = {*comparison.won, *comparison.lost}
    answers_a, answers_b = (
        RunFolder(run).answers_to(moved) for run in (comparison.a, comparison.b)
    )

    def shown(ids: Sequence[str]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        return [(answers_a[name], answers_b[name]) for name in ids]

    # What is no share would press all that are onto the zero.
    shares = [
        item
        for item in comparison.differences
        if not item.metric.startswith((LATENCY, MODEL)) and item.metric != "answer_words"
    ]
    page = render(
        "comparison.html",
        title="Comparison of two runs",
        comparison=comparison,
        drawing=plots.differences((item.metric, item.change, item.verdict) for item in shares),
        won=shown(comparison.won),
        lost=shown(comparison.lost),
    )
    with writable(Path(path)), Path(path).open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(page)
