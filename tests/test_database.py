"""Opening the file, also where nothing can be written beside it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import StoreError
from index.storage.database import connect


def test_where_the_log_cannot_be_read_nothing_older_is_shown(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "first")) as writer:
        writer.executescript(
            "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1);"
            "PRAGMA wal_checkpoint; INSERT INTO t VALUES (2);"
        )
        for end in ("", "-wal"):  # as a writer that is killed now leaves them
            shutil.copy(tmp_path / f"first{end}", tmp_path / f"second{end}")
    in_its_way = tmp_path / "second-shm"  # as a full disk is
    in_its_way.symlink_to(tmp_path)
    with pytest.raises(StoreError, match=r"second: unable to open .* make room"):
        connect(tmp_path / "second")
    in_its_way.unlink()
    with closing(connect(tmp_path / "second")) as db:
        assert db.execute("SELECT a FROM t").fetchall() == [(1,), (2,)]
    assert not (tmp_path / "second-wal").exists()
    in_its_way.symlink_to(tmp_path)
    with closing(connect(tmp_path / "second")) as db:
        assert db.execute("SELECT a FROM t").fetchall() == [(1,), (2,)], "there is no log"
