"""The command line: words, exit codes, and what goes to which stream."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from corpora import article
from corpus.article import Article
from index import search as searching
from index.storage.store_file import FILE_NAME
from index.store import Store
from index.types import Encoder
from qa.cli import main
from small_store import damage

ROOT = Path(__file__).parent.parent
QUESTION = "To which port did Russian navy ships take the North Korean soldiers?"


def command(
    *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a shell starts it."""
    variables = {key: value for key, value in os.environ.items() if key != "NEWSDESK_INDEX"}
    return subprocess.run(
        [sys.executable, "-m", "qa.cli", *arguments],
        cwd=cwd or ROOT,
        env={**variables, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(autouse=True)
def _loaded(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> None:
    """Within this process the model is loaded once."""
    monkeypatch.setattr(searching, "shared_encoder", lambda name: encoder)
    monkeypatch.setattr("index.build.load_encoder", lambda name: encoder)
    monkeypatch.delenv("NEWSDESK_INDEX", raising=False)


@pytest.fixture
def folder(tmp_path: Path, sample_index: Path) -> Path:
    """A copy of the sample index that may be changed."""
    return Path(shutil.copytree(sample_index, tmp_path / "index"))


Output = pytest.CaptureFixture[str]


def run(capsys: Output, *arguments: str | Path) -> tuple[int, str, str]:
    """The command within this process: exit code, stdout, stderr."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as error:
        assert isinstance(error.code, int)
        code = error.code
    out, err = capsys.readouterr()
    return code, out, err


def require_failure(result: tuple[int, str, str], message: str) -> None:
    """Exit code 1, one message on stderr, no traceback."""
    code, _, err = result
    assert code == 1
    assert err.startswith("newsdesk: ")
    assert message in err
    assert "Traceback" not in err


# ---------------------------------------------------------------- as a process


def test_build_ask_and_check_as_a_stranger_runs_them(tmp_path: Path) -> None:
    index = str(tmp_path / "my index")
    built = command("build", cwd=tmp_path, NEWSDESK_INDEX=index)
    assert built.returncode == 0
    assert "Traceback" not in built.stderr
    assert "34 added, 0 changed, 0 unchanged, 0 removed, 0 rejected" in built.stdout
    asked = command("ask", QUESTION, "--json", cwd=tmp_path, NEWSDESK_INDEX=index)
    assert (asked.returncode, asked.stderr) == (0, "")
    answer = json.loads(asked.stdout)
    assert answer["answered"]
    assert "Vladivostok" in answer["text"]
    checked = command("check", "--index", index, cwd=tmp_path)
    assert checked.returncode == 0
    assert checked.stdout.endswith("passages, all well\n")


@pytest.mark.parametrize("arguments", [["ask", "Who won?"], ["check"]])
def test_without_an_index_a_process_ends_with_1_and_a_message(
    tmp_path: Path, arguments: list[str]
) -> None:
    done = command(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == ("newsdesk: .newsdesk: no index here; make one with `newsdesk build`\n")
    assert not (tmp_path / ".newsdesk").exists()


def test_wrong_usage_of_a_process_is_2() -> None:
    done = command("ask")
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: newsdesk ask" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(sample_index: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "qa.cli", "search", "troops", "--json", "-k", "75"],
        cwd=ROOT,
        env={**os.environ, "NEWSDESK_INDEX": str(sample_index)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == ""
    assert process.wait() == 0


# ---------------------------------------------------------------- usage


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["search"],
        ["search", "troops", "-k", "0"],
        ["search", "troops", "-k", "many"],
        ["ask", "troops", "--since", "soon"],
        ["ask", "troops", "--as-of", "2024-13-01"],
        ["ask", "troops", "--since", "2024-02-01", "--until", "2024-01-01"],
        ["chat", "--auth", "ann"],
        ["ask", "troops", "--as-of", "2024"],
        ["show"],
        ["remove"],
        ["info", "--nonsense"],
        ["evaluate", "q.jsonl", "--seed", "-1"],
        ["compare", "a", "b", "--seed", "-1"],
        ["mcp", "--http", "--port", "65536"],
    ],
)
def test_wrong_usage_is_2(capsys: Output, arguments: list[str]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: newsdesk")


@pytest.mark.parametrize(
    "arguments",
    [[], ["build"], ["show"], ["remove"], ["search"], ["ask"], ["chat"], ["info"], ["check"]],
)
def test_every_command_has_its_help(capsys: Output, arguments: list[str]) -> None:
    code, out, err = run(capsys, *arguments, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("usage: newsdesk")


_LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        *(["ask", "x", "--index", _LONG], ["info", "--index", _LONG], ["check", "--index", _LONG]),
        *(["build", "--index", _LONG], ["remove", "x", "--index", _LONG]),
        *(["backup", "b", "--index", _LONG], ["backup", _LONG], ["restore", _LONG]),
        *(["chat", "--index", _LONG], ["compare", _LONG, _LONG], ["replay", _LONG]),
        *(["evaluate", _LONG], ["search", "--questions", _LONG], ["feedback", "--out", _LONG]),
    ],
)
def test_a_place_that_cannot_be_looked_at_is_told(
    capsys: Output, folder: Path, arguments: list[str]
) -> None:
    """Such as a folder that may not be entered, or a name that no disk can hold."""
    if "--index" not in arguments and arguments[0] != "compare":
        arguments = [*arguments, "--index", str(folder)]
    require_failure(run(capsys, *arguments), "File name too long")


@pytest.mark.parametrize(
    "arguments",
    [["search", "x"], ["ask", "x"], ["show", "x"], ["remove", "x"], ["info"], ["check"]],
)
def test_every_command_needs_an_index(capsys: Output, tmp_path: Path, arguments: list[str]) -> None:
    result = run(capsys, *arguments, "--index", tmp_path / "none")
    require_failure(result, "none: no index here; make one with `newsdesk build`")
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / FILE_NAME).write_bytes(b"not a database, not at all" * 99)
    require_failure(run(capsys, *arguments, "--index", tmp_path / "none"), FILE_NAME)


# ---------------------------------------------------------------- build


def article_file(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text)
    return file


GOOD = "---\ntitle: Harbour closed\n---\nThe harbour of Port Vale was closed on Tuesday by a storm."


def test_a_second_build_says_what_changed(capsys: Output, tmp_path: Path) -> None:
    source, index = tmp_path / "news", tmp_path / "index"
    article_file(source, "a.md", GOOD)
    article_file(source, "b.md", GOOD.replace("Vale", "Ness"))
    code, out, _ = run(capsys, "build", source, "--index", index)
    assert code == 0
    assert "2 added, 0 changed, 0 unchanged, 0 removed, 0 rejected (2 passages" in out
    (source / "b.md").unlink()
    _, out, _ = run(capsys, "build", source, "--index", index)
    assert "0 added, 0 changed, 1 unchanged, 0 removed" in out
    _, out, _ = run(capsys, "build", source, "--index", index, "--prune")
    assert "0 added, 0 changed, 1 unchanged, 1 removed" in out


def test_a_build_runs_where_stderr_is_closed(
    capsys: Output, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article_file(tmp_path / "news", "a.md", GOOD)
    monkeypatch.setattr(sys, "stderr", None)
    code = main(["build", str(tmp_path / "news"), "--index", str(tmp_path / "index")])
    sys.stderr.close()
    assert code == 0
    assert "1 added" in capsys.readouterr().out


def test_nothing_is_pruned_where_a_source_that_was_named_is_away(
    capsys: Output, tmp_path: Path
) -> None:
    here, away, index = tmp_path / "here", tmp_path / "away", tmp_path / "index"
    article_file(here, "a.md", GOOD)
    article_file(away, "b.md", GOOD.replace("Vale", "Ness"))
    run(capsys, "build", here, away, "--index", index)
    away.rename(tmp_path / "elsewhere")
    code, out, _ = run(capsys, "build", here, away, "--index", index, "--prune")
    assert code == 0
    assert "1 unchanged, 0 removed, 1 rejected" in out
    assert f"nothing was pruned: {away} could not be read, and may hold" in out
    _, out, _ = run(capsys, "build", here, "--index", index, "--prune")
    assert "1 unchanged, 1 removed, 0 rejected" in out


def test_what_is_rejected_is_told_and_listed_and_the_rest_goes_on(
    capsys: Output, tmp_path: Path
) -> None:
    good = article_file(tmp_path / "news", "good.md", GOOD)
    bad = article_file(tmp_path / "news", "bad.jsonl", '{"title": "no text"}\nnot json\n')
    code, out, _ = run(capsys, "build", good, bad, "--index", tmp_path / "index")
    assert code == 0
    assert "1 added" in out
    assert "2 rejected" in out
    assert f"rejected {bad}:1: text: missing or empty" in out
    listed = (tmp_path / "index" / "rejected.jsonl").read_text().splitlines()
    assert [json.loads(line)["line"] for line in listed] == [1, 2]
    assert str(tmp_path / "index" / "rejected.jsonl") in out


def test_where_nothing_can_be_read_the_build_fails(capsys: Output, tmp_path: Path) -> None:
    missing = run(capsys, "build", tmp_path / "missing", "--index", tmp_path / "index")
    require_failure(missing, "nothing could be read")
    (tmp_path / "empty").mkdir()
    empty = run(capsys, "build", tmp_path / "empty", "--index", tmp_path / "index")
    require_failure(empty, "nothing could be read")


def test_the_samples_go_into_a_new_or_a_sample_index_only(
    capsys: Output, tmp_path: Path, folder: Path
) -> None:
    code, out, _ = run(capsys, "build", "--index", folder)
    assert code == 0
    assert "34 unchanged" in out
    own = article_file(tmp_path / "news", "a.md", GOOD)
    code, _, _ = run(capsys, "build", own, "--index", folder)
    assert code == 0
    refused = "holds articles of your own; name what to build"
    require_failure(run(capsys, "build", "--index", folder), refused)
    require_failure(run(capsys, "build", "--prune", "--index", folder), refused)
    run(capsys, "build", own, "--index", tmp_path / "own")
    require_failure(run(capsys, "build", "--index", tmp_path / "own"), refused)


def test_a_build_while_another_runs_is_told(capsys: Output, folder: Path) -> None:
    with FileLock(folder / "build.lock"):
        require_failure(run(capsys, "build", "--index", folder), "another build is running")
        require_failure(
            run(capsys, "remove", "leo-xiv-elected", "--index", folder), "another build is running"
        )


def test_an_unknown_encoder_is_told(capsys: Output, tmp_path: Path) -> None:
    result = run(capsys, "build", "--encoder", "no such!", "--index", tmp_path / "index")
    require_failure(result, "encoder no such!: ")


def test_a_file_where_the_index_should_be_is_told(capsys: Output, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    require_failure(run(capsys, "build", "--index", tmp_path / "file"), f"{tmp_path}/file: ")


# ---------------------------------------------------------------- show, remove, info, check


def test_show_prints_an_article(
    capsys: Output, sample_index: Path, sample_articles: dict[str, Article]
) -> None:
    whole = sample_articles["un-cannot-verify-troops"]
    code, out, _ = run(capsys, "show", whole.id, "--index", sample_index)
    assert code == 0
    assert whole.title in out
    assert whole.text in out
    assert all(item.title in out for item in whole.source.related)
    _, out, _ = run(capsys, "show", whole.id, "--json", "--index", sample_index)
    row = json.loads(out)
    assert list(row) == [
        *("id", "title", "text", "url", "outlet", "published", "authors", "related"),
    ]
    assert (row["text"], row["published"]) == (whole.text, "2024-10-31T01:15:00Z")
    require_failure(run(capsys, "show", "none", "--index", sample_index), "none: no such article")


def test_remove_takes_what_is_there_and_names_what_is_not(capsys: Output, folder: Path) -> None:
    code, out, _ = run(capsys, "remove", "leo-xiv-elected", "luna-25-crash", "--index", folder)
    assert code == 0
    assert "2 removed" in out
    with Store(folder) as store:
        assert store.counts()["articles"] == 32
    result = run(capsys, "remove", "leo-xiv-elected", "--index", folder)
    require_failure(result, "no such article: leo-xiv-elected")


def test_info_tells_what_the_index_holds(capsys: Output, sample_index: Path) -> None:
    code, out, _ = run(capsys, "info", "--json", "--index", sample_index)
    facts = json.loads(out)
    assert code == 0
    assert facts["articles"] == 34
    assert facts["encoder"] == "all-MiniLM-L6-v2"
    assert facts["first_day"] == "2023-03-14"
    assert sum(facts["outlets"].values()) == 34
    _, out, _ = run(capsys, "info", "--index", sample_index)
    assert "articles     34\n" in out


@pytest.mark.parametrize("command_of_ids", ["show", "remove"])
def test_an_id_that_is_no_text_is_told(capsys: Output, folder: Path, command_of_ids: str) -> None:
    require_failure(run(capsys, command_of_ids, "\udcff", "--index", folder), "not text in UTF-8")


def test_info_while_a_build_replaces_files(
    capsys: Output, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk_late(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        yield str(top), [], ["gone since", FILE_NAME]

    monkeypatch.setattr(os, "walk", walk_late)
    code, out, _ = run(capsys, "info", "--json", "--index", folder)
    assert code == 0
    assert json.loads(out)["bytes"] == (folder / FILE_NAME).stat().st_size


def test_info_of_undated_articles_tells_no_day(capsys: Output, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry stopped.")
    run(capsys, "build", tmp_path / "a.txt", "--index", tmp_path / "index")
    _, out, _ = run(capsys, "info", "--index", tmp_path / "index")
    assert "articles     1\n" in out and "day" not in out and "None" not in out


def test_check_finds_damage_and_fails(capsys: Output, folder: Path) -> None:
    assert run(capsys, "check", "--index", folder)[0] == 0
    (vectors,) = folder.glob("derived/*/*.vectors")
    vectors.write_bytes(b"")
    code, out, err = run(capsys, "check", "--index", folder)
    require_failure((code, out, err), "1 problem\n")
    assert f"{vectors}: truncated; it is made again at the next search" in out
    run(capsys, "search", "troops", "--index", folder)
    assert run(capsys, "check", "--index", folder)[0] == 0


def test_check_names_what_is_damaged_where_articles_cannot_be_counted(
    capsys: Output, folder: Path
) -> None:
    damage(folder, "DELETE FROM articles WHERE id = 'luna-25-crash'")
    code, out, err = run(capsys, "check", "--index", folder)
    require_failure((code, out, err), "problems\n")
    assert "of passages has no articles" in out and "the list of articles is damaged" in out


# ---------------------------------------------------------------- search, ask


def lines(capsys: Output, *arguments: str | Path) -> list[dict[str, Any]]:
    code, out, _ = run(capsys, *arguments, "--json")
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_search_prints_a_json_line_a_hit(
    capsys: Output, sample_index: Path, sample_articles: dict[str, Article]
) -> None:
    hits = lines(capsys, "search", "North Korean troops", "-k", "7", "--index", sample_index)
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4, 5, 6, 7]
    for hit in hits:
        assert list(hit)[:10] == [
            *("rank", "score", "article_id", "title", "outlet", "url", "published"),
            *("start", "end", "text"),
        ]
        assert set(hit) <= {*list(hit)[:10], "copies"}
        whole = sample_articles[str(hit["article_id"])]
        assert whole.text[hit["start"] : hit["end"]] == hit["text"]


def test_search_takes_a_file_of_questions(
    capsys: Output, sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.batch.searching._TOGETHER", 3)
    alone = lines(capsys, "search", "Key Bridge", "-k", "3", "--index", sample_index)
    rows: list[dict[str, Any]] = [{"id": n, "question": "Key Bridge"} for n in range(5)]
    rows[1]["date"] = "1990-01-01"
    rows[3] |= {"question": "And the bridge?", "history": [{"question": "Who hit a bridge?"}]}
    rows += [{"id": "endless", "question": "bridge " * 4_000}, {"id": "none"}]
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    code, out, err = run(capsys, "search", "--questions", file, "-k", "3", "--index", sample_index)
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(row["id"], row["question"]) for row in found] == [
        (row["id"], row["question"]) for row in rows[:5]
    ]
    assert found[0]["hits"] == found[2]["hits"] == found[4]["hits"] == alone
    assert not {hit["published"] for hit in found[1]["hits"]} - {None}
    assert len(found[3]["hits"]) == 3
    assert err.splitlines() == [
        "newsdesk: endless: question: 27,999 characters; ask in at most 2,000",
        f"newsdesk: {file}:7: question: missing or empty",
    ]


def test_search_prints_for_people(capsys: Output, sample_index: Path) -> None:
    code, out, _ = run(
        capsys, "search", "Key Bridge", "-k", "2", "--explain", "--index", sample_index
    )
    assert code == 0
    assert "  1. " in out
    assert "  2. " in out
    assert out.count("score ") == 2


def test_search_explains_which_time_was_understood(capsys: Output, sample_index: Path) -> None:
    asked = ("search", "What fell in March 2024?", "--index", sample_index)
    code, out, _ = run(capsys, *asked, "--explain")
    assert code == 0
    assert out.startswith("“in March 2024” is 2024-03-01 to 2024-03-31\n")
    code, out, _ = run(capsys, *asked, "--explain", "--json")
    assert all(json.loads(line)["rank"] for line in out.splitlines())
    code, out, _ = run(
        capsys, "search", "articles from March 2024 on the bridge", "-k", "50", "--explain",
        "--index", sample_index,
    )  # fmt: skip
    first, *_ = out.splitlines()
    assert first.endswith("2024-03-31 (only these)")
    assert "2024-03-2" in out
    assert "2024-10" not in out


def test_what_a_file_of_questions_brings_is_nothing_that_a_terminal_obeys(
    capsys: Output, tmp_path: Path, sample_index: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "\\u001b[2J", "question": "' + "long " * 5_000 + '"}')
    _, out, err = run(capsys, "search", "--questions", file, "--index", sample_index)
    assert out == "" and "\x1b" not in err
    assert "\\u001b[2J: question: 24,999 characters" in err


@pytest.mark.parametrize("question", ["who hit the brigde in Baltimore", "baltimore bridge deaths"])
def test_a_question_is_understood_alike_alone_and_in_a_file(
    capsys: Output, tmp_path: Path, sample_index: Path, question: str
) -> None:
    alone = lines(capsys, "search", question, "--index", sample_index)
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"id": 1, "question": question}))
    (row,) = lines(capsys, "search", "--questions", str(file), "--index", sample_index)
    assert row["hits"] == alone


def test_filters_may_be_given_and_outlets_repeated(
    capsys: Output, sample_index: Path, sample_articles: dict[str, Article]
) -> None:
    names = sorted({item.source.outlet for item in sample_articles.values() if item.source.outlet})
    one, two = names[0], names[1]

    def outlets(*options: str) -> set[str | None]:
        hits = lines(capsys, "search", "the", "-k", "99", *options, "--index", sample_index)
        return {hit["outlet"] for hit in hits}

    assert outlets("--outlet", one.upper()) == {one}
    assert outlets("--outlet", one.lower(), "--outlet", two) == {one, two}
    days = {
        hit["published"]
        for hit in lines(
            capsys,
            "search",
            "troops",
            "-k",
            "99",
            "--since",
            "2024/10/24",
            "--until",
            "2024-10-30",
            "--index",
            sample_index,
        )
    }
    assert days
    assert all(day is None or "2024-10-24" <= str(day)[:10] <= "2024-10-30" for day in days)


def test_ask_prints_an_answer_and_its_sources(capsys: Output, sample_index: Path) -> None:
    code, out, err = run(capsys, "ask", QUESTION, "--index", sample_index)
    assert (code, err) == (0, "")
    assert "Vladivostok" in out
    assert "\n[1] " in out


def test_ask_declines_with_exit_code_0(capsys: Output, sample_index: Path) -> None:
    code, out, err = run(capsys, "ask", "How do I bake bread?", "--index", sample_index)
    assert (code, err) == (0, "")
    assert "do not tell" in out
    (answer,) = lines(capsys, "ask", "How do I bake bread?", "--index", sample_index)
    assert answer["answered"] is False
    assert answer["hits"]


def test_ask_keeps_to_as_of(capsys: Output, sample_index: Path) -> None:
    asked = ("ask", "How many troops?", "--as-of", "2023-12-31")
    (answer,) = lines(capsys, *asked, "--index", sample_index)
    assert answer["hits"]
    assert not any("troops" in hit["article_id"] for hit in answer["hits"])


@pytest.mark.parametrize("question", ["", " ", "\0"])
def test_an_empty_question_fails(capsys: Output, sample_index: Path, question: str) -> None:
    result = run(capsys, "ask", question, "--index", sample_index)
    require_failure(result, "question: empty; ask something")


def test_the_index_is_named_by_option_else_by_environment_else_here(
    capsys: Output, sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    require_failure(run(capsys, "info"), ".newsdesk: no index here")
    monkeypatch.setenv("NEWSDESK_INDEX", str(sample_index))
    assert run(capsys, "info")[0] == 0
    require_failure(run(capsys, "info", "--index", "other"), "other: no index here")


def test_articles_of_any_script_are_printed(capsys: Output, tmp_path: Path) -> None:
    row = json.dumps({"id": "x", "title": "東京 🎉", "text": article(1).text, "outlet": "Пост"})
    file = article_file(tmp_path / "news", "a.jsonl", row)
    run(capsys, "build", file, "--index", tmp_path / "index")
    _, out, _ = run(capsys, "search", "harbour", "--index", tmp_path / "index")
    assert "東京 🎉  (Пост) x" in out
