"""The page over the sample articles, from a question to what is taken away."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, expect

from browsing import DESK, PHONE, ask, browser, serving, visiting
from index.search import Index
from index.types import Encoder
from qa.chat.desk import IndexedDesk
from qa.cli import main

__all__ = ["browser"]  # a fixture

SIZES = pytest.mark.parametrize("size", [DESK, PHONE])
KURSK = "How many North Korean soldiers are in the Kursk region?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_index: Path) -> Path:
    """An index of the sample articles that may be changed."""
    return Path(shutil.copytree(sample_index, tmp_path_factory.mktemp("desk") / "samples"))


@pytest.fixture(scope="module")
def url(folder: Path, encoder: Encoder) -> Iterator[str]:
    with Index(folder, encoder) as index, serving(lambda say: IndexedDesk(index)) as url:
        yield url


@SIZES
def test_a_follow_up_is_understood_from_what_was_asked_before(
    browser: Browser, url: str, size: tuple[int, int]
) -> None:
    with visiting(browser, url, size) as visitor:
        ask(visitor, "What did Vassily Nebenzia say?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(1)
        ask(visitor, "And what did the United Nations say about it?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(2)
        understood = visitor.locator("#chat .understood")
        expect(understood).to_contain_text("Nebenzia")
        expect(understood.get_by_role("link", name="Ask it as typed")).to_be_visible()


@SIZES
def test_a_corrected_figure_stands_beside_the_correction_with_outlet_and_day(
    browser: Browser, url: str, size: tuple[int, int]
) -> None:
    with visiting(browser, url, size) as visitor:
        ask(visitor, KURSK)
        claims = visitor.locator("#chat .differ li")
        expect(claims).to_have_count(2)
        expect(claims.first).to_contain_text("The Northgate Courier (invented), 30 October 2024")
        claims.last.locator("a.cite").click()
        expect(visitor.locator("#source mark").first).to_be_in_viewport()


@SIZES
def test_what_changed_since_a_day_has_a_cited_timeline(
    browser: Browser, url: str, size: tuple[int, int]
) -> None:
    with visiting(browser, url, size) as visitor:
        ask(visitor, "What changed since 25 October 2024 about North Korean troops?")
        days = visitor.locator("#chat .timeline time")
        expect(days.first).to_have_text(re.compile(r"^\d{1,2} October 2024$"))
        stamps = [each.get_attribute("datetime") or "" for each in days.all()]
        assert stamps == sorted(stamps)
        for event in visitor.locator("#chat .timeline li").all():
            expect(event.locator("a.cite").first).to_be_visible()


def test_the_original_is_opened_at_the_quoted_words(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        ask(visitor, KURSK)
        citation = visitor.locator("#chat .answer-text a.cite").first
        citation.click()
        original = visitor.get_by_role("link", name="Open the original")
        address = original.get_attribute("href") or ""
        quote = json.loads(citation.get_attribute("data-cite") or "")["spans"][0][2]
        start, _, end = address.partition("#:~:text=")[2].partition(",")
        assert start
        assert quote.startswith(unquote(start))
        assert quote.endswith(unquote(end))
        expect(original).to_have_attribute("rel", re.compile("noopener"))


def test_every_sentence_says_how_it_is_supported_also_without_colour(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url) as visitor:
        ask(visitor, KURSK)
        sentences = visitor.locator("#chat .answer-text .sentence")
        expect(sentences.first).to_contain_text("(quoted)")
        assert sentences.count() == visitor.locator("#chat .answer-text .support").count()
        sign = visitor.locator("#chat .answer-text .support [aria-hidden]").first.inner_text()
        expect(visitor.locator("#chat .legend")).to_contain_text(f"{sign} quoted: stands in")


@SIZES
def test_days_and_outlets_narrow_what_is_answered_from(
    browser: Browser, url: str, size: tuple[int, int]
) -> None:
    outlet = "Harbour Post (invented)"
    with visiting(browser, url, size) as visitor:
        visitor.get_by_role("button", name="Ask within").click()
        for label, day in (
            ("Since", "2024-10-01"),
            ("Until", "2024-10-31"),
            ("As of", "2024-11-01"),
        ):
            visitor.get_by_label(label).fill(day)
            visitor.get_by_label(label).blur()
            expect(visitor.get_by_role("button", name=f"{label}: {day}")).to_be_visible()
        visitor.get_by_role("combobox", name="Outlets").click()
        visitor.get_by_role("option", name=outlet).click()
        visitor.keyboard.press("Escape")
        chip = visitor.get_by_role("button", name=f"Outlets: {outlet}")
        expect(chip).to_be_visible()
        ask(visitor, "How many North Korean soldiers are in Russia?")
        expect(visitor.get_by_role("list", name="Asked within").locator("li")).to_have_text(
            ["since 2024-10-01", "until 2024-10-31", "as of 2024-11-01", outlet]
        )
        found = visitor.locator("#chat :is(.sources, .nearest) .origin")
        expect(found.first).to_be_attached()
        assert {text.rpartition(", ")[0] for text in found.all_text_contents()} == {outlet}
        assert all("October 2024" in text for text in found.all_text_contents())
        chip.click()
        expect(chip).to_be_hidden()


def test_a_verdict_given_on_the_page_becomes_a_question_for_an_evaluation(
    browser: Browser, url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with visiting(browser, url) as visitor:
        ask(visitor, KURSK)
        visitor.get_by_role("button", name="Good answer").click()
        expect(visitor.locator(".said")).to_contain_text("Noted in this index")
    assert main(["feedback", "--index", str(folder)]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["question"], row["verdict"]) == (KURSK, "good")
    assert "kursk-10000-correction" in row["relevant"]
