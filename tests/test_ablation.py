"""The steps that the ablation switches off are there to be switched off."""

import importlib
from pathlib import Path

import numpy as np
import pytest

from index.ranking import SIGNS

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def test_every_step_can_be_switched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    ablation = importlib.import_module("ablation")
    for steps in (ablation.WHOLE, *ablation.ON, *ablation.OFF):
        with ablation._switched(steps, np.ones(len(SIGNS))):  # fails where a name has moved
            pass
