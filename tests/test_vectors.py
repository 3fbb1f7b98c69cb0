"""FAISS against brute force."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.engines import products
from index.engines.vector_files import VectorFiles, write_vectors
from index.engines.vectors import VectorIndex, nearest_in

RNG = np.random.default_rng(3)


def unit(count: int, dimension: int = 24) -> NDArray[np.float32]:
    table = RNG.standard_normal((count, dimension)).astype(np.float32)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    return table.astype(np.float16).astype(np.float32)  # as the store keeps them


VECTORS, QUERIES = unit(1_000), unit(5)


def brute(k: int, allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    cosines = np.where(allowed, QUERIES @ VECTORS.T, -2)
    return np.argsort(-cosines, axis=1)[:, :k]


@pytest.mark.parametrize("allowed_count", [1, 7, 150, 199, 200, 201, 600, 999, 1_000])
def test_the_nearest_of_the_allowed_are_found(allowed_count: int) -> None:
    allowed = np.zeros(1_000, dtype=bool)
    allowed[RNG.permutation(1_000)[:allowed_count]] = True
    positions, cosines = VectorIndex(VECTORS).search(QUERIES, 20, allowed)
    expected = brute(min(20, allowed_count), allowed)
    np.testing.assert_array_equal(positions, expected)
    wanted = np.take_along_axis(QUERIES @ VECTORS.T, expected, axis=1)
    np.testing.assert_allclose(cosines, wanted, atol=1e-6)


@pytest.mark.parametrize("allowed_count", [0, 1, 20, 600, 1_000])
def test_the_table_of_many_queries_holds_what_each_finds_alone(
    allowed_count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "_IN_CACHE", 300)
    allowed = np.zeros(1_000, dtype=bool)
    allowed[RNG.permutation(1_000)[:allowed_count]] = True
    index, queries = VectorIndex(VECTORS), unit(40)
    table = index.table(queries)
    assert table is not None
    np.testing.assert_allclose(table, queries @ VECTORS.T, atol=1e-6)
    for query, cosines in zip(queries, table, strict=True):
        alone, _ = index.search(query[None], 20, allowed)
        assert sorted(nearest_in(cosines, 20, allowed)) == sorted(alone[0])
    assert len(nearest_in(table[0], 2_000)) == 1_000
    assert index.table(QUERIES) is None


def test_without_a_restriction_all_are_searched() -> None:
    positions, cosines = VectorIndex(VECTORS).search(QUERIES, 20)
    np.testing.assert_array_equal(positions, brute(20, np.ones(1_000, dtype=bool)))
    assert (np.diff(cosines, axis=1) <= 0).all()


def test_a_vector_is_nearest_to_itself() -> None:
    positions, cosines = VectorIndex(VECTORS).search(VECTORS[:50], 1)
    np.testing.assert_array_equal(positions[:, 0], np.arange(50))
    np.testing.assert_allclose(cosines, 1, atol=1e-3)  # float16 keeps three digits


def test_fewer_come_back_where_fewer_are_there() -> None:
    small = VectorIndex(VECTORS[:3])
    assert small.search(QUERIES, 10)[0].shape == (5, 3)
    assert small.search(QUERIES, 10, np.zeros(3, dtype=bool))[0].shape == (5, 0)
    assert VectorIndex(VECTORS[:0]).search(QUERIES, 10)[0].shape == (5, 0)


def test_vectors_are_given_back_by_position() -> None:
    positions = np.array([5, 0, 999, 5])
    np.testing.assert_array_equal(VectorIndex(VECTORS).vectors(positions), VECTORS[positions])


def test_vectors_in_files_are_searched_all_the_same(tmp_path: Path) -> None:
    write_vectors(tmp_path / "a", VECTORS[:400])
    write_vectors(tmp_path / "b", VECTORS[400:])
    loaded = VectorIndex.load(VectorFiles([tmp_path / "a", tmp_path / "b"], 24))
    assert len(loaded) == 1_000
    positions, _ = loaded.search(QUERIES, 1)
    np.testing.assert_array_equal(positions, brute(1, np.ones(1_000, dtype=bool)))
    np.testing.assert_array_equal(loaded.vectors(slice(None)), VECTORS)
