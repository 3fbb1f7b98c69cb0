import gzip
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.fetch import Fetcher
from corpus.findings import Rejected
from corpus.read import read_all
from index.build import build
from paper_files import make_docx, make_pdf
from web_server import Site
from word_encoder import WordEncoder

PAGE = (
    "<html><head><title>Page</title></head><body><article><h1>Page</h1>"
    "<p>The council voted on the harbour.</p></article></body></html>"
)


def _row(title: str, text: str, **more: str) -> str:
    return json.dumps({"title": title, "text": text, **more}) + "\n"


def _titles(*sources: str | Path) -> list[str]:
    return [item.title for item in read_all(sources) if isinstance(item, Article)]


def _rejected(*sources: str | Path) -> list[Rejected]:
    return [item for item in read_all(sources) if isinstance(item, Rejected)]


def test_a_folder_of_every_format_is_read_in_sorted_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.md").write_text("---\ntitle: Markdown\n---\nThe first.")
    (tmp_path / "b" / "a.TXT").write_text("Text\nThe second.")
    (tmp_path / "b" / "b.html").write_text(PAGE)
    (tmp_path / "c.pdf").write_bytes(make_pdf([["Paper", "The fourth."]]))
    (tmp_path / "d.docx").write_bytes(make_docx("Word", ["The fifth."]))
    (tmp_path / "e.jsonl").write_text(_row("Row", "The sixth."))
    (tmp_path / "f.jsonl.gz").write_bytes(gzip.compress(_row("Packed", "The seventh.").encode()))
    (tmp_path / "g.json").write_text(f"[{_row('List', 'The eighth.')}]")
    (tmp_path / "h.markdown").write_text("The ninth.")
    expected = ["Markdown", "Text", "Page", "Paper", "Word", "Row", "Packed", "List", "h"]
    assert _titles(tmp_path) == expected
    assert _titles(str(tmp_path)) == expected
    assert _rejected(tmp_path) == []


def test_what_was_not_meant_is_passed_over_and_what_was_is_told(tmp_path: Path) -> None:
    for name in (".hidden.md", "__pycache__/x.md", ".git/a.md", "Thumbs.db", "__MACOSX/b.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("not meant")
    (tmp_path / "data.csv").write_text("a,b")
    (tmp_path / "README").write_text("none")
    found = list(read_all([tmp_path]))
    assert [item.where for item in found if isinstance(item, Rejected)] == [
        str(tmp_path / "README"),
        str(tmp_path / "data.csv"),
    ]
    assert len(found) == 2 and all(".jsonl.gz" in str(item) for item in found)


def test_an_index_among_the_articles_is_no_article(tmp_path: Path, words: WordEncoder) -> None:
    (tmp_path / "a.md").write_text("The ferry stopped.")
    (tmp_path / "data.csv").write_text("a,b")
    index = tmp_path / "index"
    for _ in range(2):
        assert build(index, read_all([tmp_path]), encoder=words).rejected == 1
    assert _titles(tmp_path) == ["a"]
    (index / "b.md").write_text("Meant after all.")
    assert _titles(index) == ["b"]


def test_a_hidden_file_that_is_named_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / ".notes.md").write_text("Meant after all.")
    assert _titles(tmp_path / ".notes.md") == [".notes"]


@pytest.mark.parametrize("source", ["no/such/file.md", "nul\0.md", "", "ftp://x.example/a"])
def test_a_source_that_is_not_there_is_named(source: str) -> None:
    [item] = _rejected(source)
    assert item.where == source and item.line is None and item.reason


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "b.docx").write_bytes(b"PK broken")
    (tmp_path / "c.md").write_bytes(b"\0\1\2")
    (tmp_path / "d.txt").write_text(" \n ")
    (tmp_path / "e.jsonl").write_text("{\n" + _row("Good", "A good row."))
    assert [(Path(item.where).name, item.line) for item in _rejected(tmp_path)] == [
        ("a.pdf", None),
        ("b.docx", None),
        ("c.md", None),
        ("d.txt", None),
        ("e.jsonl", 1),
    ]
    assert _titles(tmp_path) == ["Good"]


