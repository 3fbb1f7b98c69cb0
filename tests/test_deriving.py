"""The engines' files in segments: what a build writes, what it takes over, what it finds."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpora import answers, article, articles
from index import deriving
from index.build import build, remove
from index.derived import open_derived, problems
from index.engines import coded, segments
from index.engines.coded import CodedVectors
from index.engines.counting import count_words
from index.engines.postings import Postings, read_words
from index.search import Index
from index.store import Rows, Store
from word_encoder import WordEncoder


def files(folder: Path) -> dict[str, int]:
    """The names of the derived files, and on which places of the disk they lie."""
    (place,) = (folder / "derived").iterdir()
    return {
        file.relative_to(place).as_posix(): file.stat().st_ino
        for file in place.rglob("*")
        if file.is_file()
    }


def made_at_once(folder: Path, fresh: Path) -> None:
    """The folder's answers are those of an index without a history."""
    with Store(folder) as store:
        current = [item for _, item in store.articles()]
        assert [*store.problems(), *problems(folder, store)] == []
    build(fresh, current, encoder=WordEncoder())
    assert answers(folder) == answers(fresh)


def test_adding_leaves_the_files_of_older_segments_alone(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build(folder, articles(20), encoder=WordEncoder())
    before = files(folder)
    build(folder, [article(30)], encoder=WordEncoder())
    after = files(folder)
    kept = {name for name, inode in before.items() if after.get(name) == inode}
    assert {"1-20.columns.npz", "1-20.vectors", "1-20.words"} <= kept
    assert {"21-21.vectors", "21-21.words"} <= after.keys()
    made_at_once(folder, tmp_path / "fresh")


def test_many_small_builds_find_what_one_finds(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    for number in range(12):
        build(folder, articles(number + 1), encoder=WordEncoder())
    with Store(folder) as store, store.snapshot():
        assert len(open_derived(folder, store).columns.rows) == store.counts()["passages"]
    assert sum(name.endswith(".vectors") for name in files(folder)) <= 4
    made_at_once(folder, tmp_path / "fresh")


def test_a_removal_writes_its_segment_anew_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments.plan, "__defaults__", (12,))
    folder = tmp_path / "index"
    build(folder, articles(20), encoder=WordEncoder())
    before = files(folder)
    assert sum(name.endswith(".vectors") for name in before) > 2
    remove(folder, ["a000"])
    after = files(folder)
    kept = {name for name, inode in after.items() if before.get(name) == inode}
    for ending in (".vectors", ".words"):
        assert len({name for name in before if name.endswith(ending)} - kept) == 1
    made_at_once(folder, tmp_path / "fresh")


def test_words_lie_in_larger_segments_and_a_removal_writes_one_of_them_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments.plan, "__defaults__", (6,))
    monkeypatch.setattr(deriving, "MOST_OF_WORDS", 24)
    folder = tmp_path / "index"
    build(folder, articles(7), encoder=WordEncoder())
    for number in range(7, 25, 3):
        build(folder, articles(number), encoder=WordEncoder())
    before = files(folder)
    vectors, words = ({n for n in before if n.endswith(end)} for end in (".vectors", ".words"))
    assert len(vectors) > 2 * len(words) > 2
    monkeypatch.setattr(deriving, "count_words", None)
    remove(folder, ["a004", "a005"])
    after = files(folder)
    kept = {name for name, inode in after.items() if before.get(name) == inode}
    assert len(words - kept) == 1
    with Store(folder) as store, store.snapshot():
        place = folder / "derived" / str(store.generation)
        found = [read_words(file)[0] for file in place.glob("*.words")]
        assert sum(map(len, found)) == store.counts()["passages"]
    monkeypatch.undo()
    made_at_once(folder, tmp_path / "fresh")


@pytest.mark.parametrize(
    "missing", ["stamp.json", "1-20.vectors", "1-20.columns.npz", "1-20.words"]
)
def test_where_the_generation_before_is_not_whole_all_is_made_from_the_store(
    tmp_path: Path, missing: str
) -> None:
    folder = tmp_path / "index"
    build(folder, articles(20), encoder=WordEncoder())
    (folder / "derived" / "1" / missing).unlink()
    build(folder, [article(30)], encoder=WordEncoder())
    made_at_once(folder, tmp_path / "fresh")


