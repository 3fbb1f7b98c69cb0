"""Which indexes folders hold, and under which names."""

from pathlib import Path

import pytest

from corpus.article import Article, Source
from corpus.errors import InputError
from index.backup import backup, restore
from index.build import build
from index.storage.store_file import FILE_NAME
from qa.visiting.named import identity, named
from word_encoder import WordEncoder


def filled(folder: Path, words: WordEncoder) -> Path:
    build(folder, [Article("a", "A title", "The bridge is open.", Source())], encoder=words)
    return folder


def test_a_folder_stands_for_its_index_and_those_in_it(tmp_path: Path, words: WordEncoder) -> None:
    own = filled(tmp_path / ".desk", words)
    inner = filled(own / "Kursk", words)
    (own / "notes").mkdir()
    assert named([own]) == {"desk": own, "Kursk": inner}


def test_several_folders_keep_their_order_and_each_is_told_once(
    tmp_path: Path, words: WordEncoder
) -> None:
    second, first = filled(tmp_path / "b", words), filled(tmp_path / "a", words)
    assert list(named([second, first, second])) == ["b", "a"]
    assert list(named([tmp_path])) == ["a", "b"], "those of one folder in the order of names"


def test_a_folder_holds_nothing_yet_only_where_it_may_be_new(
    tmp_path: Path, words: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert named([Path(".newsdesk")], new=True) == {"newsdesk": Path(".newsdesk")}
    for folders in ([Path("nowhere")], [filled(tmp_path / "a", words), Path("nowhere")]):
        with pytest.raises(InputError, match=r"nowhere: no index here; .* --index nowhere"):
            named(folders)


def test_two_indexes_of_one_name_are_refused(tmp_path: Path, words: WordEncoder) -> None:
    folders = [filled(tmp_path / side / "news", words) for side in ("left", "right")]
    with pytest.raises(InputError, match="two indexes of one name; rename a folder"):
        named(folders)


def test_an_index_is_the_same_under_another_name_and_out_of_a_backup(
    tmp_path: Path, words: WordEncoder
) -> None:
    first, other, renamed = (tmp_path / name for name in ("first", "other", "renamed"))
    filled(first, words)
    filled(other, words)
    known = identity(first)
    assert known
    assert known != identity(other)
    build(first, [Article("b", "B", "The tram runs.", Source())], encoder=words)
    first.rename(renamed)
    backup(renamed, tmp_path / "saved")
    restore(tmp_path / "saved", tmp_path / "back")
    assert identity(renamed) == identity(tmp_path / "back") == known


def test_where_there_is_no_index_or_a_damaged_one_nothing_is_known(tmp_path: Path) -> None:
    assert identity(tmp_path) == ""
    (tmp_path / FILE_NAME).write_bytes(b"no database")
    assert identity(tmp_path) == ""
