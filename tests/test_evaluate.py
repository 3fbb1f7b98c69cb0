"""The batch run against a desk whose figures are known."""

import csv
import errno
import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import InputError
from fake_desk import FakeDesk, question
from qa.evaluate import Evaluation, evaluate, evaluate_rows
from qa.types import Turn

TOWNS = 20
FILES = ("answers.jsonl", "scores.jsonl", "metrics.json", "report.html", "rejected.jsonl")
# Runs the evaluation and dies, without any cleaning up, when one question is asked or one
# article is looked up.
CHILD = """
import os, signal, sys
from fake_desk import FakeDesk
from qa.evaluate import evaluate

class Mortal(FakeDesk):
    looked_up = 0
    def article(self, article_id):
        self.looked_up += 1
        if sys.argv[3] == f"article {self.looked_up}":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().article(article_id)

def before(question):
    if question == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

evaluate(Mortal(before=before), [sys.argv[1]], sys.argv[2], progress=False)
"""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write(tmp_path / "questions.jsonl", [question(town) for town in range(TOWNS)])


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def run(questions: Path, out: Path, desk: FakeDesk | None = None, **options: Any) -> Evaluation:
    return evaluate(desk or FakeDesk(), [questions], out, progress=False, **options)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def killed(questions: Path, out: Path, at: str) -> None:
    places = os.pathsep.join(str(place) for place in Path(__file__).resolve().parents[:2])
    child = subprocess.run(
        [sys.executable, "-c", CHILD, questions, out, at],
        check=False,
        env={**os.environ, "PYTHONPATH": places},
    )
    assert child.returncode == -signal.SIGKILL


def test_questions_are_not_taken_from_where_the_results_go(tmp_path: Path) -> None:
    """They would be gone before they are asked."""
    asked = tmp_path / "answers.jsonl"
    asked.write_text(json.dumps({"id": "1", "question": "Who?"}) + "\n")
    with pytest.raises(InputError, match="lies where the results go"):
        run(asked, tmp_path)
    assert "Who?" in asked.read_text()


def test_questions_that_can_be_read_but_once_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "questions.jsonl"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="is no file, and would be read several times"):
        run(pipe, tmp_path / "run")


def test_a_file_that_is_named_twice_is_asked_once(questions: Path, tmp_path: Path) -> None:
    done = evaluate(FakeDesk(), [questions, questions], tmp_path / "run", progress=False)
    assert (done.asked, len(done.rejected)) == (TOWNS, TOWNS)


def test_figures_by_hand(questions: Path, tmp_path: Path) -> None:
    run(questions, tmp_path / "out")
    found = json.loads((tmp_path / "out" / "metrics.json").read_text())
    # Of every five towns: two right, one of those at rank 2; one not found at all.
    expected = {
        "article_hits_at_1": 0.6,
        "article_hits_at_10": 0.8,
        "article_mrr_at_10": (3 + 0.5) / 5,
        "passage_mrr_at_10": (3 + 0.25) / 5,
        "answer_contained": 0.4,
        "exact_match": 0.4,
        "answered": 0.8,
        "answered_correct": 0.5,
        "quotes_exact": 1.0,
        "latency_total_ms_p50": 15.0,
        "error": 0.0,
    }
    assert {name: found[name]["value"] for name in expected} == pytest.approx(expected)
    assert {found[name]["n"] for name in expected} == {TOWNS, 16}
    assert all(item["low"] <= item["value"] <= item["high"] for item in found.values())
    # Everything is answerable, so there is nothing to tell apart.
    assert "confidence_auroc" not in found


def test_answers_are_contract_objects_in_the_order_of_the_rows(
    questions: Path, tmp_path: Path
) -> None:
    run(questions, tmp_path / "out")
    answers = rows(tmp_path / "out" / "answers.jsonl")
    assert [answer["id"] for answer in answers] == [f"q{town}" for town in range(TOWNS)]
    assert answers[0]["schema"] == 1
    assert answers[0]["text"] == "The mayor of Town0 is Person0. [1]"


