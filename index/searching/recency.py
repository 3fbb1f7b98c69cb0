"""How far an article's day speaks for it: news is asked about while it is new.

    exp(-age / 14 days), counted from the day of the question; 0 for the undated

A question that names another time (index/times.py) is answered by articles of that time as
often as by later ones that look back: then half of the sign goes to how near an article is to
that time, and a third remains to its age. The shares were chosen on questions that name a past
time, and on questions asked months later with their month named.

One that asks for the newest ("the latest on", "so far") weighs age twice as much, and on a scale
of a year besides, so that of two old articles the newer one comes first.
"""

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats
from index.times import Period

DAYS = 14.0
THEN, NOW = 0.5, 0.35
NEWEST, YEAR_SHARE = 2.0, 0.7


def recency(days: NDArray[np.int32], asked_on: int, period: Period | None = None) -> Floats:
    """The sign, 0 to 1 (``NEWEST`` where that is asked for), of passages published on ``days``.

    Args:
        days: ``date.toordinal``, 0 for the undated.
        asked_on: The day of the question, likewise.
        period: What time the question asks about, if it says so.
    """
    age = np.maximum(asked_on - days, 0)
    now = np.exp(-age / DAYS)
    if period is not None and period.past:
        first, last = period.first.toordinal(), period.last.toordinal()
        away = np.maximum(np.maximum(first - days, days - last), 0)
        now = np.maximum(NOW * now, THEN * np.exp(-away / DAYS))
    elif period is not None and period.newest:
        now = NEWEST * np.maximum(now, YEAR_SHARE * np.exp(-age / 365))
    return np.where(days == 0, 0.0, now)