@pytest.mark.parametrize("name", ["1-20.vectors", "1-20.words"])
def test_damage_in_a_file_that_is_taken_over_is_noticed_and_healed(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "index"
    build(folder, articles(20), encoder=WordEncoder())
    file = folder / "derived" / "1" / name
    file.write_bytes(bytes(file.stat().st_size))
    build(folder, [article(30)], encoder=WordEncoder())
    with Index(folder, WordEncoder()) as index:
        assert index.search("harbour")
    assert f"{name}: damaged; making it again" in caplog.text
    made_at_once(folder, tmp_path / "fresh")


def test_what_is_merged_or_loses_articles_is_not_read_from_the_store_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    build(folder, articles(9), encoder=WordEncoder())
    read: list[int] = []
    counted: list[int] = []
    vectors = Store.vectors

    def count_and_note(store: Store, within: Rows) -> Postings:
        found = count_words(store, within)
        counted.append(len(found))
        return found

    def count(store: Store, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        read.append(len(rows))
        return vectors(store, rows)

    monkeypatch.setattr(Store, "vectors", count)
    monkeypatch.setattr(deriving, "count_words", count_and_note)
    added = build(folder, articles(19), encoder=WordEncoder())
    assert "1-19.vectors" in files(folder), "merged"
    assert read == counted == [added.passages]
    remove(folder, ["a003"])
    assert read == [added.passages, 0]
    assert counted == [added.passages]
    made_at_once(folder, tmp_path / "fresh")


@pytest.mark.parametrize("name", ["1-20.vectors", "1-20.words", "1-20.columns.npz"])
def test_where_what_is_left_is_damaged_all_of_the_segment_comes_from_the_store(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "index"
    build(folder, articles(20), encoder=WordEncoder())
    file = folder / "derived" / "1" / name
    file.write_bytes(bytes(file.stat().st_size))
    remove(folder, ["a003"])
    made_at_once(folder, tmp_path / "fresh")


@pytest.fixture
def _coded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Few vectors are very many."""
    monkeypatch.setattr(deriving, "EXACT_UP_TO", 30)
    monkeypatch.setattr(deriving, "groups_for", lambda count: 4 if count < 100 else 8)
    monkeypatch.setattr(coded, "groups_for", lambda count: 4 if count < 100 else 8)
    yield


@pytest.mark.usefixtures("_coded")
def test_very_many_vectors_are_coded_and_the_codebook_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build(folder, articles(5), encoder=WordEncoder())
    assert "codebook.faiss" not in files(folder)
    build(folder, articles(16), encoder=WordEncoder())
    before = files(folder)
    build(folder, articles(17), encoder=WordEncoder())
    after = files(folder)
    assert before["codebook.faiss"] == after["codebook.faiss"]
    kept = [name for name in before if name.endswith(".codes.npz") and name in after]
    assert kept
    assert all(before[name] == after[name] for name in kept)
    with Store(folder) as store, store.snapshot():
        derived = open_derived(folder, store)
        assert isinstance(derived.vectors, CodedVectors)
        np.testing.assert_array_equal(
            derived.vectors.vectors(slice(None)), store.vectors(derived.columns.rows)
        )
        assert [*problems(folder, store)] == []
    with Index(folder, WordEncoder()) as index:
        assert "harbour" in index.search("the harbour story 8")[0].passage.text
    build(folder, articles(60), encoder=WordEncoder())
    assert files(folder)["codebook.faiss"] != after["codebook.faiss"], "it was too coarse"


@pytest.mark.usefixtures("_coded")
def test_a_damaged_codebook_of_the_build_before_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build(folder, articles(16), encoder=WordEncoder())
    (codebook,) = folder.glob("derived/*/codebook.faiss")
    codebook.write_bytes(b"no codebook")
    build(folder, articles(17), encoder=WordEncoder())
    made_at_once(folder, tmp_path / "fresh")
