"""The whole flow over the sample articles: answers whose citations hold, and refusals."""

import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article, related_to_json
from corpus.errors import InputError, StoreError
from index.build import build
from index.search import Index
from index.types import Encoder, Filters
from qa.answer import Assistant, default_folder
from qa.confidence import Confidence, confidence
from qa.quote import Quote, Reading
from qa.types import Answer, Support, Turn

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "sample_questions.jsonl").read_text("utf-8").splitlines()
]
# Every fourth, so that each story and each kind of question is asked.
QUESTIONS = [row["question"] for row in ROWS if row.get("answerable", True)][::4]
UNANSWERABLE = (
    "What is the boiling point of tungsten?",
    "Who wrote the libretto of The Magic Flute?",
    "How do I bake sourdough bread?",
)
HOSTILE = (
    "[CLS] [SEP] <|endoftext|> <s> </s> ### System: troops",
    "a",
    "?",
    "\0\x01\x1b[31mtroops\x7f\ufeff\u202e\u200b",
    "\ud800 half a surrogate pair",
    "東京 Київ القاهرة 🎉 e\u0301",
    "troops " * 200,
    "'; DROP TABLE articles; -- \" ) OR 1=1",
    "${x} {{x}} <script>alert(1)</script> [1] [2](javascript:x)",
)

OPTIONAL_TEXT = (str, type(None))
ANSWER = {
    "schema": int,
    "question": str,
    "standalone_question": str,
    "answered": bool,
    "confidence": float,
    "short_answer": OPTIONAL_TEXT,
    "text": str,
    "sentences": list,
    "citations": list,
    "hits": list,
    "reason": OPTIONAL_TEXT,
    "timings_ms": dict,
    "provenance": (dict, type(None)),
}
FURTHER = {
    "timeline": list,
    "disagreements": list,
    "notes": list,
    "usage": dict,
    "copies": dict,
}  # only where there are some
SENTENCE = {"text": str, "citations": list, "evidence": list, "support": str}
CITATION = {
    "number": int,
    "article_id": str,
    "title": str,
    "outlet": OPTIONAL_TEXT,
    "url": OPTIONAL_TEXT,
    "published": OPTIONAL_TEXT,
    "start": int,
    "end": int,
    "quote": str,
}
HIT = {"rank": int, "score": float, "article_id": str, "start": int, "end": int}


def require_shape(value: Mapping[str, Any], shape: Mapping[str, Any]) -> None:
    assert list(value) == list(shape)
    for key, kind in shape.items():
        assert isinstance(value[key], kind), f"{key}: {value[key]!r}"


def require_contract(answer: Answer, articles: Mapping[str, Article]) -> dict[str, Any]:
    """Every promise of the contract that holds for any answer; gives its JSON."""
    row: dict[str, Any] = json.loads(json.dumps(answer.to_dict()))
    further = {key: kind for key, kind in FURTHER.items() if row.get(key)}
    require_shape(row, ANSWER | further)
    assert row["schema"] == 1
    assert 0 <= row["confidence"] <= 1
    assert all(isinstance(value, float) and value >= 0 for value in row["timings_ms"].values())
    for citation in row["citations"]:
        whole = articles[citation["article_id"]]
        related = [related_to_json(item) for item in whole.source.related]
        require_shape(citation, CITATION | ({"related": list} if related else {}))
        assert citation.get("related", []) == related
        assert whole.text[citation["start"] : citation["end"]] == citation["quote"] != ""
        assert citation["title"] == whole.title
        assert citation["outlet"] == whole.source.outlet
        assert citation["url"] == whole.source.url
        assert citation["published"] == whole.source.published
    pairs = {(citation["number"], citation["article_id"]) for citation in row["citations"]}
    numbers = {number for number, _ in pairs}
    assert len(pairs) == len(numbers) == len({article for _, article in pairs})
    assert {int(number) for number in re.findall(r"\[(\d+)\]", row["text"])} <= numbers
    for sentence in row["sentences"]:
        require_shape({key: sentence[key] for key in sentence if key != "struck"}, SENTENCE)
        assert sentence.get("struck", True) is True
        assert sentence["support"] in list(Support)
        cited = [row["citations"][place]["number"] for place in sentence["evidence"]]
        assert set(cited) == set(sentence["citations"])
    for rank, hit in enumerate(row["hits"], 1):
        require_shape(hit, HIT)
        assert hit["rank"] == rank
        assert 0 <= hit["start"] < hit["end"] <= len(articles[hit["article_id"]].text)
    scores = [hit["score"] for hit in row["hits"]]
    assert scores == sorted(scores, reverse=True)
    if row["answered"]:
        assert row["citations"]
        assert row["sentences"]
        assert row["reason"] is None
    else:
        assert row["short_answer"] is None
        assert row["reason"]
        assert row["text"]
    return row


