"""The list of what was rejected: replaced as a whole, and freed of removed articles."""

import json
from pathlib import Path

import pytest

from corpus.findings import Rejected
from index.building.rejections import REJECTED_FILE, forget_rejections, rejections


def listed(folder: Path) -> list[str]:
    lines = (folder / REJECTED_FILE).read_text("utf-8").splitlines()
    return [json.loads(line)["where"] for line in lines]


def write(folder: Path, *found: Rejected) -> None:
    with rejections(folder) as list_of:
        for rejected in found:
            list_of.add(rejected)


def test_a_list_that_is_not_finished_leaves_the_last_one(tmp_path: Path) -> None:
    write(tmp_path, Rejected("a.md", None, "empty"))
    with pytest.raises(ZeroDivisionError), rejections(tmp_path) as unfinished:
        unfinished.add(Rejected("b.md", 3, "empty"))
        raise ZeroDivisionError
    assert listed(tmp_path) == ["a.md"]
    write(tmp_path)
    assert listed(tmp_path) == []


def test_a_list_that_is_full_tells_how_many_more_there_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.rejections.MOST_BYTES", 1_000)
    write(tmp_path, *(Rejected("rows.jsonl", line, "text: пусто") for line in range(500)))
    *rows, last = map(json.loads, (tmp_path / REJECTED_FILE).read_text("utf-8").splitlines())
    assert [row["line"] for row in rows] == list(range(len(rows)))
    assert last["where"] == REJECTED_FILE
    assert last["reason"] == f"the list is full; {500 - len(rows)} more were rejected"
    assert (tmp_path / REJECTED_FILE).stat().st_size < 1_200


def test_lines_that_name_an_article_go_with_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        Rejected("rows.jsonl", 7, "id: 'x1' is that of another article, in a.md; give each"),
        Rejected("rows.jsonl", 8, "id: 'x12' is that of another article, in a.md; give each"),
        Rejected("https://a.example/x", None, "boilerplate"),
        Rejected("b.md", None, "text: missing, see https://a.example/x"),
        Rejected("é.md", None, "x1 is not named as an id here"),
    )
    (tmp_path / f"{REJECTED_FILE}.part").write_text("of a build that was killed")
    forget_rejections(tmp_path, ["x1"], ["https://a.example/x"])
    assert [file.name for file in tmp_path.iterdir()] == [REJECTED_FILE]
    assert listed(tmp_path) == ["rows.jsonl", "é.md"]


@pytest.mark.parametrize("line", [b'{"where": "x"', b"\xff\xfe", b"[]", b"{}", b'"abc"', b"7", b""])
def test_a_damaged_line_goes_and_keeps_no_article(tmp_path: Path, line: bytes) -> None:
    write(tmp_path, Rejected("a.md", None, "empty"))
    with (tmp_path / REJECTED_FILE).open("ab") as stream:
        stream.write(line + b"\n")
    forget_rejections(tmp_path, ["x"], [])
    assert listed(tmp_path) == ["a.md"]


def test_where_there_is_no_list_nothing_is_made(tmp_path: Path) -> None:
    forget_rejections(tmp_path, ["x"], [])
    assert not list(tmp_path.iterdir())