def test_prune_spares_the_articles_of_damaged_and_half_copied_files(
    tmp_path: Path, words: WordEncoder
) -> None:
    rows = "".join(_row(f"Row {n}", f"It rained on day {n}.") for n in range(400))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    (tmp_path / "b.docx").write_bytes(make_docx("Word", ["The fifth."]))
    (tmp_path / "c.txt").write_text("Text\nThe second.")
    (tmp_path / "d.csv").write_text("a,b")  # of no known format, which tells of no article
    index = tmp_path / "index"
    assert build(index, read_all([tmp_path]), encoder=words).added == 402
    for name, start, share in (("a.jsonl.gz", b"", 2), ("b.docx", b"", 2), ("c.txt", b"\0", 1)):
        kept = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(start + kept[: len(kept) // share])
        summary = build(index, read_all([tmp_path]), encoder=words, prune=True)
        assert summary.removed == 0 and summary.unread is not None
        assert summary.unread.where == str(tmp_path / name)
        (tmp_path / name).write_bytes(kept)
    (tmp_path / "c.txt").unlink()
    assert build(index, read_all([tmp_path]), encoder=words, prune=True).removed == 1


def test_the_same_article_twice_is_one_and_another_under_its_id_is_rejected(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    first = _row("Ferry", "The ferry stopped.", id="f")
    rows.write_text(first + first + _row("Ferry", "The ferry sails again.", id="f"))
    found = list(read_all([rows, rows]))
    assert [item.text for item in found if isinstance(item, Article)] == ["The ferry stopped."]
    rejected = [item for item in found if isinstance(item, Rejected)]
    assert [item.line for item in rejected] == [3, 3]
    assert f"{rows}, line 1" in rejected[0].reason and "'f'" in rejected[0].reason


def test_an_id_that_was_made_is_told_with_what_it_was_made_from(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        _row("One", "First.", url="https://a.example/1")
        + _row("Two", "Second.", url="https://a.example/1")
        + _row("Three", "Third.", outlet="Post")
        + _row("Three", "Third.", outlet="Wire")
    )
    reasons = [item.reason for item in _rejected(rows)]
    assert ["made from its url" in reason for reason in reasons] == [True, False]
    assert "made from its title and text" in reasons[1]


def test_an_address_that_is_left_out_makes_no_id(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(_row("One", "First.", url="n/a") + _row("Two", "Second.", url="n/a"))
    assert _titles(rows) == ["One", "Two"]
    rows.write_text(
        _row("One", "First.", url="www.x.org/1") + _row("Two", "2nd.", url="www.x.org/2")
    )
    ids = [found.id for found in read_all([rows]) if isinstance(found, Article)]
    rows.write_text(_row("One", "Corrected.", url="www.x.org/1"))
    assert [found.id for found in read_all([rows]) if isinstance(found, Article)] == ids[:1]


def test_boilerplate_is_rejected_from_its_first_copy_on(tmp_path: Path) -> None:
    wall = "We use cookies. Please accept or decline them, or log in to your account to continue."
    rows = tmp_path / "rows.jsonl"
    rows.write_text(_row("Storm hits coast", wall) + _row("Vote", "The vote is on Monday."))
    first, second = read_all([rows])
    assert isinstance(first, Rejected) and first.line == 1 and "boilerplate" in first.reason
    assert isinstance(second, Article)


def test_reading_streams(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(_row("One", "First.") + _row("Two", "Second."))
    found = read_all([tmp_path / "a.jsonl", tmp_path / "b.md"])
    assert isinstance(next(found), Article)
    (tmp_path / "b.md").write_text("Written after the first article was read.")
    assert [item.title for item in found if isinstance(item, Article)] == ["Two", "b"]


def test_a_file_over_the_limit_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.read.FILE_BYTES", 10)
    (tmp_path / "fits.md").write_text("x" * 10)
    (tmp_path / "long.md").write_text("x" * 11)
    assert _titles(tmp_path) == ["fits"]
    assert "larger than 10 bytes" in _rejected(tmp_path)[0].reason


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
def test_links_pipes_and_names_of_any_bytes(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    (tmp_path / "aside").mkdir()
    (tmp_path / "aside" / "a.md").write_text("Aside.")
    (top / "loop").symlink_to(top)
    (top / "file.md").symlink_to(tmp_path / "aside" / "a.md")
    (top / "gone.md").symlink_to(tmp_path / "nowhere")
    os.mkfifo(top / "pipe.md")
    odd = os.path.join(os.fsencode(top), b"z\xff.md")
    with open(odd, "wb") as stream:
        stream.write(b"Odd name.")
    assert _titles(top) == ["file", "z\ufffd"]
    assert {Path(item.where).name: item.reason.split()[0] for item in _rejected(top)} == {
        "gone.md": "no",
        "loop": "a",
        "pipe.md": "not",
    }
    # A link that is named itself is followed.
    (tmp_path / "link").symlink_to(tmp_path / "aside")
    assert _titles(tmp_path / "link") == ["a"]


def test_pages_are_fetched_as_the_caller_says(site: Site) -> None:
    url = site.page("/page", PAGE)
    [refused] = read_all([url])
    [article] = read_all([url], fetch=Fetcher(allow_private=True))
    assert isinstance(refused, Rejected) and refused.where == url
    assert "not a public address" in refused.reason
    assert isinstance(article, Article) and article.source.url == url


_SUFFIXES = (".md", ".txt", ".html", ".pdf", ".docx", ".jsonl", ".jsonl.gz", ".json", ".xyz", "")


@settings(max_examples=8, deadline=None)  # each example starts a process
@given(st.lists(st.tuples(st.sampled_from(_SUFFIXES), st.binary()), min_size=20, max_size=40))
def test_any_bytes_under_any_suffix_are_an_article_or_a_rejection(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for number, (suffix, data) in enumerate(files):
        (folder / f"{number}{suffix}").write_bytes(data)
    for item in read_all([folder]):
        if isinstance(item, Article):
            item.text.encode()
            assert item.id and item.title and item.text.strip()
        else:
            assert item.reason and item.where.startswith(str(folder))
