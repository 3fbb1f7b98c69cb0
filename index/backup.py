"""The whole index in one file, and back.

A backup is the store as one moment has it, also while a build is running, and what readers
said of answers; everything else in an index folder is made from these. It may be copied to any
machine, and is restored into a folder that holds no index.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from corpus.errors import StoreError
from index import feedback
from index.building.lock import held
from index.derived import open_derived
from index.storage.database import delete
from index.storage.store_file import FILE_NAME, is_there
from index.store import Store


def backup(folder: Path, file: Path) -> dict[str, int]:
    """Write the index in ``folder`` to a new file; gives its numbers of articles and passages.

    The file has its name only when it is complete, has been read back and is on the disk.

    Raises:
        StoreError: There is no index, it is damaged, or the file is there or cannot be written.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        if file.exists():
            raise StoreError(f"{file}: is there already; name another file, or delete it")
        delete(part)  # of a backup that was killed
        with Store(folder) as store:
            store.copy_to(part)
        with Store(part.parent, part.name) as copy:
            _require_whole(copy)
            counts = copy.counts()
        feedback.copy_verdicts(folder / feedback.FILE_NAME, part)
        _make_durable(part)
        part.replace(file)
        return counts
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror})") from error
    finally:
        with suppress(OSError):  # told above where the folder cannot be written
            delete(part)


def restore(file: Path, folder: Path) -> dict[str, int]:
    """Make an index in ``folder`` from a backup; gives its numbers of articles and passages.

    Raises:
        BusyError: A build is running on the folder.
        StoreError: There is an index already, or the file is not a whole backup.
    """
    if not is_there(file):
        raise StoreError(f"{file}: no backup; name one that `newsdesk backup` wrote")
    try:
        with Store(file.parent, file.name) as saved:
            _require_whole(saved)
    except StoreError as error:
        raise StoreError(
            f"{file}: no whole backup; name one that `newsdesk backup` wrote ({error})"
        ) from error
    with held(folder):
        if Store.exists(folder):
            raise StoreError(f"{folder}: holds an index already; name another folder with --index")
        place, part = folder / FILE_NAME, folder / f"{FILE_NAME}.part"
        delete(part)  # of a restore that was killed
        delete(place)  # what is left of a store that was moved away
        try:
            shutil.copyfile(file, part)
            feedback.drop_verdicts(part)
            _make_durable(part)
            part.replace(place)
            # Last, so that no restore that ends before leaves verdicts on other articles.
            feedback.copy_verdicts(file, folder / feedback.FILE_NAME)
        finally:
            delete(part)
        with Store(folder) as store, store.snapshot():
            open_derived(folder, store)
            return store.counts()


def _require_whole(store: Store) -> None:
    problem = next(store.problems(), None)
    if problem is not None:
        raise StoreError(problem)


def _make_durable(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
