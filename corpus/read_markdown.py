"""Markdown with YAML front matter -> the row of an article: its words as a reader sees them.

Signs that are for a renderer alone go (of headings, emphasis, links, quoted blocks, code), and so
do images; a link is kept among the related sources. All else stays code point for code point, so
that a file without such signs is read as it is.

Called in the parsing process (``corpus.parsing``), as no time is promised for every input.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from yaml.scanner import ScannerError

from corpus.charsets import decode
from corpus.errors import InputError
from corpus.links import named_sources

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_FRONT_LIMIT = 100_000  # characters of YAML; its parser is slow, and no article has more
_KEYS = ("id", "title", "url", "outlet", "published", "authors", "related")
_ALSO = {"date": "published", "author": "authors"}  # as Hugo, Jekyll and others write them
# Without any of these a text has neither headings nor anything that would go.
_SIGNS = re.compile(r"[*_`\[<>#&\\~]|^ {0,3}[=-]{2}", re.M)
_LONGEST = 5_000_000  # characters, parsed in ten seconds; a longer text keeps its signs
_LINE = re.compile(r"([^\r\n]*(?:\r\n?|\n|\Z))")  # as CommonMark has it; U+2028 ends none
_MARK = re.compile(r"[>#] ?")  # before what is quoted, and before a heading
_TITLE = 300  # characters; a longer heading is a paragraph
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[!/?a-zA-Z][^<>]*>", re.S)


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


def markdown_row(data: bytes) -> dict[str, Any]:
    """A Markdown file as an article row; without ``title`` where it has neither that nor a heading.

    Raises:
        InputError: The bytes are no text, or the front matter is no YAML mapping.
    """
    text = decode(data)
    row: dict[str, Any] = {"title": None}
    if match := _FRONT.match(text):
        row |= _front_matter(match[1])
        text = text[match.end() :]
    read = _Words(text)
    links = named_sources(read.links, row.get("url"))
    if links and isinstance(row.get("related") or [], list):
        row["related"] = [*(row.get("related") or []), *links]
    return {**row, "title": row["title"] or read.heading, "text": "".join(read.lines)}


class _Words:
    """What a reader sees of a Markdown text.

    Attributes:
        lines: Of the text, each with its end; what was taken from one leaves it shorter or empty.
        links: Addresses, each with the words that carry it; None where the words are the address.
        heading: The first one that has words, or None.
    """

    def __init__(self, text: str) -> None:
        self.lines: list[str] = [text]
        self.links: list[tuple[str | None, str]] = []
        self.heading: str | None = None
        if len(text) > _LONGEST or not _SIGNS.search(text):
            return
        self.lines = _LINE.findall(text)
        known: dict[str, Any] = {}
        tokens = MarkdownIt("commonmark").parse(text, known)
        for before, token in zip([None, *tokens], tokens, strict=False):
            self._read(token, before)
        for definition in known.get("references", {}).values():
            self._drop(*definition["map"])

    def _read(self, token: Token, before: Token | None) -> None:
        if token.map is None:
            return
        first, last = token.map
        if token.type == "inline":
            self._replace(token, before)
        elif token.type == "fence":
            self._drop(first, first + 1)
            if last - first > 1 + token.content.count("\n"):
                self._drop(last - 1, last)
        elif token.type == "blockquote_open":
            for number in range(first, last):
                if not self.lines[number].strip("> \t\r\n"):  # between two paragraphs
                    self._drop(number, number + 1)
        elif token.type == "hr":
            self._drop(first, last)
        elif token.type == "html_block":
            words = _TAG.sub("", token.content).strip("\n")
            self.lines[first] = words + _end(self.lines[last - 1])
            self.lines[first + 1 : last] = [""] * (last - first - 1)

    def _replace(self, token: Token, before: Token | None) -> None:
        assert token.map is not None
        first, last = token.map
        words = "".join(self._seen(token.children or []))
        line = self.lines[first]
        mark = line[: max(0, line.find(token.content.split("\n", 1)[0]))]
        kept = _MARK.sub("", mark)
        beneath = ""
        if before is not None and before.type == "heading_open":
            beneath = _end(line)
            _, last = before.map or token.map  # with the line beneath it
            title = " ".join(words.split())
            if self.heading is None and len(title) <= _TITLE and re.search(r"\w", title):
                self.heading = title
        elif words == token.content and kept == mark:
            return
        self.lines[first] = kept + words + _end(self.lines[last - 1]) + beneath
        self.lines[first + 1 : last] = [""] * (last - first - 1)

    def _seen(self, children: Sequence[Token]) -> Iterator[str]:
        """The words of a block, and its links."""
        carrying: list[str] = []
        address = None  # of the link that is open
        for child in children:
            words = ""
            if child.type in ("text", "text_special", "code_inline"):
                words = child.content
            elif child.type in ("softbreak", "hardbreak"):
                words = "\n"
            elif child.type == "link_open":
                # What is an address in the text names nothing.
                carrying, address = [], None if child.markup else str(child.attrGet("href"))
            elif child.type == "link_close":
                self.links.append((address, "".join(carrying)))
            carrying.append(words)
            yield words

    def _drop(self, first: int, last: int) -> None:
        """Leave nothing of these lines but their ends."""
        self.lines[first:last] = map(_end, self.lines[first:last])


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _front_matter(source: str) -> dict[str, Any]:
    if len(source) > _FRONT_LIMIT:
        raise InputError(f"front matter: longer than {_FRONT_LIMIT:,} characters")
    try:
        value = yaml.load(source, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        # A quote that is never closed is noticed at the end, and begins in the context.
        mark = (error.context_mark if isinstance(error, ScannerError) else None) or (
            error.problem_mark
        )
        assert mark is not None
        raise InputError(
            f"front matter: line {mark.line + 2} of the file is not YAML "
            f"({error.problem}); a value with a colon or a quote in it needs quotes around it"
        ) from error
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        # The last three escape from PyYAML for impossible characters and deep nesting.
        raise InputError(f"front matter: not YAML: {' '.join(str(error).split())}") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError("front matter: expected lines such as 'title: ...'")
    value |= {key: value[name] for name, key in _ALSO.items() if name in value and key not in value}
    return {key: value[key] for key in _KEYS if key in value}
