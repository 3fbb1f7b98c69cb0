"""Markdown with YAML front matter, and plain text.

The text of the article is the file's, code point for code point: newlines and blank
lines stay, and nothing is normalised. Only a byte order mark and the front matter go.
"""

import re
from typing import Any

import yaml
from charset_normalizer import from_bytes

from corpus.errors import InputError

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_FRONT_LIMIT = 100_000  # characters of YAML; its parser is slow, and no article has more
# Each character is read once: what may end a heading is cut off afterwards.
_HEADING = re.compile(r"^#{1,6}[ \t]++([^\n]{1,300})$", re.M)
_SHORT_TITLE = 100  # characters; a longer first line is a paragraph
_KEYS = ("id", "title", "url", "outlet", "published", "authors", "related")
# Those that browsers read. Others (of old Macs, of DOS) fit by accident far more often.
_ENCODINGS = [
    *("utf_16", "utf_32", "koi8_r", "koi8_u", "gb18030", "big5", "shift_jis", "cp932", "euc_jp"),
    *("iso2022_jp", "euc_kr", "cp949", "cp874"),
    *(f"cp{page}" for page in range(1250, 1259)),
    *(f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
]
_SAMPLE = 200_000  # bytes from which an unknown encoding is guessed


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML in which every scalar is text: ``title: 2023`` is the title "2023".

    Only the null forms keep their meaning, and no other type can be constructed.
    """

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge nothing: merges of merges grow beyond any memory, and no article has one."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith(":null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.yaml_constructors = {
    tag: yaml.SafeLoader.yaml_constructors[tag]
    for tag in (None, *(f"tag:yaml.org,2002:{kind}" for kind in ("null", "str", "seq", "map")))
}


def markdown_row(data: bytes, name: str) -> dict[str, Any]:
    """A Markdown file as an article row; ``name`` is the last resort for its title.

    Raises:
        InputError: The bytes are no text, or the front matter is no YAML mapping.
    """
    text = decode(data)
    row: dict[str, Any] = {}
    if match := _FRONT.match(text):
        row = _front_matter(match[1])
        text = text[match.end() :]
    if not row.get("title"):
        headings = (heading[1].rstrip(" \t#\r") for heading in _HEADING.finditer(text))
        row["title"] = next(filter(None, headings), name)
    return {**row, "text": text}


def text_row(data: bytes, name: str) -> dict[str, Any]:
    """A text file as an article row; its title is a short first line, else ``name``.

    Raises:
        InputError: The bytes are no text.
    """
    text = decode(data)
    return {"title": short_first_line(text) or name, "text": text}


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


def _front_matter(source: str) -> dict[str, Any]:
    if len(source) > _FRONT_LIMIT:
        raise InputError(f"front matter: longer than {_FRONT_LIMIT:,} characters")
    try:
        value = yaml.load(source, Loader=_PlainLoader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        # The last three escape from PyYAML for impossible characters and deep nesting.
        raise InputError(f"front matter: not YAML: {' '.join(str(error).split())}") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError("front matter: expected lines such as 'title: ...'")
    return {key: value[key] for key in _KEYS if key in value}
