"""What an article is, and how its identity is made."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from dateutil import parser as dateparser

from corpus.errors import InputError
from corpus.links import safe_url

_TIME = re.compile(r"\d:\d|\dT\d")
# A date of figures whose year stands last: with dots its day is first; with others nobody knows.
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_ESCAPED_AS_CODES = bytes(set(range(0x20)) - {ord("\n")})  # by json; one of them is rare
_DATE_CHARS = 100  # no date is longer, and its parser is slow
# The most code points of a field. A text of that many is a long novel and takes some two
# minutes to embed; the others stand in every answer and with every passage.
_MOST = {
    "id": 1_000,
    "title": 2_000,
    "text": 5_000_000,
    "outlet": 1_000,
    "url": 10_000,
    "authors": 10_000,
    "related": 100_000,
}
# The zones that RFC 822 names, in hours from UTC; other names mean several zones each.
_HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


@dataclass(frozen=True, slots=True)
class Related:
    """A source that an article itself names: another article, a document, a page."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from.

    ``published`` is ISO 8601: a day (``2023-01-05``), or a moment in UTC
    (``2023-01-05T17:30:00Z``) where the time was given. Either way its first ten
    characters are the UTC day.
    """

    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()

    @property
    def day(self) -> date | None:
        """The UTC day of publication, if it is known: the calendar's first year, which programs
        write for none, and its last one tell of no day."""
        day = date.fromisoformat(self.published[:10]) if self.published else None
        return day if day and date.min.year < day.year < date.max.year else None


@dataclass(frozen=True, slots=True)
class Article:
    """One article; ``text`` is what was read, code point for code point.

    All offsets in the project are code points into ``text``.
    """

    id: str
    title: str
    text: str
    source: Source = field(default_factory=Source)

    @property
    def hash(self) -> str:
        """Digest of everything in the article; it changes when anything does."""
        source = self.source
        return _digest(
            self.id,
            self.title,
            self.text,
            source.outlet,
            source.url,
            source.published,
            *source.authors,
            *((related.title, related.url) for related in source.related),
        )


def article_id(url: str | None, title: str, text: str) -> str:
    """The id of an article that brought none: from its url, else from its content."""
    return _digest(url) if url else _digest(title, text)


def parse_published(value: str) -> str:
    """Normalise a date as publishers write it to ``Source.published``.

    Takes ISO 8601, ``2023/01/05``, ``05.01.2023``, RFC 822 (feeds) and what dateutil
    understands without guessing a missing year, month or day, or which figure is which. A
    time without a zone, or with a name that means several zones, is taken as UTC.

    Raises:
        InputError: The value is no date.
    """
    value = value.strip()
    try:
        if len(value) > _DATE_CHARS:
            raise ValueError("too long")
        day_first = _day_first(value)
        # Parsed against two unlike defaults: a part that the value lacks would differ.
        moment, other = (
            dateparser.parse(value, default=default, tzinfos=_zone, dayfirst=day_first)
            for default in (datetime(2000, 1, 1), datetime(2004, 2, 2))
        )
        if moment.date() != other.date():
            raise ValueError("year, month or day is missing")
        has_time = _TIME.search(value) is not None
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, ArithmeticError, TypeError) as error:  # of decimal numbers, too
        raise InputError(
            f"published: {value[:40]!r} is not a date; write it as 2023-01-05"
        ) from error
    if not has_time:
        return moment.date().isoformat()
    return moment.replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def parse_day(value: str) -> date:
    """The UTC day of a date that is written in any way that ``parse_published`` takes.

    Raises:
        InputError: The value is no date.
    """
    return date.fromisoformat(parse_published(value)[:10])


def article_from_row(row: Mapping[str, Any]) -> Article:
    """One article from a row of the documented form (JSONL, Markdown front matter).

    An address that is no http(s) link is left out: whoever shows the article may link to it.

    Raises:
        InputError: A field is missing or of the wrong type; the message names it.
    """
    title = _text(row, "title") or ""
    text = _text(row, "text")
    if not text or not text.strip():
        raise InputError("text: missing or empty; every article needs its text")
    address = (_text(row, "url") or "").strip()
    published = row.get("published")
    identity = row.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int | None):
        raise InputError(f"id: expected a string, found {json_kind(identity)}")
    known = "" if identity is None else str(identity)
    if not title.strip():
        title = _first_line(text)
    article = Article(
        id=known or article_id(address if "." in address else None, title, text),  # not of "n/a"
        title=title,
        text=text,
        source=Source(
            outlet=(_text(row, "outlet") or "").replace("\0", "").strip() or None,  # see rows.py
            url=_link("url", address or None),
            published=parse_published(str(published)) if published not in (None, "") else None,
            authors=tuple(_names(row.get("authors"))),
            related=tuple(_related(item) for item in _list(row, "related")),
        ),
    )
    _require_sound(article)
    return article


def json_kind(value: Any) -> str:
    """What a value is called in JSON, for messages about it."""
    kinds = {type(None): "null", bool: "true or false", str: "a string", list: "a list"}
    return kinds.get(type(value), "an object" if isinstance(value, dict) else "a number")


def related_to_json(related: Related) -> dict[str, str | None]:
    """The form in which a related source is stored and shown."""
    return {"title": related.title, "url": related.url}


def _day_first(value: str) -> bool:
    """Whether a date of figures begins with its day.

    Raises:
        InputError: It may be two days: 05/03/2024 is in March in Britain, in May in America.
    """
    if (figures := _YEAR_LAST.search(value)) is None:
        return False
    sign, year = figures[2], figures[4]
    first, second = int(figures[1]), int(figures[3])
    swaps = sign != "." and first != second and max(first, second) <= 12
    if swaps or len(year) == 2:
        raise InputError(f"published: {value[:40]!r} may be several days; write it as 2023-01-05")
    return sign == "."


def _zone(name: str | None, offset: int | None) -> timezone:
    """The zone that a date names; the machine's own zone must not matter."""
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    return timezone(timedelta(hours=_HOURS.get(name or "", 0)))


