"""Figures: means with their intervals, and where they are kept.

One JSON file a run, with what is needed to repeat it.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from qa.metrics.bootstrap import bootstrap, mean

RESULTS = Path(__file__).parent / "results"


def write_result(name: str, figures: dict[str, Any]) -> Path:
    """Write the figures of a run beside the commit, the command and the machine.

    Raises:
        ValueError: A figure is called as one of these is.
    """
    commit = _git("rev-parse", "--short", "HEAD")
    if _git("status", "--porcelain", "--untracked-files=no"):
        commit += "+changes"
    now = datetime.now(UTC)
    result = {
        "name": name,
        "when": now.isoformat(timespec="seconds"),
        "commit": commit,
        "command": " ".join(["python", *map(_without_folders, sys.argv)]),
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        },
    }
    if taken := sorted(result.keys() & figures):
        raise ValueError(f"{name}: figures called {', '.join(taken)}; put them under another name")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%d}-{name}-{commit}.json"
    path.write_text(json.dumps({**result, **figures}, indent=1, ensure_ascii=False) + "\n")
    return path


def means(columns: Mapping[str, Sequence[float] | NDArray[Any]]) -> dict[str, dict[str, Any]]:
    """The mean of each column, which has one value a question, with its interval, as in JSON.

    A column without values is left out.
    """
    figures = {name: bootstrap(mean(column), len(column)) for name, column in columns.items()}
    return {name: figure.to_dict() for name, figure in figures.items() if figure}


def _without_folders(argument: str) -> str:
    """An argument without the folders of this machine."""
    return Path(argument).name if Path(argument).is_absolute() else argument


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor()
