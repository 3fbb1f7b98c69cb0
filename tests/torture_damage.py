"""Files of an index damaged at random: healed, or refused with the file named."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from corpora import TOPICS, articles
from corpus.errors import StoreError
from index.build import build
from index.search import Index
from index.store import Store
from word_encoder import WordEncoder

ARTICLES = 24
_QUESTIONS = [*(f"the {topic} story" for topic in TOPICS[:3]), "reporter17 and the mayor"]


def damaged_files(random: Random, cases: int, folder: Path) -> Iterator[str | None]:
    """A file of the index is truncated, zeroed, flipped, overwritten or deleted; then it is read.

    Whatever is then read is what was stored, or an error that names the folder.
    """
    whole = folder / "whole"
    build(whole, articles(ARTICLES), encoder=WordEncoder())
    expected = dict(everything(whole))
    files = sorted(file for file in whole.rglob("*") if file.is_file())
    kinds = sorted({file.suffix for file in files})
    for case in range(cases):
        copy = Path(shutil.copytree(whole, folder / "damaged"))
        # The store half of the time, else a file of each kind alike.
        kind = random.choice([".sqlite", random.choice(kinds)])
        file = copy / random.choice([f for f in files if f.suffix == kind]).relative_to(whole)
        what = f"case {case}: {file.name} {damage(random, file)}"
        yield outcome(what, copy, expected)
        shutil.rmtree(copy)


def damage(random: Random, file: Path) -> str:
    """Damage a file; gives how."""
    data = bytearray(file.read_bytes())
    at = random.randrange(len(data)) if data else 0
    some = random.choice([1, 16, 512, 4096])
    how = random.choice(["flipped", "flipped", "flipped", "zeroed", "cut", "noise", "deleted"])
    if how == "deleted":
        file.unlink()
        return how
    if how == "cut":
        del data[at:]
    elif how == "zeroed":
        data[at : at + some] = bytes(len(data[at : at + some]))
    elif how == "noise":
        data[at : at + some] = random.randbytes(len(data[at : at + some]))
    elif data:
        data[at] ^= 1 << random.randrange(8)
    file.write_bytes(data)
    return f"{how} at {at}" + (f" for {some}" if how in ("zeroed", "noise") else "")


def everything(folder: Path) -> Iterator[tuple[str, Any]]:
    """All that a reader can ask of an index, by name."""
    with Index(folder, WordEncoder()) as index:
        for question in _QUESTIONS:
            hits = index.search(question, 30)
            yield question, [(hit.passage, hit.title, hit.source, hit.score) for hit in hits]
        for number in range(ARTICLES):
            yield f"article {number}", index.article(f"a{number:03}")
        yield "newest", index.newest(10)


def outcome(what: str, folder: Path, expected: dict[str, Any]) -> str | None:
    """None where an index reads as expected, or is refused by name; else how it does not."""
    logging.disable(logging.WARNING)  # by which healing is told
    try:
        for name, found in everything(folder):
            if found != expected[name]:
                return f"{what}: another {name}"
    except StoreError as error:
        if str(folder) not in str(error):
            return f"{what}: not told where: {error}"
        return None if _is_noticed(folder) else f"{what}: check finds nothing, and {error}"
    except Exception as error:
        return f"{what}: {type(error).__name__}: {error}"
    finally:
        logging.disable(logging.NOTSET)
    return None


def _is_noticed(folder: Path) -> bool:
    """Whether ``newsdesk check`` would find something."""
    try:
        with Store(folder) as store, store.snapshot():
            return any(store.problems())
    except StoreError:
        return True