def test_date_and_history_reach_the_desk(tmp_path: Path) -> None:
    row = {**question(0), "date": "2024/02/01", "history": [{"question": "Hello?", "answer": "Hi"}]}
    other = {"id": "x", "question": "Who is the mayor of Town1?"}
    desk = FakeDesk()
    run(write(tmp_path / "q.jsonl", [row, other]), tmp_path / "out", desk)
    assert [item.as_of for item in desk.filters] == [date(2024, 2, 1), None]
    assert desk.histories == [(Turn("Hello?", "Hi"),), ()]


def test_choices_are_answered(tmp_path: Path) -> None:
    row = {**question(0), "choices": ["Person7", "Person0"]}
    run(write(tmp_path / "q.jsonl", [row, question(1)]), tmp_path / "out")
    first, second = rows(tmp_path / "out" / "answers.jsonl")
    assert (first["choice"], first["choice_scores"]) == (1, [0.1, 0.9])
    assert "choice" not in second


def test_a_failing_question_is_a_wrong_one_and_the_run_goes_on(
    questions: Path, tmp_path: Path
) -> None:
    desk = FakeDesk(fails_on="Who is the mayor of Town0?")
    done = run(questions, tmp_path / "out", desk)
    first, *rest = rows(tmp_path / "out" / "answers.jsonl")
    assert first["error"] == first["reason"] == "the endpoint is gone; start it and ask again"
    assert (first["answered"], len(rest), done.failed) == (False, TOWNS - 1, 1)
    assert done.metrics["answer_contained"].value == pytest.approx(7 / TOWNS)
    assert "1 failed" in done.summary()


@pytest.mark.parametrize(
    "at",
    ["Who is the mayor of Town0?", "Who is the mayor of Town7?", "article 1", "article 15"],
)
def test_killed_and_run_again_gives_the_same_files(
    questions: Path, tmp_path: Path, at: str
) -> None:
    run(questions, tmp_path / "whole")
    killed(questions, tmp_path / "out", at)
    assert not (tmp_path / "out" / "metrics.json").exists()
    desk = FakeDesk()
    done = run(questions, tmp_path / "out", desk)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert done.continued + len(desk.asked) == TOWNS
    assert done.continued == {"Town0?": 0, "Town7?": 7}.get(at.split()[-1], TOWNS)


@pytest.mark.parametrize("torn", [b"", b'{"id": "q7", "sch', b'{"id": "q7"}', b"\x00\x00\n"])
def test_a_torn_last_line_is_asked_again(questions: Path, tmp_path: Path, torn: bytes) -> None:
    run(questions, tmp_path / "whole")
    killed(questions, tmp_path / "out", "Who is the mayor of Town7?")
    with (tmp_path / "out" / "answers.jsonl").open("ab") as stream:
        stream.write(torn)
    assert run(questions, tmp_path / "out").continued == 7
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


@pytest.mark.parametrize(
    "change", ["fingerprint", "file", "limit", "restart", "damaged", "finished"]
)
def test_another_run_starts_anew(questions: Path, tmp_path: Path, change: str) -> None:
    killed(questions, tmp_path / "out", "Who is the mayor of Town7?")
    desk, options = FakeDesk(), {}
    if change == "fingerprint":
        desk.fingerprint = "fake-2"
    elif change == "file":
        questions.write_text(questions.read_text() + "\n")
    elif change == "limit":
        options["limit"] = 9
    elif change == "restart":
        options["restart"] = True
    elif change == "damaged":
        (tmp_path / "out" / "run.json").write_text('{"cut')
    else:
        run(questions, tmp_path / "out")
    assert run(questions, tmp_path / "out", desk, **options).continued == 0
    assert len(desk.asked) == options.get("limit", TOWNS)


