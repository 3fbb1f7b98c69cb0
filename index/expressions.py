"""Expressions of time in English, and the days that they mean.

``grammar`` pairs patterns with what they mean: given the match and the day on which the
question is asked, the first and the last day, inclusive, or None where what is meant lies
ahead or is no day of the calendar. A month or a day without a year is the nearest one.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.parser import parse
from dateutil.relativedelta import relativedelta

Span = tuple[date, date]
Meaning = Callable[[re.Match[str], date], Span | None]
Grammar = tuple[tuple[re.Pattern[str], Meaning], ...]

MONTHS = (
    "january february march april may june july august september october november december"
).split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTH_NUMBER = {
    form: number
    for number, name in enumerate(MONTHS, 1)
    for form in (name, name[:3], "sept" if number == 9 else name)
}
"""From 1, by the name of a month and by its short forms."""

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_COUNTS = {word: number for number, word in enumerate(_NUMBERS, 1)}
_COUNTS |= {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 5}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first month
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

_MONTH = rf"(?:{'|'.join(sorted(map(re.escape, MONTH_NUMBER), key=len, reverse=True))})\.?"
_YEAR = r"(?:19|20)\d\d"
_COUNT = rf"(?:a |the )?(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})(?: of)?"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"
_DATE = (
    rf"\d{{4}}-\d\d-\d\d|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?(?![\d,.]\d)|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?"
)
# Monday and the like after one of these is no Monday of the calendar's, or all of them.
_NOT_BEFORE_A_DAY = frozenset(
    "black good super ash easter palm bloody cyber giving shrove fat holy every each".split()
)
# A year before a noun names something: "the 2024 race", "the 2023 fiscal year".
_ALONE = r"(?! *(?:fiscal|financial|tax|school|season)\b)(?![-–]\d)(?!\d)"
_POINT = rf"(?:{_DATE}|{_MONTH},? {_YEAR}|{_MONTH}(?: (?:of )?last year)?|{_YEAR})"


# ---------------------------------------------------------------- what the words mean


def _between(match: re.Match[str], as_of: date) -> Span | None:
    later = _point(match["to"], as_of)
    year = re.search(rf"{_YEAR}$", match["to"])
    words = match["from"]
    if year and not re.search(_YEAR, words):
        words = f"{words} {year[0]}"
    earlier = _point(words, later[1] if later else as_of)
    return (earlier[0], later[1]) if earlier and later else None


def _bounded(match: re.Match[str], as_of: date) -> Span | None:
    span = _point(match["point"], as_of)
    if span is None:
        return None
    since = match["bound"].casefold() in {"since", "after"}
    return (span[0], as_of) if since else (date.min, span[0] - timedelta(days=1))


def _at(match: re.Match[str], as_of: date) -> Span | None:
    return _point(match["point"], as_of)


def _point(words: str, as_of: date) -> Span | None:
    """The day, month or year that the words name; without a year the nearest one."""
    words = words.strip().casefold()
    if re.fullmatch(_YEAR, words):
        return _unit("year", date(int(words), 1, 1))
    if words.endswith("last year"):
        return _unit("month", date(as_of.year - 1, MONTH_NUMBER[words.split()[0]], 1))
    month = re.fullmatch(rf"(?P<month>{_MONTH}),?(?: (?P<year>{_YEAR}))?", words)
    if month:
        number = MONTH_NUMBER[month["month"].rstrip(".")]
        if month["year"]:
            return _unit("month", date(int(month["year"]), number, 1))
        return _unit("month", _nearest(lambda year: date(year, number, 1), as_of))
    day = parse(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|\.", "", words)).date()
    if not re.search(_YEAR, words):
        day = _nearest(lambda year: date(year, day.month, day.day), as_of)
    return day, day


def _nearest(of_year: Callable[[int], date], as_of: date) -> date:
    near = [of_year(as_of.year + shift) for shift in (-1, 0, 1)]
    return min(near, key=lambda day: abs((day - as_of).days))


def _relative(match: re.Match[str], as_of: date) -> Span | None:
    """This or last week, weekend, month, quarter, year or season; what comes next is none."""
    which, unit = match["which"].casefold(), match["unit"].casefold()
    if which in {"next", "coming"}:
        return None
    last = which not in {"this", "current"}
    if unit == "week" and which != "last" and which != "previous":
        return as_of - timedelta(days=6), as_of  # of a Monday's week there is little to tell
    if unit == "weekend":
        saturday = as_of - timedelta(days=(as_of.weekday() - 5) % 7)
        if last and as_of.weekday() >= 5:
            saturday -= timedelta(weeks=1)
        ahead = not last and 2 <= as_of.weekday() <= 4
        return None if ahead else (saturday, saturday + timedelta(days=1))
    if unit in _SEASONS:
        spans = [_three_months(as_of.year - back, _SEASONS[unit]) for back in (0, 1, 2)]
        if last:
            return next(span for span in spans if span[1] < as_of)
        return next((span for span in spans if span[0] <= as_of <= span[1]), spans[0])
    return _unit(unit, as_of - _units(unit, 1) if last else as_of)


def _rolling(match: re.Match[str], as_of: date) -> Span:
    """The last three weeks; the past year."""
    return as_of - _length(match), as_of


def _ago(match: re.Match[str], as_of: date) -> Span | None:
    """Three weeks ago: the three days before and after; two years ago: that year."""
    day = as_of - _length(match)
    unit = match["unit"].casefold()
    if unit == "week":
        return day - timedelta(days=3), day + timedelta(days=3)
    return _unit(unit, day)


def _length(match: re.Match[str]) -> relativedelta:
    said = (match["count"] or "one").casefold()
    return _units(match["unit"].casefold(), int(said) if said.isdigit() else _COUNTS[said])


def _units(unit: str, count: int) -> relativedelta:
    days = count * {"day": 1, "week": 7}.get(unit, 0)
    months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(unit, 0)
    return relativedelta(days=days, months=months)


def _weekday(match: re.Match[str], as_of: date) -> Span | None:
    before = match.string[: match.start()].split()[-1:]
    if before and before[0].casefold() in _NOT_BEFORE_A_DAY:
        return None
    day = as_of - timedelta(days=(as_of.weekday() - WEEKDAYS.index(match["day"].casefold())) % 7)
    which = (match["which"] or "").casefold().strip()
    ahead = which in {"next", "coming"} or (which == "this" and day != as_of)
    return None if ahead else (day, day)


def _daily(match: re.Match[str], as_of: date) -> Span:
    back = 1 if match[0].casefold() in {"yesterday", "last night"} else 0
    return (day := as_of - timedelta(days=back)), day


def _season(match: re.Match[str], as_of: date) -> Span:
    return _three_months(int(match["year"]), _SEASONS[match["season"].casefold()])


def _quarter(match: re.Match[str], as_of: date) -> Span:
    said = match["quarter"].casefold()
    return _three_months(int(match["year"]), 3 * (_QUARTERS.get(said) or int(said)) - 2)


def _three_months(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return first, first + relativedelta(months=3, days=-1)


def _decade(match: re.Match[str], as_of: date) -> Span:
    return date(int(match["decade"]), 1, 1), date(int(match["decade"]) + 9, 12, 31)


def _unit(unit: str, day: date) -> Span:
    """The calendar's day, week, month, quarter, year or decade that holds the day."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        first = day.replace(day=1)
        return first, first + relativedelta(months=1, days=-1)
    if unit == "quarter":
        return _three_months(day.year, (day.month - 1) // 3 * 3 + 1)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return date(day.year // 10 * 10, 1, 1), date(day.year // 10 * 10 + 9, 12, 31)


# ---------------------------------------------------------------- how it is said


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w,.-])(?:{pattern})(?![\w-])", re.IGNORECASE)


