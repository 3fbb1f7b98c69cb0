"""A backup is the index as one moment has it, and becomes an index again."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpora import answers, article, articles, contents
from corpus.article import Article
from corpus.errors import BusyError, StoreError
from index.backup import backup, restore
from index.build import build
from index.building.lock import held
from index.feedback import Feedback, keep, kept
from index.storage.store_file import FILE_NAME
from index.store import Store
from small_store import damage, move_away
from word_encoder import WordEncoder


@pytest.fixture
def folder(tmp_path: Path, words: WordEncoder) -> Path:
    build(tmp_path / "index", articles(10), encoder=words)
    return tmp_path / "index"


def test_a_backup_is_one_file_and_restores_to_the_same_index(
    folder: Path, tmp_path: Path, words: WordEncoder
) -> None:
    file = tmp_path / "saved" / "monday.backup"
    file.parent.mkdir()
    assert backup(folder, file)["articles"] == 10
    assert list(file.parent.iterdir()) == [file]
    expected, expected_answers = contents(folder), answers(folder)
    shutil.rmtree(folder)
    assert restore(file, tmp_path / "elsewhere" / "index")["articles"] == 10
    restored = tmp_path / "elsewhere" / "index"
    assert contents(restored) == expected
    assert answers(restored) == expected_answers
    # It goes on as any index does.
    assert build(restored, articles(12), encoder=words).added == 2
    assert list(file.parent.iterdir()) == [file]


def test_a_backup_taken_while_a_build_runs_is_what_readers_see(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.staging._BATCH_CHARACTERS", 1_000)
    before = contents(folder)
    files: list[Path] = []

    def changing() -> Iterator[Article]:
        for number in range(12):
            yield article(number, "second")
            files.append(tmp_path / f"{number}.backup")
            backup(folder, files[-1])

    build(folder, changing(), encoder=WordEncoder())
    assert len(files) == 12
    for file in files:
        restore(file, tmp_path / file.stem)
        assert contents(tmp_path / file.stem) == before
    # A build into a restored index takes over what was written when the backup was made.
    again = WordEncoder()
    build(tmp_path / "11", [article(n, "second") for n in range(12)], encoder=again)
    assert contents(tmp_path / "11") == contents(folder)
    assert len(again.texts) < 12


def test_what_readers_said_is_kept_and_restored(folder: Path, tmp_path: Path) -> None:
    said = Feedback("x1", "up", {"question": "Who won?"}, at="2024-10-30T10:00:00+00:00")
    wrong = Feedback("x1", "wrong source", {"question": "Who won?"}, "a-3", said.at)
    keep(folder, said)
    keep(folder, wrong)
    backup(folder, tmp_path / "saved")
    restored = tmp_path / "restored"
    restore(tmp_path / "saved", restored)
    assert list(kept(restored)) == [said, wrong]
    with closing(sqlite3.connect(restored / FILE_NAME)) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert "feedback" not in tables
    assert not any(file.name.endswith(".part") for file in restored.iterdir())


# A restore that is killed when the verdicts are out of the copy, but only by its log.
KILLED = """
import os, signal, sys
from pathlib import Path
from index.backup import restore
from index.storage.database import Database

def dropping(db, sql, *values, execute=Database.execute):
    done = execute(db, sql, *values)
    if sql.startswith("DROP TABLE"):
        os.kill(os.getpid(), signal.SIGKILL)
    return done

Database.execute = dropping
restore(*map(Path, sys.argv[1:]))
"""


def test_a_restore_that_was_killed_leaves_nothing_to_the_next(
    folder: Path, tmp_path: Path, words: WordEncoder
) -> None:
    first = Feedback("x1", "up", {"question": "Who won?"}, at="2024-10-30T10:00:00+00:00")
    keep(folder, first)
    backup(folder, tmp_path / "first")
    build(tmp_path / "other", articles(40), encoder=words)
    second = Feedback("x2", "down", {"question": "Who lost?"}, at=first.at)
    keep(tmp_path / "other", second)
    backup(tmp_path / "other", tmp_path / "second")

    restored = tmp_path / "restored"
    killed = [sys.executable, "-c", KILLED, str(tmp_path / "first"), str(restored)]
    assert subprocess.run(killed, check=False).returncode == -signal.SIGKILL
    assert (restored / f"{FILE_NAME}.part-wal").stat().st_size > 0
    restore(tmp_path / "second", restored)
    assert contents(restored) == contents(tmp_path / "other")
    assert list(kept(restored)) == [second]
    assert not any(".part" in file.name for file in restored.iterdir())


def test_restored_verdicts_never_lie_beside_no_store(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(folder, Feedback("x1", "up", {"question": "Who won?"}))
    backup(folder, tmp_path / "saved")

    def killed(_: Path, target: Path) -> None:
        assert Store.exists(target.parent)
        raise KeyboardInterrupt

    monkeypatch.setattr("index.feedback.copy_verdicts", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path / "saved", tmp_path / "restored")
    assert contents(tmp_path / "restored") == contents(folder)


def test_of_a_lost_store_the_verdicts_are_kept_and_the_log_is_not_read(
    folder: Path, tmp_path: Path
) -> None:
    backup(folder, tmp_path / "saved")
    said = Feedback("x1", "up", {"question": "Who won?"}, at="2024-10-30T10:00:00+00:00")
    keep(folder, said)
    expected = contents(folder)
    move_away(folder)
    restore(tmp_path / "saved", folder)
    assert list(kept(folder)) == [said]
    assert contents(folder) == expected


def test_a_file_that_is_there_is_kept(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("mine")
    with pytest.raises(StoreError, match="letter: is there already; name another"):
        backup(folder, tmp_path / "letter")
    assert (tmp_path / "letter").read_text() == "mine"


def test_a_backup_that_cannot_be_written_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot be copied to .*nowhere"):
        backup(folder, tmp_path / "nowhere" / "file")
    assert [file.name for file in tmp_path.iterdir()] == ["index"]


def test_a_damaged_index_is_not_backed_up(folder: Path, tmp_path: Path) -> None:
    damage(folder, "UPDATE articles SET title = 'Other' WHERE id = 'a003'")
    with pytest.raises(StoreError, match="article a003 is not what was stored"):
        backup(folder, tmp_path / "file")
    assert [file.name for file in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize("what", ["missing", "text", "empty", "cut", "other", "flipped"])
def test_what_is_no_whole_backup_is_refused_and_makes_no_index(
    folder: Path, tmp_path: Path, what: str
) -> None:
    file = tmp_path / "file"
    backup(folder, file)
    data = file.read_bytes()
    if what == "missing":
        file.unlink()
    elif what == "other":
        file.unlink()
        sqlite3.connect(file).execute("CREATE TABLE other (a)").connection.close()
    else:
        place = data.index(b"the first edition of story 7")
        flipped = data[:place] + b"T" + data[place + 1 :]
        made = {"text": b"hi", "empty": b"", "cut": data[: len(data) // 2], "flipped": flipped}
        file.write_bytes(made[what])
    with pytest.raises(StoreError, match=f"{file}: no"):
        restore(file, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_an_index_that_is_there_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "file")
    before = contents(folder)
    with pytest.raises(StoreError, match="holds an index already; name another folder"):
        restore(tmp_path / "file", folder)
    assert contents(folder) == before
    with held(tmp_path / "new"), pytest.raises(BusyError):
        restore(tmp_path / "file", tmp_path / "new")
