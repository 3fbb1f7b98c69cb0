"""The cited articles as BibTeX and as CSL JSON (the schema of citationstyles.org, 1.0.2)."""

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from corpus.links import safe_url
from qa.export.footnotes import Note

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LATEX = {
    # BibTeX counts braces behind a backslash too, so one alone would end the entry.
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
}  # fmt: skip


def to_bibtex(notes: Sequence[Note]) -> str:
    """An ``@article`` each, which both BibTeX and biblatex read, in UTF-8."""
    keys: dict[str, int] = {}
    return "\n".join(_entry(note, _key(note, keys)) for note in notes)


def to_csl(notes: Sequence[Note]) -> str:
    """A list of items of the type ``article-newspaper``."""
    keys: dict[str, int] = {}
    items = [_item(note, _key(note, keys)) for note in notes]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _entry(note: Note, key: str) -> str:
    source = note.source
    fields = {"title": f"{{{_latex(note.title)}}}"}  # braces twice: its capitals are kept
    if source.authors:
        fields["author"] = " and ".join(_author(name) for name in source.authors)
    if source.outlet:
        fields["journal"] = _latex(source.outlet)
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    if day := source.day:
        lines += [f"  year = {{{day.year}}},", f"  month = {_MONTHS[day.month - 1]},"]
        lines += [f"  day = {{{day.day}}},"]
    if url := safe_url(source.url):
        safe = url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
        lines.append(f"  url = {{{safe}}},")
    return "\n".join([f"@article{{{key},", *lines, "}"]) + "\n"


def _author(name: str) -> str:
    """A name as BibTeX may take it apart; in braces where its rules would misread it."""
    written = _latex(name)
    return f"{{{written}}}" if "," in name or " and " in f" {name.casefold()} " else written


def _latex(text: str) -> str:
    line = " ".join(text.split())
    return "".join(_LATEX.get(char, char) for char in line if char.isprintable())


def _item(note: Note, key: str) -> dict[str, Any]:
    source = note.source
    item: dict[str, Any] = {"id": key, "type": "article-newspaper", "title": note.title}
    if source.authors:
        # Which part of a name is the family's is not known, and not guessed.
        item["author"] = [{"literal": name} for name in source.authors]
    if source.outlet:
        item["container-title"] = source.outlet
    if day := source.day:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if url := safe_url(source.url):
        item["URL"] = url
    return item


def _key(note: Note, taken: dict[str, int]) -> str:
    """A key such as ``harbour2024pentagon``, its own among those taken."""
    source = note.source
    year = str(source.day.year) if source.day else ""
    stem = _word(source.outlet or "") + year + _word(note.title) or "article"
    taken[stem] = taken.get(stem, 0) + 1
    return stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"


def _word(text: str) -> str:
    """The first word of four or more letters, else the first, in plain ASCII."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    return next((word for word in words if len(word) > 3), words[0] if words else "")
