"""The sample articles hold what the features are shown with, and the sample questions fit them."""

import json
import re
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from corpus.article import Article, article_from_row

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "corpus" / "samples").glob("*.md"))
QUESTIONS = [
    json.loads(line)
    for line in (ROOT / "tests" / "sample_questions.jsonl").read_text("utf-8").splitlines()
]
ANSWERABLE = [row for row in QUESTIONS if row.get("answerable", True)]

UNDATED = {"deposit-rate-explained"}
WITHOUT_OUTLET = {"starliner-return-slips"}
WIRE_STORY = ("austin-kim-wire", "austin-kim-harbour-post", "austin-kim-prairie-ledger")
TROOPS = {
    "austin-kim-harbour-post",
    "austin-kim-prairie-ledger",
    "austin-kim-wire",
    "choe-lavrov-moscow",
    "kursk-10000-correction",
    "kursk-10000-report",
    "nk-troops-first-report",
    "nk-troops-putin-our-business",
    "nk-troops-white-house-3000",
    "seoul-arms-undecided",
    "un-cannot-verify-troops",
}


def _row(path: Path) -> dict[str, Any]:
    _, front, text = re.split(r"^---$\n", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)
    row = yaml.safe_load(front)
    assert isinstance(row, dict)
    return {**row, "text": text.strip()}


ROWS = {path.stem: _row(path) for path in SAMPLES}
ARTICLES: dict[str, Article] = {name: article_from_row(row) for name, row in ROWS.items()}


def _day(name: str) -> date | None:
    return ARTICLES[name].source.day


@pytest.mark.parametrize("name", ROWS)
def test_every_sample_has_its_front_matter(name: str) -> None:
    row, article = ROWS[name], ARTICLES[name]
    assert article.id == name, "an article's id is the name of its file"
    assert article.title.strip()
    assert article.source.related, "each sample names its related sources"
    assert bool(article.source.published) == (name not in UNDATED)
    assert bool(article.source.outlet) == (name not in WITHOUT_OUTLET)
    assert bool(article.source.url) == (name not in WITHOUT_OUTLET)
    assert set(row) <= {
        "id", "title", "outlet", "url", "published", "authors", "related", "text"
    }  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_every_sample_is_short(name: str) -> None:
    assert 150 <= len(ARTICLES[name].text.split()) <= 350


@pytest.mark.parametrize("name", sorted(ROWS.keys() - WITHOUT_OUTLET))
def test_every_outlet_is_marked_as_invented(name: str) -> None:
    source = ARTICLES[name].source
    assert source.outlet is not None and source.outlet.endswith(" (invented)")
    address = urlsplit(source.url or "")
    assert address.scheme == "https"
    assert address.hostname is not None and address.hostname.endswith(".example")


def test_ids_and_urls_are_unique() -> None:
    assert len(SAMPLES) >= 24
    assert len({article.id for article in ARTICLES.values()}) == len(SAMPLES)
    urls = [article.source.url for article in ARTICLES.values() if article.source.url]
    assert len(set(urls)) == len(urls)


def test_related_samples_exist_and_come_earlier() -> None:
    by_url = {article.source.url: name for name, article in ARTICLES.items() if article.source.url}
    for name, article in ARTICLES.items():
        for related in article.source.related:
            if related.url is None or not (urlsplit(related.url).hostname or "").endswith(
                ".example"
            ):
                continue
            other = by_url[related.url]
            assert ARTICLES[other].title == related.title
            mine, theirs = _day(name), _day(other)
            assert mine is None or theirs is None or theirs <= mine, (name, other)


