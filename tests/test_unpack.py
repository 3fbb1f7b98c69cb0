"""Zip files: what is unpacked, and what leads elsewhere or never ends."""

import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.findings import Rejected
from corpus.unpack import unpack


def archive(path: Path, way: int = zipfile.ZIP_DEFLATED, /, **members: bytes) -> Path:
    file = path / "articles.zip"
    with zipfile.ZipFile(file, "w", way) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return file


def files(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


def test_members_keep_their_folders(tmp_path: Path) -> None:
    made = archive(tmp_path, **{"a.md": b"one", "more/b.txt": b"two", "empty/": b""})
    into = tmp_path / "into"
    assert list(unpack(made, into)) == []
    assert files(into) == {"a.md": b"one", "more/b.txt": b"two"}


@pytest.mark.parametrize("name", ["../out.md", "a/../../out.md", "/out.md", "..\\out.md", "C:out"])
def test_a_name_that_leads_out_is_written_nowhere(tmp_path: Path, name: str) -> None:
    into = tmp_path / "deep" / "into"
    found = list(unpack(archive(tmp_path, **{name: b"x", "fine.md": b"y"}), into))
    assert [(each.where, each.reason) for each in found] == [
        (name, "its name leads out of the archive")
    ]
    assert files(tmp_path / "deep") == {"into/fine.md": b"y"}


def test_a_damaged_member_is_left_out_and_the_rest_is_there(tmp_path: Path) -> None:
    made = archive(tmp_path, **{"a.md": b"spoiled words" * 50, "b.md": b"whole"})
    data = bytearray(made.read_bytes())
    data[40] ^= 0xFF
    made.write_bytes(data)
    (rejected,) = unpack(made, tmp_path / "into")
    assert rejected.where == "a.md"
    assert "cannot be unpacked" in rejected.reason
    assert files(tmp_path / "into") == {"b.md": b"whole"}


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_whatever_byte_is_damaged_nothing_unforeseen_is_raised(tmp_path: Path, way: int) -> None:
    made = archive(tmp_path, way, **{"a.md": b"spoiled words" * 50, "b.md": b"whole"})
    whole = made.read_bytes()
    for place in range(0, len(whole), 3):
        made.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with suppress(InputError):
            assert len(list(unpack(made, tmp_path / str(place)))) <= 2


def test_a_member_whose_name_cannot_be_is_left_out(tmp_path: Path) -> None:
    made = archive(tmp_path, **{"a": b"1", "a/b": b"2", "c/d": b"3", "c": b"4", "e" * 300: b"5"})
    left_out = list(unpack(made, tmp_path / "into"))
    assert [each.where for each in left_out] == ["a/b", "c", "e" * 300]
    assert all(each.reason.startswith("cannot have that name") for each in left_out)
    assert files(tmp_path / "into") == {"a": b"1", "c/d": b"3"}


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"PK\x03\x04 but no more")
    with pytest.raises(InputError, match=r"^not a zip file that can be read .*; pack it again"):
        list(unpack(file, tmp_path / "into"))


def test_a_bomb_is_stopped_by_what_comes_out_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.unpack.MOST_BYTES", 1_000)
    made = archive(tmp_path, **{"a.md": b"\0" * 600, "b.md": b"\0" * 600})
    with pytest.raises(InputError, match="more than 1,000 bytes when unpacked"):
        list(unpack(made, tmp_path / "into"))


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.unpack.MOST_FILES", 1)
    with pytest.raises(InputError, match="more than 1 files"):
        list(unpack(archive(tmp_path, a=b"x", b=b"y"), tmp_path / "into"))


def test_a_member_that_needs_a_password_is_left_out(tmp_path: Path) -> None:
    made = archive(tmp_path, **{"secret.md": b"x"})
    data = made.read_bytes()
    for header in (b"PK\x03\x04\x14\x00", b"PK\x01\x02\x14\x03\x14\x00"):
        data = data.replace(header + b"\x00", header + b"\x01")  # the flag for "encrypted"
    made.write_bytes(data)
    (rejected,) = unpack(made, tmp_path / "into")
    assert isinstance(rejected, Rejected)
    assert rejected.where == "secret.md"
