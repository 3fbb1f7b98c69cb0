"""What a language model wrote -> lines of plain words, its citations left as they stand.

What is thought aloud, headings, fences, tables, emphasis and lists of sources are taken off.
"""

import json
import re
from collections.abc import Iterator

from qa.writing.prompt import one_line

# Also where its beginning stood in the prompt, and where it has not come to its end.
_THINKING = re.compile(
    r"(?:<(think|thinking|reasoning)>|\A)(?:(?!<(?:think|thinking|reasoning)>).)*?"
    r"</(?:think|thinking|reasoning)>|<(?:think|thinking|reasoning)>.*\Z",
    re.DOTALL | re.IGNORECASE,
)
_FENCE = re.compile(r"^\s*```.*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]\[]*)\]\((?:[^()]|\([^()]*\))*\)|!?\[\[(\d+)\]\]\([^()]*\)")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s.*|(?:\*\*|__)?(?:short )?answer:?(?:\*\*|__)?:?\s*$)", re.I)
_PREFIX = re.compile(
    r"^\s*(?:(?:\*\*|__)?(?:final |short )?answer(?:\*\*|__)?:(?:\*\*|__)?\s+)", re.I
)
_BULLET = re.compile(r"^\s*(?:>\s*)*(?:(?:[-*•–]|\d{1,2}[.)])\s+)?")
_EMPHASIS = re.compile(r"(?<![A-Za-z\d])(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_TAKEN_BACK = re.compile(r"~~.*?~~")
_TAG = re.compile(r"</?(?:b|br|cite|em|i|li|mark|ol|p|span|strong|sup|u|ul)\b[^<>]*>", re.I)
_RAISED = re.compile(r"<sup>\s*\[?\^?(\d{1,3}(?:\s*,\s*\d{1,3})*)\]?\s*</sup>", re.I)
_ESCAPED = re.compile(r"\\([\[\]()*_])")
_BRACKETS = str.maketrans("［］〔〕", "[][]")
_WRAPPED = re.compile(r"(?<=[\w,;])[^\S\n]*\n(?=[a-z])")  # a line that goes on in the next
_LOOSE = re.compile(r"\s*\n\s*((?:\[\^?[\d,\s]+\]\s*)+)$", re.MULTILINE)  # marks on their own line
_TABLE_HEAD = re.compile(r"^.*\|.*\n\s*\|?\s*:?-{2,}[-:|\s]*$", re.MULTILINE)
_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
# Where a list of sources begins, the answer ends.
_SOURCES = re.compile(
    r"^\s*(?:#{1,6}\s*)?(?:\*\*|__)?(?:sources?|references?|citations?|passages?(?: cited)?)"
    r"(?:\*\*|__)?:?(?:\*\*|__)?\s*(?:\[|$)",
    re.I,
)
_FOOTNOTE = re.compile(r"^\s*\[(?:\^\d{1,3}\]:|\d{1,3}\]:\s*<?https?:)")


def unwrapped(text: str) -> str:
    """The answer without what is thought aloud, fences, and a JSON object around it."""
    text = _FENCE.sub("", _THINKING.sub("", text)).strip()
    if text.startswith("{"):
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError):
            return text
        for name in ("answer", "text", "response"):
            if isinstance(fields.get(name), str):
                return str(fields[name])
    return text


def lines(text: str) -> Iterator[str]:
    """The lines of a reply that hold words of the answer."""
    text = _ESCAPED.sub(r"\1", unwrapped(text).translate(_BRACKETS))
    text = _LOOSE.sub(r" \1", _WRAPPED.sub(" ", _TABLE_HEAD.sub("", text)))
    for line in text.splitlines():
        if _SOURCES.match(line):
            return
        if _HEADING.match(line) or _FOOTNOTE.match(line):
            continue
        line = _ROW.sub(_cells, _BULLET.sub("", _PREFIX.sub("", line)))
        line = _EMPHASIS.sub(r"\2", _LINK.sub(_link_text, _TAKEN_BACK.sub("", line)))
        if line := one_line(_TAG.sub(" ", _RAISED.sub(r"[\1]", line))):
            yield line


def _cells(match: re.Match[str]) -> str:
    """A row of a table as words; a cell of marks alone belongs to the one before it."""
    said = ", ".join(cell.strip() for cell in match[1].split("|") if cell.strip())
    return re.sub(r",(?=\s*\[)", "", said)


def _link_text(match: re.Match[str]) -> str:
    """[2](https://...) is a citation, [the report](https://...) are words."""
    words = match[1] or match[2] or ""
    return f"[{words}]" if words.strip().isdigit() else words