_WHICH = "(?P<which>this|last|past|previous|next|coming|current)"
_OVER = "(?:in |over |during |from )?the (?:last|past|previous)"
_UNITS = rf"(?P<unit>week|weekend|month|quarter|year|{'|'.join(_SEASONS)})"
_ALL_SEASONS = "|".join(_SEASONS)
# Longer expressions come first; what they take is not read again.
_DATED: Grammar = (
    (_words(rf"between (?P<from>{_POINT}) and (?P<to>{_POINT})"), _between),
    (_words(rf"from (?P<from>{_POINT}) (?:to|until|through) (?P<to>{_POINT})"), _between),
    (_words(rf"(?P<bound>since|after|before|until) (?P<point>{_POINT}){_ALONE}"), _bounded),
    (_words(rf"(?:the )?(?P<season>{_ALL_SEASONS})(?: of)? (?P<year>{_YEAR})"), _season),
    (_words(rf"Q(?P<quarter>[1-4]),? (?P<year>{_YEAR})"), _quarter),
    (
        _words(rf"the (?P<quarter>{'|'.join(_QUARTERS)}) quarter (?:of )?(?P<year>{_YEAR})"),
        _quarter,
    ),
    (_words(r"(?:in |during )?the (?P<decade>(?:19|20)\d0)s"), _decade),
    (_words(rf"(?:on |from |in )?(?P<point>{_DATE})"), _at),
    (_words(rf"(?:in |from )?(?:early |mid-|late )?(?P<point>{_MONTH},? {_YEAR})"), _at),
    (_words(rf"(?:in )?(?P<point>{_MONTH} (?:of )?last year)"), _at),
    (_words(rf"(?:in|during|from) (?:early |mid-|late )?(?P<point>{_MONTH})"), _at),
    (_words(rf"(?:in|during|throughout|of|from) (?:early |late )?(?P<point>{_YEAR}){_ALONE}"), _at),
)
_COUNTED: Grammar = (
    (_words(rf"{_COUNT} {_UNIT} ago"), _ago),
    (_words(rf"{_OVER} (?:{_COUNT} )?{_UNIT}(?! of\b)"), _rolling),
    (_words(rf"(?:last|past) {_COUNT} {_UNIT}"), _rolling),
    (_words(rf"(?:from )?{_WHICH} {_UNITS}"), _relative),
    (_words(r"(?-i:[Tt]oday|[Tt]onight|[Yy]esterday)|last night|this (?:morning|evening)"), _daily),
    (_words(rf"(?:on )?(?:{_WHICH} )?(?P<day>{'|'.join(WEEKDAYS)})"), _weekday),
)
# What each of these holds one of, in small letters; most questions hold none.
_YEAR_OR_MONTH = re.compile(rf"\d{{4}}|{'|'.join(name[:3] for name in MONTHS)}")
_TIME = re.compile(rf"day|week|month|quarter|year|decade|night|morning|evening|{_ALL_SEASONS}")


def grammar(question: str) -> Grammar:
    """The patterns to look for in a question, in this order, each with what it means."""
    said = question.casefold()
    dated = _DATED if _YEAR_OR_MONTH.search(said) else ()
    return (*dated, *_COUNTED) if _TIME.search(said) else dated