def test_answers_of_other_questions_are_noticed(questions: Path, tmp_path: Path) -> None:
    killed(questions, tmp_path / "out", "Who is the mayor of Town7?")
    answers = tmp_path / "out" / "answers.jsonl"
    answers.write_text(answers.read_text().replace('"q0"', '"q1"'))
    with pytest.raises(InputError, match="other questions"):
        run(questions, tmp_path / "out")
    answers.write_text('{"id": "q0"}\n' * (TOWNS + 1))
    with pytest.raises(InputError, match="other questions"):
        run(questions, tmp_path / "out")


def test_malformed_rows_are_reported_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(f"{json.dumps(question(0))}\n{{oops\n{json.dumps(question(1))}\n", "utf-8")
    done = run(file, tmp_path / "out")
    (rejected,) = rows(tmp_path / "out" / "rejected.jsonl")
    assert (rejected["where"], rejected["line"]) == (str(file), 2)
    assert done.asked == 2
    assert f"{file}, line 2" in done.summary()
    assert "1 rejected rows" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_nothing_to_ask_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text("{}\n")
    with pytest.raises(
        InputError, match=r"no question to ask \(1 rows rejected; the first: line 1"
    ):
        run(file, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_named(questions: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        run(questions, questions / "out")


def test_csv_gives_what_jsonl_gives(questions: Path, tmp_path: Path) -> None:
    table = tmp_path / "questions.csv"
    with table.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(question(0)))
        writer.writeheader()
        for town in range(TOWNS):
            writer.writerow({**question(town), "relevant": f"town-{town}"})
    run(questions, tmp_path / "a")
    run(table, tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_several_files_are_one_run(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{town}.jsonl", [question(town)]) for town in (3, 0)]
    evaluate(FakeDesk(), files, tmp_path / "out", progress=False)
    assert [row["id"] for row in rows(tmp_path / "out" / "answers.jsonl")] == ["q3", "q0"]


def test_limit_takes_the_first_and_sample_draws_from_them(questions: Path, tmp_path: Path) -> None:
    def asked(**options: int) -> list[str]:
        desk = FakeDesk()
        run(questions, tmp_path / "out", desk, restart=True, **options)
        return [name.split()[-1].removeprefix("Town").rstrip("?") for name in desk.asked]

    drawn = asked(sample=8, seed=1)
    assert asked(limit=3) == ["0", "1", "2"]
    assert len(set(drawn)) == 8 and drawn == sorted(drawn, key=int)
    assert drawn == asked(sample=8, seed=1) != asked(sample=8, seed=2)
    assert set(asked(limit=5, sample=3)) < set("01234")
    assert len(asked(sample=99)) == TOWNS


def test_workers_change_nothing_but_speed(questions: Path, tmp_path: Path) -> None:
    run(questions, tmp_path / "one")
    run(questions, tmp_path / "four", workers=4)
    assert contents(tmp_path / "one") == contents(tmp_path / "four")


def test_progress_goes_to_stderr(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(FakeDesk(), [questions], tmp_path / "out")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{TOWNS}/{TOWNS}" in shown.err and "questions/s" in shown.err


def test_rows_at_hand_give_the_figures_of_a_run(questions: Path, tmp_path: Path) -> None:
    done = run(questions, tmp_path / "out")
    metrics, flat = evaluate_rows(FakeDesk(), map(question, range(TOWNS)))
    assert metrics == done.metrics
    assert flat[2]["failure"] == "retrieved but not quoted"
    assert flat[0]["gold"] == "Person0" and flat[0]["token_f1"] == 1.0
    with pytest.raises(InputError, match="question"):
        evaluate_rows(FakeDesk(), [{"id": "1"}])


def test_a_full_disk_is_said_and_the_run_can_go_on(
    questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(stream: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    killed(questions, tmp_path / "out", "Who is the mayor of Town7?")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="No space left on device"):
            run(questions, tmp_path / "out")
    assert run(questions, tmp_path / "out").continued == TOWNS
