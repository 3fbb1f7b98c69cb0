"""Readers' verdicts: stored beside builds, and the evaluation set that they make."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpora import articles
from corpus.errors import InputError, StoreError
from index.build import build, remove
from index.building.writer import StoreWriter
from index.feedback import Feedback, keep, kept, withdraw
from qa.batch.questions import Question, read_questions
from qa.cli import main
from qa.visiting.conversation import Exchange, Within, restored, saved
from qa.visiting.feedback import feedback, question_rows
from scripted_desk import ANSWER, DECLINED, DENIAL, REPORT
from word_encoder import WordEncoder

GOOD = Exchange(ANSWER.question, ANSWER, done=True, within=Within(as_of="2024-11-01"))
RIGHTLY_NOT = Exchange(DECLINED.question, DECLINED, done=True)
AT = "2024-12-24T10:00:00+00:00"


def said(*exchanges: Exchange, verdict: str = "good", article: str = "") -> Feedback:
    return replace(feedback(exchanges, verdict, article), at=AT)


# ---- the store ----


def test_a_verdict_is_kept_replaced_and_withdrawn(tmp_path: Path) -> None:
    keep(tmp_path, said(GOOD))
    keep(tmp_path, said(RIGHTLY_NOT))
    keep(tmp_path, said(GOOD, verdict="bad"))
    keep(tmp_path, said(GOOD, verdict="wrong source", article=REPORT.id))
    found = [(each.exchange, each.verdict, each.article) for each in kept(tmp_path)]
    assert found == [
        (GOOD.id, "bad", ""),
        (RIGHTLY_NOT.id, "good", ""),
        (GOOD.id, "wrong source", REPORT.id),
    ]
    withdraw(tmp_path, GOOD.id)
    assert [each.exchange for each in kept(tmp_path)] == [RIGHTLY_NOT.id, GOOD.id]
    assert next(kept(tmp_path)).at == AT


def test_nothing_was_said_of_a_new_index(tmp_path: Path) -> None:
    assert list(kept(tmp_path)) == []
    withdraw(tmp_path, "unknown")
    assert list(tmp_path.iterdir()) == []


def test_without_an_index_a_verdict_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index here"):
        keep(tmp_path / "none", said(GOOD))


def test_a_build_neither_delays_nor_loses_what_a_reader_says(tmp_path: Path) -> None:
    build(tmp_path, articles(3), encoder=WordEncoder())
    with closing(StoreWriter(tmp_path)) as store, store.transaction():
        keep(tmp_path, said(GOOD))  # a publishing build holds the store's lock meanwhile
    build(tmp_path, articles(4), encoder=WordEncoder())
    assert [each.exchange for each in kept(tmp_path)] == [GOOD.id]


# ---- a verdict ----


def test_a_verdict_carries_what_was_asked_and_the_history_it_was_asked_in() -> None:
    found = said(GOOD, RIGHTLY_NOT)
    assert found.asked["history"] == [{"question": GOOD.question, "answer": ANSWER.text}]
    assert found.asked["answer"] == DECLINED.to_dict()
    typed = said(GOOD, replace(RIGHTLY_NOT, as_typed=True))
    assert typed.asked["history"] == []


@pytest.mark.parametrize(
    ("exchanges", "verdict", "article", "message"),
    [
        ([], "good", "", "no answer to judge"),
        ([Exchange("x", problem="y")], "good", "", "no answer to judge"),
        ([GOOD], "splendid", "", "'splendid' is no verdict; say one of good, bad, wrong source"),
        ([GOOD], "wrong source", "", "one that the answer cites"),
        ([GOOD], "wrong source", "other", "one that the answer cites"),
        ([GOOD], "good", REPORT.id, "one that the answer cites"),
        ([replace(GOOD, question=" ")], "good", "", "The question is empty"),
        ([replace(GOOD, within=Within(as_of="garbage"))], "good", "", "garbage"),
    ],
)
def test_a_verdict_that_makes_no_sense_is_refused(
    exchanges: list[Exchange], verdict: str, article: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        feedback(exchanges, verdict, article)


# ---- the evaluation set ----


def test_a_good_answer_tells_its_short_answer_and_its_articles() -> None:
    assert list(question_rows([said(GOOD)])) == [
        {
            "id": "feedback-1",
            "question": ANSWER.question,
            "date": "2024-11-01",
            "verdict": "good",
            "relevant": [REPORT.id, DENIAL.id],
            "answer": "About 10,000",
        }
    ]


def test_what_was_rightly_declined_is_unanswerable_on_the_day_of_the_verdict() -> None:
    (row,) = question_rows([said(GOOD, RIGHTLY_NOT)])
    assert (row["date"], row["answerable"]) == ("2024-12-24", False)
    assert "relevant" not in row
    assert row["history"] == [{"question": GOOD.question, "answer": ANSWER.text}]


def test_a_bad_answer_tells_only_that_it_was_asked() -> None:
    (row,) = question_rows([said(GOOD, verdict="bad")])
    assert set(row) == {"id", "question", "date", "verdict"}


def test_a_wrong_source_is_not_relevant_whatever_the_answer_is() -> None:
    wrong = said(GOOD, verdict="wrong source", article=REPORT.id)
    (both,) = question_rows([said(GOOD), wrong])
    assert (both["relevant"], both["not_relevant"]) == ([DENIAL.id], [REPORT.id])
    (alone,) = question_rows([wrong])
    assert (alone["verdict"], alone["not_relevant"]) == ("wrong source", [REPORT.id])
    assert "relevant" not in alone


def test_the_command_writes_rows_that_evaluate_reads(
    sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    for file in sample_index.glob("newsdesk.sqlite*"):
        (folder / file.name).write_bytes(file.read_bytes())
    assert main(["feedback", "--index", str(folder)]) == 0
    assert capsys.readouterr().out == ""
    keep(folder, said(GOOD))
    keep(folder, said(GOOD, RIGHTLY_NOT))
    assert main(["feedback", "--index", str(folder)]) == 0
    printed = capsys.readouterr().out
    rows: list[dict[str, Any]] = [json.loads(line) for line in printed.splitlines()]
    assert [row["id"] for row in rows] == ["feedback-1", "feedback-2"]
    out = tmp_path / "questions.jsonl"
    assert main(["feedback", "--index", str(folder), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}: 2 questions\n"
    questions = list(read_questions([out]))
    assert all(isinstance(each, Question) for each in questions)
    assert out.read_text("utf-8") == printed


def test_the_command_says_where_there_is_no_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["feedback", "--index", str(tmp_path)]) == 1
    assert "no index here" in capsys.readouterr().err


def test_a_verdict_has_the_whole_exchange() -> None:
    assert said(GOOD).asked == saved(GOOD) | {"history": []}


# ---- retractions ----


def test_a_removed_article_takes_every_verdict_on_what_it_said(tmp_path: Path) -> None:
    build(tmp_path, [REPORT, DENIAL, *articles(2)], encoder=WordEncoder())
    follow_up = Exchange("And then?", DECLINED, done=True)
    keep(tmp_path, said(GOOD))
    keep(tmp_path, said(GOOD, follow_up))  # its history quotes the first answer
    keep(tmp_path, said(RIGHTLY_NOT))  # it was among what was found
    elsewhere = tuple(hit for hit in DECLINED.hits if hit.passage.article_id != REPORT.id)
    assert 0 < len(elsewhere) < len(DECLINED.hits)
    untouched = Exchange("And elsewhere?", replace(DECLINED, hits=elsewhere), done=True)
    keep(tmp_path, said(untouched))
    assert REPORT.id in {citation.passage.article_id for citation in ANSWER.citations}
    assert remove(tmp_path, [REPORT.id]) == []
    assert [each.exchange for each in kept(tmp_path)] == [untouched.id]
    words = REPORT.text[:60].encode()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or words not in file.read_bytes(), file


def test_what_cites_a_removed_article_is_not_judged_any_more() -> None:
    there = {DENIAL.id: DENIAL, REPORT.id: REPORT}
    follow_up = Exchange("And then?", DECLINED, done=True)
    for exchanges in ((GOOD,), (GOOD, follow_up)):
        opened = [saved(exchange) for exchange in exchanges]
        assert feedback(restored(opened, there.get), "good").verdict == "good"
        with pytest.raises(InputError, match=r"was removed, so nothing is kept .* Ask anew"):
            feedback(restored(opened, {DENIAL.id: DENIAL}.get), "good")


def test_a_quoted_sentence_is_known_by_its_words_however_its_lines_break(tmp_path: Path) -> None:
    build(tmp_path, articles(2), encoder=WordEncoder())
    quoted = "People of town 1 spoke of the bridge for days on end."
    for number, mark in enumerate((" ", "\n", "\t", "\r\n", "\x0b", "\u2028")):
        said_so = {"history": [{"answer": quoted.replace(" bridge", f"{mark}bridge")}]}
        keep(tmp_path, Feedback(f"broken {number}", "good", said_so))
    keep(tmp_path, Feedback("other", "good", {"answer": quoted.replace("bridge", "harbour")}))
    remove(tmp_path, ["a001"])
    assert [each.exchange for each in kept(tmp_path)] == ["other"]


def test_a_full_file_takes_no_more_verdicts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, said(GOOD))
    monkeypatch.setattr("index.feedback.MOST_BYTES", 100)
    with pytest.raises(StoreError, match=r"feedback.sqlite: is full; save its verdicts with"):
        keep(tmp_path, said(RIGHTLY_NOT))
    assert [each.exchange for each in kept(tmp_path)] == [GOOD.id]
