"""Articles that a reader brings: files, archives and links, told by the names they had."""

import zipfile
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import InputError
from corpus.findings import Rejected
from qa.visiting.own import MOST_FILES, MOST_LINKS, brought, checked_links, checked_uploads

TEXT = "The harbour bridge reopened on Monday after a year of repairs, the mayor said. " * 3


def found(*files: Path) -> tuple[list[Article], list[Rejected]]:
    with brought({file: file.name for file in files}, []) as stream:
        items = list(stream)
    return (
        [item for item in items if isinstance(item, Article)],
        [item for item in items if isinstance(item, Rejected)],
    )


def test_files_and_archives_are_read_and_rejected_by_their_own_names(tmp_path: Path) -> None:
    one = tmp_path / "upload1" / "bridge.md"
    bad = tmp_path / "upload2" / "notes.xyz"
    packed = tmp_path / "upload3" / "more.zip"
    for file in (one, bad, packed):
        file.parent.mkdir()
    one.write_text(f"# The bridge\n\n{TEXT}")
    bad.write_text("?")
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("folder/tram.md", f"# The tram\n\n{TEXT} It was late.")
        made.writestr("folder/rows.jsonl", '{"title": "no text"}\n')
        made.writestr("../out.md", "x")
    articles, rejected = found(one, bad, packed)
    assert sorted(each.title for each in articles) == ["The bridge", "The tram"]
    assert [(each.where, each.line) for each in rejected] == [
        ("more.zip/../out.md", None),
        ("notes.xyz", None),
        ("more.zip/folder/rows.jsonl", 1),
    ]
    assert all(str(tmp_path) not in f"{each.where}{each.reason}" for each in rejected)


def test_no_archive_is_taken_for_another_whose_number_begins_alike(tmp_path: Path) -> None:
    packed = [tmp_path / f"{number}.zip" for number in range(12)]
    for file in packed:
        with zipfile.ZipFile(file, "w") as made:
            made.writestr("rows.jsonl", '{"title": "no text"}\n')
    _, rejected = found(*packed)
    assert [each.where for each in rejected] == [f"{file.name}/rows.jsonl" for file in packed]


def test_what_is_no_archive_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    fake, one = tmp_path / "x.zip", tmp_path / "bridge.md"
    fake.write_bytes(b"no zip")
    one.write_text(f"# The bridge\n\n{TEXT}")
    articles, rejected = found(fake, one)
    assert [each.title for each in articles] == ["The bridge"]
    assert [each.where for each in rejected] == ["x.zip"]


def test_files_of_one_name_are_told_apart_by_the_folders_they_lie_in(tmp_path: Path) -> None:
    files = {}
    for number, name in enumerate(("2023/notes.md", "2024/notes.md")):
        file = tmp_path / str(number) / "notes.md"
        file.parent.mkdir()
        file.write_text("")
        files[file] = name
    with brought(files, []) as stream:
        rejected = [item.where for item in stream if isinstance(item, Rejected)]
    assert rejected == ["2023/notes.md", "2024/notes.md"]


def test_only_files_in_the_folder_of_uploads_are_taken(tmp_path: Path) -> None:
    kept, secret = tmp_path / "uploads", tmp_path / "secret.md"
    kept.mkdir()
    secret.write_text("x")
    (kept / "a.md").write_text("x")
    (kept / "link.md").symlink_to(secret)
    sent = {"path": str(kept / "a.md"), "name": "notes/a.md", "more": 1}
    assert checked_uploads([sent], kept) == {kept / "a.md": "notes/a.md"}
    assert checked_uploads(None, kept) == checked_uploads("", kept) == {}
    for other in (
        secret, kept / "link.md", kept / ".." / "secret.md", kept / "gone.md", kept, "a\0", None, 7,
    ):  # fmt: skip
        with pytest.raises(InputError, match="does not have these files"):
            checked_uploads([{"path": other and str(other), "name": "a"}], kept)
    for payload in (
        7,
        "x",
        {"path": "x"},
        [7],
        [{"path": str(kept / "a.md")}],
        [sent | {"name": ""}],
    ):
        with pytest.raises(InputError, match="does not have these files"):
            checked_uploads(payload, kept)


def test_too_many_uploads_are_refused(tmp_path: Path) -> None:
    sent = []
    for number in range(MOST_FILES + 1):
        file = tmp_path / f"{number}.md"
        file.touch()
        sent.append({"path": str(file), "name": file.name})
    with pytest.raises(InputError, match="1,001 files; put them into one zip"):
        checked_uploads(sent, tmp_path)


def test_links_are_addresses_each_once() -> None:
    given = " https://a.example/x \n\nHTTP://b.example\nhttps://a.example/x\n"
    assert checked_links(given) == ["https://a.example/x", "HTTP://b.example"]
    assert checked_links(" \n") == []


@pytest.mark.parametrize("line", ["/etc/passwd", "file:///etc/passwd", "ftp://a.example", "words"])
def test_what_is_no_link_is_refused(line: str) -> None:
    with pytest.raises(InputError, match="is no link; paste addresses"):
        checked_links(f"https://a.example\n{line}")


def test_too_many_links_are_refused() -> None:
    with pytest.raises(InputError, match="501 links; at most 500"):
        checked_links("\n".join(f"https://a.example/{n}" for n in range(MOST_LINKS + 1)))


def test_a_link_into_this_machine_is_not_followed() -> None:
    with brought({}, ["http://127.0.0.1:9/x"]) as stream:
        (rejected,) = stream
    assert isinstance(rejected, Rejected)
    assert rejected.where == "http://127.0.0.1:9/x"
