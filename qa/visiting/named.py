"""Several indexes told apart by name: the names of their folders."""

import re
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import InputError, StoreError
from index.store import Store

_NAME = re.compile(r"\w[\w ,.'()&+-]{0,59}")


def checked_name(text: str) -> str:
    """The name of a new index, without surrounding space; it becomes that of a folder.

    Raises:
        InputError: It is none.
    """
    name = " ".join(text.split())
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise InputError(
            f"{name[:80]!r} cannot name an index; take at most 60 letters, digits and spaces"
        )
    return name


def named(folders: Sequence[Path], *, new: bool = False) -> dict[str, Path]:
    """Every index that these folders hold: each folder itself, and the folders in it.

    Args:
        folders: At least one.
        new: Whether a folder may hold none yet; it then stands for itself, to be filled.

    Raises:
        InputError: A folder holds no index, or one name stands for two folders.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        held = _held(folder) or ([folder] if new else [])
        if not held:
            raise InputError(
                f"{folder}: no index here; make one with `newsdesk build PATH --index {folder}`"
            )
        for each in held:
            name = _name(each)
            if found.setdefault(name, each).resolve() != each.resolve():
                raise InputError(
                    f"{found[name]} and {each}: two indexes of one name; rename a folder"
                )
    return found


def identity(folder: Path) -> str:
    """What an index keeps when its folder is renamed; nothing where it has none yet.

    Of one that cannot be read, nothing is told here either: that is for who opens it.
    """
    try:
        if not Store.exists(folder):
            return ""
        with Store(folder) as store:
            return store.about("identity") or ""
    except StoreError:
        return ""


def _held(folder: Path) -> list[Path]:
    try:
        within = sorted(filter(Path.is_dir, folder.iterdir())) if folder.is_dir() else []
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be looked into ({error.strerror}); ask who owns it, or name another"
        ) from error
    return [each for each in (folder, *within) if Store.exists(each)]


def _name(folder: Path) -> str:
    return folder.resolve().name.lstrip(".") or "newsdesk"
