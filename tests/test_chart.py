"""The chart of results: which runs it compares, and that it draws what they measured."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def chart(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in ("chart", "results"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return import_module("chart")


def run(when: str, commit: str, **more: Any) -> dict[str, Any]:
    speed = {"characters_per_second": 1000, "search_ms_p50": 8.5, "questions_per_second": 250.0}
    others = {"characters_per_second": 500, "search_ms_p50": 17.0}
    systems = {"newsdesk": speed, "txtai": others}
    machine = {"processor": "AMD EPYC"}
    every = {"when": when, "commit": commit, "machine": machine, "articles": 60}
    return {**every, "systems": systems, **more}


def test_alike_runs_are_compared_in_their_order(chart: Any, tmp_path: Path) -> None:
    kept = [
        run("2024-01-03", "ccc"),
        run("2024-01-01", "aaa"),
        run("2024-01-02", "bbb", articles=12),
        run("2024-01-04", "ddd", filled_passages=37_000),
    ]
    for each in kept:
        file = tmp_path / f"{each['when']}-side-by-side-{each['commit']}.json"
        file.write_text(json.dumps(each))
    assert [each["commit"] for each in chart.runs(tmp_path)] == ["aaa", "ccc"]


def test_every_figure_is_a_dot_in_its_place(chart: Any) -> None:
    root = ElementTree.fromstring(chart.draw([run("2024-01-01", "a"), run("2024-01-03", "<c>")]))
    told = [text.text for text in root.iter(f"{SVG}text")]
    assert {panel.title for panel in chart.PANELS} < set(told)
    assert told.count("2024-01-03 <c>") == len(chart.PANELS)
    dots = [dot for dot in root.iter(f"{SVG}circle") if dot.find(f"{SVG}title") is not None]
    assert len(dots) == 2 * 2 * 2 + 2  # txtai has no figure for many questions
    heights = {dot.findtext(f"{SVG}title"): float(dot.attrib["cy"]) for dot in dots}
    # In one panel: half the figure is half as high above the foot, which is a grid line.
    foot = chart._TOP + 12 + chart._HEIGHT
    assert foot - heights["txtai: 500"] == pytest.approx((foot - heights["Newsdesk: 1,000"]) / 2)


def test_only_runs_on_one_processor_are_joined(chart: Any) -> None:
    other = {"processor": "Intel(R) Xeon(R) Processor"}
    compared = [
        run("2024-01-01", "a"),
        run("2024-01-02", "b"),
        run("2024-01-03", "c", machine=other),
    ]
    root = ElementTree.fromstring(chart.draw(compared))
    lines = [path.attrib["d"] for path in root.iter(f"{SVG}path") if "line" in path.attrib["class"]]
    assert sorted({line.count("L") for line in lines}) == [0, 1]
    assert "Intel Xeon" in {text.text for text in root.iter(f"{SVG}text")}


def test_without_runs_there_is_an_empty_frame(chart: Any) -> None:
    assert "circle" in chart.draw([])