@pytest.fixture(scope="module")
def answers(desk: Assistant) -> dict[str, Answer]:
    return {question: desk.ask(question) for question in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_keeps_the_contract(
    answers: Mapping[str, Answer], sample_articles: Mapping[str, Article], question: str
) -> None:
    answer = answers[question]
    row = require_contract(answer, sample_articles)
    assert row["question"] == row["standalone_question"] == question
    assert len({hit["article_id"] for hit in row["hits"]}) >= 10
    quoted = [" ".join(citation.quote.split()) for citation in answer.citations]
    for sentence in answer.sentences:
        if sentence.support is Support.QUOTED:
            said = re.sub(r" \[[^\]]+\]", "", sentence.text, count=1)  # who is meant
            assert any(said in quote for quote in quoted)


def test_most_of_what_the_samples_tell_is_answered(answers: Mapping[str, Answer]) -> None:
    assert sum(answer.answered for answer in answers.values()) > len(answers) / 2


def test_a_fact_is_found_and_quoted(desk: Assistant) -> None:
    answer = desk.ask(
        "To which port did Russian navy ships take the North Korean soldiers?",
    )
    assert answer.answered
    assert "Vladivostok" in answer.text


def test_confidence_is_of_what_is_shown_and_knows_the_short_answers(
    desk: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def noting(reading: Reading, chosen: list[Quote], *known: Any) -> Confidence:
        asked.append(({quote.text for quote in chosen}, *known))
        return confidence(reading, chosen, *known)

    monkeypatch.setattr("qa.parts.confidence", noting)
    answer = desk.ask(QUESTIONS[0])
    ((shown, passages, likely, output),) = asked
    assert answer.answered and shown == {citation.quote for citation in answer.citations}
    assert passages > 0 and likely and output is not None


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_no_article_tells_is_declined_with_its_hits(
    desk: Assistant, sample_articles: Mapping[str, Article], question: str
) -> None:
    row = require_contract(desk.ask(question), sample_articles)
    assert not row["answered"]
    assert row["citations"] == row["sentences"] == []
    assert "do not tell" in row["reason"]
    assert len({hit["article_id"] for hit in row["hits"]}) >= 10


@pytest.mark.parametrize(
    "question",
    ["how much did cyclone freddy cost malawi", "how old are the north korean soldiers in kursk"],
)
def test_where_no_figure_is_given_that_is_asked_for_nothing_is_quoted(
    desk: Assistant, sample_articles: Mapping[str, Article], question: str
) -> None:
    row = require_contract(desk.ask(question), sample_articles)
    assert not row["answered"]
    assert 0 < row["confidence"] < 0.3
    assert desk.ask(question.replace("how much did", "what did").replace("old are", "are")).answered


@pytest.mark.parametrize("question", HOSTILE)
def test_any_question_keeps_the_contract(
    desk: Assistant, sample_articles: Mapping[str, Article], question: str
) -> None:
    require_contract(desk.ask(question), sample_articles)


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\0", "\0 \0"])
def test_an_empty_question_is_refused(desk: Assistant, question: str) -> None:
    with pytest.raises(InputError, match="question: empty; ask something"):
        desk.ask(question)


def test_a_question_of_a_million_characters_is_refused(desk: Assistant) -> None:
    with pytest.raises(InputError, match=r"question: 1,000,000 characters; ask in at most"):
        desk.ask("x" * 1_000_000)


def test_filters_hold_for_hits_and_citations(
    desk: Assistant, sample_articles: Mapping[str, Article]
) -> None:
    question = "How many North Korean troops were sent to Russia?"
    last = date(2024, 10, 25)
    answer = desk.ask(question, filters=Filters(as_of=last))
    require_contract(answer, sample_articles)
    assert answer.hits
    days = [hit.source.day for hit in answer.hits]
    assert all(day is None or day <= last for day in days)
    assert max(day for day in days if day) <= last
    outlet = next(
        item.source.outlet
        for item in sample_articles.values()
        if item.source.outlet and "troops" in item.text
    )
    kept = desk.ask(question, filters=Filters(outlets=frozenset({outlet.swapcase()})))
    assert {hit.source.outlet for hit in kept.hits} == {outlet}


def test_a_filter_that_leaves_nothing_is_a_reason(
    desk: Assistant, sample_articles: Mapping[str, Article]
) -> None:
    answer = desk.ask("Who won?", filters=Filters(outlets=frozenset({"no such outlet"})))
    row = require_contract(answer, sample_articles)
    assert not row["answered"]
    assert row["hits"] == []
    assert row["confidence"] == 0
    assert "No article matches" in row["reason"]


def test_a_follow_up_is_asked_with_what_it_follows(desk: Assistant) -> None:
    answer = desk.ask("When was he elected?", history=[Turn("Who is the new pope?")])
    assert answer.question == "When was he elected?"
    assert answer.standalone_question == "The new pope: When was he elected?"
    assert "leo-xiv-elected" in {hit.passage.article_id for hit in answer.hits[:10]}


def test_the_stream_ends_with_the_answer(desk: Assistant) -> None:
    *_, last = desk.stream(QUESTIONS[0])
    whole = desk.ask(QUESTIONS[0])
    assert (last.text, last.citations, last.hits) == (whole.text, whole.citations, whole.hits)


def test_the_same_question_has_the_same_answer_from_eight_threads(desk: Assistant) -> None:
    def told(question: str) -> dict[str, Any]:
        row = desk.ask(question).to_dict()
        del row["timings_ms"]
        return row

    questions = QUESTIONS[:4]
    expected = [told(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(told, questions * 3)) == expected * 3


def test_bracketed_numbers_of_an_article_are_no_citations(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "The harbour of Port Vale was closed on Tuesday [7] because of a storm [3, 4]. "
        "Ships waited outside of the harbour of Port Vale [12]\nuntil the evening."
    )
    article = Article("vale", "Harbour of Port Vale closed [1]", text)
    build(tmp_path, [article], encoder=encoder)
    with Assistant(Index(tmp_path, encoder)) as small:
        answer = small.ask("Why was the harbour of Port Vale closed on Tuesday?")
    assert answer.answered
    require_contract(answer, {"vale": article})
    assert "(7) because of a storm (3, 4). [1]" in answer.text
    assert "[7]" in answer.citations[0].quote


def test_an_index_with_fewer_than_ten_articles_lists_them_all(
    tmp_path: Path, encoder: Encoder, sample_articles: Mapping[str, Article]
) -> None:
    few = list(sample_articles.values())[:4]
    build(tmp_path, few, encoder=encoder)
    with Assistant(Index(tmp_path, encoder)) as small:
        hits = small.ask("What was said?").hits
    assert {hit.passage.article_id for hit in hits} == {item.id for item in few}


def test_articles_are_given_as_they_were_read(
    desk: Assistant, sample_articles: Mapping[str, Article]
) -> None:
    assert all(desk.article(name) == whole for name, whole in sample_articles.items())
    assert desk.article("none") is None


def test_opening_needs_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="no index here"):
        Assistant.open(tmp_path / "none")
    monkeypatch.setenv("NEWSDESK_INDEX", str(tmp_path / "named"))
    assert default_folder() == tmp_path / "named"
    with pytest.raises(StoreError, match="named: no index here"):
        Assistant.open()
    monkeypatch.delenv("NEWSDESK_INDEX")
    assert default_folder() == Path(".newsdesk")


def test_who_is_meant_stands_in_a_bracket_and_its_place_is_cited(desk: Assistant) -> None:
    answer = desk.ask("When did Pope Francis die?")
    (sentence,) = [each for each in answer.sentences if each.text.startswith("He ")]
    assert sentence.text.startswith("He [Pope Francis] died")
    said, named = (answer.citations[place] for place in sentence.evidence)
    assert said.quote.startswith("He died")
    assert named.quote == "Pope Francis"
    assert said.number == named.number


def test_half_a_character_in_an_earlier_turn_is_read_as_a_question_mark(desk: Assistant) -> None:
    history = [Turn("Who is Mr. \ud83d Artemis \udfff?", "It is \ud800 Artemis.")]
    for question in ("Artemis?", "And when did he say so?"):
        answer = desk.ask(question, history=history)
        assert answer.standalone_question.startswith("Mr. ? Artemis")
        assert json.dumps(answer.to_dict(), ensure_ascii=False).encode()
