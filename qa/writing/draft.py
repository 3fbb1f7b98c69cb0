"""What a language model wrote -> sentences and the passages they cite.

Models cite in many ways and forget to; whatever has one reading only is brought to the form
that was asked for, and nothing is guessed: a number that no passage has is dropped, and a
sentence whose citations are missing is handed on without any.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import sentences
from qa.writing.layout import lines

_NAME = r"(?:passages?|sources?|articles?|ref(?:erence)?s?|citations?|doc(?:ument)?s?|no\.?|p\.?)"
_LIST = r"\d{1,3}(?:\s*(?:[,;&]|and|-|–|—)\s*(?:passages?|sources?)?\s*#?\d{1,3})*"
_MARKS = (
    # 【3†source】, as some models were trained to cite; [3†source]
    re.compile(rf"【\s*({_LIST})[^】]{{0,99}}】|\[({_LIST})†[^\]]{{0,99}}\]"),
    # [3], [^3], [1, 2], [1-3], [Passage 3], [sources 1 and 2], [#3], [3, Harbour Post]
    re.compile(
        rf"\[\s*\^?(?:{_NAME}\s*)?#?({_LIST})(?:\s*[,;:]\s*[^\]\d][^\]]{{0,99}})?\s*\]", re.I
    ),
    # (passage 3), (sources 1 and 2)
    re.compile(rf"\(\s*(?:see\s+)?(?:passages?|sources?)\s*#?({_LIST})\s*\)", re.I),
)
# A bare (3) may mean anything, but not in a reply that cites in no other way.
_BARE = re.compile(r"\((\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\)(?=\s*[.!?]?(?:\s|$))")
_EMPTY = re.compile(r"\[\s*(?:citation needed|citations?|sources?|passages?|no|n|\?|x)?\s*\]", re.I)
_RANGE = re.compile(r"(\d+)\s*[-–—]\s*#?(\d+)")
_WIDEST = 12  # a range of more numbers is none
# Not of km², s² and x²: behind letters only where they are a word.
_SUPERSCRIPT = re.compile(r"(?:(?<=[.,!?\"”’)])|(?<=[a-z]{3}))[¹²³⁴-⁹⁰]+")
# A mark in its normal form, in characters that no text has.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = rf"{_OPEN}[\d,]*{_CLOSE}"
_NORMAL = re.compile(rf"\s*{_OPEN}([\d,]*){_CLOSE}")
_LEADING = re.compile(rf"^((?:\s*{_MARK})+)\s*:?\s*(?=\S)")
# Words and signs that belong to marks: "[1], [2] and [3]", "(Source: [1])", "according to [1]".
_JOINED = re.compile(rf"(?<={_CLOSE})\s*(?:[,;&]|,?\s*and)\s*(?={_OPEN})")
_ENCLOSED = re.compile(rf"[(\[]\s*(?:see\s+)?(?:{_NAME}\s*:?\s*)?((?:{_MARK}\s*)+)[)\]]", re.I)
_FROM = r"(?:according to|as (?:reported|stated|noted|described) (?:in|by))"
_FROM_FIRST = re.compile(rf"^\s*{_FROM}((?:\s*{_MARK})+)\s*,?\s*(\w)", re.I)
_FROM_LAST = re.compile(rf",?\s*{_FROM}(?=\s*{_MARK})", re.I)
_BEHIND = re.compile(
    rf"([.!?…。！？]+[\"'”’»)」]*)((?:\s*{_MARK})+)(?:\s*\.(?=\s|$))?"  # or a stop on both sides
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence without marks, and the numbers of the passages that it cites, in order."""

    text: str
    numbers: tuple[int, ...]


def read_draft(text: str, passages: int, *, whole: bool = True) -> list[Drafted]:
    """The sentences of a reply.

    Args:
        text: What the model wrote, so far or in full.
        passages: How many there were; they are numbered from 1.
        whole: Whether the reply has come to its end; else a last sentence that may still
            grow is left out.
    """
    written = [_marked(line) for line in lines(text)]
    if not any(_OPEN in line for line in written):
        written = [_BARE.sub(lambda match: _bare(match, passages), line) for line in written]
    found = [each for line in written for each in _sentences(line, passages)]
    if found and not whole:
        found.pop()
    return [each for each in found if any(char.isalnum() for char in each.text)]


def _marked(line: str) -> str:
    """The line with the marks in it brought to their normal form."""
    line = _SUPERSCRIPT.sub(lambda m: f"[{unicodedata.normalize('NFKC', m[0])}]", line)
    for form in _MARKS:
        line = form.sub(_normal, line)
    return _ENCLOSED.sub(r"\1", _JOINED.sub("", _EMPTY.sub("", line)))


def _sentences(line: str, passages: int) -> Iterator[Drafted]:
    """The sentences of a line; a mark belongs to the sentence that it stands in or behind."""
    leading = _LEADING.match(line)
    if leading and not _NORMAL.search(line, leading.end()):
        # "[2] The bridge was closed.": the mark stands before its sentence.
        line = line[leading.end() :] + leading[1]
    # Marks behind a full stop go before it, so that they stay with their sentence.
    line = _BEHIND.sub(r"\2\1 ", line)
    for start, end in sentences(line):
        said = _FROM_FIRST.sub(lambda m: m[1] + m[2].upper(), line[start:end])
        said = _FROM_LAST.sub("", said)
        numbers = [int(n) for m in _NORMAL.finditer(said) for n in m[1].split(",") if n]
        words = " ".join(_NORMAL.sub("", said).split())
        words = re.sub(r"\s+([.,;:!?])(?!\d)", r"\1", words)  # "rose .5 points" keeps its blank
        known = tuple(n for n in dict.fromkeys(numbers) if 1 <= n <= passages)
        # A bracketed number that is left is no citation, and must not look like one.
        words = words.replace("[", "(").replace("]", ")")
        yield Drafted(words, known)


def _normal(match: re.Match[str]) -> str:
    """A mark in any form to its normal form, with ranges written out."""
    written = next(group for group in match.groups() if group)
    numbers = map(int, re.findall(r"\d+", _RANGE.sub(_spread, written)))
    return f"{_OPEN}{','.join(map(str, numbers))}{_CLOSE}"


def _bare(match: re.Match[str], passages: int) -> str:
    """A bracketed number as a mark, where it can be one."""
    can_be = all(1 <= int(number) <= passages for number in re.findall(r"\d+", match[1]))
    return _normal(match) if can_be else match[0]


def _spread(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    if not first < last <= first + _WIDEST:
        return f"{first},{last}"
    return ",".join(map(str, range(first, last + 1)))
