"""PDF and DOCX -> the row of an article.

Called in the parsing process (``corpus.parsing``), which bounds time and memory: a few
hundred bytes of PDF can keep a parser busy for hours.
"""

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
import pypdf
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell

from corpus.errors import InputError
from corpus.read_text import short_first_line

DOCX_BYTES = 200_000_000  # unpacked
_MEMBERS = 5_000
# What Word puts around words that stand in the text all the same: fields of a template, what
# was written with changes tracked. The library passes over all of it.
_WRAPPERS = [qn(f"w:{name}") for name in ("sdtContent", "ins", "moveTo", "smartTag", "customXml")]
_UNFILLED = f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}"
# A word that goes on in the next line, and words as they are compared with it.
_BROKEN = re.compile(r"(?<=[^\W\d_])([-‐\u00ad])[^\S\n]*\n[^\S\n]*([^\W_]+)")
_BEFORE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_LONGEST = 60  # code points of a word that is looked at
_WORD = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_HYPHENS = ("-", "‐", "\u00ad")
_JOINING = frozenset("all ex half mid non quasi self semi well".split())
_MACHINE_TITLE = re.compile(
    r"untitled|word document|document\d*|microsoft \w+ - .*|.*\.\w{2,5}", re.I
)


def pdf_row(data: bytes) -> dict[str, Any]:
    """A PDF as an article row; ``title`` is None where it has none.

    The file's creation date is left alone: it tells when the PDF was made, which is
    often years after the article was published.

    Raises:
        InputError: The file is encrypted or holds no text.
    """
    reader = pypdf.PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError("the PDF is encrypted; save it without a password")
    text = _joined([page.extract_text() for page in reader.pages])
    if not text.strip():
        raise InputError("the PDF holds no text, only images; run text recognition on it")
    # Some fonts map glyphs to halves of surrogate pairs; pairs are joined, halves replaced.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    about = reader.metadata
    return {
        "title": _title(about.title if about else None) or short_first_line(text),
        "text": text,
        "authors": _authors(about.author if about else None),
    }


def _joined(pages: Sequence[str]) -> str:
    """The pages as one text, in which neither their ends nor those of lines part a word.

    A page that goes on in lower case goes on with the sentence. A hyphen at the end of a line
    stays where the text has the word with it elsewhere, or where it joins words anyway.
    """
    parts = [page.strip() for page in pages]
    for place, (before, after) in enumerate(pairwise(parts)):
        goes_on = after[:1].islower() or before.endswith(_HYPHENS)
        parts[place] += "\n" if goes_on else "\n\n"
    text = "".join(parts)
    written = set(_WORD.findall(text.lower()))

    def whole(match: re.Match[str]) -> str:
        hyphen, after = match.groups()
        said = _BEFORE.search(text[max(0, match.start() - _LONGEST) : match.start()])
        before = said[0] if said else ""
        kept = hyphen != "\u00ad" and (
            "-" in before
            or not after[0].islower()
            or before.lower() in _JOINING
            or (f"{before}-{after}".lower() in written and (before + after).lower() not in written)
        )
        return f"{'-' if kept else ''}{after}"

    return _BROKEN.sub(whole, text)


def docx_row(data: bytes) -> dict[str, Any]:
    """A DOCX file as an article row: paragraphs and tables in their order.

    Raises:
        InputError: The file is no DOCX, unpacks to too much, or holds no text.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise InputError("not a DOCX file, or a damaged one") from error
    # Sizes as declared; zipfile refuses to unpack more than a member declares.
    if len(members) > _MEMBERS or sum(member.file_size for member in members) > DOCX_BYTES:
        raise InputError(f"the DOCX unpacks to more than {DOCX_BYTES:,} bytes")
    document = docx.Document(BytesIO(data))
    _unwrap(document)
    blocks: list[str] = []
    heading: str | None = None
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            blocks += _table_lines(block)
            continue
        blocks.append(block.text)
        style = block.style.name if block.style is not None else None
        if heading is None and style and style.startswith(("Title", "Heading")):
            heading = block.text.strip() or None
    text = "\n\n".join(block for block in blocks if block.strip())
    if not text:
        raise InputError("the DOCX holds no text")
    about = document.core_properties
    return {
        "title": heading or _title(about.title) or short_first_line(text),
        "text": text,
        "authors": _authors(about.author if about.author != "python-docx" else None),
    }


def _unwrap(document: Document) -> None:
    for wrapper in list(document.element.body.iter(_WRAPPERS)):
        outer = wrapper.getparent() if wrapper.tag == _WRAPPERS[0] else wrapper
        if outer.find(_UNFILLED) is None:  # else they ask for what is to be written there
            for child in list(wrapper):
                outer.addprevious(child)
        outer.getparent().remove(outer)


def _table_lines(table: Table) -> list[str]:
    lines = []
    for row in table.rows:
        # A merged cell is listed once for each column that it spans.
        cells = {id(cell._tc): _cell_text(cell) for cell in row.cells}
        lines.append("\t".join(cells.values()))
    return lines


def _cell_text(cell: _Cell) -> str:
    blocks: list[str] = []
    for block in cell.iter_inner_content():
        blocks += _table_lines(block) if isinstance(block, Table) else [block.text]
    return "\n".join(blocks).strip()


def _title(value: str | None) -> str | None:
    """The title from a document's properties, unless a program filled it in."""
    title = (value or "").strip()
    return title if title and not _MACHINE_TITLE.fullmatch(title) else None


def _authors(value: str | None) -> list[str]:
    return [name.strip() for name in re.split(r";|\band\b|,", value or "") if name.strip()]
