"""Plain text, in whatever encoding.

The text of the article is the file's, code point for code point: newlines and blank
lines stay, and nothing is normalised. Only a byte order mark goes.
"""

from typing import Any

from charset_normalizer import from_bytes

from corpus.errors import InputError

_SHORT_TITLE = 100  # characters; a longer first line is a paragraph
# Those that browsers read. Others (of old Macs, of DOS) fit by accident far more often.
_ENCODINGS = [
    *("utf_16", "utf_32", "koi8_r", "koi8_u", "gb18030", "big5", "shift_jis", "cp932", "euc_jp"),
    *("iso2022_jp", "euc_kr", "cp949", "cp874"),
    *(f"cp{page}" for page in range(1250, 1259)),
    *(f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
]
_SAMPLE = 200_000  # bytes from which an unknown encoding is guessed


def text_row(data: bytes) -> dict[str, Any]:
    """A text file as an article row; its title is a short first line, or None.

    Raises:
        InputError: The bytes are no text.
    """
    text = decode(data)
    return {"title": short_first_line(text), "text": text}


def short_first_line(text: str) -> str | None:
    """The first line that is not blank, if it is short enough to be a title."""
    lines = text.lstrip().split("\n", 1)
    line = lines[0].strip()
    return line if 0 < len(line) <= _SHORT_TITLE else None


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8 where they are, else the encoding that fits best.

    Raises:
        InputError: No encoding fits, or the bytes are not text at all.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Guessed from the beginning: the guess takes long, and the whole file must
        # then decode without a single error anyway.
        best = from_bytes(data[:_SAMPLE], cp_isolation=_ENCODINGS).best()
        if best is None:
            raise InputError("the encoding is unknown; save the file as UTF-8") from error
        try:
            text = data.decode(best.encoding)
        except (UnicodeDecodeError, LookupError) as other:
            raise InputError(
                f"not text in UTF-8, nor all of it in {best.encoding}; save the file as UTF-8"
            ) from other
        text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise InputError("holds NUL characters, so it is not a text file")
    return text
