"""Near-copies of real shape: other leads, other cuts, other figures, and builds in between."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpora import article, articles, wire
from corpus.article import Article
from index.build import build
from index.derived import open_derived
from index.near_copies import alike, sketches
from index.near_copies import find_copies as finding
from index.near_copies.sketches import Shingles
from index.store import Store
from word_encoder import WordEncoder

LEADS = (
    "",
    "From our correspondent. ",
    "It was raining when the news came to the market place on that morning, and nobody who "
    "stood there selling apples and cheese would at first believe what the radio had just "
    "told them, for they had heard such stories before and nothing had ever come of any. " * 2,
)


def made(folder: Path, found: list[Article], **options: Any) -> dict[str, Any]:
    """Which passage stands for which, and which article for the end of each, free of rows."""
    build(folder, found, encoder=WordEncoder(), **options)
    return told(folder)


def told(folder: Path) -> dict[str, Any]:
    with Store(folder) as store, store.snapshot():
        derived = open_derived(folder, store)
        columns, copies = derived.columns, derived.copies
        owners = columns.articles.tolist()
        heads = copies.heads(np.arange(len(owners))).tolist()
        ids = store.article_ids(set(columns.articles.tolist()))
        passages = store.passages(columns.rows.tolist())
        names = [passages[row].passage.id for row in columns.rows.tolist()]
        return {
            "heads": {names[n]: names[head] for n, head in enumerate(heads)},
            "carriers": {
                name: [ids[row] for row in copies.carriers(n, None)] for n, name in enumerate(names)
            },
            "ends": {ids[row]: ids[owners[head]] for row, head in zip(owners, heads, strict=True)},
        }


def test_the_same_report_is_known_under_another_lead_and_cut(tmp_path: Path) -> None:
    found = made(tmp_path, [*articles(8), *(wire(n, lead) for n, lead in enumerate(LEADS))])
    copied = {name for name, head in found["ends"].items() if name != head}
    assert copied == {"w001", "w002"}
    assert {found["ends"][name] for name in copied} == {"w000"}
    with Store(tmp_path) as store:
        lengths = {
            whole.id: [(p.start - whole.text.index("The harbour of"), p.end) for _, p in passages]
            for _, whole, passages in store.articles_with_passages()
            if whole.id in {"w000", "w002"}
        }
    assert not set(lengths["w000"]) & set(lengths["w002"]), "they are cut at other places"


def test_another_number_or_name_makes_it_no_copy(tmp_path: Path) -> None:
    original = wire(0)
    for number, (old, new) in enumerate(
        [("next spring", "in 2031"), ("last year", "in two years")]
    ):
        changed = wire(number + 1)
        changed = replace(changed, text=changed.text.replace(old, new))
        assert changed.text != original.text
        found = made(tmp_path / str(number), [original, changed, wire(7)])
        assert found["ends"]["w007"] == "w000"
        with Store(tmp_path / str(number)) as store:
            parts = [p for _, a, ps in store.articles_with_passages() for _, p in ps
                     if a.id == changed.id and new in p.text]  # fmt: skip
        assert parts
        assert all(found["heads"][part.id] == part.id for part in parts)


def test_a_byline_or_a_credit_makes_no_difference(tmp_path: Path) -> None:
    text = " ".join(wire(0).text.split(". ")[0:1]) + "."
    report = text + " Fishermen in Port Vale will have to use the new quay beyond the lighthouse."
    outlets = [
        replace(wire(0), text=report),
        replace(wire(1), text=f"By Ann Alder. {report}"),
        replace(wire(2), text=f"{report} Valley Radio contributed."),
        replace(wire(3), text=report.replace("Port Vale", "Newhaven")),
    ]
    found = made(tmp_path, outlets)
    assert found["ends"] == {"w000": "w000", "w001": "w000", "w002": "w000", "w003": "w003"}


def test_different_reports_on_the_same_are_no_copies(tmp_path: Path) -> None:
    found = made(tmp_path, articles(30))
    assert all(name == head for name, head in found["heads"].items())
    assert not any(found["carriers"].values())


def test_the_undated_come_last_and_of_one_day_the_longest_first(tmp_path: Path) -> None:
    undated = replace(wire(0), source=replace(wire(0).source, published=None))
    long = replace(wire(8, day=4), text=wire(8).text + "\n\n" + article(1).text)
    found = made(tmp_path, [undated, wire(5, day=4), long, wire(6, day=5)])
    assert {found["ends"][name] for name in ("w000", "w005", "w006", "w008")} == {"w008"}


def test_what_was_compared_is_not_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, [*articles(6), wire(0), wire(1)])
    sketched: list[int] = []
    read: list[int] = []

    def sketch(of: Shingles) -> NDArray[np.uint32]:
        sketched.append(len(of))
        return sketches.sketch(of)

    def reading(store: Store, number: int) -> Any:
        read.append(number)
        return original(store, number)

    original = finding._read
    monkeypatch.setattr(alike, "sketch", sketch)
    monkeypatch.setattr(finding, "_read", reading)
    alone = Article("alone", "Beekeepers", "Beekeepers met on a hill to talk about honey at noon.")
    made(tmp_path, [alone])
    assert len(sketched) == 1, "only the new article is sketched"
    assert read == [], "and it is like no other"
    found = made(tmp_path, [wire(2)])
    assert len(read) == 2, "the new copy and the one that it is like"
    assert found["ends"]["w002"] == found["ends"]["w001"] == "w000"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_outcome_depends_on_the_articles_and_not_on_the_builds_before(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    pool = [wire(n, LEADS[n % 3], day=n % 4 + 1) for n in range(9)] + articles(6)
    folder = tmp_path / "grown"
    for step in range(4):
        chosen = chance.sample(pool, chance.randint(4, len(pool)))
        edited = [
            replace(each, text=each.text + f" Edition {step}.") if chance.random() < 0.2 else each
            for each in chosen
        ]
        grown = made(folder, edited, prune=True)
        assert grown == made(tmp_path / f"fresh-{step}", edited)
