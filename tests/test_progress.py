"""What a build says while it runs, on a terminal and elsewhere."""

import io
import time
from pathlib import Path

import pytest

from index.build import Summary
from qa.batch.progress import BuildProgress

DONE = Summary(
    added=3, unchanged=1, passages=1_500, characters=4_000, read_characters=5_000, seconds=40.0
)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be set by the test."""
    now = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_elsewhere_a_build_says_a_line_a_minute_and_a_short_one_nothing(clock: list[float]) -> None:
    stream = io.StringIO()
    shown = BuildProgress([], stream)
    lines = []
    for seconds in (0.0, 1.0, 59.9, 60.0, 100.0, 119.9, 120.5):
        clock[0] = 1_000.0 + seconds
        shown.show(DONE)
        lines.append(stream.getvalue().count("\n"))
    shown.end()
    assert lines == [0, 0, 0, 1, 1, 1, 2]
    assert stream.getvalue().count("\n") == 2


def test_a_line_tells_what_was_done_and_about_how_long_it_takes_still(
    clock: list[float], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("x" * 25_000)
    stream = io.StringIO()
    shown = BuildProgress([str(tmp_path)], stream)
    clock[0] += 60
    shown.show(DONE)
    assert stream.getvalue() == "4 articles, 1,500 passages, 100 characters/s, about 3 min left\n"


def test_where_nothing_is_new_the_time_left_is_that_of_reading(
    clock: list[float], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("x" * 50_000)
    stream = io.StringIO()
    shown = BuildProgress([str(tmp_path)], stream)
    clock[0] += 60
    shown.show(Summary(unchanged=1_000, read_characters=25_000, seconds=5.0))
    assert stream.getvalue().endswith("0 characters/s, about 5 s left\n")


def test_on_a_terminal_one_line_is_written_over_and_wiped(clock: list[float]) -> None:
    stream = _Terminal()
    shown = BuildProgress([], stream)
    shown.show(DONE)
    shown.show(DONE)
    assert stream.getvalue().count("\r\x1b[K4 articles, 1,500 passages, ") == 2
    shown.end()
    assert stream.getvalue().endswith("\r\x1b[K")
    assert "\n" not in stream.getvalue()