def test_the_troops_are_told_by_several_outlets_over_weeks() -> None:
    days = {_day(name) for name in TROOPS}
    assert len({ARTICLES[name].source.outlet for name in TROOPS}) >= 4
    assert min(day for day in days if day) == date(2024, 10, 19)
    assert max(day for day in days if day) == date(2024, 11, 8)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("nk-troops-first-report", ["1,500", "Vladivostok", "fake news"]),
        ("nk-troops-white-house-3000", ["3,000", "by December"]),
        ("austin-kim-wire", ["about 10,000", "Lloyd Austin", "Kim Yong-hyun", "Pentagon"]),
        ("austin-kim-wire", ["withdraw its troops", "munitions", "nothing had been decided"]),
        ("un-cannot-verify-troops", ["Miroslav Jenča", "not in a position to verify"]),
        ("un-cannot-verify-troops", ["Robert Wood", "body bags", "mere assertions"]),
        ("choe-lavrov-moscow", ["Choe Son Hui", "Sergei Lavrov", "Moscow", "8,000"]),
        ("kursk-10000-correction", ["That was wrong", "regrets the error"]),
        ("seoul-arms-undecided", ["not decided", "At least 10,000", "11,000 in Kursk"]),
    ],
)
def test_the_troops_articles_hold_their_facts(name: str, facts: list[str]) -> None:
    assert [fact for fact in facts if fact not in ARTICLES[name].text] == []


@pytest.mark.parametrize("copy", WIRE_STORY[1:])
def test_the_wire_story_has_near_copies(copy: str) -> None:
    original = ARTICLES[WIRE_STORY[0]]
    likeness = SequenceMatcher(None, original.text, ARTICLES[copy].text, autojunk=False).ratio()
    assert 0.8 <= likeness < 1
    assert ARTICLES[copy].title != original.title
    assert ARTICLES[copy].source.outlet != original.source.outlet


def test_no_other_samples_are_near_copies() -> None:
    names = sorted(ARTICLES.keys() - set(WIRE_STORY[1:]))
    for position, name in enumerate(names):
        words = ARTICLES[name].text.split()
        for other in names[position + 1 :]:
            matcher = SequenceMatcher(None, words, ARTICLES[other].text.split(), autojunk=False)
            assert matcher.quick_ratio() < 0.6 or matcher.ratio() < 0.3, (name, other)


def test_one_correction_names_the_article_it_corrects() -> None:
    report, correction = ARTICLES["kursk-10000-report"], ARTICLES["kursk-10000-correction"]
    assert report.source.outlet == correction.source.outlet
    assert report.source.url in [related.url for related in correction.source.related]
    assert report.title in correction.text


def test_sample_questions_are_of_every_kind() -> None:
    assert len(QUESTIONS) >= 60
    assert len({row["id"] for row in QUESTIONS}) == len(QUESTIONS)
    assert len(QUESTIONS) - len(ANSWERABLE) >= 12
    assert {row["kind"] for row in QUESTIONS} >= {
        "who", "where", "when", "how many", "how much", "which", "why", "yes-no", "definition",
        "list", "comparison", "timeline", "latest", "correction", "follow-up", "unanswerable",
    }  # fmt: skip


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: str(row["id"]))
def test_answers_stand_in_the_relevant_articles(row: dict[str, Any]) -> None:
    answers = row["answers"] if "answers" in row else [row["answer"]]
    texts = {name: ARTICLES[name].text for name in row["relevant"]}
    assert answers and texts
    assert [
        answer for answer in answers if not any(answer in text for text in texts.values())
    ] == []
    for name, text in texts.items():
        assert any(answer in text for answer in answers), name


@pytest.mark.parametrize(
    "row", [row for row in ANSWERABLE if "date" in row], ids=lambda row: str(row["id"])
)
def test_relevant_articles_had_been_published_on_the_day_of_the_question(
    row: dict[str, Any],
) -> None:
    asked = date.fromisoformat(row["date"])
    days = [_day(name) for name in row["relevant"]]
    assert all(day is None or day <= asked for day in days)


def test_unanswerable_questions_have_no_answer() -> None:
    for row in QUESTIONS:
        if not row.get("answerable", True):
            assert row["relevant"] == []
            assert "answer" not in row and "answers" not in row
