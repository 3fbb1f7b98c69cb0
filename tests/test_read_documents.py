import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.errors import InputError
from corpus.read_documents import docx_row, pdf_row
from paper_files import make_docx, make_pdf

_W = nsdecls("w")


def test_pdf_pages_become_the_text() -> None:
    data = make_pdf([["Harbour plan approved", "The council voted."], ["Work starts in May."]])
    row = pdf_row(data)
    assert row["text"].split("\n\n")[1].strip() == "Work starts in May."
    assert "The council voted." in row["text"]
    assert row["title"] == "Harbour plan approved"


def test_what_ends_of_lines_and_pages_part_in_a_pdf_is_joined() -> None:
    lines = ["The infor-", "mation of the well-", "known self-", "styled mayor of Stoke-on-"]
    more = ["Trent and his co-", "operation, which is a co-operation of Lyon-", "Paris, on", "Sun-"]
    text = pdf_row(make_pdf([lines, more, ["day ended."], ["It began anew."]]))["text"]
    assert " ".join(text.split()) == (
        "The information of the well-known self-styled mayor of Stoke-on-Trent and his "
        "co-operation, which is a co-operation of Lyon-Paris, on Sunday ended. It began anew."
    )
    assert text.count("\n\n") == 1, "between pages, but where a sentence goes on"


def test_pdf_properties_are_used_unless_a_program_wrote_them() -> None:
    lines = [["First line", "More."]]
    row = pdf_row(make_pdf(lines, "/Title (Harbour plan) /Author (Ann Lee, Bo Ray)"))
    assert (row["title"], row["authors"]) == ("Harbour plan", ["Ann Lee", "Bo Ray"])
    row = pdf_row(make_pdf(lines, "/Title (Microsoft Word - draft.docx)"))
    assert (row["title"], row["authors"]) == ("First line", [])


def test_pdf_without_text_says_so() -> None:
    with pytest.raises(InputError, match="text recognition"):
        pdf_row(make_pdf([[]]))


@pytest.mark.parametrize(("password", "readable"), [("", True), ("secret", False)])
def test_encrypted_pdf(password: str, readable: bool) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf([["Open text"]])))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    if readable:
        assert "Open text" in pdf_row(out.getvalue())["text"]
    else:
        with pytest.raises(InputError, match="encrypted"):
            pdf_row(out.getvalue())


def test_docx_paragraphs_and_tables_become_the_text() -> None:
    row = docx_row(make_docx("Vote", ["One.", "", "Two — “três”."], [["yes", "12"], ["no", "3"]]))
    assert row["text"] == "Vote\n\nOne.\n\nTwo — “três”.\n\nyes\t12\n\nno\t3"
    assert (row["title"], row["authors"]) == ("Vote", [])
    assert docx_row(make_docx("", ["A short line", "Body."]))["title"] == "A short line"


def test_words_in_fields_tracked_changes_and_inner_tables_are_read() -> None:
    document = docx.Document()
    written = document.add_paragraph("It was ")
    written._p.append(parse_xml(f"<w:ins {_W}><w:r><w:t>not </w:t></w:r></w:ins>"))
    written._p.append(parse_xml(f"<w:del {_W}><w:r><w:delText>never </w:delText></w:r></w:del>"))
    written.add_run("closed.")
    field = "<w:sdtContent><w:p><w:r><w:t>A field.</w:t></w:r></w:p></w:sdtContent>"
    unfilled = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    for properties in ("", unfilled):
        document.element.body.insert(0, parse_xml(f"<w:sdt {_W}>{properties}{field}</w:sdt>"))
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = "Outer"
    cell.add_table(1, 1).cell(0, 0).text = "inner"
    out = io.BytesIO()
    document.save(out)
    assert docx_row(out.getvalue())["text"] == "A field.\n\nIt was not closed.\n\nOuter\ninner"


def test_docx_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO(make_docx("Vote", ["One."]))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", b"\0" * 5_000_000)
    assert docx_row(packed.getvalue())["title"] == "Vote"
    monkeypatch.setattr("corpus.read_documents.DOCX_BYTES", 4_000_000)
    with pytest.raises(InputError, match="unpacks to more"):
        docx_row(packed.getvalue())


def test_external_entities_of_a_docx_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not to be read")
    source = zipfile.ZipFile(io.BytesIO(make_docx("", ["MARK and more"])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                start = data.index(b"<w:document")
                doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()
                data = data[:start] + doctype + data[start:].replace(b"MARK", b"MARK &e;")
            archive.writestr(name, data)
    assert "not to be read" not in docx_row(out.getvalue())["text"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"junk"])
def test_what_is_no_docx_is_an_input_error(data: bytes) -> None:
    with pytest.raises(InputError, match="not a DOCX"):
        docx_row(data)
