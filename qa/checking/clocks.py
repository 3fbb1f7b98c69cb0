"""The times of day in a text, in minutes after midnight."""

import re
from collections.abc import Iterator

from corpus.sentences import Span

CLOCK, O_CLOCK = "clock", "o'clock"  # the second of either half of the day
HALF_A_DAY = 12 * 60

_DIGITS = re.compile(
    r"\b(\d{1,2})(?:[:.](\d\d))?\s?(a\.?m\.?|p\.?m\.?)(?!\w)|\b(\d{1,2}):(\d\d)\b", re.I
)
_SPOKEN = re.compile(
    r"\b(\w{1,6})(?: o['’]clock)?"  # "eleven" is the longest hour
    r"(?P<late> (?:this|that|in the) (?:afternoon|evening)| o['’]clock at night)"
    r"|\b(?P<early>\w{1,6}) o['’]clock|\b(?P<named>noon|midday|midnight)\b",
    re.I,
)
_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_MORNING = re.compile(r"\b([a-z]{3,6}) (?:this|that|in the) morning\b", re.I)


def clocks(text: str) -> Iterator[tuple[int, str, Span]]:
    """Each time with its kind, ``CLOCK`` or ``O_CLOCK``, and where it stands."""
    for match in _SPOKEN.finditer(text):
        if match["named"]:
            yield (0 if match["named"].lower() == "midnight" else HALF_A_DAY), CLOCK, match.span()
        elif hour := _hour((match[1] or match["early"]).lower()):
            minutes = hour % 12 * 60 + (HALF_A_DAY if match["late"] else 0)
            yield minutes, CLOCK if match["late"] else O_CLOCK, match.span()
    for match in _DIGITS.finditer(text):
        if match[4]:
            yield int(match[4]) * 60 + int(match[5]), CLOCK, match.span()
        else:
            late = HALF_A_DAY if match[3].lower().startswith("p") else 0
            yield int(match[1]) % 12 * 60 + int(match[2] or 0) + late, CLOCK, match.span()
    for match in _MORNING.finditer(text):
        if hour := _hour(match[1].lower()):
            yield hour % 12 * 60, CLOCK, match.span()


def _hour(said: str) -> int:
    """The hour that a word or digits name, 1 to 12; 0 where they name none."""
    hour = int(said) if said.isdecimal() else said in _HOURS and _HOURS.index(said) + 1
    return int(hour) if 0 < hour <= len(_HOURS) else 0