def _text(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{key}: expected a string, found {json_kind(value)}")
    return value


def _list(row: Mapping[str, Any], key: str) -> list[Any]:
    value = row.get(key)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _names(value: Any) -> list[str]:
    if value is None:
        return []
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) for name in names):
        raise InputError("authors: expected a list of names")
    return [name.strip() for name in names if name.strip()]


def _related(item: Any) -> Related:
    if isinstance(item, str) and item.strip():
        return Related(title=item, url=safe_url(item))
    if isinstance(item, dict):
        url, title = item.get("url"), item.get("title")
        name = title or url
        if isinstance(name, str) and name.strip() and isinstance(url, str | None):
            return Related(title=name, url=_link("related", url))
    raise InputError('related: expected links or {"title", "url"} objects')


def _link(where: str, url: str | None) -> str | None:
    _require_text(where, url or "")
    return safe_url(url)


def _first_line(text: str) -> str:
    line = text.strip().splitlines()[0].strip()
    return line if len(line) <= 100 else line[:99].rsplit(" ", 1)[0] + "…"


def _require_sound(article: Article) -> None:
    """Every field of a length that can be handled, and of characters that can be stored."""
    source = article.source
    for where, value in (
        ("id", article.id),
        ("title", article.title),
        ("text", article.text),
        ("outlet", source.outlet or ""),
        ("authors", "".join(source.authors)),
        ("related", "".join(item.title + (item.url or "") for item in source.related)),
    ):
        _require_text(where, value)


def _require_text(where: str, value: str) -> None:
    if len(value) > _MOST[where]:
        raise InputError(
            f"{where}: {len(value):,} characters, and an article has at most "
            f"{_MOST[where]:,}; shorten it or split the article"
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"{where}: character {error.start} is half of a surrogate pair, "
            "which no text can hold; write the whole character"
        ) from error


def _digest(*parts: Any) -> str:
    canonical = b",".join(_json(part) for part in parts)
    return hashlib.sha256(b"[" + canonical + b"]").hexdigest()[:16]


def _json(part: Any) -> bytes:
    """The part as json writes it; a text in a quarter of the time that json takes."""
    if isinstance(part, str):
        raw = part.encode("utf-8", "surrogatepass")
        if len(raw.translate(None, _ESCAPED_AS_CODES)) == len(raw):
            for plain, escaped in (b"\\", rb"\\"), (b'"', rb"\""), (b"\n", rb"\n"):
                raw = raw.replace(plain, escaped)
            return b'"' + raw + b'"'
    written = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return written.encode("utf-8", "surrogatepass")
