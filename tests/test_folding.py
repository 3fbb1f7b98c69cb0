"""Candidates told as one: whose signs count, and whose name is shown."""

from pathlib import Path

import numpy as np

from corpora import articles, wire
from index.build import build
from index.derived import open_derived
from index.searching.folding import folded
from index.searching.ranking import Candidates, first_of_best, trained_weights
from index.store import Store
from word_encoder import WordEncoder


def test_the_head_is_shown_with_what_speaks_for_the_best(tmp_path: Path) -> None:
    build(tmp_path, [*articles(2), wire(0), wire(1), wire(2)], encoder=WordEncoder())
    with Store(tmp_path) as store, store.snapshot():
        derived = open_derived(tmp_path, store)
        row = {whole.id: number for number, whole in store.articles()}
        first = {
            name: derived.first_positions(np.array([number]))[0] for name, number in row.items()
        }
        positions = np.array([first["a001"], first["w001"], first["w002"]])
        of = np.zeros(3, dtype=np.int64)
        signs = np.zeros((3, len(trained_weights())))
        signs[:, 0] = (0.5, 0.1, 0.9)
        found = folded(Candidates(of, positions, signs), derived, [None])
        assert found.positions.tolist() == sorted([first["a001"], first["w000"]])
        assert found.signs[:, 0].tolist() == [0.5, 0.9]
        allowed = np.isin(derived.columns.articles, [row["w002"], row["a001"]])
        # The same question with these filters, and after it without.
        twice = np.array([0, 0, 1, 1, 1])
        places = [0, 2, 0, 1, 2]
        both = Candidates(twice, positions[places], signs[places])
        found = folded(both, derived, [allowed, None])
        assert found.of.tolist() == [0, 0, 1, 1]
        assert found.positions.tolist() == [
            *(first["a001"], first["w002"]),
            *sorted([first["a001"], first["w000"]]),
        ]
        assert found.signs[:, 0].tolist() == [0.5, 0.9, 0.5, 0.9]


def test_of_each_group_the_first_of_its_best_is_kept() -> None:
    groups = np.array([2, 7, 0, 7, 2, 7])
    assert first_of_best(groups, np.array([0.1, 0.3, 0.5, 0.9, 0.1, 0.9])).tolist() == [2, 0, 3]
    assert len(first_of_best(np.empty(0, np.int64), np.empty(0))) == 0
