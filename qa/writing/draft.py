"""What a language model wrote -> sentences and the passages they cite.

Models cite in many ways and forget to; whatever has one reading only is brought to the form
that was asked for, and nothing is guessed: a number that no passage has is dropped, and a
sentence whose citations are missing is handed on without any.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import sentences
from qa.writing.prompt import NO_ANSWER, one_line

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^\s*```.*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]\[]*)\]\((?:[^()]|\([^()]*\))*\)|!?\[\[(\d+)\]\]\([^()]*\)")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s.*|(?:\*\*|__)?(?:short )?answer:?(?:\*\*|__)?:?\s*$)", re.I)
_PREFIX = re.compile(
    r"^\s*(?:(?:\*\*|__)?(?:final |short )?answer(?:\*\*|__)?:(?:\*\*|__)?\s+)", re.I
)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_WRAPPED = re.compile(r"(?<=[\w,;])[^\S\n]*\n(?=[a-z])")  # a line that goes on in the next
# Where a list of sources begins, the answer ends.
_SOURCES = re.compile(
    r"^\s*(?:#{1,6}\s*)?(?:\*\*|__)?(?:sources?|references?|citations?|passages?(?: cited)?)"
    r"(?:\*\*|__)?:?(?:\*\*|__)?\s*(?:\[|$)",
    re.I,
)
_LIST = r"\d{1,3}(?:\s*(?:[,;&]|and|-|–|—)\s*(?:passages?|sources?)?\s*#?\d{1,3})*"
_MARKS = (
    # 【3†source】, as some models were trained to cite
    re.compile(r"【\s*(\d{1,3})[^】]*】"),
    # [3], [^3], [1, 2], [1-3], [Passage 3], [sources 1 and 2], [#3], [3, Harbour Post]
    re.compile(
        rf"\[\s*\^?(?:(?:passages?|sources?|articles?|ref(?:erence)?s?|citations?|no\.?)\s*)?"
        rf"#?({_LIST})(?:\s*[,;:]\s*[^\]\d][^\]]*)?\s*\]",
        re.I,
    ),
    # (passage 3), (sources 1 and 2); a bare (3) may mean anything
    re.compile(rf"\(\s*(?:see\s+)?(?:passages?|sources?)\s*#?({_LIST})\s*\)", re.I),
)
_EMPTY = re.compile(r"\[\s*(?:citation needed|citations?|sources?|passages?|no|n|\?|x)?\s*\]", re.I)
_RANGE = re.compile(r"(\d+)\s*[-–—]\s*#?(\d+)")
_WIDEST = 12  # a range of more numbers is none
_SUPERSCRIPT = re.compile(r"(?<=[.,!?\"”’a-z)])[¹²³⁴-⁹⁰]+")
# A mark in its normal form, in characters that no text has.
_OPEN, _CLOSE = "\ue000", "\ue001"
_NORMAL = re.compile(rf"\s*{_OPEN}([\d,]*){_CLOSE}")
_LEADING = re.compile(rf"^((?:\s*{_OPEN}[\d,]*{_CLOSE})+)\s*:?\s*(?=\S)")


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
    found: list[Drafted] = []
    for line in _lines(_unwrapped(text)):
        found += _sentences(line, passages)
    if found and not whole:
        found.pop()
    return [each for each in found if any(char.isalnum() for char in each.text)]


def is_refusal(text: str) -> bool:
    """Whether the reply says, as it was told to, that the passages do not answer."""
    words = re.sub(r"[^A-Za-z ]", "", _unwrapped(text)).strip().upper()
    return words.startswith(NO_ANSWER) and len(words) < 4 * len(NO_ANSWER)


def _unwrapped(text: str) -> str:
    """The answer without what is thought aloud, fences, and a JSON object around it."""
    text = _FENCE.sub("", _THINKING.sub("", text)).strip()
    if text.startswith("{"):
        try:
            fields = json.loads(text)
        except ValueError:
            return text
        for name in ("answer", "text", "response"):
            if isinstance(fields.get(name), str):
                return str(fields[name])
    return text


def _lines(text: str) -> Iterator[str]:
    text = _WRAPPED.sub(" ", text)
    for line in text.splitlines():
        if _SOURCES.match(line):
            return
        if _HEADING.match(line):
            continue
        line = _BULLET.sub("", _PREFIX.sub("", line))
        line = _EMPHASIS.sub(r"\2", _LINK.sub(_link_text, line))
        if line := one_line(line):
            yield line


def _link_text(match: re.Match[str]) -> str:
    """[2](https://...) is a citation, [the report](https://...) are words."""
    words = match[1] or match[2] or ""
    return f"[{words}]" if words.strip().isdigit() else words


def _sentences(line: str, passages: int) -> Iterator[Drafted]:
    """The sentences of a line; a mark belongs to the sentence that it stands in or behind."""
    line = _SUPERSCRIPT.sub(lambda m: f"[{unicodedata.normalize('NFKC', m[0])}]", line)
    for form in _MARKS:
        line = form.sub(_normal, line)
    line = _EMPTY.sub("", line)
    leading = _LEADING.match(line)
    if leading and not _NORMAL.search(line, leading.end()):
        # "[2] The bridge was closed.": the mark stands before its sentence.
        line = line[leading.end() :] + leading[1]
    # Marks behind a full stop go before it, so that they stay with their sentence.
    line = re.sub(rf"([.!?…]+[\"'”’»)]*)((?:\s*{_OPEN}[\d,]*{_CLOSE})+)", r"\2\1", line)
    for start, end in sentences(line):
        said = line[start:end]
        numbers = [int(n) for m in _NORMAL.finditer(said) for n in m[1].split(",") if n]
        words = " ".join(_NORMAL.sub("", said).split())
        words = re.sub(r"\s+([.,;:!?])", r"\1", words)
        known = tuple(n for n in dict.fromkeys(numbers) if 1 <= n <= passages)
        # A bracketed number that is left is no citation, and must not look like one.
        words = words.replace("[", "(").replace("]", ")")
        yield Drafted(words, known)


def _normal(match: re.Match[str]) -> str:
    """A mark in any form to its normal form, with ranges written out."""
    numbers = map(int, re.findall(r"\d+", _RANGE.sub(_spread, match[1])))
    return f"{_OPEN}{','.join(map(str, numbers))}{_CLOSE}"


def _spread(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    if not first < last <= first + _WIDEST:
        return f"{first},{last}"
    return ",".join(map(str, range(first, last + 1)))
