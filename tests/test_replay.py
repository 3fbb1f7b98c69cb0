"""Answers asked again: the same, another one, and what became of the articles cited."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article, Related, Source
from corpus.errors import InputError
from index.build import build, remove
from index.search import Index
from index.types import Encoder, Filters
from qa.answer import Assistant
from qa.cli import main
from qa.provenance import filters_from_json, filters_to_json
from qa.replay import read_answer, replay

HARBOUR = Article(
    "vale",
    "Harbour of Port Vale closed",
    "The harbour of Port Vale was closed on Tuesday because of a storm. Ships waited outside.",
    Source("Post", published="2024-01-02", related=(Related("Log", "https://log.example/1"),)),
)
BRIDGE = Article("bridge", "A bridge", "The old bridge over the Ems was painted green in May.")
QUESTION = "Why was the harbour of Port Vale closed on Tuesday?"


@pytest.fixture
def folder(tmp_path: Path, encoder: Encoder) -> Path:
    build(tmp_path / "index", [HARBOUR, BRIDGE], encoder=encoder)
    return tmp_path / "index"


@pytest.fixture
def small(folder: Path, encoder: Encoder) -> Iterator[Assistant]:
    with Assistant(Index(folder, encoder)) as desk:
        yield desk


def kept(desk: Assistant, **asked: Any) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(json.dumps(desk.ask(QUESTION, **asked).to_dict()))
    assert row["answered"]
    return row


def test_an_answer_tells_what_it_was_made_from(small: Assistant) -> None:
    row = kept(small, filters=Filters(outlets=frozenset({"post"})))
    origin = row["provenance"]
    keys = "index code filters language_model passages articles nli_model"
    assert list(origin) == keys.split()
    assert origin["filters"] == {"outlets": ["post"]}
    assert origin["language_model"] is None
    assert origin["articles"] == {"vale": HARBOUR.hash}
    # sha256 of the one passage, which is the whole text
    assert list(origin["passages"].values()) == [
        "91c42bce31d87ee330565261ad0c06fe6fa18fc319ef5fbaae0889be0f0538b6"
    ]
    assert row["citations"][0]["related"] == [{"title": "Log", "url": "https://log.example/1"}]


def test_the_same_question_of_the_same_index_has_the_same_answer(small: Assistant) -> None:
    done = replay(small, kept(small))
    assert done.same
    assert done.changed == ()
    assert done.articles == {"vale": "unchanged"}
    assert done.to_text() == "the same answer\nvale: unchanged"


def test_a_question_that_was_asked_as_typed_is_asked_so_again(small: Assistant) -> None:
    typed = "deaths in harbour of port vale"
    row = json.loads(json.dumps(small.ask(typed, history=None).to_dict()))
    assert small.ask(typed).standalone_question != typed
    assert replay(small, row).answer.standalone_question == typed
    assert replay(small, row).same


def test_an_article_of_other_words_is_told(small: Assistant, folder: Path) -> None:
    row = kept(small)
    later = Article("vale", HARBOUR.title, HARBOUR.text + " They left at night.", HARBOUR.source)
    build(folder, [later], encoder=small.index.encoder)
    done = replay(small, row)
    assert done.changed == ("index",)
    assert done.articles == {"vale": "changed since; what was cited still stands in it"}
    rewritten = HARBOUR.text.replace("a storm", "a strike")
    build(folder, [Article("vale", HARBOUR.title, rewritten)], encoder=small.index.encoder)
    done = replay(small, row)
    assert not done.same
    assert {"text", "sentences", "citations"} <= set(done.differences)
    assert done.articles == {"vale": "changed since; what was cited no longer stands in it"}
    assert done.to_text().startswith("another answer: ")


def test_an_article_of_which_nothing_is_known_is_not_called_changed(small: Assistant) -> None:
    row = kept(small)
    row["provenance"]["articles"] = {}
    assert replay(small, row).articles == {
        "vale": "not known to be as it was; what was cited still stands in it"
    }


def test_another_model_for_checking_is_told(small: Assistant) -> None:
    row = kept(small)
    row["provenance"]["nli_model"] = "an-older-one"
    done = replay(small, row)
    assert done.changed == ("nli_model",)
    assert "made from another nli model" in done.to_text()


def test_an_article_that_is_gone_is_told(small: Assistant, folder: Path) -> None:
    row = kept(small)
    remove(folder, ["vale"])
    done = replay(small, row)
    assert done.articles == {"vale": "is no longer in the index"}
    assert not done.same


def test_filters_are_kept_with_the_answer() -> None:
    assert filters_to_json(Filters()) == {}
    written = {"since": "2024-01-01", "as_of": "2024-02-01", "outlets": ["a", "b"]}
    assert filters_to_json(filters_from_json(written)) == written
    with pytest.raises(ValueError, match="Invalid isoformat"):
        filters_from_json({"since": "yesterday"})


def test_the_command_exits_with_1_where_the_answer_is_another(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["ask", QUESTION, "--index", str(folder), "--json"]
    assert main(asked) == 0
    file = tmp_path / "answer.json"
    printed = capsys.readouterr().out
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):  # shells of Windows write these
        file.write_text(printed, encoding)
        assert main(["replay", str(file), "--index", str(folder)]) == 0
        assert "the same answer" in capsys.readouterr().out
    remove(folder, ["vale"])
    assert main(["replay", str(file), "--index", str(folder)]) == 1
    assert "another answer" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "is no answer"),
        ('{"text": ""}', "is no answer"),
        (
            '{"text": "", "standalone_question": 5, "citations": [], "provenance": {}}',
            "is no answer",
        ),
        (
            '{"text": "", "standalone_question": "", "citations": [], "provenance": null}',
            "does not say what it was made from",
        ),
    ],
)
def test_what_is_no_kept_answer_is_refused(
    tmp_path: Path, content: str | None, message: str
) -> None:
    file = tmp_path / "answer.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(InputError, match=message):
        read_answer(file)


def test_an_answer_with_a_damaged_provenance_is_refused(small: Assistant) -> None:
    row = kept(small)
    for damaged in (
        {**row, "provenance": {}},
        *(
            {**row, "provenance": {**row["provenance"], "filters": filters}}
            for filters in ({"since": "soon"}, {"outlets": [1]}, {"articles": "abc"})
        ),
        {**row, "citations": [{}]},
    ):
        with pytest.raises(InputError, match="damaged: it is not as `newsdesk ask"):
            replay(small, damaged)
