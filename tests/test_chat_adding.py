"""A reader's own articles: added from the page into the index, and asked about at once."""

import zipfile
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, expect

from browsing import DESK, PHONE, ask, browser, fields_to_add_with, serving, visiting
from corpus.article import Article
from corpus.errors import InputError
from corpus.fetch import Fetcher
from index.build import build
from index.search import Index
from index.store import Store
from index.types import Encoder
from qa.chat.desk import IndexedDesk
from qa.chat.server import offered
from qa.chat.settings import Settings
from qa.visiting.named import named
from scripted_desk import ScriptedDesk
from web_server import Site
from word_encoder import WordEncoder

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
        fields_to_add_with(visitor)
        visitor.locator("#files input:not([webkitdirectory])").set_input_files(
            [tmp_path / "tram.md", tmp_path / "more.zip"]
        )
        expect(visitor.locator("#files")).to_contain_text("more")
        visitor.get_by_role("button", name="Add", exact=True).click()
        expect(visitor.locator("#added")).to_contain_text("Done: 1 added, 1 rejected.")
        expect(visitor.locator("#added li")).to_contain_text("more.zip/rows.jsonl, line 1: text:")
        ask(visitor, "Who drives the night tram to Ostwick?")
        expect(visitor.locator("#chat .answer-text")).to_contain_text("Wilma Torvald")
        visitor.locator("#chat .answer-text a.cite").first.click()
        expect(visitor.locator("#source mark").first).to_contain_text("night tram to Ostwick")


def test_what_cannot_be_added_is_said(browser: Browser) -> None:
    with serving(lambda say: ScriptedDesk(), HERE) as url, visiting(browser, url) as visitor:
        fields_to_add_with(visitor)
        add = visitor.get_by_role("button", name="Add", exact=True)
        add.click()
        expect(visitor.locator("#added .alarm")).to_contain_text("Choose files, or paste links")
        visitor.get_by_label("Links to pages and feeds").fill("/etc/passwd")
        add.click()
        expect(visitor.locator("#added .alarm")).to_contain_text("'/etc/passwd' is no link")
        visitor.get_by_label("Links to pages and feeds").fill("http://127.0.0.1:9/x")
        add.click()
        expect(visitor.locator("#added")).to_contain_text("1 rejected")
        expect(visitor.locator("#added li")).to_contain_text("http://127.0.0.1:9/x")


