"""Opens files of named arrays, closed again whatever they turn out to be."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np


@contextmanager
def opened(path: Path) -> Iterator[Mapping[str, Any]]:
    """The arrays of a file that ``numpy.savez`` wrote, by name; each is read when it is asked for.

    Opened here and not by numpy, which leaves a file open that is no archive.

    Raises:
        OSError, ValueError, KeyError, BadZipFile: The file is not one of these.
    """
    with path.open("rb") as file, np.load(file, allow_pickle=False) as table:
        yield table
