import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import read_rows
from corpus.errors import InputError
from corpus.findings import Found, Rejected
from corpus.read_rows import read_json, read_jsonl


@pytest.fixture
def rows_file(tmp_path: Path) -> Path:
    return tmp_path / "rows.jsonl"


def _articles(found: Iterator[Found | Rejected]) -> list[Any]:
    return [item.article if isinstance(item, Found) else item for item in found]


def test_every_field_of_a_row_is_kept(rows_file: Path) -> None:
    row = {
        "id": "a-1",
        "title": "Ferry stops",
        "text": "The ferry stopped.\r\n\r\n  It rained. ",
        "url": "https://paper.example/ferry",
        "outlet": "The Paper",
        "published": "2023/01/05",
        "authors": ["Ann Lee", "Bo Ray"],
        "related": ["https://port.example/", {"title": "Log", "url": "https://port.example/log"}],
    }
    rows_file.write_text(json.dumps(row))
    [article] = _articles(read_jsonl(rows_file))
    assert (article.id, article.title, article.text) == ("a-1", row["title"], row["text"])
    assert article.source.outlet == "The Paper"
    assert article.source.url == "https://paper.example/ferry"
    assert article.source.published == "2023-01-05"
    assert article.source.authors == ("Ann Lee", "Bo Ray")
    assert [(one.title, one.url) for one in article.source.related] == [
        ("https://port.example/", "https://port.example/"),
        ("Log", "https://port.example/log"),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('{"title": {}, "text": "x"}', "title: expected a string, found an object"),
        ('{"title": "x", "text": [1]}', "text: expected a string, found a list"),
        ('{"title": "x", "text": "y", "id": 1.5}', "id: expected a string, found a number"),
        ('{"title": "x", "text": "y", "id": true}', "id: expected a string, found true or false"),
        ("null", "found null"),
        ('"x"', "found a string"),
        ('{"n": ' + "9" * 5_000 + "}", "a number of thousands of digits; leave it out"),
    ],
)
def test_a_bad_row_is_told_in_words_of_json(rows_file: Path, row: str, told: str) -> None:
    rows_file.write_text(row)
    [rejected] = _articles(read_jsonl(rows_file))
    assert isinstance(rejected, Rejected) and told in rejected.reason


def test_an_outlet_of_blanks_is_none(rows_file: Path) -> None:
    rows_file.write_text('{"title": "x", "text": "y", "outlet": "  "}')
    [article] = _articles(read_jsonl(rows_file))
    assert article.source.outlet is None


def test_bad_rows_are_told_by_line_and_the_rest_goes_on(rows_file: Path) -> None:
    rows_file.write_bytes(
        b'\xef\xbb\xbf{"title": "one", "text": "first"}\n'
        b"\n"
        b"{broken\n"
        b'{"title": "no text"}\n'
        b'{"title": "\xff", "text": "x"}\n'
        b'["a", "list"]\n'
        b'{"title": "half", "text": "\\ud83d"}\n'
        b'{"title": "when", "text": "x", "published": "soon"}\n'
        b'{"title": "two", "text": "last, without a newline"}'
    )
    found = _articles(read_jsonl(rows_file))
    assert [item.title for item in found if not isinstance(item, Rejected)] == ["one", "two"]
    rejected = [item for item in found if isinstance(item, Rejected)]
    assert [item.line for item in rejected] == [3, 4, 5, 6, 7, 8]
    assert {item.where for item in rejected} == {str(rows_file)}
    for item, word in zip(
        rejected, ("JSON", "text", "UTF-8", "list", "surrogate", "published"), strict=True
    ):
        assert word in item.reason


def test_a_line_over_the_limit_is_passed_over(rows_file: Path) -> None:
    long = json.dumps({"title": "long", "text": "x" * 3_000_000})
    short = json.dumps({"title": "short", "text": "y"})
    rows_file.write_text(f"{short}\n{long}\n{short}\n{long}")
    found = _articles(read_jsonl(rows_file, line_bytes=1000))
    assert [item.line if isinstance(item, Rejected) else item.title for item in found] == [
        "short",
        2,
        "short",
        4,
    ]


def test_a_line_of_exactly_the_limit_is_read(rows_file: Path) -> None:
    row = json.dumps({"title": "t", "text": "y"})
    rows_file.write_text(f"{row}\n{row} \n")
    found = _articles(read_jsonl(rows_file, line_bytes=len(row)))
    assert [isinstance(item, Rejected) for item in found] == [False, True]


def test_gzip_is_read_up_to_its_damage(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    lines = [json.dumps({"title": f"t{i}", "text": f"text {i * i}"}) for i in range(2000)]
    packed = gzip.compress("\n".join(lines).encode())
    path.write_bytes(packed)
    assert len(_articles(read_jsonl(path))) == 2000
    path.write_bytes(packed[: len(packed) // 2])
    *good, last = _articles(read_jsonl(path))
    assert len(good) > 500
    assert [article.text for article in good] == [f"text {i * i}" for i in range(len(good))]
    assert isinstance(last, Rejected) and last.line == len(good) + 1 and "gzip" in last.reason


def test_a_gzip_bomb_of_empty_lines_is_left_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_rows, "_BOMB_BYTES", 2_000_000)
    path = tmp_path / "rows.jsonl.gz"
    row = json.dumps({"title": "t", "text": "x"}).encode()
    path.write_bytes(gzip.compress(row + b"\n" * 5_000_000))
    good, last = _articles(read_jsonl(path))
    assert not isinstance(good, Rejected)
    assert isinstance(last, Rejected)
    assert "more than 200 times its size" in last.reason
    path.write_bytes(gzip.compress(row + b"\n" * 900_000))
    assert len(_articles(read_jsonl(path))) == 1, "what is small does no harm"


def test_what_is_no_gzip_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_text('{"title": "t", "text": "x"}')
    [item] = read_jsonl(path)
    assert isinstance(item, Rejected) and "gzip" in item.reason


def test_json_list_names_the_row_that_is_wrong() -> None:
    good, bad = read_json(b'[{"title": "t", "text": "x"}, {"title": "t"}]', "rows.json")
    assert isinstance(good, Found) and good.article.text == "x"
    assert bad == Rejected("rows.json", None, bad.reason if isinstance(bad, Rejected) else "")
    assert "row 2" in bad.reason


@pytest.mark.parametrize("data", [b"[" * 100_000, b"9" * 5000, b"", b"\xff", b"{"])
def test_json_that_is_none_is_an_input_error(data: bytes) -> None:
    with pytest.raises(InputError):
        list(read_json(data, "rows.json"))


_TEXT = st.text(min_size=1).filter(str.strip)


@settings(deadline=None)
@given(st.lists(st.tuples(_TEXT, _TEXT), max_size=5), st.booleans(), st.booleans())
def test_rows_round_trip_code_point_for_code_point(
    tmp_path_factory: pytest.TempPathFactory,
    pairs: list[tuple[str, str]],
    ascii_only: bool,
    packed: bool,
) -> None:
    path = tmp_path_factory.mktemp("rows") / ("r.jsonl.gz" if packed else "r.jsonl")
    data = "".join(
        json.dumps({"title": title, "text": text}, ensure_ascii=ascii_only) + "\n"
        for title, text in pairs
    ).encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    read = [(article.title, article.text) for article in _articles(read_jsonl(path))]
    assert read == pairs
