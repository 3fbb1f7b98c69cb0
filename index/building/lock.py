"""One writer an index folder at a time, whose failures to write are told."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import BusyError, StoreError

_FILE = "build.lock"


@contextmanager
def held(folder: Path, wait: bool = False) -> Iterator[None]:
    """The right to write into ``folder`` for the block; the folder is made where it is missing.

    The system frees the lock of a process that dies, once the processes that it started with
    ``close_fds=False`` have ended too: what one of them still writes, no later writer meets.

    Raises:
        BusyError: Another writer has it, and ``wait`` is False.
        StoreError: The folder cannot be written, now or later in the block.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _FILE, timeout=-1 if wait else 0)
        with lock:
            descriptor = lock._context.lock_file_fd
            if descriptor is not None:
                os.set_inheritable(descriptor, True)
            yield
    except Timeout as error:
        raise BusyError(
            f"{folder}: another build is running; try again when it is done, or use --wait"
        ) from error
    except BrokenPipeError:  # of what the block prints, and of no file
        raise
    except OSError as error:
        file = error.filename2 or error.filename or folder
        raise StoreError(
            f"{file}: cannot be written ({error.strerror or error}); "
            "make room where the disk is full, or name another folder with --index"
        ) from error
