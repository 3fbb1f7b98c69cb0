"""What a visitor sends, checked on the server: the page's own limits bind nobody."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from corpus.errors import InputError
from index.types import Filters
from qa.typed import LONGEST_QUESTION

MAX_OUTLETS = 200


def checked_question(question: str) -> str:
    """The question without surrounding space.

    Raises:
        InputError: It is empty, or longer than ``LONGEST_QUESTION`` characters.
    """
    if not isinstance(question, str) or not question.strip():
        raise InputError("The question is empty. Type what you want to know.")
    question = question.strip()
    if len(question) > LONGEST_QUESTION:
        raise InputError(
            f"The question has {len(question):,} characters; at most {LONGEST_QUESTION:,} are "
            "read. Please shorten it to its point."
        )
    return question


def checked_filters(
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    outlets: Sequence[str] | None = None,
) -> Filters:
    """Filters from days written as 2024-10-30; empty fields restrict nothing.

    Without ``as_of``, recency counts from today (UTC).

    Raises:
        InputError: A field is no day, no list of names, or no day is left between two.
    """
    first, last = _day("since", since), _day("until", until)
    if first and last and first > last:
        raise InputError(
            f"No day lies between since {first} and until {last}. Swap them, or clear one."
        )
    names = [] if outlets is None else outlets
    if (
        not isinstance(names, list | tuple)
        or len(names) > MAX_OUTLETS
        or not all(isinstance(name, str) for name in names)
    ):
        raise InputError(f"outlets: expected a list of at most {MAX_OUTLETS} names")
    return Filters(
        since=first,
        until=last,
        outlets=frozenset(name.strip() for name in names if name.strip()),
        as_of=_day("as_of", as_of) or datetime.now(UTC).date(),
    )


def _day(field: str, value: str | None) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value.strip())
    except (ValueError, AttributeError) as error:
        raise InputError(
            f"{field}: {str(value)[:40]!r} is not a day; write it as 2024-10-30"
        ) from error
