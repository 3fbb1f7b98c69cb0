"""How far a build is: a line on a terminal; elsewhere a line a minute, after the first one."""

import struct
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from index.build import Summary

_ELSEWHERE_SECONDS = 60.0


class BuildProgress:
    """Shows articles, characters a second and, where sizes tell, the time left."""

    def __init__(self, sources: Iterable[str], stream: TextIO) -> None:
        self._stream = stream
        self._total = sum(map(_characters, sources))
        self._last = time.monotonic()  # so that a short build says nothing elsewhere
        self._shown = False

    def show(self, summary: Summary) -> None:
        """Show what was done so far."""
        on_terminal = self._stream.isatty()
        now = time.monotonic()
        if not on_terminal and now - self._last < _ELSEWHERE_SECONDS:
            return
        self._last, self._shown = now, on_terminal
        seconds = max(summary.seconds, 1e-6)
        line = (
            f"{summary.added + summary.changed + summary.unchanged:,} articles, "
            f"{summary.passages:,} passages, {summary.characters / seconds:,.0f} characters/s"
        )
        # By what was read, new or not: what did not change takes next to no time.
        left = self._total - summary.read_characters
        if self._total and left > 0 and summary.read_characters:
            line += f", about {_duration(left * seconds / summary.read_characters)} left"
        self._stream.write(f"\r\x1b[K{line}" if on_terminal else f"{line}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the line on a terminal clean."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def _characters(source: str) -> int:
    """Roughly how much text a source holds; 0 where its size does not tell."""
    path = Path(source)
    try:
        if path.is_dir():
            return sum(_characters(str(file)) for file in path.rglob("*") if file.is_file())
        if path.suffix == ".gz":
            with path.open("rb") as file:
                file.seek(-4, 2)
                # The last four bytes hold the uncompressed size (RFC 1952).
                return int(struct.unpack("<I", file.read(4))[0])
        return path.stat().st_size if path.suffix in {".jsonl", ".json", ".md", ".txt"} else 0
    except OSError:
        return 0  # an estimate only: what cannot be read is reported by the readers


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
