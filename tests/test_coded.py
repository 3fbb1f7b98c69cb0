"""Coded vectors against exact ones: what is found, and what is put together from parts."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.engines import coded
from index.engines.coded import Codebook, CodedVectors, Codes, read_codes, write_codes
from index.engines.vector_files import VectorFiles, write_vectors
from index.engines.vectors import VectorIndex
from index.types import Vectors

DIMENSION = 32
COUNT = 4_000


def clustered(count: int) -> Vectors:
    """Unit vectors around a hundred directions, as real ones are."""
    rng = np.random.default_rng(5)
    centres = rng.standard_normal((100, DIMENSION))
    table = centres[rng.integers(0, 100, count)] + 0.7 * rng.standard_normal((count, DIMENSION))
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table.astype(np.float16), dtype=np.float32)


VECTORS = clustered(COUNT)
QUERIES = VECTORS[::200]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> VectorFiles:
    folder = tmp_path_factory.mktemp("coded")
    write_vectors(folder / "a", VECTORS[:1_500])
    write_vectors(folder / "b", VECTORS[1_500:])
    return VectorFiles([folder / "a", folder / "b"], DIMENSION)


@pytest.fixture(scope="module")
def codebook(files: VectorFiles) -> Codebook:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coded, "groups_for", lambda _: 64)
        return Codebook.train(files)


@pytest.fixture(scope="module")
def vectors(codebook: Codebook, files: VectorFiles) -> CodedVectors:
    parts = [codebook.code(VECTORS[:1_500]), codebook.code(VECTORS[1_500:])]
    return CodedVectors(codebook, parts, files)


def recall(found: NDArray[np.int64], expected: NDArray[np.int64]) -> float:
    return float(
        np.mean([np.isin(one, other).mean() for one, other in zip(found, expected, strict=True)])
    )


def test_nearly_all_of_the_nearest_are_found_with_their_cosines(vectors: CodedVectors) -> None:
    expected, _ = VectorIndex(VECTORS).search(QUERIES, 10)
    positions, cosines = vectors.search(QUERIES, 10)
    assert recall(expected, positions) > 0.9
    wanted = np.take_along_axis(QUERIES @ VECTORS.T, positions, axis=1)
    np.testing.assert_allclose(cosines, wanted, atol=1e-5)
    assert (np.diff(cosines, axis=1) <= 1e-6).all()
    assert (positions[:, 0] == np.arange(0, COUNT, 200)).all(), "each is nearest to itself"


@pytest.mark.parametrize("count", [0, 1, 30, 3_000])
def test_few_allowed_are_compared_exactly_and_many_by_code(
    vectors: CodedVectors, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coded, "_FEW", 100)
    allowed = np.zeros(COUNT, dtype=bool)
    allowed[np.random.default_rng(1).permutation(COUNT)[:count]] = True
    expected, _ = VectorIndex(VECTORS).search(QUERIES, 10, allowed)
    positions, _ = vectors.search(QUERIES, 10, allowed)
    assert positions.shape == (len(QUERIES), min(10, count))
    assert allowed[positions].all()
    if 0 < count <= 100:
        np.testing.assert_array_equal(positions, expected)
    elif count:
        assert recall(expected, positions) > 0.9


def test_parts_coded_apart_are_the_index_of_the_whole(
    codebook: Codebook, vectors: CodedVectors, files: VectorFiles
) -> None:
    whole = CodedVectors(codebook, [codebook.code(VECTORS)], files)
    for one, other in zip(whole.search(QUERIES, 20), vectors.search(QUERIES, 20), strict=True):
        np.testing.assert_array_equal(one, other)


def test_training_again_gives_the_same(
    codebook: Codebook, files: VectorFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coded, "groups_for", lambda _: 64)
    again = Codebook.train(files).code(VECTORS)
    np.testing.assert_array_equal(again.codes, codebook.code(VECTORS).codes)


def test_saved_is_the_same(codebook: Codebook, tmp_path: Path) -> None:
    codes = codebook.code(VECTORS)
    assert codes.codes.shape[1] < DIMENSION, "less than a byte a number"
    codebook.save(tmp_path / "book")
    write_codes(tmp_path / "codes.npz", codes)
    loaded = read_codes(tmp_path / "codes.npz")
    for one, other, stored in zip(
        codes, Codebook.load(tmp_path / "book").code(VECTORS), loaded, strict=True
    ):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(one, stored)


def test_a_codebook_need_not_be_kept(
    codebook: Codebook, vectors: CodedVectors, files: VectorFiles, tmp_path: Path
) -> None:
    codebook.save(tmp_path / "book")
    alone = CodedVectors(Codebook.load(tmp_path / "book"), [codebook.code(VECTORS)], files)
    for one, other in zip(alone.search(QUERIES, 10), vectors.search(QUERIES, 10), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_codebook_that_cannot_be_written_is_told_by_name(
    codebook: Codebook, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="no/book") as told:
        codebook.save(tmp_path / "no" / "book")
    assert told.value.filename == str(tmp_path / "no" / "book")


def test_what_is_no_codebook_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "book"
    with pytest.raises(StoreError, match=str(path)):
        Codebook.load(path)
    faiss.write_index(faiss.IndexFlatL2(24), str(path))
    with pytest.raises(StoreError, match="IndexFlatL2, not a codebook"):
        Codebook.load(path)
    path.write_bytes(path.read_bytes()[:10])
    with pytest.raises(StoreError, match=str(path)):
        Codebook.load(path)


@pytest.mark.parametrize("count", [1_500, 4_001])
def test_other_numbers_of_codes_are_refused(
    codebook: Codebook, files: VectorFiles, count: int
) -> None:
    codes = codebook.code(np.resize(VECTORS, (count, DIMENSION)))
    with pytest.raises(StoreError, match=f"{count} codes for 4000 vectors"):
        CodedVectors(codebook, [codes], files)


def test_codes_of_another_codebook_are_refused(codebook: Codebook, files: VectorFiles) -> None:
    groups, codes = codebook.code(VECTORS)
    with pytest.raises(StoreError, match="another codebook"):
        CodedVectors(codebook, [Codes(np.where(groups == 3, 64, groups), codes)], files)


def test_more_vectors_are_parted_into_more_groups() -> None:
    assert coded.groups_for(coded.EXACT_UP_TO) < coded.groups_for(10_000_000)


def test_many_questions_find_what_each_finds_alone(vectors: CodedVectors) -> None:
    positions, cosines = vectors.search(QUERIES, 10)
    for place, query in enumerate(QUERIES):
        alone, theirs = vectors.search(query[None], 10)
        np.testing.assert_array_equal(alone[0], positions[place])
        np.testing.assert_array_equal(theirs[0], cosines[place])


def test_where_filters_leave_what_is_far_as_many_are_found(
    vectors: CodedVectors, codebook: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coded, "_FEW", 0)
    monkeypatch.setattr(coded, "_LEAST_PROBED", 0)
    monkeypatch.setattr(coded, "_GAP", 0)  # so one group is looked into at first
    monkeypatch.setattr(coded, "_WIDER", 0)
    groups = codebook.code(VECTORS).groups
    own = codebook.code(QUERIES[:1]).groups[0]
    # Of a question's own group, of all others, and but two vectors, of any.
    for allowed, k in ((groups == own, 10), (groups != own, 10), (np.arange(COUNT) < 2, 2)):
        positions, _ = vectors.search(QUERIES, 10, allowed)
        assert positions.shape == (len(QUERIES), k)
        assert allowed[positions].all()


def test_groups_far_from_a_question_are_left_out(
    vectors: CodedVectors, codebook: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_into(allowed: int) -> list[int]:
        found: list[int] = vectors._near(QUERIES[:1], allowed).tolist()
        return found

    monkeypatch.setattr(coded, "_GAP", 0)
    monkeypatch.setattr(coded, "_WIDER", 0)
    least = looked_into(COUNT)
    assert len(least) == 64 // 16
    assert least[0] == codebook.code(QUERIES[:1]).groups[0]
    monkeypatch.setattr(coded, "_GAP", 2)
    assert len(looked_into(COUNT)) == 64 // 4
    assert looked_into(COUNT)[:4] == least
    assert len(looked_into(COUNT // 2)) == 64 // 2
    assert len(looked_into(1)) == 64
    monkeypatch.setattr(coded, "_GAP", 0)
    monkeypatch.setattr(coded, "_WIDER", 0.8)
    assert 4 == len(looked_into(COUNT)) < len(looked_into(COUNT // 2)) < 32


def test_of_a_large_index_more_are_compared_and_asked_for_before(
    vectors: CodedVectors, files: VectorFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coded, "_LEAST_CANDIDATES", 10)
    monkeypatch.setattr(coded, "_LEAST_OF_LARGE", 200)
    asked: list[list[int]] = []
    read: list[list[int]] = []

    def vectors_at(positions: NDArray[np.int64]) -> Vectors:
        read.append(positions.tolist())
        return VECTORS[positions]

    monkeypatch.setattr(files, "fetch", lambda positions: asked.append(positions.tolist()))
    monkeypatch.setattr(files, "read", vectors_at)
    for large in (COUNT + 1, COUNT):
        monkeypatch.setattr(coded, "LARGE", large)
        vectors.search(QUERIES[:1], 3)
    assert [len(one) for one in read] == [10, 200]
    assert asked == read[1:]
