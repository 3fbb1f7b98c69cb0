"""Plain text, in whatever encoding.

The text of the article is the file's, code point for code point: newlines and blank
lines stay, and nothing is normalised. Only a byte order mark goes.
"""

from typing import Any

from corpus.charsets import decode

_SHORT_TITLE = 100  # characters; a longer first line is a paragraph


def text_row(data: bytes) -> dict[str, Any]:
    """A text file as an article row; its title is a short first line, or None.

    Raises:
        InputError: The bytes are no text.
    """
    text = decode(data)
    return {"title": short_first_line(text), "text": text}


def short_first_line(text: str) -> str | None:
    """The first line that is not blank, if it is short enough to be a title."""
    line = next(iter(text.lstrip().splitlines()), "").strip()
    return line if 0 < len(line) <= _SHORT_TITLE else None
