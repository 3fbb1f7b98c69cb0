"""docs/speed.svg: how fast indexing and searching are by commit, beside other systems.

Made from the results of side_by_side.py over sixty articles, with no library; colours follow the
reader's light or dark mode. Runs on different processors are not joined by a line. `make chart`.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from results import RESULTS

CHART = Path(__file__).parent.parent / "docs" / "speed.svg"
ARTICLES = 60  # of the runs that are compared
_NAMES = {
    "newsdesk": "Newsdesk",
    "langchain": "LangChain",
    "llamaindex": "LlamaIndex",
    "haystack": "Haystack",
    "txtai": "txtai",
    "bare": "sentence-transformers + FAISS",
}
_LEFT, _RIGHT, _WIDTH, _HEIGHT = 70, 60, 760, 150  # of a panel, its axis not counted
_TOP, _STEP = 64, 228  # where the first panel begins, and how far the next is below
_STYLE = """
svg{font:13px system-ui,sans-serif;fill:#3d3d3a;--grid:#dddad2}
.s0{--c:#b3400a}.s1{--c:#1f6fb2}.s2{--c:#7a4fb5}.s3{--c:#0b7a5c}.s4{--c:#a3317d}.s5{--c:#6b6a65}
.grid{stroke:var(--grid)}.line{fill:none;stroke:var(--c);stroke-width:1.6}.dot{fill:var(--c)}
.line.s0{stroke-width:3}.value,.key{fill:var(--c)}.name{font-weight:600}
@media(prefers-color-scheme:dark){svg{fill:#d6d4cc;--grid:#45443f}
.s0{--c:#ff9a5c}.s1{--c:#6db4f2}.s2{--c:#b99af0}.s3{--c:#4fc9a4}.s4{--c:#ee86c8}.s5{--c:#a5a39b}}
"""


@dataclass(frozen=True, slots=True)
class Panel:
    """A figure of every run, by its name in the results."""

    figure: str
    title: str


PANELS = (
    Panel("characters_per_second", "Characters indexed a second"),
    Panel("search_ms_p50", "One search, median, in milliseconds"),
    Panel("questions_per_second", "Questions a second, many at once"),
)


def runs(folder: Path = RESULTS) -> list[dict[str, Any]]:
    """The runs that can be compared, the oldest first."""
    found = (json.loads(file.read_text("utf-8")) for file in folder.glob("*-side-by-side-*.json"))
    alike = [run for run in found if run["articles"] == ARTICLES and not _filled(run)]
    return sorted(alike, key=lambda run: str(run["when"]))


def draw(compared: Sequence[dict[str, Any]]) -> str:
    """The chart of these runs as SVG."""
    height = _TOP + len(PANELS) * _STEP
    title = f"Newsdesk and other systems over the same {ARTICLES} articles, by commit"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        f"<title>{title}</title><style>{_STYLE}</style>",
        *_keys(),
    ]
    for number, panel in enumerate(PANELS):
        parts += _panel(panel, compared, _TOP + number * _STEP)
    return "\n".join([*parts, "</svg>\n"])


def _filled(run: dict[str, Any]) -> bool:
    return run.get("filled_passages") is not None


def _keys() -> Iterable[str]:
    across = _LEFT
    for number, name in enumerate(_NAMES.values()):
        yield f'<circle class="dot s{number}" cx="{across}" cy="16" r="5"/>'
        yield f'<text class="key s{number}" x="{across + 9}" y="20">{escape(name)}</text>'
        across += 30 + 7 * len(name)


def _panel(panel: Panel, compared: Sequence[dict[str, Any]], top: int) -> Iterable[str]:
    measured = [run for run in compared if panel.figure in run["systems"]["newsdesk"]]
    yield f'<text class="name" x="{_LEFT}" y="{top}">{panel.title}</text>'
    every = [
        figures[panel.figure]
        for run in measured
        for figures in run["systems"].values()
        if panel.figure in figures
    ]
    highest = max(every, default=1)
    bottom = top + 12 + _HEIGHT

    def up(value: float) -> float:
        return round(bottom - value / highest * _HEIGHT, 1)

    def along(place: int) -> float:
        width = _WIDTH - _LEFT - _RIGHT
        return round(_LEFT + width * (place + 0.5) / len(measured), 1)

    for share in (0, 0.5, 1):
        value = share * highest
        yield f'<path class="grid" d="M{_LEFT} {up(value)}H{_WIDTH - _RIGHT}"/>'
        yield f'<text x="{_LEFT - 8}" y="{up(value) + 4}" text-anchor="end">{_short(value)}</text>'
    for place, run in enumerate(measured):
        when_and_commit = f"{run['when'][:10]} {escape(run['commit'].removesuffix('+changes'))}"
        for below, words in ((18, when_and_commit), (35, escape(_processor(run)))):
            at = f'x="{along(place)}" y="{bottom + below}"'
            yield f'<text {at} text-anchor="middle">{words}</text>'
    # Newsdesk last, on top of the others.
    for number, (system, name) in reversed(list(enumerate(_NAMES.items()))):
        seen = [
            (along(place), run["systems"][system][panel.figure], _processor(run))
            for place, run in enumerate(measured)
            if panel.figure in run["systems"].get(system, ())
        ]
        for _, alike in groupby(seen, itemgetter(2)):
            line = "L".join(f"{x} {up(value)}" for x, value, _ in alike)
            yield f'<path class="line s{number}" d="M{line}"/>'
        points = [(x, value) for x, value, _ in seen]
        for x, value in points:
            yield (
                f'<circle class="dot s{number}" cx="{x}" cy="{up(value)}" r="3.5">'
                f"<title>{escape(name)}: {_short(value)}</title></circle>"
            )
        if points and system == "newsdesk":
            x, value = points[-1]
            yield f'<text class="value s0" x="{x + 9}" y="{up(value) + 4}">{_short(value)}</text>'


def _processor(run: dict[str, Any]) -> str:
    return str(run["machine"]["processor"]).replace("(R)", "").removesuffix(" Processor")


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == 0 else f"{value:.1f}"


def main() -> int:
    compared = runs()
    CHART.write_text(draw(compared), "utf-8")
    print(f"{CHART}: {len(compared)} runs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
