"""What memory a process holds, and whether that grows."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np


def megabytes(pid: int) -> float:
    """What a process holds now (VmRSS); needs Linux."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def growth(memory: Sequence[float]) -> dict[str, float | bool]:
    """Megabytes in the first and in the last fifth, by their medians; flat up to 5%."""
    fifth = max(1, len(memory) // 5)
    first, last = float(np.median(memory[:fifth])), float(np.median(memory[-fifth:]))
    return {
        "first": round(first, 1),
        "last": round(last, 1),
        "most": round(max(memory), 1),
        "growth_percent": round(100 * (last / first - 1), 2),
        "flat": last <= 1.05 * first,
    }
