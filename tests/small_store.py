"""A store of one passage an article and four numbers a vector, written without a build."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from corpus.article import Article
from corpus.passages import Passage
from index.building.writer import StoreWriter
from index.storage.rows import pack_vectors
from index.storage.store_file import FILE_NAME


def make(folder: Path) -> StoreWriter:
    """An empty store."""
    made = StoreWriter(folder, create=True)
    made.set_about("dimension", "4")
    made.start_run()
    return made


def stage(store: StoreWriter, whole: Article, value: float = 0.5) -> None:
    """One passage that is the whole article."""
    passage = Passage(f"p-{whole.id}", whole.id, 0, len(whole.text), whole.text)
    (vector,) = pack_vectors(np.full((1, 4), value, dtype=np.float32))
    with store.transaction():
        store.stage(whole, [(passage, hash(whole.text) >> 1, vector)])


def publish(store: StoreWriter, *gone: str) -> int:
    with store.transaction():
        return store.publish(gone).generation


def damage(folder: Path, statement: str, values: tuple[Any, ...] = ()) -> None:
    """Change a row behind the store's back."""
    db = sqlite3.connect(folder / FILE_NAME)
    db.execute(statement, values)
    db.commit()
    db.close()


def move_away(folder: Path) -> None:
    """Take the store's file away, and leave its log, in which an article is deleted."""
    file, log = folder / FILE_NAME, folder / f"{FILE_NAME}-wal"
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("DELETE FROM articles WHERE row = 4")
        left = log.read_bytes()
    file.unlink()
    log.write_bytes(left)
