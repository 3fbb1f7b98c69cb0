"""Question rows from JSONL and CSV, good and bad."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.findings import Rejected
from qa.batch.questions import Question, question_from_row, read_questions
from qa.types import Turn


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def read(*files: Path) -> tuple[list[Question], list[Rejected]]:
    rows = list(read_questions(files))
    return (
        [row for row in rows if isinstance(row, Question)],
        [row for row in rows if isinstance(row, Rejected)],
    )


def test_every_field_of_a_row_is_read() -> None:
    row = {
        "id": 7,
        "question": "And in March?",
        "date": "2023/03/31",
        "history": [{"question": "Who won?", "answer": "Ann"}, {"question": "When?"}],
        "answers": ["Ann", 3],
        "relevant": ["a1"],
        "choices": ["Ann", ""],
        "unknown": object,
    }
    assert question_from_row(row) == Question(
        id=7,
        text="And in March?",
        as_of=date(2023, 3, 31),
        history=(Turn("Who won?", "Ann"), Turn("When?")),
        golds=("Ann", "3"),
        relevant=("a1",),
        choices=("Ann", ""),
        answerable=True,
    )


@pytest.mark.parametrize(
    ("fields", "answerable"),
    [({}, None), ({"answer": "Ann"}, True), ({"answer": ""}, None), ({"answerable": False}, False)],
)
def test_answerable_follows_from_a_gold_answer(fields: dict[str, Any], answerable: object) -> None:
    row = {"id": "1", "question": "Who?", **fields}
    assert question_from_row(row).answerable is answerable


def test_a_gold_answer_of_an_unanswerable_question_is_not_looked_for() -> None:
    row = {"id": "1", "question": "Who?", "answer": "Ann", "answerable": False}
    assert question_from_row(row).golds == ()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"id": None}, "id"),
        ({"id": ""}, "id"),
        ({"id": True}, "id"),
        ({"question": "  "}, "question"),
        ({"question": 5}, "question"),
        ({"date": "tomorrow"}, "date"),
        ({"date": "2023-02-30"}, "date"),
        ({"history": "who?"}, "history"),
        ({"history": [{"answer": "Ann"}]}, "history"),
        ({"answers": [["Ann"]]}, "answers"),
        ({"relevant": [{}]}, "relevant"),
        ({"choices": ["one"]}, "choices"),
        ({"answerable": "no"}, "answerable"),
        ({"question": "\ud800"}, "Unicode"),
        ({"relevant": ["\ud800"]}, "Unicode"),
    ],
)
def test_a_malformed_field_is_named(change: dict[str, Any], word: str) -> None:
    with pytest.raises(InputError, match=word):
        question_from_row({"id": "1", "question": "Who?", **change})


def test_bad_lines_are_reported_by_file_and_line_and_skipped(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    good = b'{"id": "%d", "question": "Who?"}\n'
    file.write_bytes(
        b"\xef\xbb\xbf"
        + good % 1
        + b"\n{broken\n[1]\n\xff\xfe\n"
        + good % 1
        + good % 2
        + b"[" * 5_000
    )
    questions, rejected = read(file)
    assert [question.id for question in questions] == ["1", "2"]
    assert [row.line for row in rejected] == [3, 4, 5, 6, 8]
    assert {row.where for row in rejected} == {str(file)}
    assert f"{file}, line 1" in rejected[3].reason


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", {"id": 1, "question": "Who?"})
    second = write(tmp_path / "b.jsonl", {"id": "1", "question": "Where?"})
    questions, rejected = read(first, second)
    assert len(questions) == 1
    assert rejected[0].where == str(second)


def test_csv_says_the_same_as_jsonl(tmp_path: Path) -> None:
    row = {
        "id": "1",
        "question": "Who, and\nwhere?",
        "date": "2023-03-31",
        "answers": ["Ann", "Ann Lee"],
        "choices": ["Ann", "Bob | Co"],
        "history": [{"question": "Who won?"}],
        "answerable": True,
    }
    file = tmp_path / "questions.csv"
    file.write_text(
        "\ufeffid,question,date,answers,choices,history,answerable,note\n"
        '1,"Who, and\nwhere?",2023-03-31,Ann | Ann Lee,"[""Ann"", ""Bob | Co""]",'
        '"[{""question"": ""Who won?""}]",yes,left alone\n',
        "utf-8",
    )
    assert read(file) == ([question_from_row(row)], [])


def test_bad_csv_rows_are_reported_by_the_line_they_start_on(tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    file.write_bytes(
        b"id,question,choices,answerable\n"
        b'1,"two\nlines",,\n'
        b"\n"
        b"2,Who?,,,,\n"
        b"3,,,\n"
        b"4,Who?,[oops,\n"
        b"5,Who?,,maybe\n"
        b"6,Wh\xff?,,\n"
        b"7,Who?,,no\n"
    )
    questions, rejected = read(file)
    assert [(question.id, question.answerable) for question in questions] == [
        ("1", None),
        ("7", False),
    ]
    assert [row.line for row in rejected] == [5, 6, 7, 8, 9]


def test_a_choice_in_a_csv_keeps_its_place(tmp_path: Path) -> None:
    file = tmp_path / "Q.CSV"
    file.write_text("id,question,choices\n1,Who?,Ann||Bob\n", "utf-8")
    ((question,), []) = read(file)
    assert question.choices == ("Ann", "", "Bob")


def test_gzipped_files_are_read(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl.gz"
    lines.write_bytes(gzip.compress(b'{"id": "1", "question": "Who?"}\n'))
    table = tmp_path / "b.csv.gz"
    table.write_bytes(gzip.compress(b"id,question\n2,Where?\n"))
    assert [question.id for question in read(lines, table)[0]] == ["1", "2"]


@pytest.mark.parametrize("name", ["missing.jsonl", ".", "torn.jsonl.gz", "no.csv.gz"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "torn.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 999)[:-9])
    (tmp_path / "no.csv.gz").write_bytes(b"not gzip")
    file = tmp_path / name
    with pytest.raises(InputError, match=str(file)):
        list(read_questions([file]))


@given(content=st.binary(max_size=200), suffix=st.sampled_from([".jsonl", ".csv"]))
def test_any_bytes_give_questions_or_reasons(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    file = tmp_path_factory.getbasetemp() / f"any{suffix}"
    file.write_bytes(content)
    try:
        found = list(read_questions([file]))
    except InputError as error:
        # A table without a readable header has no rows to tell of.
        assert str(file) in str(error) and suffix == ".csv"
    else:
        assert all(isinstance(row, Question | Rejected) for row in found)
