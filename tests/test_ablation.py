"""What benchmarks switch off or put in its place is there."""

import importlib
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest

from index.searching.ranking import SIGNS

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def test_every_step_can_be_switched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    ablation = importlib.import_module("ablation")
    for steps in (ablation.WHOLE, *ablation.ON, *ablation.OFF):
        with ablation._switched(steps, np.ones(len(SIGNS))):  # fails where a name has moved
            pass


@pytest.mark.parametrize("file", sorted(BENCHMARKS.glob("*.py")), ids=lambda file: file.stem)
def test_what_a_benchmark_replaces_by_its_name_is_there(file: Path) -> None:
    for name in re.findall(r'\bpatch\("([\w.]+)"', file.read_text("utf-8")):
        pkgutil.resolve_name(name)