def test_a_folder_is_chosen_and_what_is_not_read_in_it_is_told(
    browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "clippings"
    (folder / "2024").mkdir(parents=True)
    (folder / "tram.md").write_text(STORY)
    (folder / "2024" / "tram.md").write_text(STORY.replace("Monday", "Tuesday"))
    (folder / "2024" / "none.md").write_text("")
    (folder / "2024" / "scan.tiff").write_bytes(b"II")
    desk = ScriptedDesk()
    with serving(lambda say: desk, HERE) as url, visiting(browser, url) as visitor:
        fields_to_add_with(visitor)
        visitor.locator("#files input[webkitdirectory]").set_input_files(folder)
        expect(visitor.locator("#files .told")).to_have_text(
            "Left out, of kinds that are not read: clippings/2024/scan.tiff."
        )
        chosen = visitor.locator("#files .chosen bdi")
        expect(chosen).to_have_count(3)
        assert sorted(chosen.all_text_contents()) == [
            "clippings/2024/none.md",
            "clippings/2024/tram.md",
            "clippings/tram.md",
        ]
        visitor.get_by_role("button", name="Add", exact=True).click()
        expect(visitor.locator("#added")).to_contain_text("Done: 2 added, 1 rejected.")
        expect(visitor.locator("#added li")).to_contain_text(
            "clippings/2024/none.md: text: missing"
        )
        expect(chosen).to_have_count(0)
        assert sum("Ostwick" in each.title for each in desk.articles.values()) == 2


def test_uploads_that_were_never_added_do_not_outlive_the_server() -> None:
    with serving(lambda say: ScriptedDesk(), HERE) as url:
        sent = httpx.post(f"{url}gradio_api/upload", files={"files": ("tram.md", STORY)})
        (kept,) = sent.raise_for_status().json()
        assert Path(kept).read_text() == STORY
    assert not Path(kept).exists()


def test_files_are_dropped_and_what_was_chosen_can_be_left_out_again(browser: Browser) -> None:
    desk = ScriptedDesk()
    with serving(lambda say: desk, HERE) as url, visiting(browser, url) as visitor:
        fields_to_add_with(visitor)
        visitor.evaluate(
            """story => {
                const data = new DataTransfer();
                for (const name of ["one.md", "two.md", "three.exe"])
                    data.items.add(new File([story + name], name));
                document.querySelector("#files .drop").dispatchEvent(
                    new DragEvent("drop", { dataTransfer: data, cancelable: true }));
            }""",
            STORY,
        )
        chosen = visitor.locator("#files .chosen bdi")
        expect(chosen).to_have_text(["one.md", "two.md"])
        expect(visitor.locator("#files .told")).to_contain_text("three.exe")
        visitor.get_by_role("button", name="Remove one.md").press("Enter")
        expect(chosen).to_have_text(["two.md"])
        expect(visitor.get_by_role("button", name="Remove two.md")).to_be_focused()
        visitor.get_by_role("button", name="Add", exact=True).click()
        expect(visitor.locator("#added")).to_contain_text("Done: 1 added.")


def test_a_file_that_did_not_come_is_named_and_can_be_chosen_again(browser: Browser) -> None:
    file: FilePayload = {"name": "tram.md", "mimeType": "text/markdown", "buffer": STORY.encode()}
    with serving(lambda say: ScriptedDesk(), HERE) as url, visiting(browser, url) as visitor:
        fields_to_add_with(visitor)
        field = visitor.locator("#files input:not([webkitdirectory])")
        visitor.context.set_offline(True)
        field.set_input_files([file])
        told = visitor.locator("#files .told")
        expect(told).to_contain_text("tram.md could not be uploaded. See whether Newsdesk is still")
        visitor.context.set_offline(False)
        field.set_input_files([file])
        chosen = visitor.locator("#files .chosen bdi")
        expect(chosen).to_have_text(["tram.md"])
        field.set_input_files([file])  # is there already
        field.set_input_files([file | {"buffer": b"# Another of this name"}])
        expect(chosen).to_have_text(["tram.md", "tram.md"])
        expect(told).to_be_hidden()
        expect(visitor.get_by_role("button", name="Add", exact=True)).to_be_enabled()


def test_pasted_links_to_a_page_and_a_feed_are_added(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.read.Fetcher", partial(Fetcher, allow_private=True))
    text = f"<p>{STORY.replace('# ', '')}</p>" * 2
    page = site.page("/tram", f"<html><body><article><h1>Tram</h1>{text}</article></body></html>")
    body = f"<title>Bridge</title><link>{site.url}/b</link><description>{text}</description>"
    escaped = body.replace("<p>", "&lt;p&gt;").replace("</p>", "&lt;/p&gt;")
    feed = f'<rss version="2.0"><channel><title>F</title><item>{escaped}</item></channel></rss>'
    site.page("/b", f"<html><body><article><h1>Bridge</h1>{text * 2}</article></body></html>")
    links = [page, site.page("/feed", feed, "application/rss+xml"), f"{site.url}/gone"]
    desk = ScriptedDesk()
    with serving(lambda say: desk, HERE) as url, visiting(browser, url) as visitor:
        fields_to_add_with(visitor)
        visitor.get_by_label("Links to pages and feeds").fill("\n".join(links))
        visitor.get_by_role("button", name="Add", exact=True).click()
        expect(visitor.locator("#added")).to_contain_text("Done: 2 added, 1 rejected.")
        expect(visitor.locator("#added li")).to_contain_text("/gone: the server answered with")
    assert {"Tram", "Bridge"} <= {each.title for each in desk.articles.values()}


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_articles_are_added_to_a_new_index_which_is_then_asked_and_found_again(
    browser: Browser,
    tmp_path: Path,
    encoder: Encoder,
    sample_articles: dict[str, Article],
    size: tuple[int, int],
) -> None:
    home = tmp_path / "desk"
    build(home, list(sample_articles.values())[:3], encoder=encoder)
    story = tmp_path / "tram.md"
    story.write_text(STORY)
    with serving(offered([home]), HERE) as url, visiting(browser, url, size) as visitor:
        fields_to_add_with(visitor)
        visitor.locator("#files input:not([webkitdirectory])").set_input_files(story)
        expect(visitor.locator("#files")).to_contain_text("tram")
        visitor.get_by_label("Name of a new index").fill("Trams of Ostwick")
        visitor.get_by_role("button", name="Add", exact=True).click()
        expect(visitor.locator("#added")).to_contain_text("Done: 1 added.")
        expect(visitor.get_by_role("combobox", name="Index")).to_have_value("Trams of Ostwick")
        ask(visitor, "Who drives the night tram to Ostwick?")
        expect(visitor.locator("#chat .exchange[data-saved] .answer-text")).to_contain_text(
            "Wilma Torvald"
        )
        with Store(home) as store:
            assert store.counts()["articles"] == 3, "the other index is as it was"
        visitor.reload()
        expect(visitor.locator("#chat .answer-text")).to_contain_text("Wilma Torvald")
        expect(visitor.get_by_role("combobox", name="Index")).to_have_value("Trams of Ostwick")
        visitor.get_by_role("button", name="New").click()
        fields_to_add_with(visitor)
        visitor.get_by_label("Name of a new index").fill("Trams of Ostwick")
        visitor.get_by_label("Links to pages and feeds").fill("https://a.example")
        visitor.get_by_role("button", name="Add", exact=True).click()
        expect(visitor.locator("#added .alarm")).to_contain_text("there is an index of this name")
    assert list(named([home])) == ["desk", "Trams of Ostwick"]


@pytest.mark.parametrize("name", ["derived", "notes", "../x", "a/b", ".x", "x" * 61, "C:"])
def test_a_name_that_cannot_be_a_folder_of_its_own_is_refused(
    tmp_path: Path, words: WordEncoder, sample_articles: dict[str, Article], name: str
) -> None:
    home = tmp_path / "desk"
    build(home, list(sample_articles.values())[:1], encoder=words)
    (home / "notes").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=r"cannot name an index|is there already"):
        offered([home]).begin(name)
    assert [each for each in before if each.is_dir()] == [
        each for each in sorted(tmp_path.rglob("*")) if each.is_dir()
    ]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "{own}"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),  # another site that the reader has open
        ({"Origin": "http://x.example", "Host": "x.example"}, 403),  # a name made to lead here
        ({"Host": "[::1"}, 403),
    ],
)
def test_files_are_taken_from_the_page_itself_alone(headers: dict[str, str], status: int) -> None:
    with serving(lambda say: ScriptedDesk(), HERE) as url:
        sent = {name: value.format(own=url.rstrip("/")) for name, value in headers.items()}
        answer = httpx.post(f"{url}gradio_api/upload", files={"files": b"x"}, headers=sent)
        assert answer.status_code == status


@pytest.mark.parametrize("settings", [Settings(share=True), Settings(hosted=True)])
def test_where_strangers_come_nothing_can_be_added(settings: Settings) -> None:
    with serving(lambda say: ScriptedDesk(), settings) as url:
        assert "Add your own" not in httpx.get(f"{url}config").text
        assert httpx.post(f"{url}gradio_api/upload", files={"files": b"x"}).status_code == 404
