"""Makes the files of near-copies, from the store and from those of the generation before.

``copies.npz`` is what a search reads. ``compared.npz`` and the tables of alike.py are
for the next build: between two articles that are still there, what was found still holds.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from index.arrays import Ints
from index.engines.remains import COLUMNS
from index.engines.segments import Span
from index.near_copies.alike import Table, in_time, places_of
from index.near_copies.copies import Copies
from index.near_copies.find_copies import Compared, find_copies
from index.storage.rows import Columns
from index.store import Store

_COMPARED = "compared.npz"
# What is raised of files that are damaged.
_UNREADABLE = (OSError, EOFError, ValueError, KeyError, IndexError, BadZipFile)


def make_copies(
    store: Store,
    folder: Path,
    spans: Sequence[Span],
    before: Path,
    spans_before: Sequence[Span],
    link: Callable[[str], bool],
) -> None:
    """Make the files in ``folder``, which holds the columns of the segments already.

    Args:
        store: Read within a snapshot or transaction.
        folder: Of the generation in the making.
        spans: Its segments.
        before: Where the files of the generation before may lie.
        spans_before: Its segments.
        link: Takes over a file of ``before``; False where that is impossible.
    """
    tables = [Table(folder, span) for span in spans]
    kept = [table for table in tables if table.span in spans_before and table.link(link)]
    held = {table.span for table in kept}
    made = [table for table in tables if table.span not in held]
    dropped = [Table(before, span) for span in spans_before if span not in held]
    try:
        earlier = Compared.load(before / _COMPARED)
        _write(made, store, dropped)
        compared = find_copies(store, made, earlier, kept, dropped)
    except _UNREADABLE:  # everything is compared anew
        _write(tables, store, [])
        compared = find_copies(store, tables)
    compared.save(folder / _COMPARED)
    _copies(compared.held, tables).save(folder / "copies.npz")


def _write(tables: Sequence[Table], store: Store, known: Sequence[Table]) -> None:
    for table in tables:
        table.make(store, known)


def _copies(held: Ints, tables: Sequence[Table]) -> Copies:
    """What a search needs of what was found, by position; the order is of these alone."""
    passages, owners = held[:, ::2], held[:, 1::2]
    articles = in_time(tables, owners.ravel()).rows
    positions = np.empty(passages.shape, dtype=np.int64)
    start = 0
    for table in tables:  # one after the other: they are of every passage
        here = (owners >= table.span.first) & (owners <= table.span.last)
        if here.any():
            columns = Columns.load(table.folder / f"{table.span.name}{COLUMNS}")
            positions[here] = start + np.searchsorted(columns.rows, passages[here])
        start += table.span.passages
    return Copies(positions, places_of(owners, articles), articles)
