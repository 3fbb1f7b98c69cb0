"""A reader's own articles: added from the page into the index, and asked about at once."""

import zipfile
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from browsing import PHONE, ask, browser, serving, visiting
from corpus.article import Article
from index.build import build
from index.encoder import Encoder
from index.search import Index
from qa.chat.server import IndexedDesk
from qa.chat.settings import Settings
from scripted_desk import ScriptedDesk

__all__ = ["browser"]  # a fixture

HERE = Settings(hosted=False)
STORY = (
    "# Tram to Ostwick runs again\n\nThe night tram to Ostwick runs again from Monday, said the "
    "driver Wilma Torvald. It had stopped for eleven weeks while the bridge was mended."
)


def test_files_and_a_zip_are_added_with_what_was_rejected_and_can_be_asked(
    browser: Browser, tmp_path: Path, encoder: Encoder, sample_articles: dict[str, Article]
) -> None:
    build(tmp_path / "index", list(sample_articles.values())[:3], encoder=encoder)
    (tmp_path / "tram.md").write_text(STORY)
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as made:
        made.writestr("rows.jsonl", '{"title": "no text"}\n')
    with (
        Index(tmp_path / "index", encoder) as index,
        serving(lambda say: IndexedDesk(index), HERE) as url,
        visiting(browser, url, PHONE) as visitor,
    ):
        visitor.get_by_role("button", name="Add your own articles").click()
        visitor.locator("#files input[type=file]").set_input_files(
            [tmp_path / "tram.md", tmp_path / "more.zip"]
        )
        expect(visitor.locator("#files")).to_contain_text("more")
        visitor.get_by_role("button", name="Add to this index").click()
        expect(visitor.locator("#added")).to_contain_text("Done: 1 added, 1 rejected.")
        expect(visitor.locator("#added li")).to_contain_text("more.zip/rows.jsonl, line 1: text:")
        ask(visitor, "Who drives the night tram to Ostwick?")
        expect(visitor.locator("#chat .answer-text")).to_contain_text("Wilma Torvald")
        visitor.locator("#chat .answer-text a.cite").first.click()
        expect(visitor.locator("#source mark").first).to_contain_text("night tram to Ostwick")


def test_what_cannot_be_added_is_said(browser: Browser) -> None:
    with serving(lambda say: ScriptedDesk(), HERE) as url, visiting(browser, url) as visitor:
        visitor.get_by_role("button", name="Add your own articles").click()
        add = visitor.get_by_role("button", name="Add to this index")
        add.click()
        expect(visitor.locator("#added .alarm")).to_contain_text("Choose files, or paste links")
        visitor.get_by_label("Links to pages and feeds").fill("/etc/passwd")
        add.click()
        expect(visitor.locator("#added .alarm")).to_contain_text("'/etc/passwd' is no link")
        visitor.get_by_label("Links to pages and feeds").fill("http://127.0.0.1:9/x")
        add.click()
        expect(visitor.locator("#added")).to_contain_text("1 rejected")
        expect(visitor.locator("#added li")).to_contain_text("http://127.0.0.1:9/x")


@pytest.mark.parametrize("settings", [Settings(share=True), Settings(hosted=True)])
def test_where_strangers_come_nothing_can_be_added(settings: Settings) -> None:
    with serving(lambda say: ScriptedDesk(), settings) as url:
        assert "Add your own" not in httpx.get(f"{url}config").text
        assert httpx.post(f"{url}gradio_api/upload", files={"files": b"x"}).status_code == 404
