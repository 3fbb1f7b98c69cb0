"""The files of near-copies: what of the build before is of use, and what is made anew."""

from pathlib import Path

import pytest

from corpora import articles, wire
from index.derived import problems
from index.near_copies import find_copies as finding
from index.near_copies.find_copies import Compared
from index.store import Store
from test_find_copies import made


def test_what_another_version_compared_is_compared_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(tmp_path, [wire(0), wire(1)])
    (file,) = tmp_path.glob("derived/*/compared.npz")
    compared = Compared.load(file)
    assert len(compared.pairs.numbers) == 1
    assert len(compared.held) == len(first["heads"]), "each in the other"
    monkeypatch.setattr(finding, "VERSION", finding.VERSION + 1)
    with pytest.raises(ValueError, match="another version"):
        Compared.load(file)
    found = made(tmp_path, [*articles(3), wire(2)])
    assert found["ends"]["w002"] == found["ends"]["w001"] == "w000"


@pytest.mark.parametrize("pattern", ["*.bands.npy", "*.articles.npz"])
@pytest.mark.parametrize("left", [0, 200, -8])
def test_damaged_tables_of_the_build_before_are_made_anew(
    tmp_path: Path, pattern: str, left: int
) -> None:
    folder = tmp_path / "index"
    made(folder, [*articles(12), wire(0)])
    (file,) = folder.glob(f"derived/*/{pattern}")
    file.write_bytes(file.read_bytes()[:left])
    found = made(folder, [wire(1)])
    assert found == made(tmp_path / "fresh", [*articles(12), wire(0), wire(1)])
    with Store(folder) as store, store.snapshot():
        assert list(problems(folder, store)) == []
