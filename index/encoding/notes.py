"""What was found out once on this machine and need not be found out again.

A check of a model takes seconds, so its result is noted in the user's cache folder, with the
state that it holds for. A note that is missing, damaged or of another state is made anew.
"""

import hashlib
import json
import logging
import os
from pathlib import Path

_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Where checks of models are remembered: $NEWSDESK_CACHE, or the user's cache folder."""
    named = os.environ.get("NEWSDESK_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "newsdesk"


def remembered(kind: str, state: str) -> float | None:
    """The value that was noted for this state; None where nothing is known of it."""
    try:
        note = json.loads(_note(kind, state).read_text())
        return float(note["value"]) if note["state"] == state else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # nothing is known yet, or the note is damaged: it is made again


def remember(kind: str, state: str, value: float) -> None:
    """Note a value for this state; where that is impossible the check is repeated."""
    note = _note(kind, state)
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        part = note.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps({"state": state, "value": value}))
        part.replace(note)
    except OSError as error:
        _log.info("%s: cannot be written (%s); the check is repeated next time", note, error)


def _note(kind: str, state: str) -> Path:
    return cache_folder() / f"{kind}-{hashlib.sha256(state.encode()).hexdigest()[:16]}.json"
