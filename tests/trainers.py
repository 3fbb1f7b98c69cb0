"""Scripts of benchmarks/ that train, as modules."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch


@contextmanager
def trainer(name: str) -> Iterator[Any]:
    """One of them, on one thread: beside other work more wait for each other."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent.parent / "benchmarks"))
        yield import_module(name)
    torch.set_num_threads(threads)
