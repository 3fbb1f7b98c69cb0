"""How a source is named and linked, wherever it is shown."""

from calendar import month_name
from collections.abc import Iterable
from html import escape
from urllib.parse import quote as percent_encode

from corpus.article import Source

_FRAGMENT_WORDS = 5  # at each end of a quotation too long to be written out


def origin(source: Source) -> str:
    """Outlet and day, as far as they are known: ``The Harbour Post, 30 October 2024``."""
    return _listed((source.outlet, day(source)))


def origin_html(source: Source) -> str:
    """The same as HTML: an outlet that is written from right to left turns nothing else around."""
    outlet = f"<bdi>{escape(source.outlet)}</bdi>" if source.outlet else ""
    return _listed((outlet, day(source)))


def day(source: Source) -> str:
    """The day of publication in words, or nothing."""
    return f"{source.day.day} {source.day:%B %Y}" if source.day else ""


def day_in_words(day: str) -> str:
    """A day, a month or a year as a reader writes it: 2024-10-30 is 30 October 2024."""
    year, month, day = (*day.split("-"), "", "")[:3]
    name = month_name[int(month)] if month.isdecimal() and 0 < int(month) < 13 else ""
    return " ".join(filter(None, (day.lstrip("0"), name, year)))


def text_fragment(url: str, quote: str) -> str:
    """``url`` such that a browser scrolls to ``quote`` (WICG, URL Fragment Text Directives)."""
    words = quote.split()
    if len(words) > 2 * _FRAGMENT_WORDS:
        ends = [words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]]
    else:
        ends = [words]
    # A bare hyphen or comma would be read as the directive's own.
    text = ",".join(percent_encode(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={text}" if words else url


def _listed(parts: Iterable[str | None]) -> str:
    return ", ".join(part for part in parts if part)
