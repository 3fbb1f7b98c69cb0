"""The page for everyone: axe-core in every state, the keyboard alone, problems said.

axe-core comes from npm at the version below, once, into a cache beside pip's.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import DESK, PHONE, answered, ask, browser, serving, visiting
from corpus.errors import ModelError
from scripted_desk import ANSWER, TROOPS, ScriptedDesk
from test_chat_shelf import FOLLOW_UP, UNDERSTOOD

__all__ = ["browser"]  # a fixture

AXE = "4.14.1"


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "newsdesk-tests" / f"axe-core-{AXE}"
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not source.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("axe-core comes from npm, which is not installed here")
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", "."]
        done = subprocess.run(
            [*command, f"axe-core@{AXE}"],
            check=False,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"npm could not install axe-core: {done.stderr}"
    return source.read_text("utf-8")


def welcome(visitor: Page) -> None:
    expect(visitor.locator("#welcome .suggestions")).to_be_visible()


def filters(visitor: Page) -> None:
    visitor.get_by_role("button", name="Ask within").click()
    visitor.get_by_label("Since").fill("2024-10-30")
    visitor.get_by_label("Since").blur()
    expect(visitor.get_by_role("button", name="Since: 2024-10-30")).to_be_visible()


def declined(visitor: Page) -> None:
    visitor.get_by_role("button", name="Ask within").click()
    ask(visitor, "Who won?")
    expect(visitor.locator("#chat .exchange[data-saved] .declined")).to_be_visible()


def conversation(visitor: Page) -> None:
    ask(visitor, FOLLOW_UP)
    expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(2)


def preview(visitor: Page) -> None:
    visitor.locator("#chat .answer-text a.cite").first.focus()
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("tooltip")).to_be_visible()


def export_menu(visitor: Page) -> None:
    visitor.get_by_text("Export", exact=True).click()
    expect(visitor.get_by_role("button", name="BibTeX")).to_be_visible()


def history(visitor: Page) -> None:
    visitor.get_by_role("button", name="History").click()
    expect(visitor.locator("#kept .open")).to_be_visible()


def article(visitor: Page) -> None:
    visitor.keyboard.press("Escape")
    visitor.locator("#chat .timeline a.cite").first.click()
    expect(visitor.locator("#source mark")).to_have_text(TROOPS)


# Each begins where the one before it ends.
STATES = (welcome, filters, declined, conversation, preview, export_menu, history, article)


def violations(visitor: Page, axe: str) -> list[str]:
    """What axe-core calls serious or critical, a line each."""
    visitor.evaluate(axe)
    found = visitor.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.fixture(scope="module")
def url() -> object:
    with serving(lambda say: ScriptedDesk((ANSWER, UNDERSTOOD))) as url:
        yield url


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_window(
    browser: Browser, url: str, axe: str, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    found: dict[str, list[str]] = {}
    with visiting(browser, url, size, scheme) as visitor:
        for state in STATES:
            state(visitor)
            found[state.__name__] = violations(visitor, axe)
            width = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
            assert visitor.evaluate(width) <= size[0], state.__name__
    assert found == {state.__name__: [] for state in STATES}


def test_the_keyboard_alone_asks_opens_the_history_and_exports(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        visitor.locator("#question textarea").focus()
        visitor.keyboard.type(ANSWER.question)
        visitor.keyboard.press("Enter")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_be_attached()
        visitor.get_by_role("button", name="History").focus()
        visitor.keyboard.press("Enter")
        expect(visitor.locator("#kept")).to_be_visible()
        visitor.keyboard.press("Escape")
        expect(visitor.get_by_role("button", name="History")).to_be_focused()
        visitor.keyboard.press("Tab")
        visitor.keyboard.press("Enter")
        expect(visitor.get_by_role("button", name="Markdown")).to_be_visible()
        visitor.keyboard.press("Tab")
        with visitor.expect_download() as download:
            visitor.keyboard.press("Enter")
        assert download.value.suggested_filename == "newsdesk.md"


# ---- every problem is said in a sentence that helps ----


class NoModel(ScriptedDesk):
    def stream(self, question, *, filters, history):  # type: ignore[no-untyped-def]
        raise ModelError("http://127.0.0.1:9/v1 does not answer; start it, or unset NEWSDESK_MODEL")
        yield ANSWER


def test_a_failing_language_model_is_said_with_what_to_do(browser: Browser) -> None:
    with serving(lambda say: NoModel()) as url, visiting(browser, url) as visitor:
        ask(visitor, ANSWER.question)
        expect(visitor.get_by_role("alert")).to_contain_text("start it, or unset NEWSDESK_MODEL")
        expect(visitor.get_by_role("link", name="Ask again")).to_be_visible()


def test_a_lost_connection_is_said_by_what_needed_it(browser: Browser) -> None:
    with serving(lambda say: ScriptedDesk()) as url, visiting(browser, url) as visitor:
        answered(visitor)
        visitor.context.set_offline(True)
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source .changed")).to_contain_text(
            "connection to Newsdesk is lost"
        )
        visitor.keyboard.press("Escape")
        visitor.get_by_role("button", name="Good answer").click()
        expect(visitor.locator(".said")).to_contain_text("connection to Newsdesk is lost")


def test_a_question_asked_without_a_connection_says_so(browser: Browser) -> None:
    with serving(lambda say: ScriptedDesk()) as url, visiting(browser, url) as visitor:
        welcome(visitor)
        visitor.context.set_offline(True)
        ask(visitor, ANSWER.question)
        expect(visitor.get_by_text("Connection to the server was lost")).to_be_visible()
